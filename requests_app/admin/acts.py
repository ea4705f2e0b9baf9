"""DATA: the acts on a request as the admin offers them; each is one verb of the models.

Whether an act is allowed the verb decides, under lock; when it is worth a button,
`act_conditions` says.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from django.db.models import Model
from django.forms import Form

from requests_app.admin import (
    act_forms,
    answer_forms,
    asking_forms,
    publication_forms,
    term_forms,
)
from requests_app.admin.act_conditions import (
    at,
    correction_lapsed,
    fee_at,
    fee_lapsed,
    is_open,
    is_silent,
    is_undelivered,
    lacks_proof,
    may_disclose,
    may_judge_answer,
    may_override,
    may_propose_extension,
    may_reopen,
    pending,
    reasons_missing,
    without,
)
from requests_app.admin.case import Case
from requests_app.models import (
    Consultation,
    Correction,
    Decision,
    Extension,
    FeeNotice,
    InformationRequest,
    Publication,
    ReasonsInquiry,
    Remedy,
    RequestFile,
)
from requests_app.workflow import EXTENDABLE, HANDLED, OPEN, Status

REGISTER, ASSIGN, HANDLE, APPROVE, SERVE = (
    f"{act}_informationrequest" for act in ("register", "assign", "handle", "approve", "serve")
)
LAPSE_NOTE = "有正当理由的，先登记补正和理由，不要办结。"


@dataclass(frozen=True)
class Act:
    """`name` is its address; `verb` gives what is called with by, at and the form's arguments."""

    name: str
    label: str
    permission: str
    form: type[Form]
    is_offered: Callable[[Case, Model | None], bool]
    verb: Callable[[InformationRequest, Model | None], Callable]
    part: str = ""  # the related name of the rows it is done to, one by one
    is_dangerous: bool = False
    is_side: bool = False  # may be done at any time, apart from the course of the case
    consequences: list[str] = field(default_factory=list)

    def may(self, case: Case, part: Model | None = None) -> bool:
        return case.may(self.permission) and self.is_offered(case, part)


def current(decision: Decision | None) -> Decision:
    """Return the answer an act is done to; one sent back meanwhile is gone."""
    if decision is None:
        raise Decision.DoesNotExist
    return decision


ACTS = {
    act.name: act
    for act in (
        Act(
            "confirm",
            "确认收到",
            REGISTER,
            act_forms.ConfirmForm,
            at(Status.SUBMITTED),
            lambda case, _: case.confirm,
            consequences=[
                "网上、传真、电子邮件和平信以双方确认之日为收到日期（条例第三十一条），"
                "平信应在寄达当天确认；确认后期限开始计算，并通知申请人。",
            ],
        ),
        Act(
            "assign",
            "分办",
            ASSIGN,
            act_forms.AssignForm,
            at(*(status for status in OPEN if status != Status.SUBMITTED)),
            lambda case, _: case.assign,
        ),
        Act(
            "approve-extension",
            "批准延期",
            APPROVE,
            term_forms.ApproveExtensionForm,
            pending("extension", *EXTENDABLE),
            lambda case, _: case.extension.approve,
            consequences=["生成延期答复告知书，通知申请人，答复期限随之改变。"],
        ),
        Act(
            "approve-fee",
            "批准收费",
            APPROVE,
            term_forms.ApproveFeeForm,
            pending("fee_notice", Status.PROCESSING),
            lambda case, _: case.fee_notice.approve,
            consequences=["生成收费通知书；申请人收到之日起，答复期限停止计算。"],
        ),
        Act(
            "decline-extension",
            "不同意延期",
            APPROVE,
            act_forms.ReasonForm,
            pending("extension", *EXTENDABLE),
            lambda case, _: case.extension.decline,
        ),
        Act(
            "decline-fee",
            "不同意收费",
            APPROVE,
            act_forms.ReasonForm,
            pending("fee_notice", Status.PROCESSING),
            lambda case, _: case.fee_notice.decline,
        ),
        Act(
            "answer",
            "拟定答复",
            HANDLE,
            answer_forms.AnswerForm,
            at(Status.PROCESSING),
            lambda case, _: partial(Decision.objects.propose, case),
        ),
        Act(
            "ask-correction",
            "要求补正",
            HANDLE,
            asking_forms.AskCorrectionForm,
            without("correction", *HANDLED),
            lambda case, _: partial(Correction.objects.ask, case),
            consequences=[
                "生成补正告知书并通知申请人。补正只能告知一次（条例第三十条）；"
                "收到补正后，答复期限重新计算。",
            ],
        ),
        Act(
            "receive-correction",
            "收到补正",
            HANDLE,
            asking_forms.ReceiveCorrectionForm,
            at(Status.CORRECTION),
            lambda case, _: case.correction.receive,
        ),
        Act(
            "lapse-correction",
            "逾期不补正，办结",
            SERVE,
            act_forms.DayForm,
            correction_lapsed,
            lambda case, _: case.correction.lapse,
            is_dangerous=True,
            consequences=[
                f"申请人无正当理由逾期不补正的，视为放弃申请（条例第三十条）。{LAPSE_NOTE}",
                "生成不再处理告知书，案件办结，不能撤销。",
            ],
        ),
        Act(
            "consult",
            "征求意见",
            HANDLE,
            asking_forms.ConsultForm,
            at(Status.PROCESSING, Status.CONSULTING),
            lambda case, _: partial(Consultation.objects.send, case),
            consequences=[
                "第三方逾期未答复的，由本机关决定是否公开，不等于同意（条例第三十二条）。",
                "共同制作机关逾期未答复的，视为同意公开（条例第三十四条）。",
                "生成征求意见书和给申请人的告知书；征求意见所需时间不计入答复期限（条例第三十三条"
                "第三款），提请有关部门确定的按“依申请公开设置”。",
            ],
        ),
        Act(
            "deliver-consultation",
            "登记对方收到",
            HANDLE,
            asking_forms.DeliverForm,
            is_undelivered,
            lambda _, part: part.deliver,
            part="consultations",
        ),
        Act(
            "answer-consultation",
            "登记意见",
            HANDLE,
            asking_forms.OpinionForm,
            is_open,
            lambda _, part: part.answer,
            part="consultations",
        ),
        Act(
            "expire-consultation",
            "登记逾期",
            HANDLE,
            asking_forms.SilenceForm,
            is_silent,
            lambda _, part: part.expire,
            part="consultations",
        ),
        Act(
            "override-consultation",
            "因公共利益决定公开",
            APPROVE,
            asking_forms.OverrideForm,
            may_override,
            lambda _, part: part.override,
            part="consultations",
            is_dangerous=True,
            consequences=[
                "第三方有合理理由反对，但不公开可能对公共利益造成重大影响的，可以决定公开，"
                "并把内容和理由书面告知第三方（条例第三十二条）。",
            ],
        ),
        Act(
            "ask-reasons",
            "要求说明理由",
            HANDLE,
            asking_forms.AskReasonsForm,
            without("reasons_inquiry", Status.PROCESSING),
            lambda case, _: partial(ReasonsInquiry.objects.ask, case),
            consequences=[
                "申请的数量、频次明显超过合理范围的，可以要求说明理由（条例第三十五条）；"
                "期间答复期限照常计算。",
            ],
        ),
        Act(
            "receive-reasons",
            "收到说明",
            HANDLE,
            asking_forms.ReceiveReasonsForm,
            reasons_missing,
            lambda case, _: case.reasons_inquiry.receive,
        ),
        Act(
            "accept-reasons",
            "认定理由合理",
            APPROVE,
            asking_forms.AcceptReasonsForm,
            at(Status.REASONS_ASKED),
            lambda case, _: case.reasons_inquiry.accept,
            consequences=[
                "无法在法定期限内答复的，确定延迟答复的合理期限（条例第三十五条），"
                "生成延迟答复告知书并通知申请人。",
            ],
        ),
        Act(
            "reject-reasons",
            "认定理由不合理",
            APPROVE,
            asking_forms.RejectReasonsForm,
            at(Status.REASONS_ASKED),
            lambda case, _: case.reasons_inquiry.reject,
            consequences=["之后由承办人拟“无正当理由大量反复申请”不予处理的答复。"],
        ),
        Act(
            "propose-extension",
            "提请延期",
            HANDLE,
            term_forms.ExtensionForm,
            may_propose_extension,
            lambda case, _: partial(Extension.objects.propose, case),
            consequences=["经公开办负责人批准并告知申请人后生效（条例第三十三条第二款）。"],
        ),
        Act(
            "propose-fee",
            "提请收费",
            HANDLE,
            term_forms.FeeForm,
            without("fee_notice", Status.PROCESSING),
            lambda case, _: partial(FeeNotice.objects.propose, case),
            consequences=[
                "只对明显超过合理数量、频次的申请收信息处理费（条例第四十二条、国办函〔2020〕109号）；"
                "经公开办负责人批准后，在答复期限内通知申请人。",
            ],
        ),
        Act(
            "deliver-fee",
            "登记收费通知送达",
            SERVE,
            term_forms.DeliverFeeForm,
            fee_at(is_delivered=False),
            lambda case, _: case.fee_notice.deliver,
        ),
        Act(
            "pay-fee",
            "登记缴费",
            SERVE,
            term_forms.PayForm,
            fee_at(is_delivered=True),
            lambda case, _: case.fee_notice.pay,
        ),
        Act(
            "lapse-fee",
            "逾期不缴费，办结",
            SERVE,
            act_forms.DayForm,
            fee_lapsed,
            lambda case, _: case.fee_notice.lapse,
            is_dangerous=True,
            consequences=[
                "逾期未缴费的，视为放弃申请，不再处理（国办函〔2020〕109号第六条）。",
                "生成不再处理告知书，案件办结，不能撤销。",
            ],
        ),
        Act(
            "approve-answer",
            "批准答复",
            APPROVE,
            answer_forms.ApproveForm,
            may_judge_answer,
            lambda case, _: current(case.decision).approve,
        ),
        Act(
            "return-answer",
            "退回重拟",
            APPROVE,
            act_forms.ReasonForm,
            may_judge_answer,
            lambda case, _: current(case.decision).send_back,
            is_dangerous=True,
        ),
        Act(
            "serve",
            "送达",
            SERVE,
            answer_forms.ServeForm,
            at(Status.DECIDED),
            lambda case, _: current(case.decision).serve,
            consequences=["登记后案件办结，计入年度报告，不能撤销。"],
        ),
        Act(
            "prove",
            "补记送达凭证",
            SERVE,
            answer_forms.ProveForm,
            lacks_proof,
            lambda case, _: current(case.decision).prove,
        ),
        Act(
            "rereview",
            "再评估",
            HANDLE,
            act_forms.RereviewForm,
            lambda case, _: case.info_request.rereview_on is not None,
            lambda case, _: case.rereview,
            consequences=[
                "不予公开的信息应定期评估审查，情况变化可以公开的应当公开（条例第十八条）。"
            ],
        ),
        Act(
            "disclose",
            "转为主动公开",
            "disclose_informationrequest",
            publication_forms.DiscloseForm,
            may_disclose,
            lambda case, _: partial(Publication.objects.draft, case),
            consequences=[
                "多人申请同样的信息，或者申请人建议主动公开的，可以纳入主动公开（条例第四十四条）。",
                "用答复书写明的提供内容建立一份草稿，其中的证件号码、电话等已遮盖；"
                "草稿照常编辑、送审，签发后才公开。",
            ],
        ),
        Act(
            "register-remedy",
            "登记复议或诉讼",
            "add_remedy",
            answer_forms.RemedyForm,
            lambda case, _: case.info_request.received_on is not None,
            lambda case, _: partial(Remedy.objects.register, case),
            is_side=True,
        ),
        Act(
            "decide-remedy",
            "登记结果",
            "change_remedy",
            answer_forms.DecideRemedyForm,
            lambda case, part: not part.result,
            lambda _, part: part.decide,
            part="remedies",
        ),
        Act(
            "reopen",
            "重新答复",
            APPROVE,
            answer_forms.ReopenForm,
            may_reopen,
            lambda _, part: part.reopen,
            part="remedies",
            consequences=["建立一件与原申请关联的新案件；原案件的统计不变。"],
        ),
        Act(
            "note",
            "记事",
            HANDLE,
            act_forms.NoteForm,
            lambda case, _: True,
            lambda case, _: case.add_note,
            is_side=True,
        ),
        Act(
            "upload",
            "存入材料",
            HANDLE,
            act_forms.UploadForm,
            lambda case, _: True,
            lambda case, _: partial(RequestFile.objects.add, case),
            is_side=True,
        ),
        Act(
            "withdraw",
            "申请人撤回",
            REGISTER,
            act_forms.WithdrawForm,
            at(*OPEN),
            lambda case, _: case.withdraw,
            is_dangerous=True,
            is_side=True,
            consequences=["按“其他处理”办结，不能撤销。只有申请人书面撤回才能这样办结。"],
        ),
    )
}


def offered(case: Case) -> list[Act]:
    """Return the acts this person may do to the case as it stands, but for those on its parts."""
    return [act for act in ACTS.values() if not act.part and act.may(case)]


def offered_on(case: Case, related_name: str, part: Model) -> list[Act]:
    """Return the acts this person may do to one row of the case."""
    rows = [act for act in ACTS.values() if act.part == related_name]
    return [act for act in rows if act.may(case, part)]
