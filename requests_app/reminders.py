"""What the disclosure office owes by a day, and is reminded of. Numbers and roles: the office's."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Model, QuerySet, Value
from django.urls import reverse

from portal.models.reminder import APPLICANT, OWNER
from portal.reminders import AsOf, Reminder, register
from portal.roles import DISCLOSURE_HEAD, DISCLOSURE_OFFICER, LEADER
from portal.workdays import CalendarGap
from requests_app.deadlines import CORRECTION_NOTICE_DAYS
from requests_app.models import Consultation, Decision, InformationRequest, Remedy, RequestRules
from requests_app.workflow import HANDLED, OPEN, Status

PROOF_WITHIN = timedelta(days=15)  # our decision: by then a letter has arrived or come back
DELIVERY_WITHIN = timedelta(days=5)
# Thousands of cases may be looked through: what a reminder is counted by and addressed to.
OF_CASE = ("number", "subject", "status", "office", "submitted_on", "received_on", "due_on")
OF_CASE += ("provisional_due_on", "internal_due_on")
OF_HANDLER = tuple(
    f"handler__{name}"
    for name in ("is_active", "wants_digest", "username", "last_name", "first_name")
)
TOP = (DISCLOSURE_HEAD, LEADER)


def handler(info_request: InformationRequest) -> list:
    return [info_request.handler]


def handler_of_case(part: Model) -> list:
    return [part.info_request.handler]


def page_of_case(part: Model) -> str:
    return part.info_request.get_absolute_url()


def status_page(about: Model) -> str:
    return reverse("requests_app:status_entry")


def cases(*statuses: Status, parts: tuple[str, ...] = ()) -> QuerySet:
    """Return open cases with what a reminder looks at."""
    rows = InformationRequest.objects.filter(status__in=statuses or OPEN)
    rows = rows.select_related("handler", *parts)
    return rows.defer("wanted") if parts else rows.only(*OF_CASE, *OF_HANDLER)


def term_from(day: date, length: int, as_of: AsOf) -> date | None:
    try:
        return as_of.calendar.end_of_term(day, length)
    except CalendarGap:
        return None


def unconfirmed(as_of: AsOf) -> QuerySet:
    """Cases whose receipt nobody confirmed yet, each with how many days there are for it."""
    within = RequestRules.objects.current().confirm_within_workdays
    return cases(Status.SUBMITTED).annotate(within=Value(within))


def confirmation_due(info_request: InformationRequest, as_of: AsOf) -> date | None:
    return term_from(info_request.submitted_on, info_request.within, as_of)


def correction_notice_due(info_request: InformationRequest, as_of: AsOf) -> date | None:
    return term_from(info_request.received_on, CORRECTION_NOTICE_DAYS, as_of)


def never_corrected(as_of: AsOf) -> QuerySet:
    return cases(*HANDLED).filter(correction=None)


def running(as_of: AsOf) -> QuerySet:
    """Open cases; where the clock stands still there is no day, and nothing is owed."""
    return cases()


def undelivered(as_of: AsOf) -> QuerySet:
    open_rows = Consultation.objects.open().filter(info_request__status=Status.CONSULTING)
    return open_rows.filter(delivered_on=None).select_related("info_request__handler")


def unanswered(as_of: AsOf) -> QuerySet:
    rows = Consultation.objects.with_running_term()
    return rows.select_related("info_request__handler").defer("question")


def unproven(as_of: AsOf) -> QuerySet:
    rows = Decision.objects.filter(served_on__isnull=False, service_proof="")
    return rows.select_related("info_request__handler")


def pending(as_of: AsOf) -> QuerySet:
    return Remedy.objects.pending().select_related("info_request__handler")


def ordered(as_of: AsOf) -> QuerySet:
    """Remedies that ordered a new answer which is not under way yet."""
    rows = Remedy.objects.filter(new_answer_due_on__isnull=False)
    rows = rows.filter(info_request__reopenings=None)
    return rows.select_related("info_request__handler")


def withheld(as_of: AsOf) -> QuerySet:
    closed = InformationRequest.objects.closed().filter(rereview_on__isnull=False)
    return closed.select_related("handler").defer("wanted")


def clocks() -> Iterator[Reminder]:
    """The terms of the Regulation that run against the bureau."""
    yield Reminder(
        "requests_app.confirmation_due",
        "确认收到申请",
        unconfirmed,
        due=confirmation_due,
        ahead=(0,),
        escalate_after=2,
        roles=(DISCLOSURE_OFFICER,),
        escalation_roles=(DISCLOSURE_HEAD,),
        basis="《条例》第三十一条",
    )
    yield Reminder(
        "requests_app.correction_notice_due",
        "补正告知期限",
        never_corrected,
        due=correction_notice_due,
        ahead=(2, 0),
        overdue_every=None,
        roles=(OWNER, DISCLOSURE_OFFICER),
        owners=handler,
        basis="《条例》第三十条",
    )
    common = {
        "escalate_after": 3,
        "roles": (OWNER, DISCLOSURE_OFFICER, DISCLOSURE_HEAD),
        "escalation_roles": TOP,
        "owners": handler,
        "basis": "《条例》第三十三条",
    }
    yield Reminder("requests_app.answer_due", "答复期限", running, **common)
    yield Reminder(
        "requests_app.answer_due_estimated",
        "答复期限（暂估）",
        running,
        due="provisional_due_on",
        **common,
    )
    yield Reminder(
        "requests_app.internal_due",
        "内部办理期限",
        lambda as_of: cases(Status.PROCESSING, Status.CONSULTING),
        due="internal_due_on",
        ahead=(1, 0),
        overdue_every=3,
        owners=handler,
    )


def consultations() -> Iterator[Reminder]:
    yield Reminder(
        "requests_app.consultation_undelivered",
        "征求意见书的送达",
        undelivered,
        due=lambda row, as_of: row.sent_on + DELIVERY_WITHIN,
        ahead=(0,),
        overdue_every=5,
        owners=handler_of_case,
        path=page_of_case,
        in_workdays=False,
    )
    yield Reminder(
        "requests_app.consultation_due",
        "征求意见答复期限",
        unanswered,
        ahead=(3, 0),
        owners=handler_of_case,
        path=page_of_case,
        basis="《条例》第三十二条、第三十四条",
    )


def turns_of_the_applicant() -> Iterator[Reminder]:
    common = {
        "ahead": (3, 1),
        "overdue_every": 5,
        "roles": (APPLICANT, OWNER, DISCLOSURE_OFFICER),
        "owners": handler,
        "applicant_path": status_page,
    }
    yield Reminder(
        "requests_app.correction_due",
        "申请人补正期限",
        lambda as_of: cases(Status.CORRECTION, parts=("correction",)),
        due=lambda row, as_of: row.correction.respond_by,
        basis="《条例》第三十条",
        **common,
    )
    yield Reminder(
        "requests_app.reasons_due",
        "申请人说明理由期限",
        lambda as_of: cases(Status.REASONS_ASKED, parts=("reasons_inquiry",)),
        due=lambda row, as_of: row.reasons_inquiry.respond_by,
        basis="《条例》第三十五条",
        **common,
    )
    yield Reminder(
        "requests_app.payment_due",
        "申请人缴费期限",
        lambda as_of: cases(Status.AWAITING_FEE, parts=("fee_notice",)),
        due=lambda row, as_of: row.fee_notice.due_on,
        basis="国办函〔2020〕109号",
        **common,
    )


def after_the_answer() -> Iterator[Reminder]:
    yield Reminder(
        "requests_app.service_unproven",
        "送达凭证",
        unproven,
        due=lambda row, as_of: row.served_on + PROOF_WITHIN,
        ahead=(0,),
        overdue_every=7,
        roles=(DISCLOSURE_OFFICER,),
        path=page_of_case,
        in_workdays=False,
    )
    common = {
        "roles": (OWNER, DISCLOSURE_OFFICER, DISCLOSURE_HEAD),
        "owners": handler_of_case,
        "path": page_of_case,
        "in_workdays": False,
    }
    yield Reminder(
        "requests_app.remedy_reply_due",
        "复议答复或应诉答辩期限",
        pending,
        due="reply_due_on",
        **common,
    )
    yield Reminder(
        "requests_app.hearing_due",
        "听证或开庭",
        pending,
        due="hearing_on",
        ahead=(7, 3, 1, 0),
        overdue_every=None,
        **{**common, "roles": (OWNER, DISCLOSURE_OFFICER, *TOP)},
    )
    yield Reminder(
        "requests_app.new_answer_due",
        "责令重新答复的期限",
        ordered,
        due="new_answer_due_on",
        **common,
    )
    yield Reminder(
        "requests_app.rereview_due",
        "不予公开信息再评估（公开申请）",
        withheld,
        due="rereview_on",
        ahead=(10, 0),
        overdue_every=10,
        roles=(OWNER, DISCLOSURE_HEAD),
        owners=handler,
        in_workdays=False,
        basis="《条例》第十八条",
    )


register(*clocks(), *consultations(), *turns_of_the_applicant(), *after_the_answer())
