"""The few tags and filters every template may use without loading them."""

import re
from datetime import date, datetime
from functools import cache, lru_cache
from itertools import count

from django import template
from django.core.paginator import Page
from django.template.loader import get_template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from portal.documents.qr import qr_svg
from portal.empty_lists import EMPTY_LISTS
from portal.parts import parts

register = template.Library()

CHART_WIDTH, CHART_HEIGHT, CHART_TOP, BAR_GAP = 480, 96, 20, 8
TABLE = '<div class="scroll" role="region" aria-label="表格{}，可左右滚动" tabindex="0"><table>'


@register.filter
def body_html(html: str) -> SafeString:
    """Return a cleaned body (`clean_html` ran when it was saved) with its tables scrollable."""
    numbers = count(1)
    framed = re.sub("<table>", lambda _: TABLE.format(next(numbers)), html)
    return mark_safe(framed.replace("</table>", "</table></div>"))


@register.filter
def next_when_empty(opts) -> str:
    """Return what an empty register of this model says to do next, "" where nothing special."""
    return EMPTY_LISTS.get(opts.label_lower, "")


@register.filter(expects_localtime=True)
def day(value: date | datetime | None) -> str:
    """Return “2026-03-01”; `date` takes ten times as long, and a list shows forty days."""
    if isinstance(value, datetime):
        value = value.date()
    return value.isoformat() if value else ""


@register.filter(expects_localtime=True)
def minute(value: datetime | None) -> str:
    """Return “2026-03-01 09:30”."""
    return f"{value:%Y-%m-%d %H:%M}" if value else ""


@register.filter(expects_localtime=True)
def moment(value: datetime | None) -> str:
    """Return a moment as the attribute `datetime` wants it, with its zone."""
    return value.isoformat() if value else ""


@register.filter
def even_rows(rows: list[list[str]]) -> list[list[tuple[str, int]]]:
    """Return each cell with its columns: the last one of a short row reaches to the end."""
    most = max(map(len, rows), default=0)
    ends = [most - len(row) + 1 for row in rows]
    return [
        [(cell, 1) for cell in row[:-1]] + [(cell, end) for cell in row[-1:]]
        for row, end in zip(rows, ends, strict=True)
    ]


@register.filter
def file_size(size: int) -> str:
    """Return a size people understand: “24 KB”, “1.3 MB”."""
    if size < 1024**2:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / 1024**2:.1f} MB"


@register.filter
def elided(page: Page) -> list:
    """Return the page numbers to show, with “…” where some are left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))


@register.filter
def days_left(item, today) -> int:
    return item.days_left(today)


@register.simple_tag
def part(template_name: str, **shown) -> SafeString:
    """Include a template that sees only what it is given, made once for equal contents."""
    return parts.render(template_name, shown)


@register.simple_tag
@cache
def fixed_url(name: str) -> str:
    """Return the address of a page there is one of, like `url`; worked out once."""
    return reverse(name)


@register.simple_tag
def meta_tags(tags: dict[str, str]) -> SafeString:
    """Return a `<meta>` for each name that has a value."""
    pairs = [(name, value) for name, value in (tags or {}).items() if value]
    return format_html_join("\n  ", '<meta name="{}" content="{}">', pairs)


@register.simple_tag(takes_context=True)
def page_qr(context: dict) -> SafeString:
    """Draw the address of this page as a QR code, for a phone and for the printed page."""
    return drawn_address(context["canonical"]())


@lru_cache(maxsize=1024)
def drawn_address(address: str) -> SafeString:
    drawn = qr_svg(address, "本页网址的二维码")
    figure = '<figure class="qr-figure">{}<figcaption>用手机扫码打开本页</figcaption></figure>'
    return format_html(figure, drawn)


@register.simple_tag
def bar_chart(rows: list[tuple[str, int]], label: str) -> SafeString:
    """Draw one bar for each (name, number) as SVG; the page shows the table beside it."""
    return drawn_chart(tuple(map(tuple, rows)), label)


@lru_cache(maxsize=256)
def drawn_chart(rows: tuple[tuple[str, int], ...], label: str) -> SafeString:
    return get_template("_bar_chart.html").render(bars_of(rows) | {"label": label})


def bars_of(rows: tuple[tuple[str, int], ...]) -> dict:
    """Return where each bar stands, and the size of the whole."""
    most = max((number for _, number in rows), default=0) or 1
    step = CHART_WIDTH / max(len(rows), 1)
    bars = []
    for position, (name, number) in enumerate(rows):
        height = CHART_HEIGHT * number / most
        top = CHART_TOP + CHART_HEIGHT - height
        bar = {"name": name, "number": number, "x": position * step + BAR_GAP / 2, "y": top}
        bar |= {"height": height, "middle": (position + 0.5) * step, "value_y": top - 6}
        bars.append(bar)
    return {
        "bars": bars,
        "bar_width": step - BAR_GAP,
        "name_y": CHART_TOP + CHART_HEIGHT + 20,
        "width": CHART_WIDTH,
        "height": CHART_TOP + CHART_HEIGHT + 28,
    }
