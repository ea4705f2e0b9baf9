"""PURE: what happens to a request that its clock depends on, and how the office counts.

Unit    Whole days. The order in which events are entered does not matter, only their days.
Source  《政府信息公开条例》 (国令第711号); the settings of `Policy` are open questions of the law
        that an office decides for itself.
Errors  EventError, with a sentence for the person who wrote the file.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any


class EventError(Exception):
    """An event or a setting that cannot be read; the message says what to mend."""


class Kind(StrEnum):
    """The events a clock knows; the first three tell, the others count."""

    POSTED = "posted"
    ARRIVED = "arrived"
    SUBMITTED = "submitted"
    RECEIVED = "received"
    CORRECTION_NOTICE = "correction_notice"
    CORRECTION_RECEIVED = "correction_received"
    CONSULT_SENT = "consult_sent"
    CONSULT_DELIVERED = "consult_delivered"
    CONSULT_OPINION = "consult_opinion"
    CONSULT_EXPIRED = "consult_expired"
    EXTENSION_GRANTED = "extension_granted"
    FEE_NOTICE_DELIVERED = "fee_notice_delivered"
    FEE_PAID = "fee_paid"
    REASONS_REQUESTED = "reasons_requested"
    DELAY_SET = "reasons_accepted_delay_set"
    DECIDED = "decided"
    DECISION_SERVED = "decision_served"
    INFORMATION_FORMED = "information_formed"
    DECISION_KNOWN = "decision_known"
    REVIEW_DECISION_RECEIVED = "review_decision_received"
    REPORT_YEAR = "report_year"


CONSULTATION_STEPS = {  # in the order in which they follow each other on one day
    Kind.CONSULT_SENT: "sent_on",
    Kind.CONSULT_DELIVERED: "delivered_on",
    Kind.CONSULT_OPINION: "ended_on",
    Kind.CONSULT_EXPIRED: "ended_on",
}

FIRST_YEAR, LAST_YEAR = 2000, 2100

CHOICES = {
    "count_start_day": ("exclude", "include"),
    "fee_clock_rule": ("restart_after_payment", "resume_after_payment"),
    "pause_start_event": ("sent", "delivered"),
    "pause_end_event": ("opinion_or_expiry", "opinion"),
    "online_service_date": ("later_of_account_and_message", "account", "message"),
}


@dataclass(frozen=True)
class Policy:
    """What the office has settled where the law is silent; the values are those of CHOICES.

    `count_start_day` moves the internal warning day only. `pause_end_event` says whether an
    opinion that comes after the 15 days still belongs to the pause ("opinion") or not.
    """

    count_start_day: str = "exclude"
    fee_clock_rule: str = "restart_after_payment"
    fee_pay_working_days: int = 20
    pause_start_event: str = "sent"
    pause_end_event: str = "opinion_or_expiry"
    online_service_date: str = "later_of_account_and_message"

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Policy":
        """Read the settings that move a day; others are of no concern here."""
        if not isinstance(data, Mapping):
            raise EventError("“policy”应当是设置名称和取值")
        known = {name: data[name] for name in (f.name for f in fields(cls)) if name in data}
        for name, value in known.items():
            if name in CHOICES and value not in CHOICES[name]:
                raise EventError(f"“{name}”只能是{'、'.join(CHOICES[name])}，不能是“{value}”")
        days = known.get("fee_pay_working_days", 0)
        if type(days) is not int or days < 0:
            raise EventError(f"“fee_pay_working_days”应当是不小于0的整数，不能是“{days}”")
        return cls(**known)


@dataclass(frozen=True)
class Event:
    """One thing that happened, on one day; the other fields belong to some kinds only."""

    kind: str  # one of Kind
    on: date | None = None
    party: str = ""  # consultations: who is asked
    working_days: int = 0  # extension
    respond_by: date | None = None  # correction notice: the day given to the applicant
    new_due: date | None = None  # art. 35
    is_ordered: bool = False  # that day was set by a review or a court, not under art. 35
    channel: str = ""
    outcome: str = ""
    method: str = ""  # decision_served: in_person, post, online
    posted: date | None = None
    delivered: date | None = None
    account: date | None = None  # online: in the applicant's account
    message: date | None = None  # online: the message about it sent
    year: int | None = None

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Event":
        """Read an event as the deadline vectors write it."""
        if not isinstance(data, Mapping):
            raise EventError("每个事件应当是一组名称和取值")
        kind = data.get("type")
        if kind not in list(Kind):
            raise EventError(f"不认识的事件类型“{kind}”")
        days = ("respond_by", "new_due", "posted", "delivered", "account", "message")
        event = cls(
            kind=Kind(kind),
            on=read_day(data, "date"),
            **{name: read_day(data, name) for name in days},
            **{name: str(data.get(name) or "") for name in ("party", "channel", "outcome")},
            method=str(data.get("method") or ""),
            working_days=read_number(data, "working_days") or 0,
            year=read_number(data, "year"),
        )
        event.check(data)
        return event

    def check(self, data: Mapping[str, Any]) -> None:
        """Raise EventError when what this kind needs is missing."""
        needs = {Kind.EXTENSION_GRANTED: "working_days", Kind.DELAY_SET: "new_due"}.get(self.kind)
        if self.year is not None:
            check_year("year", self.year)
        instead = {Kind.DECISION_SERVED: self.first_day, Kind.REPORT_YEAR: self.year}
        if self.on is None and not instead.get(self.kind):
            raise EventError(f"事件“{self.kind}”没有日期（date）")
        if needs and data.get(needs) is None:
            raise EventError(f"事件“{self.kind}”没有“{needs}”")

    @property
    def first_day(self) -> date | None:
        """The day of the event; a posted decision may have only the day it was posted."""
        return self.on or self.posted or self.delivered or self.account or self.message

    def served_on(self, policy: Policy) -> date:
        """Return the day that counts as the day of service (国办公开办函〔2016〕235号, 四)."""
        if self.method == "post":
            return self.posted or self.first_day
        if self.method == "online":
            days = {"account": self.account, "message": self.message}
            if chosen := days.get(policy.online_service_date):
                return chosen
            return max((day for day in days.values() if day), default=self.first_day)
        return self.first_day


def read_day(data: Mapping[str, Any], name: str) -> date | None:
    value = data.get(name)
    if value is None or value == "":
        return None
    try:
        day = date.fromisoformat(value)
    except (TypeError, ValueError):
        raise EventError(f"“{name}”应当是2025-03-03这样的日期，不能是“{value}”") from None
    check_year(name, day.year)
    return day


def check_year(name: str, year: int) -> None:
    """Raise EventError for a year in which nobody asked and nobody will."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise EventError(f"“{name}”应当在{FIRST_YEAR}年至{LAST_YEAR}年之间，不能是{year}年")


def read_number(data: Mapping[str, Any], name: str) -> int | None:
    value = data.get(name)
    if value is None:
        return None
    if type(value) is not int or value < 0:
        raise EventError(f"“{name}”应当是不小于0的整数，不能是“{value}”")
    return value


@dataclass(frozen=True)
class Consultation:
    """A question to a third party or another agency, from sending to opinion or silence."""

    party: str
    sent_on: date
    delivered_on: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True)
class Facts:
    """The events in the order of their days, and the few facts a clock asks for."""

    events: tuple[Event, ...]

    @classmethod
    def of(cls, events: Iterable[Event]) -> "Facts":
        return cls(tuple(sorted(events, key=lambda e: (e.first_day or date.max, repr(e)))))

    def all(self, kind: Kind) -> list[Event]:
        return [event for event in self.events if event.kind == kind]

    def first(self, *kinds: Kind) -> Event | None:
        return next((event for event in self.events if event.kind in kinds), None)

    def last(self, kind: Kind) -> Event | None:
        return next((event for event in reversed(self.events) if event.kind == kind), None)

    def answer(self, question: Kind, answer: Kind) -> Event | None:
        """Return the last `answer` to the last `question`; None while there is none."""
        asked, answered = self.last(question), self.last(answer)
        return answered if asked and answered and answered.on >= asked.on else None

    @cached_property
    def last_day(self) -> date | None:
        return max((event.first_day for event in self.events if event.first_day), default=None)

    @cached_property
    def consultations(self) -> tuple[Consultation, ...]:
        """The consultations in the order of sending; a further one with a party is one more."""
        order = list(CONSULTATION_STEPS)
        steps = [event for event in self.events if event.kind in CONSULTATION_STEPS]
        found: list[dict[str, Any]] = []
        for event in sorted(steps, key=lambda e: (e.on, order.index(e.kind), e.party)):
            field = CONSULTATION_STEPS[event.kind]
            if event.kind == Kind.CONSULT_SENT:
                found.append({"party": event.party, field: event.on})
                continue
            rows = (r for r in found if r["party"] == event.party and field not in r)
            if row := next(rows, None):
                row[field] = event.on
            elif event.kind == Kind.CONSULT_DELIVERED:  # when it was sent is not known
                found.append({"party": event.party, "sent_on": event.on, field: event.on})
        return tuple(Consultation(**row) for row in found)
