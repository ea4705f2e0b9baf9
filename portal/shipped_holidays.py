"""The State Council's holiday notices that come with this version: rows, and their calendar."""

import csv
from datetime import date
from pathlib import Path

from portal.workdays import NamedDay, WorkCalendar

FILE = Path(__file__).parent / "seeds" / "holiday_notices.csv"


def shipped_rows() -> list[dict[str, str]]:
    """Return the days of all notices, in the order of year and number of the notice."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return sorted(csv.DictReader(file), key=lambda row: (row["year"], row["notice_no"]))


def shipped_calendar() -> WorkCalendar:
    """Return the calendar of the shipped notices, for where none is entered yet."""
    rows = shipped_rows()

    def days(kind: str) -> frozenset[date]:
        return frozenset(date.fromisoformat(row["date"]) for row in rows if row["kind"] == kind)

    return WorkCalendar(
        years=frozenset(int(row["year"]) for row in rows),
        holidays=days("holiday"),
        makeup_days=days("makeup"),
        named={
            date.fromisoformat(row["date"]): NamedDay(row["name"], row["notice_no"]) for row in rows
        },
    )
