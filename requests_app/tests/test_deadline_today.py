"""A clock that is still running: what today changes, and what the office is warned of."""

from datetime import date

import pytest

from requests_app.day_list import Day, Pause, Stretch
from requests_app.deadline_events import Facts
from requests_app.deadlines import (
    Clock,
    Consultation,
    Event,
    Kind,
    Policy,
    extension_refusal,
    reckon,
)
from requests_app.term_count import TermCount
from requests_app.tests.holidays import CALENDAR

RECEIVED = Event(Kind.RECEIVED, date(2025, 3, 3))


@pytest.mark.parametrize(
    "today, elapsed",
    [
        (date(2025, 3, 3), 0),
        (date(2025, 3, 4), 1),
        (date(2025, 3, 9), 4),
        (date(2025, 3, 31), 20),
        (date(2025, 6, 2), 20),
        (None, 20),
    ],
)
def test_so_many_days_have_counted(today, elapsed):
    assert reckon([RECEIVED], CALENDAR, today=today).elapsed == elapsed


@pytest.mark.parametrize(
    "today, outcome",
    [
        (date(2025, 3, 31), ""),
        (date(2025, 4, 1), "OTHER_NO_CORRECTION"),
        (date(2025, 4, 2), "OTHER_NO_CORRECTION"),
        (None, "OTHER_NO_CORRECTION"),
    ],
)
def test_silence_closes_only_after_the_day_to_correct_by(today, outcome):
    notice = Event(Kind.CORRECTION_NOTICE, date(2025, 3, 10), respond_by=date(2025, 3, 31))

    clock = reckon([RECEIVED, notice], CALENDAR, today=today)

    assert clock.outcome == outcome
    assert clock.due is None and clock.asks_correction and not clock.is_paused


@pytest.mark.parametrize(
    "today, outcome", [(date(2025, 4, 16), ""), (date(2025, 4, 17), "OTHER_NO_PAYMENT")]
)
def test_silence_closes_only_after_the_day_to_pay_by(today, outcome):
    notice = Event(Kind.FEE_NOTICE_DELIVERED, date(2025, 3, 18))

    clock = reckon([RECEIVED, notice], CALENDAR, today=today)

    assert clock.outcome == outcome
    assert clock.is_paused and clock.asks_payment and clock.elapsed == 11


def test_a_correction_without_a_day_to_answer_by_cannot_be_closed_yet():
    notice = Event(Kind.CORRECTION_NOTICE, date(2025, 3, 10))

    clock = reckon([RECEIVED, notice], CALENDAR, today=date(2025, 12, 1))

    assert clock.may_close_abandoned_from is None and clock.outcome == ""


def test_a_correction_received_on_the_day_of_the_notice_answers_it():
    events = [
        RECEIVED,
        Event(Kind.CORRECTION_NOTICE, date(2025, 3, 10), respond_by=date(2025, 3, 10)),
        Event(Kind.CORRECTION_RECEIVED, date(2025, 3, 10)),
    ]

    clock = reckon(events, CALENDAR)

    assert clock.due == date(2025, 4, 8) and clock.may_close_abandoned_from is None


def test_after_correction_and_unpaid_fee_the_fee_closes_the_case():
    events = [
        RECEIVED,
        Event(Kind.CORRECTION_NOTICE, date(2025, 3, 10), respond_by=date(2025, 3, 14)),
        Event(Kind.CORRECTION_RECEIVED, date(2025, 3, 17)),
        Event(Kind.FEE_NOTICE_DELIVERED, date(2025, 3, 18)),
    ]

    clock = reckon(events, CALENDAR)

    assert clock.outcome == "OTHER_NO_PAYMENT"
    assert clock.may_close_abandoned_from == date(2025, 4, 17)


def test_a_late_confirmation_shows_the_due_day_it_would_have_had():
    events = [Event(Kind.SUBMITTED, date(2025, 2, 28)), RECEIVED]

    clock = reckon(events, CALENDAR)

    assert clock.shadow_due == date(2025, 3, 28) and clock.due == date(2025, 3, 31)
    assert reckon([RECEIVED], CALENDAR).shadow_due is None


def test_the_internal_day_is_one_earlier_where_the_first_day_is_counted():
    strict = Policy(count_start_day="include")

    assert reckon([RECEIVED], CALENDAR).internal_due == date(2025, 3, 31)
    assert reckon([RECEIVED], CALENDAR, strict).internal_due == date(2025, 3, 28)
    assert reckon([RECEIVED], CALENDAR, strict).due == date(2025, 3, 31)
    assert reckon([], CALENDAR, strict).internal_due is None


def test_a_day_that_was_set_is_the_internal_one_too():
    delay = Event(Kind.DELAY_SET, date(2025, 3, 20), new_due=date(2025, 5, 30))

    clock = reckon([RECEIVED, delay], CALENDAR, Policy(count_start_day="include"))

    assert clock.internal_due == date(2025, 5, 30)


def test_a_running_clock_names_its_next_days():
    clock = reckon([RECEIVED], CALENDAR)

    assert clock.correction_notice_by == date(2025, 3, 12)
    assert clock.extension_by == clock.fee_notice_by == clock.due == date(2025, 3, 31)
    assert clock.pay_by is clock.may_close_abandoned_from is clock.in_time is None
    assert clock.correction_notice_in_time is clock.due_before is clock.restarted_on is None
    assert not clock.is_paused and clock.third_party_by == []


def test_each_party_has_its_own_last_day():
    events = [
        RECEIVED,
        Event(Kind.CONSULT_SENT, date(2025, 3, 5), party="乙"),
        Event(Kind.CONSULT_SENT, date(2025, 3, 4), party="甲"),
        Event(Kind.CONSULT_DELIVERED, date(2025, 3, 6), party="甲"),
    ]

    clock = reckon(events, CALENDAR)

    assert clock.third_party_by == [("甲", date(2025, 3, 27)), ("乙", None)]


def test_an_opinion_nobody_was_asked_for_changes_nothing():
    opinion = Event(Kind.CONSULT_OPINION, date(2025, 3, 20), party="甲")

    assert reckon([RECEIVED, opinion], CALENDAR).due == date(2025, 3, 31)


@pytest.mark.parametrize(
    "days, on, due, granted, code",
    [
        (20, date(2025, 3, 31), date(2025, 3, 31), 0, ""),
        (21, date(2025, 3, 28), date(2025, 3, 31), 0, "EXTENSION_TOO_LONG"),
        (1, date(2025, 4, 1), date(2025, 3, 31), 0, "EXTENSION_AFTER_DUE"),
        (1, date(2025, 4, 1), None, 0, ""),
        (10, date(2025, 3, 28), date(2025, 3, 31), 10, "EXTENSION_REPEATED"),
        (11, date(2025, 3, 28), date(2025, 3, 31), 10, "EXTENSION_TOO_LONG"),
    ],
)
def test_an_extension_is_refused_with_a_code(days, on, due, granted, code):
    assert extension_refusal(days, on, due, granted=granted) == code


def test_what_hangs_on_no_request_has_no_due_day_and_no_outcome():
    clock = reckon([Event(Kind.REPORT_YEAR, year=2026)], CALENDAR)

    assert clock.as_json() == {
        "department_submit_and_publish_by": "2027-01-31",
        "government_publish_by": "2027-03-31",
        "error": None,
        "missing_year": None,
    }


def test_a_first_extension_is_good_by_itself():
    assert extension_refusal(20, date(2025, 3, 31), date(2025, 3, 31)) == ""


@pytest.mark.parametrize(
    "kind", [Clock, Consultation, Day, Event, Facts, Pause, Policy, Stretch, TermCount]
)
def test_nothing_a_clock_is_made_of_can_be_changed_afterwards(kind):
    assert kind.__dataclass_params__.frozen
