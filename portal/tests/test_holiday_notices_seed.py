"""The seeded State Council notices, held against a second source and against the law's text.

The numbers and dates of the notices are read from public copies; `confirmed` stays "no" in the
file until a person has held them against the originals.
"""

import csv
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest

from portal.workdays import CalendarGap, WorkCalendar

SEED = Path(__file__).parents[1] / "seeds" / "holiday_notices.csv"
with SEED.open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))

YEARS = range(2019, 2027)
HOLIDAYS = {"元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节"}
MAKEUP_DAYS = {
    2019: "02-02 02-03 04-28 05-05 09-29 10-12",
    2020: "01-19 04-26 05-09 06-28 09-27 10-10",
    2021: "02-07 02-20 04-25 05-08 09-18 09-26 10-09",
    2022: "01-29 01-30 04-02 04-24 05-07 10-08 10-09",
    2023: "01-28 01-29 04-23 05-06 06-25 10-07 10-08",
    2024: "02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12",
    2025: "01-26 02-08 04-27 09-28 10-11",
    2026: "01-04 02-14 02-28 05-09 09-20 10-10",
}


def days(kind):
    return frozenset(date.fromisoformat(row["date"]) for row in ROWS if row["kind"] == kind)


CALENDAR = WorkCalendar(
    years=frozenset(int(row["year"]) for row in ROWS),
    holidays=days("holiday"),
    makeup_days=days("makeup"),
)


@pytest.mark.parametrize("year", YEARS)
def test_every_day_of_a_year_agrees_with_the_second_source(year):
    every_day = [date(year, 1, 1) + timedelta(days=n) for n in range(366)]
    every_day = [day for day in every_day if day.year == year]

    wrong = [
        day for day in every_day if CALENDAR.is_workday(day) != chinese_calendar.is_workday(day)
    ]

    assert not wrong


@pytest.mark.parametrize("year", YEARS)
def test_the_makeup_days_are_those_of_the_notices(year):
    found = sorted(f"{day:%m-%d}" for day in CALENDAR.makeup_days if day.year == year)

    assert found == MAKEUP_DAYS[year].split()


def test_the_epidemic_extended_the_spring_festival_of_2020_to_2_february():
    by_its_own_notice = [row["date"] for row in ROWS if row["notice_no"] == "国办发明电〔2020〕1号"]

    assert by_its_own_notice == ["2020-01-31", "2020-02-01", "2020-02-02"]
    assert CALENDAR.end_of_term(date(2020, 1, 23), 1) == date(2020, 2, 3)


def test_the_eve_of_the_spring_festival_2024_was_worked():
    assert CALENDAR.is_workday(date(2024, 2, 9))


def test_the_year_after_the_last_notice_is_a_gap():
    with pytest.raises(CalendarGap):
        CALENDAR.is_workday(date(2027, 1, 4))


def test_no_day_stands_in_two_rows():
    dates = [row["date"] for row in ROWS]

    assert len(dates) == len(set(dates))


def test_a_notice_has_one_day_of_issue_and_one_year_and_names_days_that_were_still_to_come():
    notices = {(row["notice_no"], row["issued_on"], row["year"]) for row in ROWS}
    late = [row for row in ROWS if row["issued_on"] >= row["date"]]

    assert len(notices) == len({number for number, _, _ in notices}) == 10
    assert not late


def test_makeup_days_are_weekend_days_with_the_name_of_their_holiday():
    makeup = [row for row in ROWS if row["kind"] == "makeup"]

    assert all(date.fromisoformat(row["date"]).weekday() >= 5 for row in makeup)
    assert {row["name"] for row in ROWS} == HOLIDAYS


@pytest.mark.parametrize(
    "start, length, end",
    [
        (date(2025, 4, 27), 20, date(2025, 5, 28)),  # confirmed on a Sunday worked
        (date(2025, 10, 3), 20, date(2025, 11, 4)),  # confirmed during a holiday
        (date(2025, 1, 15), 20, date(2025, 2, 18)),
        (date(2026, 2, 14), 20, date(2026, 3, 20)),
        (date(2023, 9, 15), 20, date(2023, 10, 19)),
        (date(2021, 4, 20), 20, date(2021, 5, 19)),
        (date(2025, 12, 15), 20, date(2026, 1, 13)),  # into a new year
        (date(2025, 9, 18), 20, date(2025, 10, 22)),  # 条例 26
        (date(2026, 12, 22), 7, date(2026, 12, 31)),  # the last day that can be counted from
        (date(2026, 11, 5), 40, date(2026, 12, 31)),
    ],
)
def test_terms_over_the_holidays_end_where_the_law_says(start, length, end):
    assert CALENDAR.end_of_term(start, length) == end
