"""PURE: until when an applicant may go to 行政复议 or to court.

Unit    Whole days, shifted to a working day where the last one is none.
Source  行政复议法 arts 20, 23; 行政诉讼法 art. 46.
"""

from dataclasses import dataclass
from datetime import date

from portal.workdays import CalendarGap, WorkCalendar
from requests_app.deadlines import litigation_by, review_by
from requests_app.outcomes import RemedyRoute


@dataclass(frozen=True)
class RemedyDays:
    """`review_by` and `suit_by` are None where a holiday notice is missing to count them."""

    since: date  # the day the periods count from, itself not included
    is_review_first: bool  # then there is no day to sue by before the review is decided
    review_by: date | None
    suit_by: date | None


def remedy_days(route: str, since: date, calendar: WorkCalendar) -> RemedyDays | None:
    """Return the last days for who knows of the answer since `since`; None where none is open."""
    if route == RemedyRoute.NONE:
        return None
    is_first = route == RemedyRoute.REVIEW_FIRST
    return RemedyDays(
        since=since,
        is_review_first=is_first,
        review_by=counted(review_by, since, calendar),
        suit_by=None if is_first else counted(litigation_by, since, calendar),
    )


def counted(count, since: date, calendar: WorkCalendar) -> date | None:
    try:
        return count(since, calendar)
    except CalendarGap:
        return None
