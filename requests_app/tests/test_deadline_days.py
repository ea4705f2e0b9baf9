"""The day list: one sentence for each day, the same for staff and applicant."""

from datetime import date

import pytest

from requests_app.day_list import Stretch, day_list
from requests_app.deadlines import Day, DayKind, Event, Kind, Policy, reckon
from requests_app.tests.holidays import CALENDAR


def received(on):
    return Event(Kind.RECEIVED, on)


def texts(clock):
    return {day.on: day.text for day in clock.days}


def test_working_days_are_numbered_and_rest_days_say_why_they_do_not_count():
    clock = reckon([received(date(2025, 4, 25))], CALENDAR)

    said = texts(clock)

    assert said[date(2025, 4, 25)] == "收到申请之日，不计入"
    assert said[date(2025, 4, 26)] == "周末，不计"
    assert said[date(2025, 4, 27)] == "调休上班，第1日"
    assert said[date(2025, 4, 28)] == "第2日"
    assert said[date(2025, 5, 1)] == "放假（劳动节，国办发明电〔2024〕12号），不计"
    assert said[date(2025, 5, 3)] == "放假（劳动节，国办发明电〔2024〕12号），不计"  # a Saturday
    assert list(said)[-1] == clock.due == date(2025, 5, 27)
    assert said[clock.due] == "第20日"


def test_paused_days_name_the_consultation_and_rest_days_in_it_stay_rest_days():
    events = [
        received(date(2025, 4, 21)),
        Event(Kind.CONSULT_SENT, date(2025, 4, 22), party="甲"),
        Event(Kind.CONSULT_OPINION, date(2025, 4, 23), party="甲"),
        Event(Kind.CONSULT_SENT, date(2025, 4, 24), party="乙"),
        Event(Kind.CONSULT_OPINION, date(2025, 4, 28), party="乙"),
    ]

    said = texts(reckon(events, CALENDAR))

    assert said[date(2025, 4, 22)] == "第1日"
    assert said[date(2025, 4, 23)] == "征求意见（第1次）期间，不计"
    assert said[date(2025, 4, 24)] == "第2日"
    assert said[date(2025, 4, 26)] == "周末，不计"
    assert said[date(2025, 4, 27)] == "征求意见（第2次）期间，不计"  # a make-up day
    assert said[date(2025, 4, 29)] == "第3日"


def test_days_of_an_extension_are_told_apart():
    events = [
        received(date(2025, 3, 3)),
        Event(Kind.EXTENSION_GRANTED, date(2025, 3, 31), working_days=2),
    ]

    clock = reckon(events, CALENDAR)

    assert [day.text for day in clock.days[-3:]] == [
        "第20日",
        "第21日（延期第1日）",
        "第22日（延期第2日）",
    ]
    assert clock.extension == 2 and clock.extension_by == date(2025, 3, 31)


def test_a_day_by_itself_belongs_to_no_extension():
    assert Day(date(2025, 3, 6), DayKind.COUNTED, number=3).text == "第3日"


def test_rest_days_within_an_extension_are_no_days_of_it():
    events = [
        received(date(2025, 3, 3)),
        Event(Kind.EXTENSION_GRANTED, date(2025, 3, 31), working_days=10),
    ]

    rest = [day for day in reckon(events, CALENDAR).days if day.number is None]

    assert rest[-1].on == date(2025, 4, 13)
    assert {day.extension for day in rest} == {0}


def test_a_day_set_before_the_receipt_leaves_nothing_to_list():
    events = [
        received(date(2025, 3, 3)),
        Event(Kind.DELAY_SET, date(2025, 3, 5), new_due=date(2025, 3, 1)),
    ]

    assert [day.on for day in reckon(events, CALENDAR).days] == [date(2025, 3, 3)]


def test_waiting_for_the_fee_is_a_pause_where_the_count_goes_on_after_it():
    events = [
        received(date(2025, 3, 3)),
        Event(Kind.FEE_NOTICE_DELIVERED, date(2025, 3, 4)),
        Event(Kind.FEE_PAID, date(2025, 3, 6)),
    ]

    said = texts(reckon(events, CALENDAR, Policy(fee_clock_rule="resume_after_payment")))

    assert said[date(2025, 3, 6)] == "等待缴费期间，不计"
    assert said[date(2025, 3, 7)] == "第2日"


@pytest.mark.parametrize(
    "event, sentence",
    [
        (Kind.CORRECTION_RECEIVED, "收到补正之日，期限自次日起重新计算（条例第三十条）"),
        (Kind.FEE_PAID, "缴费之日，期限自次日起重新计算（国办函〔2020〕109号）"),
    ],
)
def test_a_count_that_began_anew_says_why(event, sentence):
    events = [received(date(2025, 3, 3)), Event(event, date(2025, 3, 24))]

    clock = reckon(events, CALENDAR)

    assert clock.days[0] == Day(date(2025, 3, 24), DayKind.START, note=sentence)
    assert clock.days[0].text == sentence and clock.days[0].weekday == "周一"
    assert clock.restarted_on == date(2025, 3, 24)


def test_a_fee_paid_on_the_day_of_the_correction_is_the_last_reason():
    events = [
        received(date(2025, 3, 3)),
        Event(Kind.CORRECTION_RECEIVED, date(2025, 3, 24)),
        Event(Kind.FEE_PAID, date(2025, 3, 24)),
    ]

    assert reckon(events, CALENDAR).days[0].text.startswith("缴费之日")


def test_the_days_before_a_new_count_stay_on_record():
    events = [
        received(date(2025, 3, 3)),
        Event(Kind.CORRECTION_NOTICE, date(2025, 3, 4)),
        Event(Kind.CORRECTION_RECEIVED, date(2025, 3, 6)),
        Event(Kind.FEE_NOTICE_DELIVERED, date(2025, 3, 7)),
        Event(Kind.FEE_PAID, date(2025, 3, 11)),
    ]

    clock = reckon(events, CALENDAR)

    assert [(day.on.day, day.text) for day in clock.earlier_days] == [
        (3, "收到申请之日，不计入"),
        (4, "第1日"),
        (5, "第2日"),
        (6, "收到补正之日，期限自次日起重新计算（条例第三十条）"),
        (7, "第1日"),
        (8, "周末，不计"),
        (9, "周末，不计"),
        (10, "等待缴费期间，不计"),
    ]
    assert clock.days[0].on == date(2025, 3, 11)


def test_a_count_that_never_began_anew_has_no_earlier_days():
    assert reckon([received(date(2025, 3, 3))], CALENDAR).earlier_days == ()


def test_a_correction_on_the_day_of_receipt_is_still_the_reason():
    events = [received(date(2025, 3, 3)), Event(Kind.CORRECTION_RECEIVED, date(2025, 3, 3))]

    assert "补正" in reckon(events, CALENDAR).days[0].text


def test_days_after_the_term_until_a_day_set_under_article_35():
    events = [
        received(date(2025, 3, 3)),
        Event(Kind.DELAY_SET, date(2025, 3, 20), new_due=date(2025, 4, 7)),
    ]

    said = texts(reckon(events, CALENDAR))

    assert said[date(2025, 3, 31)] == "第20日"
    assert said[date(2025, 4, 1)] == "延期办理期间（条例第三十五条）"
    assert said[date(2025, 4, 4)].startswith("放假（清明节")
    assert list(said)[-1] == date(2025, 4, 7)


def test_a_year_without_a_notice_gives_an_estimate_and_no_due_day():
    clock = reckon([received(date(2026, 12, 15))], CALENDAR)

    said = texts(clock)

    assert clock.due is None and clock.missing_year == 2027
    assert clock.provisional_due == date(2027, 1, 13)
    assert said[date(2026, 12, 31)] == "第12日"
    assert said[date(2027, 1, 1)] == "放假，不计（暂估）"
    assert said[date(2027, 1, 2)] == "周末，不计（暂估）"
    assert said[date(2027, 1, 13)] == "第20日（暂估）"
    assert list(said)[-1] == date(2027, 1, 13)


def test_an_estimate_reaches_over_a_long_pause():
    events = [
        received(date(2026, 12, 15)),
        Event(Kind.CONSULT_SENT, date(2026, 12, 16), party="甲"),
        Event(Kind.CONSULT_OPINION, date(2027, 12, 31), party="甲"),
    ]

    clock = reckon(events, CALENDAR)

    assert clock.provisional_due == date(2028, 1, 27)
    assert clock.excluded_days is None


@pytest.mark.parametrize(
    "further",
    [
        [],
        [Event(Kind.FEE_NOTICE_DELIVERED, date(2025, 3, 10))],
        [Event(Kind.CONSULT_SENT, date(2025, 3, 10), party="甲")],
        [Event(Kind.CORRECTION_NOTICE, date(2025, 3, 10))],
    ],
)
def test_nothing_is_estimated_where_the_calendar_is_complete(further):
    clock = reckon([received(date(2025, 3, 3)), *further], CALENDAR)

    assert clock.provisional_due is None
    assert not any(day.is_estimate for day in clock.days)


def test_nothing_is_estimated_while_silence_keeps_the_term_from_ending():
    events = [
        received(date(2026, 12, 15)),
        Event(Kind.CORRECTION_NOTICE, date(2026, 12, 16), respond_by=date(2026, 12, 31)),
    ]

    clock = reckon(events, CALENDAR)

    assert clock.due is None and clock.provisional_due is None and clock.missing_year is None


def test_an_open_pause_is_listed_until_today():
    events = [
        received(date(2025, 3, 3)),
        Event(Kind.CONSULT_SENT, date(2025, 3, 4), party="甲"),
    ]

    clock = reckon(events, CALENDAR, today=date(2025, 3, 6))

    assert [day.text for day in clock.days[1:]] == [
        "第1日",
        "征求意见（第1次）期间，不计",
        "征求意见（第1次）期间，不计",
    ]
    assert clock.elapsed == 1


def test_a_count_nobody_answers_is_listed_no_further_than_its_term():
    events = [received(date(2025, 3, 3)), Event(Kind.CORRECTION_NOTICE, date(2025, 3, 5))]

    clock = reckon(events, CALENDAR, today=date(2025, 12, 1))

    assert clock.days[-1].on == date(2025, 3, 31) == clock.original_due


def test_a_request_not_yet_received_has_no_days():
    clock = reckon([Event(Kind.SUBMITTED, date(2025, 3, 3))], CALENDAR)

    assert clock.days == clock.earlier_days == () and clock.elapsed == 0
    assert clock.started_on is clock.due is clock.provisional_due is clock.base_due is None
    assert clock.original_due is clock.correction_notice_by is clock.fee_notice_by is None
    assert clock.excluded_days is None or clock.excluded_days == 0
    assert clock.as_json() == dict.fromkeys(["due", "outcome", "error", "missing_year"])


def test_a_term_of_its_own_ends_with_its_last_counted_day():
    stretch = Stretch(date(2025, 3, 3), date(2025, 3, 31), limit=5, regular=5, note="", pauses=[])

    days = list(day_list(stretch, CALENDAR))

    assert (days[-1].on, days[-1].number) == (date(2025, 3, 10), 5)


def test_a_day_set_under_article_35_is_not_called_an_ordered_one():
    march = {"start": date(2025, 3, 3), "until": date(2025, 3, 12), "limit": 5, "regular": 5}

    delayed = list(day_list(Stretch(**march, note="", pauses=[], is_delayed=True), CALENDAR))

    assert (delayed[-1].kind, delayed[-1].note) == (DayKind.DELAYED, "")


@pytest.mark.parametrize(
    "set_on, extended_on, error",
    [
        (date(2025, 3, 20), date(2025, 5, 6), None),  # past the 20th day, within the day set
        (date(2025, 4, 1), date(2025, 4, 1), None),  # both on one day
        (date(2025, 3, 20), date(2025, 7, 1), "EXTENSION_AFTER_DUE"),
    ],
)
def test_whether_an_extension_comes_too_late_goes_by_the_day_that_was_set(
    set_on, extended_on, error
):
    events = [
        received(date(2025, 3, 3)),
        Event(Kind.DELAY_SET, set_on, new_due=date(2025, 6, 30)),
        Event(Kind.EXTENSION_GRANTED, extended_on, working_days=5),
    ]

    clock = reckon(events, CALENDAR)

    assert (clock.error or None) == error
