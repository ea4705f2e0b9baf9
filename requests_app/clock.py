"""PURE: the clock of one request: every last day the law knows in its life, and why.

Made by `requests_app.deadlines.reckon`. A day that cannot be counted for want of a holiday
notice is None.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from portal.workdays import ONE_DAY, CalendarGap, WorkCalendar
from requests_app.clock_json import clock_as_json
from requests_app.day_list import COUNTING, Day, Pause
from requests_app.deadline_events import Consultation, Facts, Kind
from requests_app.term_count import (
    ANSWER_DAYS,
    CORRECTION_NOTICE_DAYS,
    NO_CALENDAR_DATA,
    TermCount,
    first_missing_year,
    known,
)

NO_CORRECTION = "OTHER_NO_CORRECTION"
NO_PAYMENT = "OTHER_NO_PAYMENT"
ENDED_BY_SILENCE = (NO_CORRECTION, NO_PAYMENT)
ESTIMATED_YEARS = 2  # that of the last event and the next: a term is shorter than a year


@dataclass(frozen=True)
class Clock:
    """Every last day in the life of one request; None where there is none, or none yet."""

    count: TermCount
    today: date | None = None

    @property
    def facts(self) -> Facts:
        return self.count.facts

    @property
    def calendar(self) -> WorkCalendar:
        return self.count.calendar

    def _term(self, start: date | None, length: int) -> date | None:
        return None if start is None else self.calendar.end_of_term(start, length)

    # --- The term -------------------------------------------------------------------------------

    @property
    def receipt_date(self) -> date | None:
        """Day zero (art. 31)."""
        return self.count.receipt_date

    @property
    def day1(self) -> date | None:
        return known(lambda: self._term(self.receipt_date, 1))

    @property
    def started_on(self) -> date | None:
        """The day zero of the count that runs now."""
        return self.count.start()

    @property
    def restarted_on(self) -> date | None:
        """The last day that made the count begin anew."""
        return max((event.on for event in self.count.restarts), default=None)

    @property
    def limit(self) -> int:
        """How many working days the count that runs now has, with its extension."""
        return self.count.limit()

    @property
    def extension(self) -> int:
        return self.limit - ANSWER_DAYS

    def _ends_after(self, limit: int, pauses: Sequence[Pause]) -> date | None:
        start = self.started_on
        return None if start is None else self.count.end(start, limit, pauses)

    def _count_due(self) -> date | None:
        if self.is_unanswered:
            return None
        if delay := self.count.delay():
            return delay.new_due
        return self._ends_after(self.limit, self.count.pauses)

    @cached_property
    def due(self) -> date | None:
        """The last day for the answer; None when paused, ended by silence or not to be counted."""
        return known(self._count_due)

    @cached_property
    def provisional_due(self) -> date | None:
        """The earliest day the term can end, where a notice is missing: show it as 暂估."""
        if self.due or self.started_on is None or self.is_unanswered:
            return None
        last = max(self.started_on, self.facts.last_day)
        calendar = self.calendar.estimate(range(self.started_on.year, last.year + ESTIMATED_YEARS))
        return Clock(TermCount(self.facts, calendar, self.count.policy), self.today).due

    @property
    def due_before(self) -> date | None:
        """The due day before one was set under art. 35."""
        delay = self.count.delay()
        if delay is None:
            return None
        limit = self.count.limit(delay.on)
        return known(lambda: self._ends_after(limit, self.count.pauses))

    @property
    def base_due(self) -> date | None:
        """The due day without extension: the last day to tell the applicant of one (art. 33 II)."""
        return known(lambda: self._ends_after(ANSWER_DAYS, self.count.pauses))

    @property
    def extension_by(self) -> date | None:
        return self.base_due

    @property
    def base_due_without_pause(self) -> date | None:
        return known(lambda: self._ends_after(ANSWER_DAYS, []))

    @property
    def original_due(self) -> date | None:
        """The 20th day from the first receipt: after a reset it stays in sight as a risk."""
        return known(lambda: self._term(self.receipt_date, ANSWER_DAYS))

    @property
    def shadow_due(self) -> date | None:
        """The due day, had submission or arrival been the receipt: a late confirmation's risk."""
        first = self.facts.first(Kind.SUBMITTED, Kind.ARRIVED)
        return known(lambda: self._term(first.on if first else None, ANSWER_DAYS))

    @property
    def internal_due(self) -> date | None:
        """The day to warn by; by policy one working day early (does the first day count?)."""
        exact = self.count.policy.count_start_day == "exclude" or self.count.delay()
        if self.due is None or exact:
            return self.due
        return next(day.on for day in self.days if day.number == self.limit - 1)

    # --- Pauses ---------------------------------------------------------------------------------

    @property
    def is_paused(self) -> bool:
        """True while an open consultation or an unpaid fee keeps the term from ending."""
        opened = any(pause.end is None for pause in self.count.pauses)
        return opened and self.due is None

    @property
    def consultations(self) -> tuple[Consultation, ...]:
        return self.facts.consultations

    @property
    def third_party_by(self) -> list[tuple[str, date | None]]:
        """Each party in the order of asking, with the last day for its opinion (arts 32, 34)."""
        return [
            (asked.party, known(lambda asked=asked: self.count.consultation_by(asked)))
            for asked in self.consultations
        ]

    @property
    def excluded_intervals(self) -> list[tuple[date, date]]:
        """The pauses that are over, each from a day to a day, the first not included."""
        return [(pause.start, pause.end) for pause in self.count.pauses if pause.end is not None]

    @property
    def excluded_days(self) -> int | None:
        """How many working days the pauses took out, each once."""
        try:
            return len(self.count.excluded())
        except CalendarGap:
            return None

    # --- The next steps -------------------------------------------------------------------------

    @property
    def correction_notice_by(self) -> date | None:
        """The last day to ask for a correction (art. 30)."""
        return known(lambda: self._term(self.receipt_date, CORRECTION_NOTICE_DAYS))

    @property
    def correction_notice_in_time(self) -> bool | None:
        notice, by = self.facts.first(Kind.CORRECTION_NOTICE), self.correction_notice_by
        return notice.on <= by if notice and by else None

    def _count_pay_by(self) -> date | None:
        notice = self.facts.last(Kind.FEE_NOTICE_DELIVERED)
        return self._term(notice.on if notice else None, self.count.policy.fee_pay_working_days)

    @property
    def pay_by(self) -> date | None:
        """The last day to pay the fee (国办函〔2020〕109号, 六)."""
        return known(self._count_pay_by)

    @property
    def fee_notice_by(self) -> date | None:
        """The last day to give a fee notice: the due day of the count it was given in."""
        notice = self.facts.last(Kind.FEE_NOTICE_DELIVERED)
        return self.due if notice is None else known(lambda: self.count.due(notice.on))

    @property
    def asks_correction(self) -> bool:
        """True while a correction is asked for and not received."""
        return self._is_waiting(Kind.CORRECTION_NOTICE, Kind.CORRECTION_RECEIVED)

    @property
    def asks_payment(self) -> bool:
        """True while a fee is asked for and not paid."""
        return self._is_waiting(Kind.FEE_NOTICE_DELIVERED, Kind.FEE_PAID)

    def _is_waiting(self, question: Kind, answer: Kind) -> bool:
        return bool(self.facts.last(question)) and not self.facts.answer(question, answer)

    @property
    def is_unanswered(self) -> bool:
        """True while a correction or a fee keeps the term from running to an end."""
        decided = self.facts.last(Kind.DECIDED)
        is_answered_all_the_same = decided and decided.outcome not in ENDED_BY_SILENCE
        return not is_answered_all_the_same and (self.asks_correction or self.asks_payment)

    @property
    def may_close_abandoned_from(self) -> date | None:
        """The first day on which silence, or a late answer, lets the case be closed."""
        notice = self.facts.last(Kind.CORRECTION_NOTICE)
        paid = self.facts.answer(Kind.FEE_NOTICE_DELIVERED, Kind.FEE_PAID)
        corrected = self.facts.answer(Kind.CORRECTION_NOTICE, Kind.CORRECTION_RECEIVED)
        for last_day, answer in [
            (self.pay_by, paid),
            (notice.respond_by if notice else None, corrected),
        ]:
            if last_day and (answer is None or answer.on > last_day):
                return last_day + ONE_DAY
        return None

    @property
    def outcome(self) -> str:
        """How the case ended: as decided, or by silence; "" while it is open."""
        if decided := self.facts.last(Kind.DECIDED):
            return decided.outcome
        closes_from = self.may_close_abandoned_from
        is_over = self.today is None or (closes_from is not None and self.today >= closes_from)
        if not is_over or not self.is_unanswered:
            return ""
        return NO_PAYMENT if self.asks_payment else NO_CORRECTION

    @property
    def service_date(self) -> date | None:
        """The day of service that counts."""
        served = self.facts.all(Kind.DECISION_SERVED)
        return min((event.served_on(self.count.policy) for event in served), default=None)

    @property
    def in_time(self) -> bool | None:
        """Whether the decision was served by the due day."""
        return self.service_date <= self.due if self.service_date and self.due else None

    # --- What is wrong --------------------------------------------------------------------------

    @cached_property
    def missing_year(self) -> int | None:
        """The year whose notice is missing to count what this case waits for."""
        if self.due:
            return None
        opened = [asked for asked in self.consultations if asked.ended_on is None]
        waits_for = [self._count_due]
        if self.asks_payment:
            waits_for.append(self._count_pay_by)
        waits_for += [lambda asked=asked: self.count.consultation_by(asked) for asked in opened]
        return first_missing_year(waits_for)

    @property
    def error(self) -> str:
        """The code of what keeps a day from being counted, or of an extension refused."""
        return NO_CALENDAR_DATA if self.missing_year else self.count.extensions[1]

    # --- Day by day -----------------------------------------------------------------------------

    @cached_property
    def days(self) -> tuple[Day, ...]:
        """Each day of the count that runs now, until it ends or as far as it has come."""
        if self.started_on is None:
            return ()
        until = self.due or self.provisional_due or self.today or self.facts.last_day
        return self.count.days(until)

    @cached_property
    def earlier_days(self) -> tuple[Day, ...]:
        """The days of the counts that a correction or a payment ended, for the record."""
        if self.receipt_date is None:
            return ()
        starts = sorted({self.receipt_date, *(event.on for event in self.count.restarts)})
        lasts = [start - ONE_DAY for start in starts[1:]]
        return tuple(day for last in lasts for day in self.count.days(last, last))

    @property
    def elapsed(self) -> int:
        """How many days have counted, up to today or to the last day known."""
        return sum(
            day.kind in COUNTING and (self.today is None or day.on <= self.today)
            for day in self.days
        )

    def as_json(self) -> dict[str, Any]:
        """Return the days by the names of the deadline vectors, those that apply."""
        return clock_as_json(self)
