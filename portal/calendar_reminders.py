"""What is owed to the working-day calendar itself: next year's notice, before a term needs it."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from portal import calendar_users
from portal.models import HolidayNotice
from portal.reminders import AsOf, Reminder, register
from portal.roles import DISCLOSURE_HEAD, SYSTEM_ADMIN

KEEPERS = (SYSTEM_ADMIN, DISCLOSURE_HEAD)
FROM_1_NOVEMBER = 60  # days before 31 December


def newest_if(as_of: AsOf, *, is_blocking: bool) -> Iterator[HolidayNotice]:
    """Yield the newest notice there is, when the calendar lacks something after it."""
    found = [gap for gap in calendar_users.gaps(as_of.today) if gap.is_blocking == is_blocking]
    newest = HolidayNotice.objects.order_by("-year", "-pk").first()
    if found and newest:
        newest.gaps = "\n".join(gap.sentence for gap in found)
        yield newest


def register_page(row: HolidayNotice) -> str:
    return reverse("admin:portal_holidaynotice_changelist")


def sentences(row: HolidayNotice, as_of: AsOf) -> dict:
    return {"gaps": row.gaps}


def end_of_year(row: HolidayNotice, as_of: AsOf) -> date:
    return date(as_of.today.year, 12, 31)


register(
    Reminder(
        "portal.holiday_notice_wanted",
        "下一年节假日安排未录入",
        lambda as_of: newest_if(as_of, is_blocking=False),
        due=end_of_year,
        ahead=(FROM_1_NOVEMBER, 30, 14, 7, 3, 1, 0),
        overdue_every=None,
        roles=KEEPERS,
        path=register_page,
        facts=sentences,
        in_workdays=False,
    ),
    Reminder(
        "portal.terms_uncountable",
        "有期限无法计算",
        lambda as_of: newest_if(as_of, is_blocking=True),
        due=lambda row, as_of: as_of.today,  # a new day, a new reminder
        ahead=(0,),
        overdue_every=None,
        roles=KEEPERS,
        path=register_page,
        facts=sentences,
        in_workdays=False,
    ),
)
