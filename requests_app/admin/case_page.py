"""The page of one case: who asks what, where it stands, what the clock says, what comes next."""

from portal.admin.base import state_mark
from requests_app.admin.act_pages import page
from requests_app.admin.acts import offered, offered_on
from requests_app.admin.case import Case, wanted_rows
from requests_app.admin.marks import left_mark
from requests_app.admin.next_steps import next_steps
from requests_app.models import InformationRequest
from requests_app.models.applicant import MASKS
from requests_app.models.request_file import FileKind
from requests_app.outcomes import DETAILS
from requests_app.repeats import similar_to
from requests_app.workflow import OPEN, SILENCE, Status

SIMILAR = 8
FOR_ALL = [FileKind.ANSWER]  # what was handed out; every other file tells of the applicant
# What staff or the applicant typed, shown as the person who reads it may read it.
FREE_TEXTS = {
    "correction": ("items", "guidance", "answer", "good_reason"),
    "extension": ("reason",),
    "reasons_inquiry": ("facts", "answer", "finding"),
    "fee_notice": ("late_reason",),
}
PAUSED = {
    Status.SUBMITTED: "双方确认收到后开始计算。",
    Status.CORRECTION: "等待补正；收到之日的次日起重新计算20个工作日。",
    Status.CONSULTING: "征求意见期间不计入答复期限，结束后接着计算。",
    Status.AWAITING_FEE: "申请人收到收费通知后停止计算，缴费后按设置恢复。",
}


def case_page(request_admin, request, case: Case):
    info_request = case.info_request
    acts = offered(case)
    may_disclose = any(act.name == "disclose" for act in acts)
    context = {
        "main_acts": [act for act in acts if is_main(act, case)],
        "side_acts": [act for act in acts if not is_main(act, case) and not act.is_dangerous],
        "dangerous_acts": [act for act in acts if act.is_dangerous],
        "turn": whose_turn(case),
        "reasons_to_publish": case.reasons_to_publish if may_disclose else [],
        "person": person_rows(info_request.applicant.masked, info_request),
        "wanted": wanted_rows(case),
        "due": due_facts(case),
        "steps": [(step, step.is_over(case.today)) for step in next_steps(case)],
        "parts": parts_of(case),
        "files": files_of(case),
        "letters": list(info_request.letters.select_related("made_by")),
        "similar": similar_rows(case),
        "events": history_of(case),
        "warnings": list(warnings(case)),
        "may_print_receipt": case.may("register_informationrequest"),
    }
    return page(request_admin, request, "case", case, str(info_request), **context)


def is_main(act, case: Case) -> bool:
    """True for acts that bring the case on; giving it to somebody else does not."""
    info_request = case.info_request
    is_again = act.name == "assign" and info_request.handler_id is not None
    is_early = act.name == "rereview" and info_request.rereview_on > case.today
    is_unasked = act.name == "disclose" and not case.reasons_to_publish
    return not (act.is_side or act.is_dangerous or is_again or is_early or is_unasked)


def whose_turn(case: Case) -> str:
    """Return in a sentence whom the case waits for."""
    info_request = case.info_request
    handler = info_request.handler or "承办人"
    return {
        Status.SUBMITTED: "等公开办与申请人确认收到。",
        Status.RECEIVED: "等公开办分办。",
        Status.PROCESSING: f"等{handler}办理{proposals(info_request)}。",
        Status.CORRECTION: "等申请人补正。",
        Status.CONSULTING: f"等被征求意见的一方答复，由{handler}登记。",
        Status.REASONS_ASKED: "等申请人说明理由，由公开办负责人认定。",
        Status.AWAITING_FEE: "等申请人缴费。",
        Status.APPROVAL: "等公开办负责人批准答复（拟定人以外的人）。",
        Status.DECIDED: "答复已批准，等公开办送达。",
        Status.CLOSED: "已办结。",
    }[info_request.status]


def proposals(info_request: InformationRequest) -> str:
    named = [("extension", "延期"), ("fee_notice", "收费")]
    waiting = [
        word for name, word in named if (row := info_request.part(name)) and row.approved_on is None
    ]
    return f"；{'、'.join(waiting)}等公开办负责人批准" if waiting else ""


def person_rows(values: dict, info_request) -> list[tuple[str, str]]:
    """Return what is known of the applicant, as label and text, empty fields left out."""
    applicant = info_request.applicant
    fields = {field.name: field.verbose_name for field in applicant._meta.concrete_fields}
    rows = [("类型", info_request.get_applicant_kind_display())]
    for name in MASKS:
        if name == "id_number" and applicant.id_kind:
            rows.append((fields["id_kind"], applicant.get_id_kind_display()))
        if values[name]:
            rows.append((fields[name], values[name]))
    if applicant.purged_at:
        rows.append(("个人信息", f"已于 {applicant.purged_at:%Y-%m-%d} 到期清除"))
    return rows


def due_facts(case: Case) -> dict:
    """Return the due day as a big date with its mark, or why there is none."""
    info_request, clock = case.info_request, case.clock
    facts = {"clock": clock, "day": info_request.due_on or info_request.provisional_due_on}
    if not info_request.is_open:
        late = {True: "逾期办结", False: "按期办结"}.get(info_request.is_late, "")
        return facts | {"day": info_request.due_on, "closed": late}
    if not case.is_counted():
        return facts | {"why": "更正与自身相关的信息，条例第四十一条没有规定期限。"}
    if info_request.due_on:
        return facts | {"mark": left_mark(info_request.due_on, case.calendar, case.today)}
    if info_request.provisional_due_on:
        year = clock.missing_year if clock else info_request.provisional_due_on.year
        why = f"待国务院公布{year}年放假安排，这是最早可能的日期；录入后自动重算。"
        return facts | {"mark": state_mark("soon", "暂估"), "why": why}
    return facts | {"why": PAUSED.get(info_request.status, "期限暂停计算。")}


def warnings(case: Case):
    """Yield what was not done as the law asks, in a sentence each."""
    info_request = case.info_request
    is_letter = info_request.channel_id == "ordinary_mail"
    if (
        is_letter
        and info_request.received_on
        and info_request.received_on > (info_request.submitted_on)
    ):
        yield (
            f"平信 {info_request.submitted_on:%Y-%m-%d} 寄达，{info_request.received_on:%Y-%m-%d} "
            "才确认；应当在寄达当天与申请人确认（条例第三十一条第（二）项），请在记事中写明原因。"
        )
    correction = info_request.part("correction")
    if correction and correction.is_late:
        yield "补正告知超过收到之日起7个工作日（条例第三十条）。"
    if info_request.status in OPEN and not info_request.applicant.id_number:
        yield "申请没有身份证明，可以要求补正（条例第二十九条第二款）。"


def parts_of(case: Case) -> dict:
    """Return every row of the case with the acts on it, as this person may read it."""
    info_request = case.info_request
    parts = {name: info_request.part(name) for name in FREE_TEXTS}
    remedies = info_request.remedies.all()
    return parts | {
        "texts": {name: texts_of(case, row, FREE_TEXTS[name]) for name, row in parts.items()},
        "consultations": [consultation(case, row) for row in info_request.consultations.all()],
        "decisions": [decision(case, row) for row in info_request.decisions.all()],
        "remedies": [{"row": row, "acts": offered_on(case, "remedies", row)} for row in remedies],
        "reopenings": info_request.reopenings.all(),
        "publications": info_request.publications.select_related("item", "made_by"),
        "may_open_items": case.user.has_perm("disclosure.view_item"),
    }


def texts_of(case: Case, row, names) -> dict[str, str]:
    return {name: case.text(getattr(row, name)) for name in names} if row else {}


def consultation(case: Case, row) -> dict:
    return {
        "row": row,
        "party": case.party(row.party),
        "question": case.text(row.question),
        "reason": case.text(row.opinion_reason),
        "proof": case.text(row.proof),
        "override_reason": case.text(row.override_reason),
        "silence": SILENCE[row.kind],
        "acts": offered_on(case, "consultations", row),
    }


def decision(case: Case, row) -> dict:
    return {
        "row": row,
        "details": [(DETAILS[key], case.text(text)) for key, text in row.details.items()],
        "reasons": case.text(row.reasons),
        "service_proof": case.text(row.service_proof),
        "return_reason": case.text(row.return_reason),
    }


def files_of(case: Case) -> list[dict]:
    """Return the files; who may not see who asked is told their kind, not their name."""
    return [
        {
            "row": file,
            "name": file.name if case.may_unmask else file.get_kind_display(),
            "may_open": may_open(case, file),
            "asks_reason": file.kind not in FOR_ALL,
        }
        for file in case.info_request.files.select_related("added_by")
    ]


def may_open(case: Case, file) -> bool:
    return case.may("view_requestfile") and (file.kind in FOR_ALL or case.may_unmask)


def similar_rows(case: Case) -> list[dict]:
    """Return the cases that resemble this one; a link only to those the person may open."""
    found = similar_to(case.info_request, limit=SIMILAR)
    pks = [repeat.info_request.pk for repeat in found]
    visible = InformationRequest.objects.visible_to(case.user).filter(pk__in=pks)
    open_to = set(visible.values_list("pk", flat=True))
    return [
        {"repeat": repeat, "row": repeat.info_request, "visible": repeat.info_request.pk in open_to}
        for repeat in found
    ]


def history_of(case: Case) -> list:
    """Return the history, the newest line first, its notes as this person may read them."""
    lines = list(case.info_request.events.select_related("by").order_by("-at", "-pk"))
    for each in lines:
        each.shown_note = case.text(each.note)
    return lines
