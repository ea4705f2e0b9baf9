"""The law's next steps of a case with their last days: what, by when, by which article."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from requests_app.admin.case import Case, known
from requests_app.deadlines import litigation_after_review_by, litigation_by, review_by
from requests_app.outcomes import RemedyRoute
from requests_app.workflow import HANDLED, ReceiptRule, Status

ONE_DAY = timedelta(days=1)
NO_CALENDAR = "待节假日安排录入后计算"
NOT_ASKED_YET = "登记对方收到日期后计算"


@dataclass(frozen=True)
class Step:
    """One thing that is due, may be done until, or may be done from a day on."""

    what: str
    by: date | None
    basis: str = ""
    missing: str = NO_CALENDAR  # what stands in place of a day that is not known
    is_risk: bool = False  # a day that binds nobody, but may be held against the bureau
    is_estimate: bool = False
    is_others: bool = False  # somebody else's day: its passing is no lateness of ours
    starts: bool = False  # from that day on
    is_option: bool = False  # may be done until then, need not be

    def is_over(self, today: date) -> bool:
        return self.by is not None and self.by < today and not self.is_others and not self.starts


def next_steps(case: Case) -> list[Step]:
    """Return what the law asks or allows next, the earliest day first."""
    parts = (receipt, answering, asking, money, reasons, silence, remedies, assessment)
    steps = [step for part in parts for step in part(case)]
    return sorted(steps, key=lambda step: step.by or date.max)


def receipt(case: Case) -> Iterator[Step]:
    info_request = case.info_request
    if info_request.status != Status.SUBMITTED:
        return
    if info_request.channel_id == "ordinary_mail":
        basis = "条例第三十一条第（二）项：平信应在寄达当天确认"
        yield Step("与申请人确认收到", info_request.submitted_on, basis)
    else:
        by = case.workday(info_request.submitted_on, case.rules.confirm_within_workdays)
        yield Step("与申请人确认收到", by, "条例第三十一条；时限为本机关规定")


def answering(case: Case) -> Iterator[Step]:
    info_request, clock = case.info_request, case.clock
    if clock is None or not info_request.is_open:
        return
    if info_request.due_on or info_request.provisional_due_on:
        day = info_request.due_on or info_request.provisional_due_on
        basis = "条例第三十三条；按所选送达方式送出的日期计算"
        yield Step("答复并送达", day, basis, is_estimate=info_request.due_on is None)
    if clock.internal_due and clock.internal_due != clock.due:
        yield Step("内部预警", clock.internal_due, "收到当日计入时的最后一天", is_risk=True)
    if info_request.internal_due_on and info_request.status in HANDLED:
        yield Step("承办人办理", info_request.internal_due_on, "本机关规定")
    if info_request.status in HANDLED and info_request.part("correction") is None:
        yield Step(
            "要求补正",
            clock.correction_notice_by,
            "条例第三十条：7个工作日内，一次性告知",
            is_option=True,
        )
    yield from extending(case)
    yield from risks(case)


def extending(case: Case) -> Iterator[Step]:
    """The last day to extend, while it was not done."""
    extension = case.info_request.part("extension")
    is_done = extension is not None and extension.approved_on is not None
    if case.info_request.status in HANDLED and not is_done:
        basis = "条例第三十三条第二款：期限届满前"
        by = case.clock.extension_by
        yield Step("批准延期并告知申请人", by, basis, is_option=True)


def risks(case: Case) -> Iterator[Step]:
    """Days that count only if somebody disputes how the term was counted."""
    info_request, clock = case.info_request, case.clock
    confirms = info_request.channel.receipt_rule == ReceiptRule.CONFIRMATION
    if confirms and info_request.received_on > info_request.submitted_on:
        basis = "确认晚于提交：若以提交之日为收到日，期限到这一天"
        yield Step("影子期限", clock.shadow_due, basis, is_risk=True)
    if info_request.started_on and info_request.started_on > info_request.received_on:
        basis = "若补正或缴费不重新起算，期限到这一天"
        yield Step("原期限", clock.original_due, basis, is_risk=True)


def asking(case: Case) -> Iterator[Step]:
    info_request = case.info_request
    if info_request.status == Status.CORRECTION:
        respond_by = info_request.correction.respond_by
        yield Step("申请人补正", respond_by, "条例第三十条", is_others=True)
        yield Step(
            "可以按逾期不补正办结", respond_by + ONE_DAY, "条例第三十条：期满的次日起", starts=True
        )
    for consultation in info_request.consultations.all():
        if consultation.is_open and info_request.is_open:
            yield Step(
                f"{consultation.get_kind_display()}答复意见",
                consultation.due_on,
                "条例第三十二条、第三十四条：收到之日起15个工作日",
                missing=NO_CALENDAR if consultation.delivered_on else NOT_ASKED_YET,
                is_others=True,
            )


def money(case: Case) -> Iterator[Step]:
    if case.info_request.status != Status.AWAITING_FEE:
        return
    notice = case.info_request.fee_notice
    missing = NO_CALENDAR if notice.delivered_on else "登记通知送达日期后计算"
    basis = "国办函〔2020〕109号第六条"
    yield Step("申请人缴费", notice.due_on, basis, missing=missing, is_others=True)
    if notice.due_on:
        yield Step("可以按逾期不缴费办结", notice.due_on + ONE_DAY, basis, starts=True)


def reasons(case: Case) -> Iterator[Step]:
    inquiry = case.info_request.part("reasons_inquiry")
    if case.info_request.status == Status.REASONS_ASKED:
        yield Step("申请人说明理由", inquiry.respond_by, "条例第三十五条", is_others=True)


def silence(case: Case) -> Iterator[Step]:
    """What the applicant may do once the term has passed without an answer."""
    info_request = case.info_request
    due_on = info_request.due_on
    if not info_request.is_open or due_on is None or due_on >= case.today:
        return
    basis = "逾期未答复，自期限届满之日起"
    review = known(lambda: review_by(due_on, case.calendar))
    suit = known(lambda: litigation_by(due_on, case.calendar))
    yield Step("申请人可以申请行政复议", review, f"{basis}60日", is_others=True)
    yield Step("申请人可以起诉", suit, f"{basis}六个月（复议是否前置见设置）", is_others=True)


def remedies(case: Case) -> Iterator[Step]:
    info_request, decision = case.info_request, case.info_request.decision
    for remedy in info_request.remedies.all():
        if not remedy.result:
            yield from pending_remedy(remedy)
        elif remedy.new_answer_due_on and not info_request.reopenings.all():
            yield Step("重新作出答复", remedy.new_answer_due_on, "复议决定或判决")
        if remedy.result and remedy.received_on and remedy.kind == "review":
            by = known(lambda on=remedy.received_on: litigation_after_review_by(on, case.calendar))
            yield Step("申请人对复议决定起诉", by, "行政诉讼法第四十五条：15日", is_others=True)
    if decision is None or decision.served_on is None or info_request.remedies.all():
        return
    if decision.remedy == RemedyRoute.NONE:
        return
    known_on = decision.delivered_on or decision.served_on
    review = known(lambda: review_by(known_on, case.calendar))
    first = "，须先复议" if decision.remedy == RemedyRoute.REVIEW_FIRST else ""
    basis = f"行政复议法第二十条：知道之日起60日{first}"
    yield Step("申请人申请行政复议", review, basis, is_others=True)
    if decision.remedy == RemedyRoute.OPTIONAL:
        suit = known(lambda: litigation_by(known_on, case.calendar))
        yield Step("申请人直接起诉", suit, "行政诉讼法第四十六条：六个月", is_others=True)


def pending_remedy(remedy) -> Iterator[Step]:
    if remedy.reply_due_on:
        yield Step(f"{remedy.get_kind_display()}：提交答复（答辩）", remedy.reply_due_on)
    if remedy.hearing_on:
        yield Step(f"{remedy.get_kind_display()}：听证或开庭", remedy.hearing_on)


def assessment(case: Case) -> Iterator[Step]:
    if case.info_request.rereview_on:
        yield Step("不予公开信息再评估", case.info_request.rereview_on, "条例第十八条")
