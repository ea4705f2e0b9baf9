"""The steps of a demo case. Each is `act(stage, info_request)`, done on the day of the stage.

Where an act depends on a day the calendar must give (somebody's silence), a year without holiday
notice has no such day: the party then answers on that day, and the case goes on.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from disclosure.demo.spec import OFFICE_TIME
from portal.models import User
from requests_app.fees import Basis
from requests_app.models import (
    Consultation,
    Correction,
    Decision,
    Extension,
    FeeNotice,
    InformationRequest,
    ReasonsInquiry,
    Remedy,
)
from requests_app.outcomes import Outcome
from requests_app.workflow import ConsultationKind, Opinion, RemedyKind, Ruling, ServiceMethod

OFFICER, HANDLER, HEAD = "officer", "handler", "disclosure_head"
PLAYERS = (OFFICER, HANDLER, HEAD)
CORRECTION_DAYS = timedelta(days=14)
REASONS_DAYS = timedelta(days=10)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stage:
    """A day of the play and the people on it."""

    on: date
    people: dict[str, User]

    @property
    def at(self) -> datetime:
        return datetime.combine(self.on, time(10), OFFICE_TIME)

    def by(self, username: str) -> dict:
        return {"by": self.people[username], "at": self.at}


Act = Callable[[Stage, InformationRequest], object]
Step = tuple[int, Act]  # how many days after submission, and what is done


def confirm(stage, case):
    case.confirm(on=stage.on, **stage.by(OFFICER))


def assign(stage, case):
    case.assign(handler=stage.people[HANDLER], **stage.by(OFFICER))


def note(text: str) -> Act:
    return lambda stage, case: case.add_note(text=text, **stage.by(HANDLER))


def withdraw(text: str) -> Act:
    return lambda stage, case: case.withdraw(on=stage.on, note=text, **stage.by(OFFICER))


# --- 补正 ---------------------------------------------------------------------------------------


def ask_correction(items: str) -> Act:
    return lambda stage, case: Correction.objects.ask(
        case,
        on=stage.on,
        items=items,
        guidance="可以电话说明，也可以补交一份书面说明。",
        respond_by=stage.on + CORRECTION_DAYS,
        **stage.by(HANDLER),
    )


def correct(answer: str) -> Act:
    return lambda stage, case: case.correction.receive(
        on=stage.on, answer=answer, **stage.by(HANDLER)
    )


def lapse_correction(stage, case):
    case.correction.lapse(on=stage.on, **stage.by(OFFICER))


# --- 征求意见 -----------------------------------------------------------------------------------


def consult(kind: ConsultationKind, party: str, question: str) -> Act:
    return lambda stage, case: Consultation.objects.send(
        case, kind=kind, party=party, question=question, on=stage.on, **stage.by(HANDLER)
    )


def deliver(stage, case):
    opened = case.consultations.open().last()
    opened.deliver(on=stage.on, proof="演示邮件0001", **stage.by(HANDLER))


def opinion(given: Opinion, reason: str = "") -> Act:
    return lambda stage, case: (
        case.consultations.open()
        .last()
        .answer(on=stage.on, opinion=given, reason=reason, **stage.by(HANDLER))
    )


def silence(stage, case):
    opened = case.consultations.open().last()
    if opened.due_on is None or opened.due_on >= stage.on:
        opened.answer(on=stage.on, opinion=Opinion.AGREES, **stage.by(HANDLER))
    else:
        opened.expire(on=stage.on, **stage.by(HANDLER))


def override(reason: str) -> Act:
    return lambda stage, case: case.consultations.last().override(
        on=stage.on, reason=reason, **stage.by(HEAD)
    )


# --- 说明理由、延期、收费 ------------------------------------------------------------------------


def ask_reasons(facts: str) -> Act:
    return lambda stage, case: ReasonsInquiry.objects.ask(
        case, on=stage.on, facts=facts, respond_by=stage.on + REASONS_DAYS, **stage.by(HANDLER)
    )


def give_reasons(answer: str) -> Act:
    return lambda stage, case: case.reasons_inquiry.receive(
        on=stage.on, answer=answer, **stage.by(HANDLER)
    )


def accept_reasons(finding: str, more_days: int) -> Act:
    def act(stage, case):
        last = case.due_on or case.provisional_due_on or stage.on
        later = max(last, stage.on) + timedelta(days=more_days)
        case.reasons_inquiry.accept(
            on=stage.on, finding=finding, new_due_on=later, **stage.by(HEAD)
        )

    return act


def reject_reasons(finding: str) -> Act:
    return lambda stage, case: case.reasons_inquiry.reject(
        on=stage.on, finding=finding, **stage.by(HEAD)
    )


def propose_extension(days: int, reason: str) -> Act:
    return lambda stage, case: Extension.objects.propose(
        case, on=stage.on, days=days, reason=reason, **stage.by(HANDLER)
    )


def approve_extension(stage, case):
    case.extension.approve(on=stage.on, **stage.by(HEAD))


def propose_fee(pages: int) -> Act:
    return lambda stage, case: FeeNotice.objects.propose(
        case, on=stage.on, basis=Basis.PAGES, quantity=pages, **stage.by(HANDLER)
    )


def approve_fee(stage, case):
    case.fee_notice.approve(on=stage.on, payment_code="演示-0001", **stage.by(HEAD))


def deliver_fee(stage, case):
    case.fee_notice.deliver(on=stage.on, **stage.by(OFFICER))


def pay_fee(stage, case):
    case.fee_notice.pay(on=stage.on, **stage.by(OFFICER))


def lapse_fee(stage, case):
    due_on = case.fee_notice.due_on
    if due_on is None or due_on >= stage.on:
        case.fee_notice.pay(on=stage.on, **stage.by(OFFICER))
    else:
        case.fee_notice.lapse(on=stage.on, **stage.by(OFFICER))


# --- 答复 ---------------------------------------------------------------------------------------


def propose(outcome: Outcome, reasons: str = "", sub: str = "", **details: str) -> Act:
    return lambda stage, case: Decision.objects.propose(
        case,
        outcome=outcome,
        sub_outcome=sub,
        reasons=reasons,
        details=details,
        **stage.by(HANDLER),
    )


def send_back(reason: str) -> Act:
    return lambda stage, case: case.decision.send_back(reason=reason, **stage.by(HEAD))


def approve(stage, case):
    case.decision.approve(on=stage.on, **stage.by(HEAD))


def serve(method: ServiceMethod, proof: str = "") -> Act:
    return lambda stage, case: case.decision.serve(
        on=stage.on, method=method, proof=proof, **stage.by(OFFICER)
    )


def answered(after: int, proposal: Act, method=ServiceMethod.POST) -> tuple[Step, ...]:
    """The end of most cases: proposed, approved two days later, served on day `after`."""
    proof = "" if method == ServiceMethod.ONLINE else "演示凭证0001"
    return (after - 3, proposal), (after - 1, approve), (after, serve(method, proof))


# --- 复议、诉讼 ---------------------------------------------------------------------------------


def file_remedy(kind: RemedyKind, organ: str) -> Act:
    return lambda stage, case: Remedy.objects.register(
        case, kind=kind, filed_on=stage.on, organ=organ, **stage.by(OFFICER)
    )


def decide_remedy(ruling: Ruling) -> Act:
    return lambda stage, case: (
        case.remedies.filter(result="")
        .last()
        .decide(ruling=ruling, on=stage.on, received_on=stage.on, **stage.by(OFFICER))
    )


def reopen(stage, case):
    case.remedies.exclude(result="").last().reopen(on=stage.on, **stage.by(HEAD))
