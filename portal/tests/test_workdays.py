from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.workdays import CalendarGap, NamedDay, WorkCalendar

LABOUR_DAY = [date(2025, 5, day) for day in range(1, 6)]
CALENDAR = WorkCalendar(
    years=frozenset({2025}),
    holidays=frozenset(LABOUR_DAY),
    makeup_days=frozenset({date(2025, 4, 27)}),
)

spring_days = st.dates(date(2025, 1, 1), date(2025, 6, 30))
lengths = st.integers(0, 40)
pauses = st.tuples(spring_days, st.integers(0, 20)).map(
    lambda pause: (pause[0], pause[0] + timedelta(days=pause[1]))
)


@pytest.mark.parametrize(
    "start, length, end",
    [
        (date(2025, 3, 3), 1, date(2025, 3, 4)),  # the day of receipt is day zero
        (date(2025, 3, 8), 1, date(2025, 3, 10)),  # received on a Saturday
        (date(2025, 4, 25), 1, date(2025, 4, 27)),  # a Sunday worked (调休)
        (date(2025, 4, 27), 1, date(2025, 4, 28)),  # received on a Sunday worked
        (date(2025, 4, 30), 1, date(2025, 5, 6)),  # over Labour Day
        (date(2025, 3, 3), 20, date(2025, 3, 31)),
        (date(2025, 3, 8), 0, date(2025, 3, 8)),
    ],
)
def test_a_term_ends_on_its_last_working_day(start, length, end):
    assert CALENDAR.end_of_term(start, length) == end


def test_days_of_a_pause_do_not_count():
    pause = (date(2025, 3, 5), date(2025, 3, 7))  # the 6th and the 7th

    assert CALENDAR.end_of_term(date(2025, 3, 3), 5, [pause]) == date(2025, 3, 12)


def test_a_day_in_two_pauses_is_left_out_once():
    both = [(date(2025, 3, 5), date(2025, 3, 7)), (date(2025, 3, 6), date(2025, 3, 7))]

    assert CALENDAR.end_of_term(date(2025, 3, 3), 5, both) == date(2025, 3, 12)


def test_a_pause_opened_and_closed_on_one_day_changes_nothing():
    pause = (date(2025, 3, 5), date(2025, 3, 5))

    assert CALENDAR.end_of_term(date(2025, 3, 3), 5, [pause]) == date(2025, 3, 10)


def test_counting_into_a_year_without_a_notice_is_refused_and_names_the_year():
    with pytest.raises(CalendarGap) as gap:
        CALENDAR.end_of_term(date(2025, 12, 31), 1)

    assert gap.value.year == 2026
    assert "2026" in str(gap.value)


def test_a_makeup_day_in_a_year_without_a_notice_is_refused_too():
    calendar = WorkCalendar(frozenset(), frozenset(), frozenset({date(2025, 4, 27)}))

    with pytest.raises(CalendarGap):
        calendar.is_workday(date(2025, 4, 27))


def test_a_term_of_less_than_no_days_is_a_wrong_program():
    with pytest.raises(ValueError, match="-1"):
        CALENDAR.end_of_term(date(2025, 3, 3), -1)


@pytest.mark.parametrize(
    "today, left",
    [
        (date(2025, 4, 24), 6),  # 25 April, Sunday the 27th, 28 to 30 April, 6 May
        (date(2025, 4, 30), 1),
        (date(2025, 5, 5), 1),
        (date(2025, 5, 6), 0),
        (date(2025, 5, 7), 0),
        (date(2026, 1, 1), 0),
    ],
)
def test_workdays_left_until_6_may(today, left):
    assert CALENDAR.workdays_left(today, date(2025, 5, 6)) == left


def test_an_estimate_counts_monday_to_friday_but_for_the_fixed_holidays():
    estimate = CALENDAR.estimate([2025, 2026])

    assert estimate.years == {2025, 2026}
    assert estimate.end_of_term(date(2025, 12, 31), 2) == date(2026, 1, 5)
    rest = {date(2026, *day) for day in [(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)]}
    assert estimate.holidays == CALENDAR.holidays | rest
    assert estimate.makeup_days == CALENDAR.makeup_days


def test_an_estimate_leaves_complete_years_and_the_calendar_itself_alone():
    assert CALENDAR.estimate([2025]) == CALENDAR
    with pytest.raises(CalendarGap):
        CALENDAR.estimate([2027]).is_workday(date(2026, 1, 5))


def test_names_of_days_change_no_count():
    named = replace(CALENDAR, named={date(2025, 5, 1): NamedDay("劳动节", "1号")})

    assert named == CALENDAR and hash(named) == hash(CALENDAR)
    assert named.estimate([2026]).named == named.named


@given(start=spring_days, length=lengths)
@settings(deadline=None)
def test_as_many_working_days_are_left_on_the_first_day_as_the_term_is_long(start, length):
    end = CALENDAR.end_of_term(start, length)

    assert CALENDAR.workdays_left(start, end) == length


@given(start=spring_days, length=lengths, rest=spring_days)
@settings(deadline=None)
def test_a_further_rest_day_never_makes_a_term_end_earlier(start, length, rest):
    stricter = WorkCalendar(
        CALENDAR.years, CALENDAR.holidays | {rest}, CALENDAR.makeup_days - {rest}
    )

    assert stricter.end_of_term(start, length) >= CALENDAR.end_of_term(start, length)


@given(start=spring_days, length=lengths, some=st.lists(pauses, max_size=3))
@settings(deadline=None)
def test_the_order_of_pauses_does_not_matter_and_none_shortens_the_term(start, length, some):
    end = CALENDAR.end_of_term(start, length, some)

    assert end == CALENDAR.end_of_term(start, length, some[::-1])
    assert end >= CALENDAR.end_of_term(start, length)
