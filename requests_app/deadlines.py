"""PURE: when an answer is due (《政府信息公开条例》, 国令第711号; days are working days).

Four things move the due day, each in its own way:

    correction 补正, art. 30           resets: 20 days again from its receipt, whatever came before
    fee 信息处理费, 国办函〔2020〕109号   restarts: from the day of payment (a setting); an
                                       extension granted before stays
    consultation 征求意见, art. 33 III   pauses: its days do not count, in several ones only once
    extension 延期, art. 33 II          adds: up to 20 days, once, on the due day at the latest

and art. 35 replaces it by the day that is set. The day of receipt is day zero. A clock is a
function of events, calendar and policy alone; a day that cannot be counted for want of a
holiday notice is None, and `missing_year` says which notice.
"""

from collections.abc import Iterable
from datetime import date

from portal.workdays import WorkCalendar
from requests_app.calendar_terms import litigation_after_review_by, litigation_by, review_by
from requests_app.clock import Clock
from requests_app.day_list import Day, DayKind
from requests_app.deadline_events import Consultation, Event, EventError, Facts, Kind, Policy
from requests_app.term_count import (
    ANSWER_DAYS,
    CONSULTATION_DAYS,
    CORRECTION_NOTICE_DAYS,
    EXTENSION_AFTER_DUE,
    EXTENSION_REPEATED,
    EXTENSION_TOO_LONG,
    MAX_EXTENSION,
    NO_CALENDAR_DATA,
    PUBLICATION_DAYS,
    TermCount,
    extension_refusal,
)

__all__ = [
    "ANSWER_DAYS",
    "CONSULTATION_DAYS",
    "CORRECTION_NOTICE_DAYS",
    "EXTENSION_AFTER_DUE",
    "EXTENSION_REPEATED",
    "EXTENSION_TOO_LONG",
    "MAX_EXTENSION",
    "NO_CALENDAR_DATA",
    "PUBLICATION_DAYS",
    "Clock",
    "Consultation",
    "Day",
    "DayKind",
    "Event",
    "EventError",
    "Kind",
    "Policy",
    "extension_refusal",
    "litigation_after_review_by",
    "litigation_by",
    "reckon",
    "review_by",
]


def reckon(
    events: Iterable[Event],
    calendar: WorkCalendar,
    policy: Policy | None = None,
    *,
    today: date | None = None,
) -> Clock:
    """Return the clock of a request, as its events stand.

    Without `today` the events are the whole story: a question nobody answered has stayed
    unanswered. With it, silence ends a case only once the day to answer by has passed.
    """
    count = TermCount(Facts.of(events), calendar, policy or Policy())
    return Clock(count, today)
