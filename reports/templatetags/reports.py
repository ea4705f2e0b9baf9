"""How figures are shown: amounts without trailing zeros, nothing for what is not known."""

from decimal import Decimal

from django import template

register = template.Library()


@register.filter
def figure(value) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)


@register.filter
def minus(value: int, other: int) -> int:
    return value - other


WIDTH, HEIGHT, TOP, LEFT, FOOT = 480, 120, 24, 16, 28  # as wide as bars: words alike in size
NAMES_SHOWN = 12


@register.inclusion_tag("reports/_line_chart.html")
def line_chart(rows: list[tuple[str, int]], label: str) -> dict:
    """Draw (name, number) as one line; the page shows the table beside it."""
    most = max((number for _, number in rows), default=0) or 1
    step = (WIDTH - 2 * LEFT) / max(len(rows) - 1, 1)
    points = [
        {"x": LEFT + n * step, "y": TOP + HEIGHT * (1 - number / most), "name": name}
        for n, (name, number) in enumerate(rows)
    ]
    every = -(-len(points) // NAMES_SHOWN)
    named = points[::every]
    return {
        "label": label,
        "path": " ".join(f"{point['x']:.1f},{point['y']:.1f}" for point in points),
        "named": [
            {"x": f"{max(20, min(each['x'], WIDTH - 20)):.1f}", "name": each["name"]}
            for each in named
        ],
        "most": most,
        "width": WIDTH,
        "height": TOP + HEIGHT + FOOT,
        "base": TOP + HEIGHT,
        "name_y": TOP + HEIGHT + 20,
    }
