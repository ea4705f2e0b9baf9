"""What a person must have before their eyes when they do an act: the proposal they decide on."""

from collections.abc import Callable

from requests_app.admin.case import Case
from requests_app.deadlines import Event
from requests_app.fees import plain
from requests_app.letter_preview import still_missing
from requests_app.letters import LetterKind
from requests_app.outcomes import DETAILS
from requests_app.workflow import ConsultationKind

Facts = list[tuple[str, str]]
SHOW_DAY = "%Y-%m-%d"


def shown(day) -> str:
    return f"{day:{SHOW_DAY}}" if day else "不能计算"


def extension(case: Case, part) -> Facts:
    row = case.info_request.extension
    granted = Event(kind="extension_granted", on=case.today, working_days=row.working_days)
    now = case.info_request.due_on or case.info_request.provisional_due_on
    return [
        ("延长", f"{row.working_days}个工作日"),
        ("理由", case.text(row.reason)),
        ("提请", f"{row.proposed_by}，{shown(row.proposed_on)}"),
        ("现在的答复期限", shown(now)),
        ("批准后的答复期限", case.due_with(granted)),
    ]


def fee(case: Case, part) -> Facts:
    row = case.info_request.fee_notice
    return [
        ("金额", f"{plain(row.amount)}元（{row.get_basis_display()}）"),
        ("计算过程", "\n".join(row.breakdown)),
        ("提请", f"{row.proposed_by}，{shown(row.proposed_on)}"),
    ]


def answer(case: Case, part) -> Facts:
    row = case.info_request.decision
    article = f"（条例{row.article}）" if row.article else ""
    details = [(DETAILS[key], case.text(said)) for key, said in row.details.items()]
    return [
        ("办理结果", f"{row.label}{article}"),
        *details,
        *([("理由和事实依据", case.text(row.reasons))] if row.reasons else []),
        ("救济途径", row.get_remedy_display()),
        ("拟定", str(row.proposed_by or "导入")),
        *consulted(case),
    ]


def consulted(case: Case) -> Facts:
    """Return what third parties said: an answer must agree with it."""
    asked = [
        row
        for row in case.info_request.consultations.all()
        if row.kind == ConsultationKind.THIRD_PARTY and row.opinion
    ]
    return [(f"第三方：{case.party(row.party)}", row.get_opinion_display()) for row in asked]


def service(case: Case, part) -> Facts:
    info_request, row = case.info_request, case.info_request.decision
    warnings = still_missing(
        LetterKind.ANSWER, part=row, online=info_request.obtain_way == "online"
    )
    return [
        ("答复书", f"{row.label}，{row.letter.number if row.letter else ''}"),
        ("申请人要求的方式", info_request.get_obtain_way_display() or "没有写明"),
        ("答复期限", shown(info_request.due_on)),
        *(("送达之前", sentence) for sentence in warnings),
    ]


def inquiry(case: Case, part) -> Facts:
    row = case.info_request.reasons_inquiry
    return [
        ("事实", case.text(row.facts)),
        ("说明期限", shown(row.respond_by)),
        ("申请人的说明", case.text(row.answer) or "还没有收到"),
    ]


def consultation(case: Case, part) -> Facts:
    facts = [
        (part.get_kind_display(), case.party(part.party)),
        ("发出", shown(part.sent_on)),
        ("内容", case.text(part.question)),
    ]
    if part.due_on:
        facts.append(("对方的答复期限", shown(part.due_on)))
    if part.opinion_reason:
        facts.append(("对方的理由", case.text(part.opinion_reason)))
    return facts


def correction(case: Case, part) -> Facts:
    row = case.info_request.correction
    return [("需要补正的内容", case.text(row.items)), ("补正期限", shown(row.respond_by))]


def remedy(case: Case, part) -> Facts:
    facts = [("类别", part.get_kind_display()), ("申请或起诉", shown(part.filed_on))]
    if part.result:
        facts.append(("结果", f"{part.get_ruling_display()}，{shown(part.decided_on)}"))
    return facts


FACTS: dict[str, Callable[[Case, object], Facts]] = {
    "approve-extension": extension,
    "decline-extension": extension,
    "approve-fee": fee,
    "decline-fee": fee,
    "deliver-fee": fee,
    "pay-fee": fee,
    "lapse-fee": fee,
    "approve-answer": answer,
    "return-answer": answer,
    "rereview": lambda case, part: answer(case, part) if case.info_request.decision else [],
    "serve": service,
    "receive-reasons": inquiry,
    "accept-reasons": inquiry,
    "reject-reasons": inquiry,
    "receive-correction": correction,
    "lapse-correction": correction,
    "deliver-consultation": consultation,
    "answer-consultation": consultation,
    "expire-consultation": consultation,
    "override-consultation": consultation,
    "decide-remedy": remedy,
    "reopen": remedy,
}


def facts_of(name: str, case: Case, part, *, is_possible: bool) -> Facts:
    """Return the facts for one act; none where the case has moved on meanwhile."""
    return FACTS[name](case, part) if is_possible and name in FACTS else []
