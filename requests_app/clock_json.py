"""PURE: a clock by the names of the deadline vectors, as `explain_deadline --json` gives it.

A key is there when it applies to the events of the case; its value is null where there is no
such day, or where it cannot be counted.
"""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from portal.workdays import WorkCalendar
from requests_app import calendar_terms as terms
from requests_app.deadline_events import Facts, Kind
from requests_app.term_count import (
    NO_CALENDAR_DATA,
    PUBLICATION_DAYS,
    first_missing_year,
    known,
)

if TYPE_CHECKING:
    from requests_app.deadlines import Clock

OF_NO_REQUEST = {
    Kind.INFORMATION_FORMED,
    Kind.DECISION_KNOWN,
    Kind.REVIEW_DECISION_RECEIVED,
    Kind.REPORT_YEAR,
}

Json = dict[str, Any]
Counts = dict[str, Callable[[], date]]


def clock_as_json(clock: "Clock") -> Json:
    """Return every key that applies, days as ISO text."""
    counts = other_counts(clock.facts, clock.calendar)
    missing_year = clock.missing_year or first_missing_year(counts.values())
    found = {
        **of_receipt(clock),
        **of_end(clock),
        **of_correction(clock),
        **of_consultations(clock),
        **of_fee(clock),
        **of_decision(clock),
        **{key: known(count) for key, count in counts.items()},
        "error": NO_CALENDAR_DATA if missing_year else clock.error or None,
        "missing_year": missing_year,
    }
    return {key: plain(value) for key, value in found.items()}


def plain(value: Any) -> Any:
    """Return days as ISO text, whatever they stand in."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    return value


def of_receipt(clock: "Clock") -> Json:
    if clock.receipt_date is None:
        return {}
    return {
        "receipt_date": clock.receipt_date,
        "day1": clock.day1,
        "correction_notice_by": clock.correction_notice_by,
        "clock_restart_date": clock.restarted_on,
        "base_due": clock.base_due,
        "base_due_without_pause": clock.base_due_without_pause,
        "extension_must_be_notified_by": clock.extension_by,
        "excluded_interval": clock.excluded_intervals,
        "excluded_working_days": clock.excluded_days,
        "due_with_pause": clock.base_due,
    }


def of_end(clock: "Clock") -> Json:
    if all(event.kind in OF_NO_REQUEST for event in clock.facts.events):
        return {}
    return {"due": clock.due, "outcome": clock.outcome or None}


def of_correction(clock: "Clock") -> Json:
    asked = clock.facts.first(Kind.CORRECTION_NOTICE)
    if not asked and clock.restarted_on is None:
        return {}
    found: Json = {"original_due_before_reset": clock.original_due}
    if asked:
        found["correction_notice_in_time"] = clock.correction_notice_in_time
        found["may_close_abandoned_from"] = clock.may_close_abandoned_from
    return found


def of_consultations(clock: "Clock") -> Json:
    keys = ("third_party_respond_by", "second_party_respond_by")
    return {key: by for key, (_, by) in zip(keys, clock.third_party_by, strict=False)}


def of_fee(clock: "Clock") -> Json:
    if not clock.facts.first(Kind.FEE_NOTICE_DELIVERED):
        return {}
    return {
        "fee_notice_must_be_given_by": clock.fee_notice_by,
        "pay_by": clock.pay_by,
        "may_close_abandoned_from": clock.may_close_abandoned_from,
    }


def of_decision(clock: "Clock") -> Json:
    found: Json = {}
    if clock.facts.first(Kind.DELAY_SET):
        found["due_before"] = clock.due_before
    if clock.service_date:
        found |= {"effective_service_date": clock.service_date, "in_time": clock.in_time}
    return found


def other_counts(facts: Facts, calendar: WorkCalendar) -> Counts:
    """Return how to count the days that hang on no request: articles 26 and 49, the remedies."""
    counts: Counts = {}
    if formed := facts.last(Kind.INFORMATION_FORMED):
        counts["publish_by"] = lambda: calendar.end_of_term(formed.on, PUBLICATION_DAYS)
    if heard := facts.last(Kind.DECISION_KNOWN):
        counts |= {
            "review_60_days_raw": lambda: terms.review_ends(heard.on),
            "review_by": lambda: terms.review_by(heard.on, calendar),
            "litigation_6_months_raw": lambda: terms.litigation_ends(heard.on),
            "litigation_by": lambda: terms.litigation_by(heard.on, calendar),
        }
    if reviewed := facts.last(Kind.REVIEW_DECISION_RECEIVED):
        counts |= {
            "raw": lambda: terms.litigation_after_review_ends(reviewed.on),
            "litigation_by": lambda: terms.litigation_after_review_by(reviewed.on, calendar),
        }
    if report := facts.last(Kind.REPORT_YEAR):
        year = report.on.year if report.year is None else report.year
        counts |= {
            "department_submit_and_publish_by": lambda: terms.department_report_by(year),
            "government_publish_by": lambda: terms.government_report_by(year),
        }
    return counts
