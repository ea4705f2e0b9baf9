"""Figures of the requests of a period: the register is read few times, whatever its size.

What ended is read once, grouped by month, outcome and what happened on the way: each figure of
the board is a sum over these few hundred groups.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.db.models import (
    Case,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    IntegerField,
    Q,
    QuerySet,
    When,
)
from django.db.models.functions import ExtractMonth, ExtractYear

from portal.documents import TableSpec
from reports.statistics import Period, Rows, share, table
from requests_app.models import InformationRequest
from requests_app.outcomes import ENDINGS, Outcome

TOP_SUBJECTS = 10


class Ending(NamedTuple):
    """Cases that ended alike in one month."""

    year: int
    month: int
    outcome: str
    is_late: bool | None  # None: no day to compare
    is_extended: int
    is_corrected: int
    number: int


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


@dataclass
class RequestCounts:
    """The requests of a period, of one office or of all."""

    period: Period
    today: date
    office: int | None = None

    @property
    def requests(self) -> QuerySet:
        requests = InformationRequest.objects.counted().order_by()
        return requests.filter(office=self.office) if self.office else requests

    @property
    def closed(self) -> QuerySet:
        return self.requests.filter(closed_on__range=self.period.days)

    @property
    def received(self) -> QuerySet:
        return self.requests.filter(received_on__range=self.period.days)

    @cached_property
    def endings(self) -> list[Ending]:
        rows = self.closed.annotate(
            y=ExtractYear("closed_on"),
            m=ExtractMonth("closed_on"),
            extended=flag(Q(extension_days__gt=0)),
            corrected=flag(Q(correction__isnull=False)),
        )
        groups = rows.values_list("y", "m", "outcome", "is_late", "extended", "corrected")
        return [Ending(*row) for row in groups.annotate(n=Count("pk"))]

    @cached_property
    def receipts(self) -> dict[tuple[int, int], int]:
        rows = self.received.annotate(y=ExtractYear("received_on"), m=ExtractMonth("received_on"))
        return {(y, m): n for y, m, n in rows.values_list("y", "m").annotate(n=Count("pk"))}

    @cached_property
    def figures(self) -> RequestFigures:
        days = days_used(self.closed.filter(received_on__isnull=False))
        return RequestFigures(
            received=sum(self.receipts.values()),
            closed=sum(each.number for each in self.endings),
            on_time=sum(each.number for each in self.endings if each.is_late is False),
            late=sum(each.number for each in self.endings if each.is_late),
            extended=sum(each.number for each in self.endings if each.is_extended),
            corrected=sum(each.number for each in self.endings if each.is_corrected),
            overdue=self.requests.overdue(self.today).count(),
            median_days=quantile(days, 0.5),
            nine_tenths_days=quantile(days, 0.9),
        )

    @property
    def by_outcome(self) -> Rows:
        counts: Counter = Counter()
        for each in self.endings:
            counts[each.outcome] += each.number
        return [(Outcome(each).label, counts[each]) for each in ENDINGS if counts[each]]

    @property
    def by_month(self) -> list[tuple[str, int, int]]:
        """Return (month, received, closed)."""
        closed: Counter = Counter()
        for each in self.endings:
            closed[each.year, each.month] += each.number
        return [
            (self.period.name_of(*month), self.receipts.get(month, 0), closed[month])
            for month in self.period.until(self.today).months
        ]

    @property
    def top_subjects(self) -> Rows:
        rows = self.received.values_list("subject")
        return list(rows.annotate(n=Count("pk")).order_by("-n", "subject")[:TOP_SUBJECTS])


def flag(condition: Q) -> Case:
    """Return 1 where a condition holds, 0 elsewhere: a group on every database."""
    return Case(When(condition, then=1), default=0, output_field=IntegerField())


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
