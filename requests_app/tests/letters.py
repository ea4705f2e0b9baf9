"""Cases that end in each kind of letter, by the acts an office takes."""

from datetime import date

from portal.models import OfficeSettings
from requests_app.fees import Basis
from requests_app.letters import LetterKind
from requests_app.models import (
    Consultation,
    Correction,
    Decision,
    Extension,
    FeeNotice,
    Letter,
    ReasonsInquiry,
    RequestRules,
)
from requests_app.outcomes import ENDINGS, SUB_OUTCOMES, WITHOUT_DECISION, Outcome, must_say
from requests_app.tests.factories import LATER, handler, head, make_running_request, officer
from requests_app.workflow import ConsultationKind, Opinion, ServiceMethod, Status

SENT_ON = date(2025, 3, 10)
SAID = {  # details an answer may have to give, each to be found again in the letter
    "given": "2024年义务教育招生计划一份，电子文件",
    "address": "本机关网站“招生入学”栏目，https://jyj.yunxi.example/items/1",
    "withheld": "附件三中的学生姓名和证件号码",
    "law": "《中华人民共和国未成年人保护法》第四条",
    "opinion": "第三方于2025年3月20日书面答复不同意公开",
    "which": "讨论记录",
    "channel": "《不动产登记暂行条例》第二十七条，不动产登记机构查询窗口",
    "search": "2025年3月10日在文书档案和办公系统中以“招生计划”检索",
    "agency": "云溪县财政局，电话0371-00000000",
    "unclear": "补正后仍未写明所需信息的年份",
    "earlier": "云教公复〔2024〕8号，2024年11月5日",
    "facts": "2025年1月至3月共提出申请126件",
}
REASONS = "该内容涉及他人权益，经审查不宜公开"
ENDINGS_WITH_LETTER = [
    (outcome, sub) for outcome in ENDINGS for sub in SUB_OUTCOMES.get(outcome, [""])
]
ANSWERS = [pair for pair in ENDINGS_WITH_LETTER if pair[0] not in WITHOUT_DECISION]


def fill_office():
    """What an office has entered before its first letter."""
    OfficeSettings.objects.update_or_create(
        pk=1,
        defaults={
            "phone": "0371-00000001",
            "address": "云溪县示例路88号",
            "postcode": "450000",
            "office_hours": "工作日8:30至17:30",
        },
    )
    RequestRules.objects.update_or_create(
        pk=1,
        defaults={
            "review_url": "https://fy.yunxi.example/",
            "payee": "收款单位：云溪县财政局非税收入专户\n缴款方式：凭缴款码到代收银行缴纳",
            "letter_head_note": "接待时间：工作日8:30至11:30。",
            "supervisor_phone": "0371-00000002",
        },
    )


def make_letter(kind: LetterKind, outcome=Outcome.GRANT, sub_outcome="") -> Letter:
    """The newest letter of a kind, from a case that was led there."""
    info_request = make_running_request()
    if kind == LetterKind.ANSWER:
        answered(info_request, outcome, sub_outcome)
    elif kind != LetterKind.RECEIPT:
        WAYS[kind](info_request)
    return info_request.letters.filter(kind=kind).last()


def asked_to_correct(info_request):
    return Correction.objects.ask(
        info_request,
        by=handler(),
        on=date(2025, 3, 7),
        at=LATER,
        items="所需信息的年份\n所需信息的学段",
        guidance="请写明年份，如2024年。",
        respond_by=date(2025, 3, 21),
    )


def asked_why(info_request):
    return ReasonsInquiry.objects.ask(
        info_request,
        by=handler(),
        on=SENT_ON,
        at=LATER,
        facts="2025年1月至3月共提出申请126件。",
        respond_by=date(2025, 3, 24),
    )


def delayed(info_request):
    inquiry = asked_why(info_request)
    inquiry.receive(by=handler(), on=date(2025, 3, 12), at=LATER, answer="研究义务教育均衡")
    good = {"finding": "研究确有需要。", "new_due_on": date(2025, 6, 30)}
    inquiry.accept(by=head(), on=date(2025, 3, 13), at=LATER, **good)


def extended(info_request):
    extension = Extension.objects.propose(
        info_request,
        by=officer(),
        on=SENT_ON,
        at=LATER,
        days=10,
        reason="材料需要逐份核对",
    )
    extension.approve(by=head(), on=date(2025, 3, 28), at=LATER)


def asked_others(info_request, kind=ConsultationKind.THIRD_PARTY, party="某培训机构"):
    return Consultation.objects.send(
        info_request,
        kind=kind,
        party=party,
        address="云溪县示例路9号",
        question="2024年度检查记录中涉及贵方的部分",
        by=handler(),
        on=SENT_ON,
        at=LATER,
    )


def objected(info_request):
    consultation = asked_others(info_request)
    consultation.answer(
        by=handler(),
        on=date(2025, 3, 20),
        at=LATER,
        opinion=Opinion.OBJECTS,
        reason="涉及经营信息",
    )
    info_request.refresh_from_db()
    return consultation


def overridden(info_request):
    reason = "不公开将使家长无从判断办学安全"
    objected(info_request).override(by=head(), on=date(2025, 3, 24), at=LATER, reason=reason)


def charged(info_request):
    notice = FeeNotice.objects.propose(
        info_request, by=handler(), on=SENT_ON, at=LATER, basis=Basis.PAGES, quantity=101
    )
    notice.approve(by=head(), on=date(2025, 3, 12), at=LATER, payment_code="4101000012345")
    return notice


def not_corrected(info_request):
    asked_to_correct(info_request).lapse(by=officer(), on=date(2025, 3, 24), at=LATER)


def not_paid(info_request):
    notice = charged(info_request)
    notice.deliver(by=officer(), on=date(2025, 3, 13), at=LATER)
    notice.lapse(by=officer(), on=date(2025, 4, 14), at=LATER)


def proven(info_request):
    letter = asked_to_correct(info_request).info_request.letters.get(kind=LetterKind.CORRECTION)
    Letter.objects.prove_service(letter, by=officer(), on=SENT_ON, at=LATER)


WAYS = {
    LetterKind.CORRECTION: asked_to_correct,
    LetterKind.REASONS: asked_why,
    LetterKind.DELAY: delayed,
    LetterKind.EXTENSION: extended,
    LetterKind.THIRD_PARTY: asked_others,
    LetterKind.CONSULTATION_NOTICE: asked_others,
    LetterKind.CO_PRODUCER: lambda case: asked_others(
        case, ConsultationKind.CO_PRODUCER, "云溪县财政局"
    ),
    LetterKind.OTHER_AGENCY: lambda case: asked_others(
        case, ConsultationKind.OTHER_AGENCY, "云溪县档案局"
    ),
    LetterKind.OVERRIDE: overridden,
    LetterKind.FEE: charged,
    LetterKind.ABANDONED: not_corrected,
    LetterKind.SERVICE_PROOF: proven,
}


def answered(info_request, outcome, sub_outcome="", method=ServiceMethod.POST) -> Decision:
    """An answer with all that its outcome demands, approved and served."""
    prepare(info_request, outcome)
    decision = Decision.objects.propose(
        info_request,
        outcome=outcome,
        sub_outcome=sub_outcome,
        reasons=REASONS if ENDINGS[outcome].needs_reasons else "",
        details={key: SAID[key] for key in must_say(outcome, sub_outcome)},
        by=handler(),
        at=LATER,
    )
    decision.approve(by=head(), on=date(2025, 3, 26), at=LATER)
    decision.serve(by=officer(), on=date(2025, 3, 27), at=LATER, method=method, proof="EMS-1")
    return decision


def prepare(info_request, outcome):
    """What must have happened before an answer with `outcome` can be given."""
    if outcome == Outcome.DENY_THIRD_PARTY:
        objected(info_request)
    elif outcome == Outcome.UNABLE_UNCLEAR:
        correction = asked_to_correct(info_request)
        correction.receive(by=officer(), on=date(2025, 3, 14), at=LATER, answer="近几年的都要")
    elif outcome == Outcome.REFUSE_ABUSIVE:
        inquiry = asked_why(info_request)
        inquiry.receive(by=None, on=date(2025, 3, 18), at=LATER, answer="就是想看")
        inquiry.reject(by=head(), on=date(2025, 3, 20), at=LATER, finding="没有说明用途和必要")
    info_request.refresh_from_db()
    assert info_request.status == Status.PROCESSING
