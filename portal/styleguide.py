"""Every component of the public pages on one page, while DEBUG is on (`/styleguide/`)."""

import re
from datetime import date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

STYLE_SHEET = settings.BASE_DIR / "static" / "css" / "site.css"
TOKEN = re.compile(r"--([a-z-]+): (#[0-9a-f]{3,6});")
PUBLISHED_AT = datetime(2026, 3, 2, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = date(2026, 3, 16)
CHART = [("1月", 12), ("2月", 7), ("3月", 0), ("4月", 18), ("5月", 9), ("6月", 31)]
DAYS = [
    ("start", 2, "收到申请，当日不计"),
    ("workday", 3, "第1个工作日"),
    ("weekend", 7, "周六，不计"),
]
VALIDITIES = {"valid": "有效", "amended": "已修改", "expired": "失效", "repealed": "废止"}


class SampleForm(forms.Form):
    """One field of each kind, one of them wrong."""

    name = forms.CharField(label="文件名称", help_text="不知道全名的，写记得的几个字")
    number = forms.CharField(label="申请编号", help_text="形如 2026-001")
    way = forms.ChoiceField(
        label="获取方式",
        choices=[("mail", "邮寄"), ("self", "自行领取")],
        widget=forms.RadioSelect,
    )
    agrees = forms.BooleanField(label="以上内容属实")


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show the tokens and every component with made-up content."""
    if not settings.DEBUG:
        raise Http404("样式页只在调试时提供")
    form = SampleForm({"name": "招生简章", "way": "self"})
    context = {
        "tokens": color_tokens(),
        "items": [sample_item(validity, word) for validity, word in VALIDITIES.items()],
        "today": TODAY,
        "chart": CHART,
        "form": form,
        "days": [sample_day(*day) for day in DAYS],
        "page": Paginator(range(200), 20).get_page(4),
    }
    return render(request, "portal/styleguide.html", context)


def color_tokens() -> list[str]:
    """Return the names of the colours as the style sheet declares them first."""
    return list(dict.fromkeys(name for name, _ in TOKEN.findall(STYLE_SHEET.read_text("utf-8"))))


def sample_day(kind: str, number: int, text: str) -> SimpleNamespace:
    """Return a day of a term, as the list of days shows it."""
    on = date(2026, 3, number)
    return SimpleNamespace(
        kind=kind, on=on, weekday="周" + "一二三四五六日"[on.weekday()], text=text
    )


def sample_item(validity: str, word: str) -> SimpleNamespace:
    """Return what the row of an item needs, without a database."""
    return SimpleNamespace(
        title=f"关于做好义务教育招生工作的通知（{word}）",
        get_absolute_url="#rows",
        validity=validity,
        get_validity_display=word,
        published_at=PUBLISHED_AT,
        doc_no="示教〔2026〕12号",
        category=SimpleNamespace(name="规范性文件"),
        issuer="示范市教育局",
        get_period_kind_display="报名",
        begins_on=date(2026, 3, 2),
        ends_on=date(2026, 3, 20),
        days_left=lambda today: (date(2026, 3, 20) - today).days,
    )
