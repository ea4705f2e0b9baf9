"""PURE: by when information must be public.

Source  条例 art. 26: 20 working days from 形成或者变更之日, unless law sets another limit;
        the limit of each leaf is data of the catalogue. 初审 and 复审 skipped in an emergency
        follow within one working day (our decision).
"""

from datetime import date

from portal.workdays import CalendarGap, WorkCalendar

OWED_REVIEW_WORKDAYS = 1


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
