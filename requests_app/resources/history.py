"""What a row of the old ledger becomes in the register: a case with its day, person and history.

Nothing is decided here and nobody is told: these are facts of the past. A closed case has no
clock, only the answer to whether it was late, where its days can be counted. An open one waits to
be assigned, with the clock of any other case.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from portal.bulk_rows import insert
from portal.encryption import applicant_key
from portal.models import HolidayNotice, User
from portal.personal_data import mask, mask_name
from portal.workdays import CalendarGap, WorkCalendar
from requests_app.deadlines import ANSWER_DAYS, Event, reckon
from requests_app.models import (
    Applicant,
    Extension,
    InformationRequest,
    RequestEvent,
    RequestRules,
)
from requests_app.workflow import EventKind, Status

SUBJECT_LENGTH = 60
HIDDEN = "*×＊某"  # in a name that the ledger itself had masked
REMARK = "\n备注："
EXTENDED = "导入的台账载明延期；批准和告知的日期没有载明，按收到日期登记。"


@dataclass(frozen=True)
class History:
    """The writing of one ledger: who imports it, when, from which file."""

    by: User | None
    at: datetime
    file_name: str
    sha256: str

    @cached_property
    def calendar(self) -> WorkCalendar:
        return HolidayNotice.objects.calendar()

    @cached_property
    def rules(self) -> RequestRules:
        return RequestRules.objects.current()

    @cached_property
    def last_days(self) -> dict[tuple[date, int], date | None]:
        """What was counted already: many cases are received on one day."""
        return {}

    def write(self, rows: Sequence[InformationRequest]) -> None:
        """Insert rows that are complete, with applicants and history; in bulk."""
        insert(rows)
        insert([person(row) for row in rows])
        insert([self.line(row) for row in rows])
        insert([extension(row) for row in rows if row.extension_days and row.is_open])

    def complete(self, row: InformationRequest) -> None:
        row.is_imported, row.submitted_at = True, self.at
        row.subject = subject(row.wanted, row.name)
        row.set_text_key()
        row.started_on = row.received_on
        if row.ended:
            row.status = Status.CLOSED
            row.outcome, row.sub_outcome = row.ended
            row.is_late = self.is_late(row)
        elif row.received_on:
            row.status = Status.RECEIVED
            self.start_clock(row)

    def is_late(self, row: InformationRequest) -> bool | None:
        """Return whether a closed case was late, by receipt and extension; None if unknown."""
        due_on = self.last_day(row.received_on, ANSWER_DAYS + row.extension_days)
        return None if due_on is None else row.closed_on > due_on

    def last_day(self, start: date, length: int) -> date | None:
        key = start, length
        if key not in self.last_days:
            try:
                self.last_days[key] = self.calendar.end_of_term(start, length)
            except CalendarGap:
                self.last_days[key] = None
        return self.last_days[key]

    def start_clock(self, row: InformationRequest) -> None:
        # The row has no key yet, so what hangs on it cannot be asked: its facts are these.
        clock = reckon(clock_events(row), self.calendar, self.rules.policy)
        row.due_on, row.provisional_due_on = clock.due, clock.provisional_due

    def line(self, row: InformationRequest) -> RequestEvent:
        note = f"台账“{self.file_name}”第{row.row_number}行，SHA-256 {self.sha256}"
        return RequestEvent(
            info_request=row,
            kind=EventKind.IMPORTED,
            by=self.by,
            at=self.at,
            on=row.received_on or row.submitted_on,
            note=f"{note}{REMARK}{row.remark}" if row.remark else note,
        )


def subject(wanted: str, name: str) -> str:
    """Return a title for lists that says nothing of the applicant."""
    text = " ".join(wanted.split())
    if len(name) > 1:
        text = text.replace(name, mask_name(name))
    return mask(text)[:SUBJECT_LENGTH]


def person(row: InformationRequest) -> Applicant:
    """A ledger knows an applicant by the name alone; by a masked one nobody is known again."""
    is_hidden = any(character in row.name for character in HIDDEN)
    key = "" if is_hidden else applicant_key(f"name:{row.name}:")
    return Applicant(info_request=row, name=row.name, key=key)


def extension(row: InformationRequest) -> Extension:
    return Extension(
        info_request=row,
        working_days=row.extension_days,
        reason=EXTENDED,
        proposed_on=row.received_on,
        approved_on=row.received_on,
    )


def clock_events(row: InformationRequest) -> list[Event]:
    """Return the facts of an imported open case: received, and extended where the ledger says."""
    events = [
        Event(kind="submitted", on=row.submitted_on),
        Event(kind="received", on=row.received_on, channel=row.channel_id),
    ]
    return [*events, *extension(row).clock_events()] if row.extension_days else events
