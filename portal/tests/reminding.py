"""Reminders over rows of our own: a holiday notice stands for a case, `issued_on` for its day."""

from datetime import date

from django.contrib.auth.models import Group

from portal.models import HolidayNotice, Notice
from portal.reminder_scan import scan
from portal.reminders import Reminder
from portal.roles import DISCLOSURE_HEAD, LEADER
from portal.tests.factories import NOON, make_user

KIND = "portal.hello"  # the words of the event “hello”
TODAY = date(2025, 3, 3)  # a Monday


def make_reminder(kind=KIND, **changes):
    defaults = {
        "rows": lambda as_of: HolidayNotice.objects.exclude(is_complete=True),
        "due": "issued_on",
        "escalate_after": 3,
        "roles": (DISCLOSURE_HEAD,),
        "escalation_roles": (LEADER,),
        "in_workdays": False,
    }
    return Reminder(kind, "案件", **defaults | changes)


def make_case(due_on=TODAY, **fields):
    """An open case with its last day; `is_complete` closes it."""
    count = HolidayNotice.objects.count()
    defaults = {"year": 2030, "number": f"第{count}号", "is_complete": False}
    return HolidayNotice.objects.create(issued_on=due_on, **defaults | fields)


def make_holder(role, username, **fields):
    user = make_user(username, **{"email": f"{username}@example.org"} | fields)
    user.groups.add(Group.objects.get_or_create(name=role)[0])
    return user


def make_head(**fields):
    return make_holder(DISCLOSURE_HEAD, "head", **fields)


def scan_at_noon():
    scan(NOON)


def steps():
    return sorted(Notice.objects.values_list("step", flat=True))
