"""PURE: how a term runs: where it begins, what pauses it, how long it is, where it ends.

See `requests_app.deadlines` for what it is made into. Raises CalendarGap.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from portal.workdays import ONE_DAY, CalendarGap, WorkCalendar
from requests_app.day_list import Day, Pause, Stretch, day_list
from requests_app.deadline_events import Consultation, Event, Facts, Kind, Policy

ANSWER_DAYS = 20  # art. 33 II
MAX_EXTENSION = 20  # art. 33 II
CORRECTION_NOTICE_DAYS = 7  # art. 30
CONSULTATION_DAYS = 15  # arts 32, 34
PUBLICATION_DAYS = 20  # art. 26

EXTENSION_TOO_LONG = "EXTENSION_TOO_LONG"
EXTENSION_AFTER_DUE = "EXTENSION_AFTER_DUE"
EXTENSION_REPEATED = "EXTENSION_REPEATED"
NO_CALENDAR_DATA = "NO_CALENDAR_DATA"

WHY_START = {
    Kind.RECEIVED: "收到申请之日，不计入",
    Kind.CORRECTION_RECEIVED: "收到补正之日，期限自次日起重新计算（条例第三十条）",
    Kind.FEE_PAID: "缴费之日，期限自次日起重新计算（国办函〔2020〕109号）",
}


def extension_refusal(working_days: int, on: date, due: date | None, *, granted: int = 0) -> str:
    """Return the code why an extension given `on` a day may not be, or "" (art. 33 II).

    `due` is the due day as it stands, `granted` the days of an extension before this one.
    """
    if granted + working_days > MAX_EXTENSION:
        return EXTENSION_TOO_LONG
    if due is not None and on > due:
        return EXTENSION_AFTER_DUE
    return EXTENSION_REPEATED if granted else ""


def known(count: Callable[[], date | None]) -> date | None:
    """Return the day `count` gives; None where the calendar has no notice for it."""
    try:
        return count()
    except CalendarGap:
        return None


def first_missing_year(counts: Iterable[Callable[[], object]]) -> int | None:
    """Return the year without a notice that keeps the first of `counts` from being known."""
    for count in counts:
        try:
            count()
        except CalendarGap as gap:
            return gap.year
    return None


def days_after(start: date, until: date) -> list[date]:
    """Return the days after `start`, up to and including `until`."""
    return [start + ONE_DAY * n for n in range(1, (until - start).days + 1)]


@dataclass(frozen=True)
class TermCount:
    """The count behind a clock, as it stood on any `day`; date.max means as it stands at last."""

    facts: Facts
    calendar: WorkCalendar
    policy: Policy

    # --- Where it begins ------------------------------------------------------------------------

    @cached_property
    def receipt_date(self) -> date | None:
        received = self.facts.first(Kind.RECEIVED)
        return received.on if received else None

    @cached_property
    def restarts(self) -> tuple[Event, ...]:
        """What made the count begin anew: a correction (art. 30), by policy a payment."""
        kinds = [Kind.CORRECTION_RECEIVED]
        if self.policy.fee_clock_rule == "restart_after_payment":
            kinds.append(Kind.FEE_PAID)
        return tuple(event for event in self.facts.events if event.kind in kinds)

    def start(self, day: date = date.max) -> date | None:
        """Return day zero."""
        if self.receipt_date is None:
            return None
        return max([self.receipt_date, *(event.on for event in self.restarts if event.on <= day)])

    # --- What pauses it -------------------------------------------------------------------------

    def consultation_by(self, asked: Consultation) -> date | None:
        """Return the last day of a party for its opinion; None before delivery (arts 32, 34)."""
        if asked.delivered_on is None:
            return None
        return self.calendar.end_of_term(asked.delivered_on, CONSULTATION_DAYS)

    def _pause_of(self, number: int, asked: Consultation) -> Pause | None:
        since_delivery = self.policy.pause_start_event == "delivered"
        start, end = asked.delivered_on if since_delivery else asked.sent_on, asked.ended_on
        if start is None:
            return None
        if end and self.policy.pause_end_event == "opinion_or_expiry":
            end = min(end, known(lambda: self.consultation_by(asked)) or end)
        return Pause(start, end, f"征求意见（第{number}次）")

    @cached_property
    def consultation_pauses(self) -> list[Pause]:
        numbered = enumerate(self.facts.consultations, start=1)
        pauses = (self._pause_of(number, asked) for number, asked in numbered)
        return [pause for pause in pauses if pause]

    @cached_property
    def fee_pause(self) -> list[Pause]:
        """From the fee notice to its payment (国办函〔2020〕109号, 六)."""
        notice = self.facts.last(Kind.FEE_NOTICE_DELIVERED)
        if notice is None:
            return []
        paid = self.facts.answer(Kind.FEE_NOTICE_DELIVERED, Kind.FEE_PAID)
        return [Pause(notice.on, paid.on if paid else None, "等待缴费")]

    @property
    def all_pauses(self) -> list[Pause]:
        return [*self.consultation_pauses, *self.fee_pause]

    @cached_property
    def pauses(self) -> list[Pause]:
        """The pauses by their first day, without those that were over before the count began."""
        start = self.start()
        if start is None:
            return []
        running = [
            pause
            for pause in self.all_pauses
            if pause.start == start or pause.end is None or pause.end > start
        ]
        return sorted(running, key=lambda pause: pause.start)

    def excluded(self) -> set[date]:
        """Return the working days the pauses that are over took out of the count."""
        start = self.start()
        ended = [pause for pause in self.pauses if pause.end is not None]
        return {
            day
            for pause in ended
            for day in days_after(max(pause.start, start), pause.end)
            if self.calendar.is_workday(day)
        }

    # --- How long it is -------------------------------------------------------------------------

    @cached_property
    def extensions(self) -> tuple[Event | None, str]:
        """The extension that holds, and the code why another was refused."""
        holds, refusal = None, ""
        for event in self.facts.all(Kind.EXTENSION_GRANTED):
            granted = holds.working_days if holds else 0
            due = known(lambda day=event.on, days=granted: self._due_to_extend(day, days))
            code = extension_refusal(event.working_days, event.on, due, granted=granted)
            refusal = refusal or code
            holds = holds if code else event
        return holds, refusal

    def limit(self, day: date = date.max) -> int:
        """Return how many working days it has: a correction ends an extension (art. 30)."""
        granted, _ = self.extensions
        corrected = [event.on for event in self.restarts if event.kind == Kind.CORRECTION_RECEIVED]
        since = max((on for on in corrected if on <= day), default=date.min)
        holds = granted is not None and since <= granted.on <= day
        return ANSWER_DAYS + (granted.working_days if holds else 0)

    # --- Where it ends --------------------------------------------------------------------------

    def end(self, start: date, limit: int, pauses: Sequence[Pause]) -> date | None:
        """Return the last day of a term; None while an open pause keeps it from ending."""
        opened = [pause.start for pause in pauses if pause.end is None]
        if not opened:
            return self.calendar.end_of_term(start, limit, [(p.start, p.end) for p in pauses])
        counted = [day for day in days_after(start, min(opened)) if self.counts(day, pauses)]
        return counted[limit - 1] if len(counted) >= limit else None

    def counts(self, day: date, pauses: Sequence[Pause]) -> bool:
        return self.calendar.is_workday(day) and not any(pause.covers(day) for pause in pauses)

    def delay(self, day: date = date.max) -> Event | None:
        """Return what set another day under art. 35, unless the count began anew after it."""
        start = self.start(day)
        set_until = [event for event in self.facts.all(Kind.DELAY_SET) if event.on <= day]
        return set_until[-1] if start and set_until and set_until[-1].on >= start else None

    def _due_to_extend(self, day: date, granted: int) -> date | None:
        start, delay = self.start(day), self.delay(day)
        if start is None or delay:
            return delay.new_due if delay else None
        return self.end(start, ANSWER_DAYS + granted, self.all_pauses)

    def due(self, day: date) -> date | None:
        """Return the due day as it stood on `day`, with what had been granted by then."""
        start, delay = self.start(day), self.delay(day)
        if start is None or delay:
            return delay.new_due if delay else None
        pauses = [pause for pause in self.consultation_pauses if pause.start <= day]
        return self.end(start, self.limit(day), pauses)

    # --- Day by day -----------------------------------------------------------------------------

    def days(self, until: date, day: date = date.max) -> tuple[Day, ...]:
        """Return each day of the count that ran on `day`, as far as `until`."""
        start, delay = self.start(day), self.delay(day)
        stretch = Stretch(
            start,
            until,
            limit=self.limit(day),
            regular=ANSWER_DAYS,
            note=self._why(start),
            pauses=self.all_pauses,
            is_delayed=delay is not None,
            is_ordered=delay is not None and delay.is_ordered,
        )
        return tuple(day_list(stretch, self.calendar))

    def _why(self, start: date) -> str:
        restarts = [event for event in self.restarts if event.on == start]
        return WHY_START[restarts[-1].kind if restarts else Kind.RECEIVED]
