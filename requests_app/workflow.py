"""DATA: the life of a request for information: its statuses and the moves between them.

Source: 《政府信息公开条例》 (国令第711号) arts 29–36 and 42. The Regulation knows no stage in which
a request is admitted: what arrives is registered and must be answered. “Overdue” is no status
but a question of dates.
"""

from django.db.models import TextChoices


class Status(TextChoices):
    SUBMITTED = "submitted", "待确认收到"  # no clock yet, art. 31
    RECEIVED = "received", "待分办"
    PROCESSING = "processing", "办理中"
    CORRECTION = "correction", "待申请人补正"
    CONSULTING = "consulting", "征求意见中"
    REASONS_ASKED = "reasons_asked", "待申请人说明理由"
    AWAITING_FEE = "awaiting_fee", "待缴费"
    APPROVAL = "approval", "答复待批准"
    DECIDED = "decided", "待送达"
    CLOSED = "closed", "已办结"


NEXT = {
    Status.SUBMITTED: [Status.RECEIVED, Status.CLOSED],  # closed at once: withdrawn
    Status.RECEIVED: [Status.PROCESSING, Status.CORRECTION, Status.CLOSED],
    Status.PROCESSING: [
        Status.CORRECTION,
        Status.CONSULTING,
        Status.REASONS_ASKED,
        Status.AWAITING_FEE,
        Status.APPROVAL,
        Status.CLOSED,
    ],
    Status.CORRECTION: [Status.PROCESSING, Status.CLOSED],
    Status.CONSULTING: [Status.PROCESSING, Status.CLOSED],
    Status.REASONS_ASKED: [Status.PROCESSING, Status.CLOSED],
    Status.AWAITING_FEE: [Status.PROCESSING, Status.CLOSED],
    Status.APPROVAL: [Status.DECIDED, Status.PROCESSING, Status.CLOSED],
    Status.DECIDED: [Status.CLOSED],
    Status.CLOSED: [],  # a new answer after 复议 or 诉讼 is a case of its own
}
OPEN = [status for status in Status if NEXT[status]]
# The applicant's move. The term stands still only where `due_on` is null: it runs on while reasons
# are asked (art. 35), and until a fee notice is delivered.
WITH_APPLICANT = [Status.CORRECTION, Status.REASONS_ASKED, Status.AWAITING_FEE]
HANDLED = [Status.RECEIVED, Status.PROCESSING]  # where the bureau may take its next step
# Where the term runs or pauses and no answer is before the head: it may be extended, art. 33 II.
EXTENDABLE = [Status.PROCESSING, Status.CONSULTING, Status.REASONS_ASKED]


class EventKind(TextChoices):
    """What a line of a request's history says."""

    SUBMITTED = "submitted", "提交申请"
    REGISTERED = "registered", "登记申请"
    IMPORTED = "imported", "历史导入"
    CONFIRMED = "confirmed", "确认收到"
    ASSIGNED = "assigned", "分办"
    CHANGED = "changed", "更正登记信息"
    NOTED = "noted", "记事"
    CORRECTION_ASKED = "correction_asked", "要求补正"
    CORRECTED = "corrected", "收到补正"
    CONSULTATION_SENT = "consultation_sent", "发出征求意见书"
    CONSULTATION_DELIVERED = "consultation_delivered", "征求意见书送达"
    CONSULTATION_ENDED = "consultation_ended", "征求意见结束"
    OVERRIDDEN = "overridden", "因公共利益决定公开"
    REASONS_ASKED = "reasons_asked", "要求说明理由"
    REASONS_JUDGED = "reasons_judged", "认定理由"
    EXTENSION_PROPOSED = "extension_proposed", "拟延期"
    EXTENDED = "extended", "批准延期"
    EXTENSION_DECLINED = "extension_declined", "不同意延期"
    FEE_PROPOSED = "fee_proposed", "拟收信息处理费"
    FEE_ASKED = "fee_asked", "发出收费通知"
    FEE_DECLINED = "fee_declined", "不同意收费"
    FEE_DELIVERED = "fee_delivered", "收费通知送达"
    FEE_PAID = "fee_paid", "收到缴费"
    PROPOSED = "proposed", "拟定答复"
    RETURNED = "returned", "退回重拟"
    APPROVED = "approved", "批准答复"
    SERVED = "served", "送达答复"
    PROVEN = "proven", "补记送达证明"
    ABANDONED = "abandoned", "逾期未办，不再处理"
    WITHDRAWN = "withdrawn", "申请人撤回"
    REMEDY = "remedy", "复议或诉讼"
    REOPENED = "reopened", "责令重新答复"
    DISCLOSED = "disclosed", "转为主动公开"
    REREVIEWED = "rereviewed", "再评估"
    RECOUNTED = "recounted", "工作日历变动，重算期限"
    DEMO = "demo", "演示数据"


# The steps of which the next cannot lie on an earlier day.
TURNS = [
    EventKind.CONFIRMED,
    EventKind.CORRECTION_ASKED,
    EventKind.CORRECTED,
    EventKind.REASONS_ASKED,
    EventKind.REASONS_JUDGED,
    EventKind.FEE_ASKED,
    EventKind.FEE_DELIVERED,
    EventKind.FEE_PAID,
]
# With those of the consultations, which run side by side: they bind an answer and the end.
STEPS = [
    *TURNS,
    EventKind.CONSULTATION_SENT,
    EventKind.CONSULTATION_DELIVERED,
    EventKind.CONSULTATION_ENDED,
    EventKind.EXTENDED,
    EventKind.OVERRIDDEN,
    EventKind.APPROVED,
]


class ReceiptRule(TextChoices):
    """On which day a request counts as received (art. 31; 国办公开办函〔2015〕207号)."""

    SUBMISSION = "submission", "提交当日"  # 31(1)
    SIGNING = "signing", "签收当日"  # 31(2), first half
    CONFIRMATION = "confirmation", "双方确认当日"  # 31(2), second half; 31(3)


class ConsultationKind(TextChoices):
    """Who is asked before the answer, and what their silence means."""

    THIRD_PARTY = "third_party", "第三方"  # art. 32: silent, and the bureau decides
    CO_PRODUCER = "co_producer", "共同制作机关"  # art. 34: silent is consent
    OTHER_AGENCY = "other_agency", "其他机关"  # art. 33 III
    REVIEW_REFERRAL = "review_referral", "送有关主管部门或保密部门确定"  # art. 17


class Opinion(TextChoices):
    AGREES = "agrees", "同意公开"
    OBJECTS = "objects", "不同意公开，有合理理由"
    OBJECTS_WITHOUT_REASON = "objects_without_reason", "不同意公开，无合理理由"
    SILENT = "silent", "逾期未答复"


# What the silence of each kind of party means, in the words of history and letters.
SILENCE = {
    ConsultationKind.THIRD_PARTY: "第三方逾期未提出意见，由本机关决定是否公开（条例第三十二条）",
    ConsultationKind.CO_PRODUCER: "共同制作机关逾期未提出意见，视为同意公开（条例第三十四条）",
    ConsultationKind.OTHER_AGENCY: "被征求意见的机关逾期未答复，由本机关依照条例决定是否公开",
    ConsultationKind.REVIEW_REFERRAL: "有关部门逾期未答复，由本机关依照条例决定是否公开",
}


class ServiceMethod(TextChoices):
    """How an answer reaches the applicant; which day counts (国办公开办函〔2016〕235号)."""

    IN_PERSON = "in_person", "直接送达"  # the day the applicant signs
    ENTRUSTED = "entrusted", "委托其他行政机关送达"  # the same
    POST = "post", "邮政企业邮寄"  # the day of posting
    ONLINE = "online", "网上送达"  # unconfirmed: RequestRules.online_service_date


class RemedyKind(TextChoices):
    """The three blocks of table 四 of the annual report."""

    REVIEW = "review", "行政复议"
    SUIT_DIRECT = "suit_direct", "行政诉讼（未经复议直接起诉）"
    SUIT_AFTER_REVIEW = "suit_after_review", "行政诉讼（复议后起诉）"


class RemedyResult(TextChoices):
    """The columns of table 四; which ruling falls in which is below."""

    UPHELD = "upheld", "结果维持"
    CORRECTED = "corrected", "结果纠正"
    OTHER = "other", "其他结果"


class Ruling(TextChoices):
    MAINTAINED = "maintained", "维持或驳回诉讼请求"
    REVOKED = "revoked", "撤销"
    CHANGED = "changed", "变更"
    ORDERED = "ordered", "责令履行或重新答复"
    UNLAWFUL = "unlawful", "确认违法或无效"
    DISMISSED = "dismissed", "驳回申请或起诉"
    WITHDRAWN = "withdrawn", "申请人撤回"
    MEDIATED = "mediated", "调解或和解"
    OTHER = "other", "其他"


RESULT_OF = {  # annual-report form, 四: withdrawn and dismissed are 其他结果 by our decision
    Ruling.MAINTAINED: RemedyResult.UPHELD,
    Ruling.REVOKED: RemedyResult.CORRECTED,
    Ruling.CHANGED: RemedyResult.CORRECTED,
    Ruling.ORDERED: RemedyResult.CORRECTED,
    Ruling.UNLAWFUL: RemedyResult.CORRECTED,
    Ruling.DISMISSED: RemedyResult.OTHER,
    Ruling.WITHDRAWN: RemedyResult.OTHER,
    Ruling.MEDIATED: RemedyResult.OTHER,
    Ruling.OTHER: RemedyResult.OTHER,
}
