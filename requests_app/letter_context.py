"""What the template of a letter is given: the rows of the case, in the words a letter needs.

Nothing about the applicant reaches a letter to somebody else: its context has no applicant.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from portal.personal_data import mask_address, mask_name, mask_phone
from requests_app.deadlines import Event, Kind, reckon
from requests_app.fees import Basis, in_capitals, plain
from requests_app.letters import FORMS, SUBMISSION_RECEIPT, LetterKind
from requests_app.models.choices import ApplicantKind, CaseKind
from requests_app.workflow import SILENCE, ConsultationKind, ReceiptRule, ServiceMethod

ATTACHED = "answer"  # FileKind.ANSWER: what is handed out with the answer


@dataclass(frozen=True)
class Parts:
    """What a letter is made of before its template speaks."""

    title: str
    addressee: str
    context: dict
    attachments: tuple[str, ...] = ()
    names: list[list[str]] = field(default_factory=list)  # [in clear, as it may be shown]


def context_of(facts) -> Parts:
    form = FORMS[facts.kind]
    context = {
        "case": facts.info_request,
        "part": facts.part,
        "dated": facts.dated,
        "rules": facts.rules,
        "office": facts.office,
        "number": facts.number,
    }
    context |= CONTEXTS.get(facts.kind, nothing_more)(facts)
    title = title_of(facts)
    if facts.kind == LetterKind.SERVICE_PROOF:
        return Parts(title, "", context, names=context["names"])
    if not form.to_applicant:
        party = facts.part.party
        names = [[party, mask_name(party)]]
        return Parts(title, party, context, form.attachments, names)
    applicant = facts.info_request.applicant
    is_person = facts.info_request.applicant_kind == ApplicantKind.NATURAL
    context |= {
        "you": "您" if is_person else "贵单位",
        "wanted": wanted_lines(facts.info_request),
    }
    names = [[applicant.name, applicant.masked["name"]]] if applicant.name else []
    attached = context.get("attachments", form.attachments)
    return Parts(title, applicant.name or "申请人", context, tuple(attached), names)


def title_of(facts) -> str:
    """Return the title; a receipt before the clock runs is one of submission."""
    if facts.kind == LetterKind.RECEIPT and facts.info_request.received_on is None:
        return SUBMISSION_RECEIPT
    return FORMS[facts.kind].kind.label.split("（")[0]


def contact_of(facts) -> tuple[str, ...]:
    """Return how the bureau is reached, as the letter's 附注."""
    office = facts.office
    said = [
        ("联系电话", office.phone),
        ("地址", office.address),
        ("办公时间", office.office_hours),
    ]
    return tuple(f"{label}：{text}" for label, text in said if text)


def wanted_lines(info_request) -> list[str]:
    """Return the request as the letter quotes it."""
    said = [
        ("信息名称", info_request.wanted_name),
        ("文号", info_request.wanted_number),
        ("内容描述", info_request.wanted),
        ("所属时间", info_request.wanted_period),
    ]
    return [f"{label}：{text}" for label, text in said if text] or [info_request.subject]


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def nothing_more(facts) -> dict:
    return {}


# --- By kind ------------------------------------------------------------------------------------


def receipt(facts) -> dict:
    info_request = facts.info_request
    return {
        "rule": ReceiptRule(info_request.channel.receipt_rule).value,
        "is_received": info_request.received_on is not None,
        "has_term": info_request.kind == CaseKind.INFORMATION,
        "due_on": base_due(facts),
    }


def base_due(facts) -> date | None:
    """Return the 20th working day from receipt, None before it or without a calendar."""
    info_request = facts.info_request
    if info_request.received_on is None or info_request.kind != CaseKind.INFORMATION:
        return None
    events = [Event(kind="received", on=info_request.received_on)]
    return reckon(events, facts.calendar, facts.rules.policy).due


def correction(facts) -> dict:
    return {"items": lines(facts.part.items), "guidance": lines(facts.part.guidance)}


def reasons(facts) -> dict:
    return {"facts": lines(facts.part.facts)}


def delay(facts) -> dict:
    events = [event for event in facts.info_request.clock_events() if event.kind != Kind.DELAY_SET]
    clock = reckon(events, facts.calendar, facts.rules.policy)
    return {"old_due_on": clock.due, "finding": lines(facts.part.finding)}


def extension(facts) -> dict:
    events = [
        event for event in facts.info_request.clock_events() if event.kind != Kind.EXTENSION_GRANTED
    ]
    days = facts.part.working_days
    events.append(Event(kind="extension_granted", on=facts.dated, working_days=days))
    clock = reckon(events, facts.calendar, facts.rules.policy)
    return {
        "old_due_on": clock.base_due,
        "due_on": clock.due,
        "provisional_due_on": clock.provisional_due,
    }


def consultation(facts) -> dict:
    kind = ConsultationKind(facts.part.kind)
    return {
        "questions": lines(facts.part.question),
        "silence": SILENCE[kind],
        "asked": kind.label,
        "is_third_party": kind == ConsultationKind.THIRD_PARTY,
        "is_co_producer": kind == ConsultationKind.CO_PRODUCER,
        "is_referral": kind == ConsultationKind.REVIEW_REFERRAL,
    }


def override(facts) -> dict:
    return consultation(facts) | {"reasons": lines(facts.part.override_reason)}


def fee(facts) -> dict:
    notice = facts.part
    basis = Basis(notice.basis)
    return {
        "basis": basis.label,
        "unit": basis.unit,
        "is_by_pieces": basis == Basis.PIECES,
        "breakdown": notice.breakdown,
        "amount": plain(notice.amount),
        "amount_in_capitals": in_capitals(notice.amount),
        "payee": lines(facts.rules.payee),
        "pay_days": facts.rules.fee_pay_working_days,
        "restarts": facts.rules.fee_clock_rule == "restart_after_payment",
    }


def answer(facts) -> dict:
    decision = facts.part
    said = {f"said_{key}": lines(text) for key, text in decision.details.items()}
    files = facts.info_request.files.filter(kind=ATTACHED)
    corrected = facts.info_request.part("correction")
    return said | {
        "corrected": corrected if corrected and corrected.received_on else None,
        "reasons": lines(decision.reasons),
        "article": decision.article,
        "attachments": [file.name for file in files],
        "remedy": decision.remedy,
        "is_online": decision.service_method == ServiceMethod.ONLINE,
    }


def abandoned(facts) -> dict:
    info_request = facts.info_request
    notice = info_request.part("fee_notice")
    if notice and notice.approved_on and not notice.paid_on:
        return {"fee": notice, "amount": plain(notice.amount), "remedy": "optional"}
    asked = info_request.part("correction")
    return {"correction": asked, "items": lines(asked.items), "remedy": "optional"}


def service_proof(facts) -> dict:
    proven = facts.part
    if proven.law.to_applicant:
        applicant = facts.info_request.applicant
        name, address, phone = applicant.name, applicant.address, applicant.phone
    else:
        name, address, phone = proven.part.party, proven.part.address, ""
    masks = [(name, mask_name), (address, mask_address), (phone, mask_phone)]
    return {
        "recipient": name,
        "address": address,
        "phone": phone,
        "names": [[text, mask(text)] for text, mask in masks if text],
    }


CONTEXTS: dict[LetterKind, Callable] = {
    LetterKind.RECEIPT: receipt,
    LetterKind.CORRECTION: correction,
    LetterKind.REASONS: reasons,
    LetterKind.DELAY: delay,
    LetterKind.EXTENSION: extension,
    LetterKind.THIRD_PARTY: consultation,
    LetterKind.CONSULTATION_NOTICE: consultation,
    LetterKind.CO_PRODUCER: consultation,
    LetterKind.OTHER_AGENCY: consultation,
    LetterKind.OVERRIDE: override,
    LetterKind.FEE: fee,
    LetterKind.ANSWER: answer,
    LetterKind.ABANDONED: abandoned,
    LetterKind.SERVICE_PROOF: service_proof,
}
