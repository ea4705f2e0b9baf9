"""When a leaf of the catalogue needs something new: every cadence, no database."""

from datetime import date

import pytest

from disclosure.deadlines import is_due_soon, next_due
from disclosure.models import Cadence

TODAY = date(2025, 3, 3)
DAYS = {"weekly": 7, "continuous": 14, "per term": 183, "twice a year": 183, "yearly": 366}


@pytest.mark.parametrize(
    "cadence, last, due",
    [
        ("weekly", date(2025, 3, 1), date(2025, 3, 8)),
        ("weekly", date(2024, 2, 26), date(2024, 3, 4)),
        ("continuous", date(2025, 2, 20), date(2025, 3, 6)),
        ("per term", date(2024, 9, 1), date(2025, 3, 3)),
        ("twice a year", date(2025, 1, 1), date(2025, 7, 3)),
        ("yearly", date(2024, 3, 2), date(2025, 3, 3)),
        ("yearly", date(2023, 3, 2), date(2024, 3, 2)),
        ("weekly", None, None),
        ("yearly", None, None),
        ("by 31 Jan", date(2025, 1, 20), date(2026, 1, 31)),
        ("by 31 Jan", date(2025, 2, 20), date(2026, 1, 31)),
        ("by 31 Jan", date(2024, 1, 31), date(2025, 1, 31)),
        ("by 31 Jan", None, date(2026, 1, 31)),
        ("by 1 Apr", None, date(2025, 4, 1)),
        ("by 1 Apr", date(2024, 12, 30), date(2025, 4, 1)),
        *((cadence, date(2019, 1, 1), None) for cadence in ("on change", "on issue", "per case")),
        *((cadence, date(2019, 1, 1), None) for cadence in ("stage", "seasonal", "with document")),
        *((cadence, date(2019, 1, 1), None) for cadence in ("fixed", "fixed page")),
    ],
)
def test_each_cadence_has_its_clock_or_none(cadence, last, due):
    assert next_due(cadence, last, TODAY, DAYS) == due


def test_the_days_are_those_of_the_office():
    assert next_due("weekly", date(2025, 3, 1), TODAY, {"weekly": 30}) == date(2025, 3, 31)


@pytest.mark.parametrize("cadence", Cadence.values)
def test_every_cadence_of_the_catalogue_is_known(cadence):
    due = next_due(cadence, date(2024, 5, 1), TODAY, DAYS)

    has_clock = cadence in DAYS or cadence.startswith("by ")
    assert (due is not None) == has_clock


@pytest.mark.parametrize("today, due", [(date(2025, 1, 31), 2025), (date(2025, 2, 1), 2026)])
def test_a_date_of_the_year_that_has_passed_is_next_years(today, due):
    assert next_due("by 31 Jan", None, today, DAYS) == date(due, 1, 31)


@pytest.mark.parametrize(
    "due, last, is_soon",
    [
        (date(2025, 3, 2), date(2025, 2, 23), False),
        (date(2025, 3, 3), date(2025, 2, 24), True),
        (date(2025, 3, 4), date(2025, 2, 25), True),
        (date(2025, 3, 5), date(2025, 2, 26), False),
        (date(2025, 3, 10), date(2024, 3, 10), True),
        (date(2025, 3, 11), date(2024, 3, 11), False),
        (date(2025, 3, 10), None, True),
    ],
)
def test_soon_is_the_last_quarter_and_a_week_at_most(due, last, is_soon):
    assert is_due_soon(due, last, TODAY) == is_soon
