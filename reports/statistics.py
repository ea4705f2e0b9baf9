"""Figures of any period and office: aggregates only, the same number of queries for any size.

Each figure is a table first (portal.documents); the charts beside it draw the same rows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, QuerySet, Sum
from django.db.models.functions import ExtractMonth, ExtractYear

from disclosure.models import Category, Item
from portal.documents import Cell, TableSpec
from reports.models import ChannelFigure
from reports.workflow import Outlet
from requests_app.models import InformationRequest
from requests_app.outcomes import ENDINGS, Outcome

TOP_SUBJECTS = 10
MONTHS_SHOWN = 36  # a longer period is shown by its last three years
Rows = list[tuple[str, int]]


@dataclass(frozen=True)
class Period:
    begins: date
    ends: date

    def __str__(self):
        return f"{self.begins:%Y-%m-%d}至{self.ends:%Y-%m-%d}"

    @property
    def days(self) -> tuple[date, date]:
        return self.begins, self.ends

    @property
    def months(self) -> list[tuple[int, int]]:
        """Return (year, month) of every month the period touches, at most the last 36."""
        first = self.begins.year * 12 + self.begins.month - 1
        last = self.ends.year * 12 + self.ends.month - 1
        return [divmod_month(n) for n in range(max(first, last - MONTHS_SHOWN + 1), last + 1)]

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
    items = Item.objects.public().filter(published_at__date__range=period.days).order_by()
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


# --- Requests ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RequestFigures:
    received: int
    closed: int
    on_time: int
    late: int  # closed late, of those with a day to compare
    extended: int
    corrected: int
    overdue: int  # open today and past their day
    median_days: int | None
    nine_tenths_days: int | None  # nine cases in ten took no longer

    @property
    def on_time_share(self) -> str:
        return share(self.on_time, self.on_time + self.late)

    @property
    def extended_share(self) -> str:
        return share(self.extended, self.closed)

    @property
    def corrected_share(self) -> str:
        return share(self.corrected, self.closed)


def share(part: int, whole: int) -> str:
    """Return a percentage; over nothing there is none."""
    return f"{part * 100 / whole:.1f}%" if whole else "—"


def all_requests(office: int | None) -> QuerySet:
    requests = InformationRequest.objects.counted().order_by()
    return requests.filter(office=office) if office else requests


def request_figures(period: Period, today: date, office: int | None = None) -> RequestFigures:
    requests = all_requests(office)
    closed = Q(closed_on__range=period.days)
    counts = requests.aggregate(
        received=Count("pk", filter=Q(received_on__range=period.days)),
        closed=Count("pk", filter=closed),
        on_time=Count("pk", filter=closed & Q(is_late=False)),
        late=Count("pk", filter=closed & Q(is_late=True)),
        extended=Count("pk", filter=closed & Q(extension_days__gt=0)),
        corrected=Count("pk", filter=closed & Q(correction__isnull=False)),
        overdue=Count("pk", filter=Q(closed_on=None, due_on__lt=today)),
    )
    days = days_used(requests.filter(closed, received_on__isnull=False))
    return RequestFigures(
        **counts,
        median_days=quantile(days, 0.5),
        nine_tenths_days=quantile(days, 0.9),
    )


def days_used(requests: QuerySet) -> list[tuple[int, int]]:
    """Return (calendar days from receipt to the end, cases), the shortest first."""
    took = ExpressionWrapper(F("closed_on") - F("received_on"), output_field=DurationField())
    counted = requests.annotate(took=took).values_list("took").annotate(n=Count("pk"))
    return sorted((took.days, number) for took, number in counted)


def quantile(days: list[tuple[int, int]], part: float) -> int | None:
    """Return the days within which at least `part` of the cases ended."""
    total, passed = sum(number for _, number in days), 0
    for length, number in days:
        passed += number
        if passed >= total * part:
            return length
    return None


def requests_by_outcome(period: Period, office: int | None = None) -> Rows:
    rows = all_requests(office).filter(closed_on__range=period.days)
    counts = dict(rows.values_list("outcome").annotate(n=Count("pk")))
    return [(Outcome(each).label, counts[each]) for each in ENDINGS if counts.get(each)]


def requests_by_month(period: Period, office: int | None = None) -> list[tuple[str, int, int]]:
    """Return (month, received, closed)."""
    requests = all_requests(office)
    received = by_month(requests.filter(received_on__range=period.days), "received_on", period)
    closed = by_month(requests.filter(closed_on__range=period.days), "closed_on", period)
    return [(name, n, m) for (name, n), (_, m) in zip(received, closed, strict=True)]


def top_subjects(period: Period, office: int | None = None) -> Rows:
    rows = all_requests(office).filter(received_on__range=period.days).values_list("subject")
    return list(rows.annotate(n=Count("pk")).order_by("-n", "subject")[:TOP_SUBJECTS])


# --- Tables --------------------------------------------------------------------------------------


def table(caption: str, names: list[str], rows: list[tuple], note: str = "") -> TableSpec | None:
    """Return the rows as a table; None where there are none."""
    if not rows:
        return None
    shown = [[Cell(row[0], scope="row"), *row[1:]] for row in rows]
    return TableSpec(caption, [names, *shown], note=note, captioned=False)


def request_table(figures: RequestFigures) -> TableSpec:
    rows = [
        ("收到申请（件）", figures.received),
        ("办结（件）", figures.closed),
        ("按期办结率", figures.on_time_share),
        ("逾期办结（件）", figures.late),
        ("现在逾期未办结（件）", figures.overdue),
        ("办理天数中位数（自然日）", dash(figures.median_days)),
        ("九成案件不超过（自然日）", dash(figures.nine_tenths_days)),
        ("延期率", figures.extended_share),
        ("补正率", figures.corrected_share),
    ]
    note = "按期办结率只计算能够确定答复期限的案件；没有办结案件时不计算比率。"
    return table("办理情况", ["指标", "数值"], rows, note)


def dash(value: int | None) -> int | str:
    return "—" if value is None else value
