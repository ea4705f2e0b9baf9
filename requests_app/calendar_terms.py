"""PURE: the periods in calendar days and months around a decision.

Unit    Whole days; the first day does not count.
Source  行政复议法 arts 20, 88; 行政诉讼法 arts 45, 46; 民事诉讼法 art. 85; 民法典 arts 201-203.
Errors  CalendarGap when whether the last day is a holiday cannot be known.
"""

from calendar import monthrange
from datetime import date, timedelta

from portal.workdays import ONE_DAY, WorkCalendar

REVIEW_DAYS = 60  # 行政复议法 art. 20
LITIGATION_MONTHS = 6  # 行政诉讼法 art. 46
LITIGATION_AFTER_REVIEW_DAYS = 15  # 行政诉讼法 art. 45
DEPARTMENT_REPORT_DAY = (1, 31)  # 条例 art. 49 I, a calendar date
GOVERNMENT_REPORT_DAY = (3, 31)  # 条例 art. 49 II


def review_ends(known_on: date) -> date:
    """Return the 60th day, before any shift."""
    return known_on + timedelta(days=REVIEW_DAYS)


def litigation_ends(known_on: date) -> date:
    """Return the day six months on: the same number, or the last day of a shorter month."""
    years, month = divmod(known_on.month - 1 + LITIGATION_MONTHS, 12)
    year, month = known_on.year + years, month + 1
    return date(year, month, min(known_on.day, monthrange(year, month)[1]))


def litigation_after_review_ends(received_on: date) -> date:
    """Return the 15th day after the review decision, before any shift."""
    return received_on + timedelta(days=LITIGATION_AFTER_REVIEW_DAYS)


def shifted(day: date, calendar: WorkCalendar) -> date:
    """Return `day`, or the next working day when it is none (民事诉讼法 art. 85)."""
    while not calendar.is_workday(day):
        day += ONE_DAY
    return day


def review_by(known_on: date, calendar: WorkCalendar) -> date:
    """Return the last day to apply for 行政复议, for one who knew the decision on `known_on`."""
    return shifted(review_ends(known_on), calendar)


def litigation_by(known_on: date, calendar: WorkCalendar) -> date:
    """Return the last day to sue directly, where review need not come first."""
    return shifted(litigation_ends(known_on), calendar)


def litigation_after_review_by(received_on: date, calendar: WorkCalendar) -> date:
    """Return the last day to sue after a review decision received on `received_on`."""
    return shifted(litigation_after_review_ends(received_on), calendar)


def department_report_by(year: int) -> date:
    """Return the day by which a department submits and publishes the report of `year`."""
    return date(year + 1, *DEPARTMENT_REPORT_DAY)


def government_report_by(year: int) -> date:
    """Return the day by which the government publishes the report of `year`."""
    return date(year + 1, *GOVERNMENT_REPORT_DAY)
