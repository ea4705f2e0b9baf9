"""When the annual report is owed: collected, approved, published (条例 arts 49, 50)."""

from datetime import date

from django.urls import reverse

from disclosure.models import Category
from portal.reminders import AsOf, Reminder, register
from portal.roles import DISCLOSURE_HEAD, DISCLOSURE_OFFICER, LEADER

ANNUAL_REPORTS = "9004"  # the leaf the report is published under
AHEAD = (10, 5, 1, 0)


def leaf_without_report(as_of: AsOf):
    """The leaf of annual reports, while nothing was published there this year.

    Asked in January only: from February on the leaf itself is past its cadence.
    """
    leaf = Category.objects.usable().filter(code=ANNUAL_REPORTS)
    if as_of.today.month > 1:
        return leaf.none()
    return leaf.exclude(last_published_at__year=as_of.today.year)


def on_january(day: int):
    return lambda leaf, as_of: date(as_of.today.year, 1, day)


def reports_page(leaf: Category) -> str:
    return reverse("admin:disclosure_category_change", args=[leaf.pk])


def year_reported_on(leaf: Category, as_of: AsOf) -> dict:
    return {"year": as_of.today.year - 1}


def january(kind: str, label: str, day: int, *, basis: str = "", roles, escalation_roles=()):
    return Reminder(
        kind,
        label,
        leaf_without_report,
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
        "reports.figures_due", "年度报告收集数据", 5, roles=(DISCLOSURE_OFFICER, DISCLOSURE_HEAD)
    ),
    january(
        "reports.approval_due",
        "年度报告送审",
        20,
        roles=(DISCLOSURE_HEAD,),
        escalation_roles=(LEADER,),
    ),
    january(
        "reports.publication_due",
        "年度报告公布",
        31,
        basis="《条例》第四十九条、第五十条",
        roles=(DISCLOSURE_OFFICER, DISCLOSURE_HEAD),
        escalation_roles=(LEADER,),
    ),
)
