"""PURE: by when information must be public.

Source  条例 art. 26: 20 working days from 形成或者变更之日, unless law sets another limit;
        the limit of each leaf is data of the catalogue. 初审 and 复审 skipped in an emergency
        follow within one working day (our decision). How often a leaf is brought up to date is
        data of the catalogue, the days between two updates a setting of the office.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from portal.workdays import CalendarGap, WorkCalendar

OWED_REVIEW_WORKDAYS = 1
# Month and day by which a leaf needs this year's document: 条例 art. 50; 法治政府建设年报.
DUE_EACH_YEAR = {"by 31 Jan": (1, 31), "by 1 Apr": (4, 1)}
LONGEST_WARNING = 7  # days


def publish_by(formed_on: date | None, limit: int | None, calendar: WorkCalendar) -> date | None:
    """Return the last day for publication; None without a date, a limit or that year's calendar."""
    if formed_on is None or limit is None:
        return None
    try:
        return calendar.end_of_term(formed_on, limit)
    except CalendarGap:
        return None


def owed_by(published_on: date, calendar: WorkCalendar) -> date | None:
    """Return the last day for the reviews an emergency publication skipped."""
    return publish_by(published_on, OWED_REVIEW_WORKDAYS, calendar)


def next_due(
    cadence: str, last_update: date | None, today: date, days: Mapping[str, int]
) -> date | None:
    """Return the day by which a leaf needs something new.

    `cadence` is in the words of the catalogue, `days` says how many may pass for those with a
    clock. None without a clock, and while nothing was ever published in a leaf with one: that
    is owed since the beginning, and reported as empty. A document of the year counts for the
    year it was published in.
    """
    if due_each_year := DUE_EACH_YEAR.get(cadence):
        if last_update:
            return date(last_update.year + 1, *due_each_year)
        this_year = date(today.year, *due_each_year)
        return this_year if today <= this_year else date(today.year + 1, *due_each_year)
    if cadence not in days or last_update is None:
        return None
    return last_update + timedelta(days=days[cadence])


def is_due_soon(due: date, last_update: date | None, today: date) -> bool:
    """True in the last quarter of the time between two updates, a week at most."""
    whole = (due - last_update).days if last_update else LONGEST_WARNING * 4
    return 0 <= (due - today).days <= min(LONGEST_WARNING, whole // 4)
