"""The calendar of the shipped holiday notices, for tests that need no database."""

import csv
from datetime import date
from pathlib import Path

import portal
from portal.workdays import NamedDay, WorkCalendar

SEED = Path(portal.__file__).parent / "seeds" / "holiday_notices.csv"
with SEED.open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))


def days(kind: str) -> frozenset[date]:
    return frozenset(date.fromisoformat(row["date"]) for row in ROWS if row["kind"] == kind)


CALENDAR = WorkCalendar(
    years=frozenset(int(row["year"]) for row in ROWS),
    holidays=days("holiday"),
    makeup_days=days("makeup"),
    named={
        date.fromisoformat(row["date"]): NamedDay(row["name"], row["notice_no"]) for row in ROWS
    },
)
