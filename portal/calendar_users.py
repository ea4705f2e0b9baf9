"""Who counts by the working-day calendar, so that a new or changed notice recounts every open case.

Portal knows no app: each app that stores a last day names its open rows in its own
`calendar_users.py`, which is loaded at the start (see `portal/apps.py`).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db import models, transaction
from django.db.models import Q

from portal.models import HolidayNotice, User
from portal.workdays import WorkCalendar

AT_ONCE = 500
FIRST_OF_NOVEMBER = (11, 1)  # the notice of the next year is usually out by then


@dataclass(frozen=True)
class CalendarUser:
    """Rows with a running clock: each has `due_on` and `recount(calendar)`, which does not save."""

    name: str
    rows: Callable[[], models.QuerySet]
    permission: str  # to read what each row is called; whoever lacks it sees its number
    columns: tuple[str, ...] = ("due_on",)  # what `recount` sets
    uncounted: Q = Q(due_on=None)  # rows without a last day for want of a notice alone


@dataclass(frozen=True)
class Shift:
    """One open row whose last day is another one by the calendar as it is now."""

    user: CalendarUser
    row: models.Model
    old: date | None
    new: date | None

    def name_for(self, person: User) -> str:
        """Return what `person` may know of the row."""
        return str(self.row) if person.has_perm(self.user.permission) else f"№{self.row.pk}"


@dataclass(frozen=True)
class CalendarGapFound:
    """What the calendar lacks; `is_blocking` once something cannot be counted."""

    sentence: str
    is_blocking: bool = False


USERS: dict[str, CalendarUser] = {}


def register(user: CalendarUser) -> None:
    USERS[user.name] = user


def shifts(calendar: WorkCalendar) -> Iterator[Shift]:
    """Yield every open row whose stored last day is not what `calendar` says."""
    for user in USERS.values():
        for row in user.rows().iterator(chunk_size=AT_ONCE):
            old = row.due_on
            row.recount(calendar)
            if row.due_on != old:
                yield Shift(user, row, old, row.due_on)


@transaction.atomic
def recount() -> list[Shift]:
    """Bring every open row to the calendar as it stands, in one act; return what moved."""
    moved = list(shifts(HolidayNotice.objects.calendar()))
    for user in USERS.values():
        rows = [shift.row for shift in moved if shift.user is user]
        if rows:
            type(rows[0]).objects.bulk_update(rows, user.columns, batch_size=AT_ONCE)
    return moved


def gaps(today: date) -> list[CalendarGapFound]:
    """Return what is missing on `today`, the worst first, in sentences for staff."""
    years = frozenset(HolidayNotice.objects.filter(is_complete=True).values_list("year", flat=True))
    found = []
    if today.year not in years:
        found.append(
            CalendarGapFound(f"{today.year}年的节假日安排没有录全，今年的期限都不能计算。", True)
        )
    for user in USERS.values():
        if user.rows().filter(user.uncounted).exists():
            found.append(
                CalendarGapFound(
                    f"有{user.name}的期限算不出来：期限所在年份的节假日安排没有录全。", True
                )
            )
    following = today.year + 1
    if (today.month, today.day) >= FIRST_OF_NOVEMBER and following not in years:
        found.append(
            CalendarGapFound(
                f"{following}年的节假日安排还没有录全，请在国务院办公厅公布后录入（通常在11月）。"
            )
        )
    return found
