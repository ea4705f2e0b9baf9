"""What an applicant is told of a request: whose turn it is, what happened, which ways are open.

Names of staff and internal notes stay inside: only what is listed here is shown.
"""

from dataclasses import dataclass
from datetime import date

from portal.workdays import CalendarGap, WorkCalendar
from requests_app.calendar_terms import litigation_ends, review_ends
from requests_app.deadlines import litigation_after_review_by, litigation_by, review_by
from requests_app.models import Applicant, FileKind, InformationRequest, RequestRules
from requests_app.models.applicant import MASKS
from requests_app.workflow import EventKind, Status

BUREAU, APPLICANT, OTHERS, NOBODY = "bureau", "applicant", "others", "nobody"
TURNS = {  # whose turn it is, and what comes next
    Status.SUBMITTED: (BUREAU, "等待公开办与您确认收到；确认之日起计算答复期限。"),
    Status.RECEIVED: (BUREAU, "申请已收到，公开办正在安排承办科室。"),
    Status.PROCESSING: (BUREAU, "正在办理，请等待答复。"),
    Status.CORRECTION: (APPLICANT, "需要您补正申请，补正之前不能继续办理。"),
    Status.CONSULTING: (OTHERS, "正在书面征求第三方或其他机关的意见，这段时间不计入答复期限。"),
    Status.REASONS_ASKED: (APPLICANT, "需要您说明申请的理由。"),
    Status.AWAITING_FEE: (APPLICANT, "需要您按收费通知书缴纳信息处理费。"),
    Status.APPROVAL: (BUREAU, "答复已经拟好，正在审批。"),
    Status.DECIDED: (BUREAU, "答复已经作出，正在送达给您。"),
    Status.CLOSED: (NOBODY, "这件申请已经办结。"),
}
SHOWN = {  # what of the history an applicant sees, in words for them
    EventKind.SUBMITTED: "提交申请",
    EventKind.REGISTERED: "登记申请",
    EventKind.CONFIRMED: "确认收到申请",
    EventKind.ASSIGNED: "交承办科室办理",
    EventKind.CORRECTION_ASKED: "告知补正",
    EventKind.CORRECTED: "收到您的补正",
    EventKind.CONSULTATION_SENT: "征求第三方或其他机关意见",
    EventKind.CONSULTATION_ENDED: "征求意见结束",
    EventKind.REASONS_ASKED: "请您说明理由",
    EventKind.REASONS_JUDGED: "理由已经认定",
    EventKind.EXTENDED: "延长答复期限",
    EventKind.FEE_ASKED: "发出收费通知书",
    EventKind.FEE_PAID: "收到缴费",
    EventKind.APPROVED: "作出答复",
    EventKind.SERVED: "答复已送达",
    EventKind.ABANDONED: "逾期未办，不再处理",
    EventKind.WITHDRAWN: "您撤回了申请",
    EventKind.REOPENED: "重新办理",
    EventKind.RECOUNTED: "国务院公布放假安排后，重新计算期限",
}


@dataclass(frozen=True)
class Remedy:
    """A way against the answer: where to, until when, under which article."""

    title: str
    text: str
    until: date | None = None
    is_estimate: bool = False
    url: str = ""


def timeline(info_request: InformationRequest) -> list[dict]:
    """Return what happened, oldest first; `on` is the day it counts for."""
    return [
        {"label": SHOWN[event.kind], "at": event.at, "on": event.on}
        for event in sorted(info_request.events.all(), key=lambda event: (event.at, event.pk))
        if event.kind in SHOWN
    ]


def letters_for_applicant(info_request: InformationRequest) -> list:
    """Return the letters that went out to the applicant, newest first."""
    letters = [
        letter
        for letter in info_request.letters.all()
        if letter.law.to_applicant and is_out(letter)
    ]
    return sorted(letters, key=lambda letter: (letter.dated, letter.pk), reverse=True)


def is_out(letter) -> bool:
    """Tell whether a letter has left the house: an answer once it is served, others when fixed."""
    return bool(letter.served_on) if letter.law.waits_for_service else letter.is_frozen


def files_for_applicant(info_request: InformationRequest) -> list:
    """Return the information handed out; there once the answer is served."""
    if info_request.served_on is None:
        return []
    return [file for file in info_request.files.all() if file.kind == FileKind.ANSWER]


def day_or_estimate(count, raw: date, known_on: date, calendar: WorkCalendar):
    """Return the last day and whether it is estimated for want of a holiday notice."""
    try:
        return count(known_on, calendar), False
    except CalendarGap:
        return count(known_on, calendar.estimate(range(raw.year, raw.year + 2))), True


def remedies(
    info_request: InformationRequest, rules: RequestRules, calendar: WorkCalendar, today: date
) -> list[Remedy]:
    """Return the ways open against the answer, or against silence (requests.md §6)."""
    if info_request.is_open:
        is_late = info_request.due_on is not None and info_request.due_on < today
        return [Remedy("逾期未答复", rules.no_answer_text), complaint(rules)] if is_late else []
    days = info_request.remedy_days(calendar, today)
    if days is None:
        return [complaint(rules)]
    ways = [review(days.since, rules, calendar, is_first=days.is_review_first)]
    if days.is_review_first:
        ways += suits_after_review(info_request, rules, calendar)
    else:
        ways.append(suit(days.since, rules, calendar))
    return [*ways, complaint(rules)]


def review(known_on: date, rules: RequestRules, calendar, *, is_first: bool) -> Remedy:
    until, is_estimate = day_or_estimate(review_by, review_ends(known_on), known_on, calendar)
    first = (
        "应当先申请行政复议，对复议决定不服的再起诉（行政复议法第二十三条）。" if is_first else ""
    )
    text = f"自收到答复之日起六十日内，可以向{rules.review_organ}申请行政复议。{first}"
    return Remedy("行政复议", text, until, is_estimate, rules.review_url)


def suit(known_on: date, rules: RequestRules, calendar) -> Remedy:
    raw = litigation_ends(known_on)
    until, is_estimate = day_or_estimate(litigation_by, raw, known_on, calendar)
    text = f"也可以自知道答复之日起六个月内，直接向{rules.court}提起行政诉讼。"
    return Remedy("行政诉讼", text, until, is_estimate)


def suits_after_review(info_request, rules: RequestRules, calendar) -> list[Remedy]:
    """Return the suit that follows a review; its last day once the review is decided."""
    text = f"对复议决定不服的，自收到复议决定书之日起十五日内向{rules.court}提起行政诉讼。"
    days = [row.received_on for row in info_request.remedies.all() if row.received_on]
    if not days:
        return [Remedy("复议之后的行政诉讼", text)]
    known_on = max(days)
    count = litigation_after_review_by
    until, is_estimate = day_or_estimate(count, known_on, known_on, calendar)
    return [Remedy("复议之后的行政诉讼", text, until, is_estimate)]


def complaint(rules: RequestRules) -> Remedy:
    phone = f"，电话{rules.supervisor_phone}" if rules.supervisor_phone else ""
    text = f"认为本机关没有依法办理的，可以向{rules.supervisor_organ}投诉、举报{phone}"
    text += "（条例第四十七条、第五十一条）。"
    return Remedy("投诉举报", text)


def masked_rows(person: Applicant) -> list[tuple[str, str]]:
    """Return who asks, recognisable to themselves and of no use over a shoulder."""
    shown = person.masked
    names = ("name", "id_number", "phone", "email", "address", "agent_name")
    labels = {name: person._meta.get_field(name).verbose_name for name in names}
    return [(labels[name], shown[name]) for name in names if shown[name]]


def own_data(info_request: InformationRequest) -> dict:
    """Return everything the applicant gave us, in their words (个人信息保护法 art. 45)."""
    person = info_request.applicant
    data = {"证件类型": person.get_id_kind_display()}
    data |= {person._meta.get_field(name).verbose_name: getattr(person, name) for name in MASKS}
    return {label: text for label, text in data.items() if text}


def wanted_data(info_request: InformationRequest) -> dict[str, str]:
    """Return what is asked for, as it was typed."""
    names = ("wanted_name", "wanted_number", "wanted", "wanted_period", "help_needed")
    data = {
        info_request._meta.get_field(name).verbose_name: getattr(info_request, name)
        for name in names
    }
    data["提供形式"] = info_request.get_provide_form_display()
    data["获取方式"] = info_request.get_obtain_way_display()
    return {label: text for label, text in data.items() if text}
