"""When the annual report is owed: collected, approved, published (条例 arts 49, 50)."""

from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from disclosure.models import Category
from portal.reminders import AsOf, Reminder, register
from portal.roles import DISCLOSURE_HEAD, DISCLOSURE_OFFICER, LEADER
from reports.models import AnnualReport
from reports.workflow import ANNUAL_REPORTS, FROZEN, Status

AHEAD = (10, 5, 1, 0)


def without(*reached: Status):
    """Return the question for the leaf of annual reports, until last year's got so far.

    Asked in January only: from February on the leaf itself is past its cadence. A report that
    was written elsewhere and published as an item is a report too.
    """

    def rows(as_of: AsOf) -> QuerySet:
        leaf = Category.objects.usable().filter(code=ANNUAL_REPORTS)
        if as_of.today.month > 1:
            return leaf.none()
        report = AnnualReport.objects.of_year(as_of.today.year - 1)
        if report is None:
            return leaf.exclude(last_published_at__year=as_of.today.year)
        return leaf.none() if report.status in reached else leaf

    return rows


def on_january(day: int):
    return lambda leaf, as_of: date(as_of.today.year, 1, day)


def reports_page(leaf: Category) -> str:
    return reverse("admin:reports_annualreport_changelist")


def year_reported_on(leaf: Category, as_of: AsOf) -> dict:
    return {"year": as_of.today.year - 1}


def january(kind: str, label: str, day: int, rows, *, basis: str = "", roles, escalation_roles=()):
    return Reminder(
        kind,
        label,
        rows,
        due=on_january(day),
        ahead=AHEAD if day > max(AHEAD) else (3, 0),
        overdue_every=2,
        escalate_after=3,
        roles=roles,
        escalation_roles=escalation_roles,
        path=reports_page,
        facts=year_reported_on,
        in_workdays=False,
        basis=basis,
    )


register(
    january(
        "reports.figures_due",
        "年度报告收集数据",
        5,
        without(Status.OFFICE_CHECK, *FROZEN),
        roles=(DISCLOSURE_OFFICER, DISCLOSURE_HEAD),
    ),
    january(
        "reports.approval_due",
        "年度报告送审",
        20,
        without(*FROZEN),
        roles=(DISCLOSURE_HEAD,),
        escalation_roles=(LEADER,),
    ),
    january(
        "reports.publication_due",
        "年度报告公布",
        31,
        without(Status.PUBLISHED),
        basis="《条例》第四十九条、第五十条",
        roles=(DISCLOSURE_OFFICER, DISCLOSURE_HEAD),
        escalation_roles=(LEADER,),
    ),
)
