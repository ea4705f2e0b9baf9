"""Figures of any period and office: aggregates only, the same number of queries for any size.

Each figure is a table first (portal.documents); the charts beside it draw the same rows.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import ExtractMonth, ExtractYear
from django.utils import timezone

from disclosure.models import Category, Item
from portal.documents import Cell, TableSpec
from reports.models import ChannelFigure
from reports.workflow import Outlet

MONTHS_SHOWN = 36  # a longer period is shown by its last three years
Rows = list[tuple[str, int]]


@dataclass(frozen=True)
class Period:
    begins: date
    ends: date

    def __str__(self):
        return f"{self.begins:%Y-%m-%d}至{self.ends:%Y-%m-%d}"

    @property
    def title(self) -> str:
        """Return what the figures of the period are called: a year, a quarterly return, days."""
        if self == year_of(self.begins.year):
            return f"{self.begins.year}年信息公开统计"
        if self == quarter_of(self.begins):
            number = "一二三四"[(self.begins.month - 1) // 3]
            return f"{self.begins.year}年第{number}季度信息公开统计季报"
        return f"信息公开统计（{self}）"

    @property
    def days(self) -> tuple[date, date]:
        return self.begins, self.ends

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """Return the first and the last moment: an index of moments can be asked for these."""
        zone = timezone.get_default_timezone()
        begins = datetime.combine(self.begins, time.min, zone)
        return begins, datetime.combine(self.ends, time.max, zone)

    @property
    def months(self) -> list[tuple[int, int]]:
        """Return (year, month) of every month the period touches, at most the last 36."""
        first = self.begins.year * 12 + self.begins.month - 1
        last = self.ends.year * 12 + self.ends.month - 1
        return [divmod_month(n) for n in range(max(first, last - MONTHS_SHOWN + 1), last + 1)]

    def until(self, today: date) -> "Period":
        """Return the part of the period that has begun: a month to come is no month of nothing."""
        return replace(self, ends=max(self.begins, min(self.ends, today)))

    def name_of(self, year: int, month: int) -> str:
        """Return what a month is called beside the others of the period."""
        return f"{month}月" if self.begins.year == self.ends.year else f"{year}-{month:02d}"


def divmod_month(number: int) -> tuple[int, int]:
    year, month = divmod(number, 12)
    return year, month + 1


def year_of(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31))


def quarter_of(day: date) -> Period:
    """Return the quarter a day falls into."""
    first = 3 * ((day.month - 1) // 3) + 1
    begins = date(day.year, first, 1)
    after = date(day.year + first // 10, (first + 3 - 1) % 12 + 1, 1)
    return Period(begins, after - timedelta(days=1))


def presets(today: date) -> Iterator[tuple[str, Period]]:
    """Yield the periods people ask for most, with their words."""
    quarter = quarter_of(today)
    yield "今年", year_of(today.year)
    yield "去年", year_of(today.year - 1)
    yield "本季度", quarter
    yield "上季度", quarter_of(quarter.begins - timedelta(days=1))


# --- Items and channels --------------------------------------------------------------------------


def public_items(period: Period, office: int | None) -> QuerySet:
    items = Item.objects.public().filter(published_at__range=period.moments).order_by()
    return items.filter(office=office) if office else items


def items_by_category(period: Period, office: int | None = None) -> Rows:
    """Return the items made public, by the first level of the catalogue."""
    counted = public_items(period, office).values_list("category__code").annotate(n=Count("pk"))
    names = dict(Category.objects.filter(parent=None).values_list("code", "name"))
    sums: dict[str, int] = {}
    for code, number in counted:
        sums[code[:2]] = sums.get(code[:2], 0) + number
    return [(names.get(code, code), number) for code, number in sorted(sums.items())]


def items_by_month(period: Period, office: int | None = None) -> Rows:
    return by_month(public_items(period, office), "published_at", period)


def by_month(rows: QuerySet, field: str, period: Period) -> Rows:
    counted = rows.annotate(y=ExtractYear(field), m=ExtractMonth(field)).values_list("y", "m")
    counts = {(y, m): n for y, m, n in counted.annotate(n=Count("pk"))}
    return [(period.name_of(y, m), counts.get((y, m), 0)) for y, m in period.months]


def outlet_rows(period: Period) -> list[tuple[str, str, int]]:
    """Return (outlet, unit, sum) of the whole months inside the period."""
    first = period.begins.year * 12 + period.begins.month
    last = period.ends.year * 12 + period.ends.month
    rows = ChannelFigure.objects.annotate(at=F("year") * 12 + F("month")).order_by()
    rows = rows.filter(at__range=(first, last)).values_list("outlet", "unit")
    summed = rows.annotate(n=Sum("figure")).order_by("outlet", "unit")
    return [(Outlet(outlet).label, unit, number) for outlet, unit, number in summed]


def share(part: int, whole: int) -> str:
    """Return a percentage; over nothing there is none."""
    return f"{part * 100 / whole:.1f}%" if whole else "—"


# --- Tables --------------------------------------------------------------------------------------


def table(caption: str, names: list[str], rows: list[tuple], note: str = "") -> TableSpec | None:
    """Return the rows as a table; None where there are none."""
    if not rows:
        return None
    shown = [[Cell(row[0], scope="row"), *row[1:]] for row in rows]
    return TableSpec(caption, [names, *shown], note=note, captioned=False)
