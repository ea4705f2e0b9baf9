"""The assessment of offices (考核): a score sheet from figures, with the weights the office sets.

A measure an office has nothing to be measured by does not count for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q

from disclosure.duty import Duty
from portal.documents import TableSpec
from portal.models import Office
from reports.statistics import Period, share, table
from reports.workflow import Measure
from requests_app.models import InformationRequest

Shares = dict[Measure, tuple[int, int]]  # (good, all)


@dataclass(frozen=True)
class Score:
    office: Office
    shares: Shares
    points: float | None  # of 100; None where nothing could be measured


def shares_of_duties(duties: list[Duty]) -> dict[int, Shares]:
    """Return, by office, how many of its leaves hold something and how many are up to date."""
    shares: dict[int, Shares] = {}
    for duty in duties:
        if not duty.is_counted or duty.leaf.office_id is None:
            continue
        own = shares.setdefault(duty.leaf.office_id, {})
        add(own, Measure.COVERAGE, duty.leaf.published_count > 0)
        add(own, Measure.TIMELINESS, not duty.light.is_red)
    return shares


def add(own: Shares, measure: Measure, is_good: bool) -> None:
    good, whole = own.get(measure, (0, 0))
    own[measure] = (good + is_good, whole + 1)


def shares_of_requests(period: Period) -> dict[int, Shares]:
    """Return, by office, how many of its cases ended in time."""
    closed = InformationRequest.objects.counted().filter(closed_on__range=period.days).order_by()
    timed = closed.exclude(office=None).exclude(is_late=None).values_list("office")
    counted = timed.annotate(good=Count("pk", filter=Q(is_late=False)), whole=Count("pk"))
    return {office: {Measure.ON_TIME: (good, whole)} for office, good, whole in counted}


def scores(duties: list[Duty], period: Period, weights: Mapping[Measure, int]) -> list[Score]:
    """Return the score of every office that could be measured, the best first."""
    shares = shares_of_duties(duties)
    for office, own in shares_of_requests(period).items():
        shares.setdefault(office, {}).update(own)
    offices = Office.objects.in_bulk(list(shares))
    found = [Score(offices[pk], own, points_of(own, weights)) for pk, own in shares.items()]
    return sorted(
        found, key=lambda each: (-(each.points or 0), each.office.position, each.office.pk)
    )


def points_of(shares: Shares, weights: Mapping[Measure, int]) -> float | None:
    """Return the weighted mean of the shares, in points of 100."""
    whole = sum(weights[measure] for measure in shares)
    if not whole:
        return None
    gained = sum(weights[each] * good / all_ for each, (good, all_) in shares.items())
    return round(100 * gained / whole, 1)


def score_table(found: list[Score], weights: Mapping[Measure, int]) -> TableSpec | None:
    names = ["机构", *(f"{each.label}（权重{weights[each]}）" for each in Measure), "得分"]
    rows = [
        (
            score.office.name,
            *(fraction(score.shares.get(measure)) for measure in Measure),
            "—" if score.points is None else score.points,
        )
        for score in found
    ]
    note = "得分按权重折合为百分制；没有可计算事项的指标不计入该机构的权重。"
    return table("考核评分", names, rows, note)


def coverage_table(duties: list[Duty], names: Mapping[str, str]) -> TableSpec | None:
    """Return, by family of the catalogue, how many leaves hold something and how many are late."""
    counted = [duty for duty in duties if duty.is_counted]
    families = sorted({duty.leaf.code[:2] for duty in counted})
    rows = [family_row(names.get(code, code), counted, code) for code in families]
    if len(rows) > 1:
        rows.append(family_row("合计", counted, ""))
    head = ["栏目", "应有内容的栏目", "有内容", "覆盖率", "超期未更新"]
    note = "按今天的状况统计，与所选时间无关；不适用的栏目不计。"
    return table("各栏目覆盖情况", head, rows, note)


def family_row(name: str, duties: list[Duty], code: str) -> tuple:
    own = [duty for duty in duties if duty.leaf.code.startswith(code)]
    held = sum(duty.leaf.published_count > 0 for duty in own)
    late = sum(duty.days_late > 0 for duty in own)
    return name, len(own), held, share(held, len(own)), late


def fraction(share: tuple[int, int] | None) -> str:
    return f"{share[0]}/{share[1]}" if share else "—"
