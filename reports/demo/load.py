"""The annual reports of the demo: a series without a gap, up to the one the head is to make.

The older ones are imported as they were published; that of the year before last is made, approved
by another person and published through the portal's own verbs; last year's is left to the head.
"""

from collections.abc import Callable
from datetime import date, datetime, time

from django.db import transaction

from disclosure import search
from disclosure.demo.spec import OFFICE_TIME, Span, next_workday
from disclosure.demo.world import count, wobble
from disclosure.models import Item
from disclosure.workflow import EventKind as ItemEventKind
from portal.errors import RuleViolation
from portal.models import User
from reports import counting
from reports.demo.history import PROBLEMS, WITH_THE_PORTAL, disclosure_cells, report_of
from reports.facts import APPLICANT_PARTS
from reports.formats import form_for
from reports.models import AnnualReport, ChannelFigure
from reports.tables import Cells
from reports.workflow import ANNUAL_REPORTS, Outlet, unit_of

MARK = "演示数据"
OFFICER, HEAD = "officer", "disclosure_head"
SOURCE = f"局办公室月报（{MARK}）"
FILE = "历年年度报告（{year}年）.docx"
# outlet → how much goes through it in a month
MONTHLY = {
    Outlet.WECHAT: 26,
    Outlet.OTHER_MEDIA: 4,
    Outlet.EXPLANATION: 2,
    Outlet.HOTLINE: 19,
    Outlet.MAILBOX: 7,
    Outlet.CALLS: 55,
    Outlet.VISITS: 6,
}
Tell = Callable[[str], object]


def load(day: date, *, tell: Tell = lambda line: None) -> int:
    """Fill a portal that has the demo and no report; return how many reports there are."""
    with transaction.atomic():
        people = find_people()
        *older, made = (year - 1 for year in Span(day).years[:-1])
        enter_channel_figures(made, day)
        import_older(older, people[HEAD])
        make(made, people)
    search.catch_up()
    total = AnnualReport.objects.count()
    tell(f"年度报告 {total} 份；{made + 1}年的由公开办负责人编制")
    return total


def find_people() -> dict[str, User]:
    if AnnualReport.objects.exists():
        raise RuleViolation("已经有年度报告，演示的年度报告只能载入没有年度报告的数据库")
    if not Item.objects.filter(events__kind=ItemEventKind.DEMO).exists():
        raise RuleViolation("没有演示内容，请先运行 manage.py load_demo")
    people = {user.username: user for user in User.objects.filter(username__in=(OFFICER, HEAD))}
    if len(people) < 2:
        raise RuleViolation(f"没有演示账号{OFFICER}、{HEAD}，演示的年度报告由他们编制")
    return people


@transaction.atomic
def remove() -> None:
    """Take out what `load` made; a report that somebody else made stays."""
    demo = AnnualReport.objects.filter(item__events__kind=ItemEventKind.DEMO).distinct()
    for report in demo.order_by("-version"):  # a correction before what it corrects
        report.delete()
    ChannelFigure.objects.filter(source=SOURCE).delete()


def at(day: date) -> datetime:
    return datetime.combine(day, time(10), OFFICE_TIME)


# --- Older years ---------------------------------------------------------------------------------


def import_older(years: list[int], by: User) -> None:
    """Enter the years from the last back: what one took over went on from the one before."""
    counted = counting.count(form_for(years[-1] + 1), years[-1] + 1)
    for year in reversed(years):
        form = form_for(year)
        content = report_of(year, counting.count_documents(form, year), taken_over(counted))
        published = item_of(year).published_at
        report = AnnualReport.objects.import_published(
            content,
            published_on=published.astimezone(OFFICE_TIME).date(),
            by=by,
            at=published,
            source=FILE.format(year=year),
        )
        counted = report.frozen_content.cells


def taken_over(cells: Cells) -> dict[str, int]:
    return {column: cells.get(f"S3.CARRY_IN.{column}") or 0 for column in APPLICANT_PARTS}


def item_of(year: int) -> Item:
    items = Item.objects.public().filter(category__code=ANNUAL_REPORTS)
    return items.get(title__contains=f"{year}年", events__kind=ItemEventKind.DEMO)


def enter_channel_figures(first: int, day: date) -> None:
    """Note the months from January of `first` to the last one that is over."""
    ChannelFigure.objects.bulk_create(
        ChannelFigure(
            year=year,
            month=month,
            outlet=outlet,
            unit=unit_of(outlet),
            figure=count(year, usual, 0, f"{outlet}{month}", usual // 2),
            source=SOURCE,
        )
        for year in range(first, day.year + 1)
        for month in range(1, 13)
        if (year, month) < (day.year, day.month)
        for outlet, usual in MONTHLY.items()
    )


# --- The year the portal reported on -------------------------------------------------------------


def make(year: int, people: dict[str, User]) -> None:
    """Make, check, approve and publish the report of a year, in the January after it."""
    officer, head = people[OFFICER], people[HEAD]
    days = [at(next_workday(date(year + 1, 1, day))) for day in (6, 8, 10, 14, 16)]
    report = AnnualReport.objects.start(year, by=officer, at=days[0])
    rules = {f"S2_20_1.RULE.{column}": 0 for column in ("ISSUED", "ABOLISHED", "EFFECTIVE")}
    figures = rules | {"S2_20_6.COERCION.DECISIONS": 0} | disclosure_cells(report.form, year)
    report.enter_all(figures, "政策法规与行政审批股、计划财务股提供", by=officer, at=days[1])
    texts = {1: WITH_THE_PORTAL, 5: PROBLEMS[wobble(year, "problems", 1)]}
    report.write(texts, by=officer, at=days[1])
    report.submit_check(by=officer, at=days[2])
    for each in report.judged():
        if each.wants_note:
            note = "已与登记台账和有关股室核对，情况属实。"
            report.explain(each.finding, note, by=officer, at=days[2])
    report.approve(by=head, at=days[3])
    report.publish(by=officer, at=days[4])
    report.item.events.create(kind=ItemEventKind.DEMO, by=officer, at=days[4], note=MARK)
