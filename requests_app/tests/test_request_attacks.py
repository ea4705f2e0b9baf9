"""What nobody may do to a request, however they try: wrong person, wrong day, wrong answer."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile

from disclosure.tests.factories import make_person
from portal.errors import RuleViolation
from requests_app.models import (
    CaseKind,
    Consultation,
    Correction,
    Extension,
    FeeNotice,
    FileKind,
    InformationRequest,
    ReasonsInquiry,
    Remedy,
    RequestFile,
    RequestRules,
)
from requests_app.outcomes import Outcome, SubOutcome
from requests_app.tests.factories import (
    LATER,
    answer,
    handler,
    head,
    make_request,
    make_running_request,
    officer,
    propose,
    rights,
)
from requests_app.workflow import (
    ConsultationKind,
    EventKind,
    Opinion,
    RemedyKind,
    Ruling,
    ServiceMethod,
    Status,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("holidays", "each_act_by_itself"),
]
FOURTH, FIFTH, TENTH, TWELFTH = (date(2025, 3, day) for day in (4, 5, 10, 12))
REFUSED = {"outcome": Outcome.DENY_INTERNAL, "details": {"which": "人事管理"}}


def other_handler():
    return make_person("other", *rights("handle_informationrequest", "view_informationrequest"))


def ask_correction(info_request, on=FIFTH, by=None):
    asked = {"items": "请写明年份", "respond_by": date(2025, 3, 21), "at": LATER}
    return Correction.objects.ask(info_request, by=by or handler(), on=on, **asked)


def consult(info_request, on=FIFTH, by=None, kind=ConsultationKind.THIRD_PARTY):
    asked = {"kind": kind, "party": "某培训机构", "question": "是否同意公开", "at": LATER}
    return Consultation.objects.send(info_request, by=by or handler(), on=on, **asked)


def ask_reasons(info_request, on=FIFTH, by=None):
    asked = {"facts": "一个月内提交41件", "respond_by": TWELFTH, "at": LATER}
    return ReasonsInquiry.objects.ask(info_request, by=by or handler(), on=on, **asked)


def extend(info_request, on=FIFTH, by=None):
    asked = {"days": 10, "reason": "材料多", "at": LATER}
    return Extension.objects.propose(info_request, by=by or handler(), on=on, **asked)


def charge(info_request, on=FIFTH, by=None, **fields):
    asked = {"basis": "pages", "quantity": 101, "at": LATER} | fields
    return FeeNotice.objects.propose(info_request, by=by or handler(), on=on, **asked)


def object_with_reason(info_request):
    consultation = consult(info_request)
    consultation.answer(
        by=handler(), on=TENTH, at=LATER, opinion=Opinion.OBJECTS, reason="商业秘密"
    )
    info_request.refresh_from_db()
    return consultation


def override(consultation, on=TWELFTH):
    consultation.override(by=head(), on=on, at=LATER, reason="关系学生安全")


def note(info_request, by):
    info_request.add_note(by=by, at=LATER, text="电话沟通")


def keep_file(info_request, by):
    upload = ContentFile("回执".encode(), name="回执.txt")
    RequestFile.objects.add(info_request, FileKind.OTHER, upload, by=by, at=LATER)


def propose_answer(info_request, by):
    propose(info_request, by=by)


@pytest.mark.parametrize(
    "act",
    [ask_correction, consult, ask_reasons, extend, charge, propose_answer, note, keep_file],
)
def test_a_handler_acts_on_no_case_of_another(act):
    info_request = make_running_request()

    with pytest.raises(PermissionDenied):
        act(info_request, by=other_handler())


def test_who_lost_a_case_to_another_handler_records_no_opinion_in_it():
    info_request = make_running_request()
    consultation = consult(info_request)
    info_request.assign(by=officer(), handler=other_handler(), at=LATER)

    with pytest.raises(PermissionDenied):
        consultation.answer(by=handler(), on=TENTH, at=LATER, opinion=Opinion.AGREES)


@pytest.mark.parametrize("act", [consult, ask_reasons, extend, charge])
def test_no_step_lies_before_the_correction_it_follows(act):
    info_request = make_running_request()
    correction = ask_correction(info_request, FOURTH)
    correction.receive(by=handler(), on=TENTH, at=LATER, answer="2024年")
    info_request.refresh_from_db()

    with pytest.raises(RuleViolation, match="上一步"):
        act(info_request, FIFTH)


def test_an_answer_is_not_signed_before_the_opinion_came():
    info_request = make_running_request()
    consult(info_request).answer(by=handler(), on=TENTH, at=LATER, opinion=Opinion.AGREES)
    info_request.refresh_from_db()
    decision = propose(info_request)

    with pytest.raises(RuleViolation, match="上一步"):
        decision.approve(by=head(), on=FIFTH, at=LATER)


def test_a_case_is_not_withdrawn_before_its_last_step():
    info_request = make_running_request()
    ask_correction(info_request, TENTH)

    with pytest.raises(RuleViolation, match="上一步"):
        info_request.withdraw(by=officer(), on=FIFTH, at=LATER, note="书面撤回")


def test_an_opinion_does_not_come_before_the_question_arrived():
    consultation = consult(make_running_request())
    consultation.deliver(by=handler(), on=TENTH, at=LATER)

    with pytest.raises(RuleViolation, match="对方收到"):
        consultation.answer(by=handler(), on=FIFTH, at=LATER, opinion=Opinion.AGREES)


def test_an_extension_is_not_proposed_before_receipt_nor_granted_before_it_is_proposed():
    info_request = make_running_request()
    with pytest.raises(RuleViolation, match="收到申请"):
        extend(info_request, date(2025, 2, 28))
    extension = extend(info_request, TENTH)

    with pytest.raises(RuleViolation, match="提请日期"):
        extension.approve(by=head(), on=FIFTH, at=LATER)


def test_a_fee_is_not_approved_before_it_is_proposed():
    notice = charge(make_running_request(), TENTH)

    with pytest.raises(RuleViolation, match="提请日期"):
        notice.approve(by=head(), on=FIFTH, at=LATER)


def test_reasons_are_not_judged_before_they_were_given_nor_given_twice():
    inquiry = ask_reasons(make_running_request())
    inquiry.receive(by=None, on=TENTH, at=LATER, answer="研究需要")

    with pytest.raises(RuleViolation, match="已经登记"):
        inquiry.receive(by=None, on=TENTH, at=LATER, answer="别的理由")
    with pytest.raises(RuleViolation, match="收到说明"):
        inquiry.accept(by=head(), on=FIFTH, at=LATER, finding="合理")


def test_a_proof_of_arrival_is_not_of_tomorrow():
    decision = answer(make_running_request())

    with pytest.raises(RuleViolation, match="不能晚于今天"):
        decision.prove(by=officer(), at=LATER, proof="EMS-1", delivered_on=date(2026, 1, 1))


@pytest.mark.parametrize("day", [FIFTH, date(2026, 1, 1)])
def test_an_assessment_is_neither_before_the_closing_nor_of_tomorrow(day):
    info_request = make_running_request()
    answer(info_request, **REFUSED)

    with pytest.raises(RuleViolation, match="再评估日期"):
        info_request.rereview(by=officer(), on=day, at=LATER, note="仍不公开", next_on=None)


def test_an_answer_online_is_not_of_a_day_before_it_could_be_read():
    RequestRules.objects.create(pk=1, review_url="https://fy.yunxi.example/")
    decision = propose(make_running_request())
    decision.approve(by=head(), on=TENTH, at=LATER)
    served = {"by": officer(), "at": LATER, "on": TENTH, "method": ServiceMethod.ONLINE}

    with pytest.raises(RuleViolation, match="查询页"):
        decision.serve(**served)
    decision.serve(**served, proof="电子邮件发送记录")

    assert decision.served_on == TENTH


def test_an_answer_is_not_served_online_without_an_online_way_to_review():
    decision = propose(make_running_request())
    decision.approve(by=head(), on=TENTH, at=LATER)
    served = {"on": TENTH, "method": ServiceMethod.ONLINE, "proof": "电子邮件发送记录"}

    with pytest.raises(RuleViolation, match="第二十二条第二款"):
        decision.serve(by=officer(), at=LATER, **served)


def test_the_last_day_of_a_party_is_still_theirs():
    consultation = consult(make_running_request())
    consultation.deliver(by=handler(), on=FIFTH, at=LATER)

    with pytest.raises(RuleViolation, match="次日"):
        consultation.expire(by=handler(), on=consultation.due_on, at=LATER)


def test_silence_is_judged_by_what_is_stored_not_by_an_old_page():
    consultation = consult(make_running_request())
    stale = Consultation.objects.get(pk=consultation.pk)
    consultation.deliver(by=handler(), on=FIFTH, at=LATER)

    stale.expire(by=handler(), on=date(2025, 4, 1), at=LATER)

    assert stale.opinion == Opinion.SILENT


def test_not_everything_is_given_while_a_third_party_objects_with_reason():
    info_request = make_running_request()
    consultation = object_with_reason(info_request)
    with pytest.raises(RuleViolation, match="第三十二条"):
        propose(info_request)

    override(consultation)

    info_request.refresh_from_db()
    assert propose(info_request).sub_outcome == SubOutcome.PROVIDED


def test_a_third_party_is_not_overridden_before_it_objected_nor_twice():
    consultation = object_with_reason(make_running_request())

    with pytest.raises(RuleViolation, match="收到意见"):
        override(consultation, FIFTH)
    override(consultation)
    with pytest.raises(RuleViolation, match="已经作出"):
        override(consultation)


def test_a_third_party_that_was_overridden_is_no_ground_to_refuse():
    info_request = make_running_request()
    override(object_with_reason(info_request))
    info_request.refresh_from_db()

    with pytest.raises(RuleViolation, match="不能再以保护第三方"):
        propose(info_request, Outcome.DENY_THIRD_PARTY, details={"opinion": "反对"})


def test_a_refusal_under_way_is_not_contradicted_by_an_override():
    info_request = make_running_request()
    consultation = object_with_reason(info_request)
    propose(info_request, Outcome.DENY_THIRD_PARTY, details={"opinion": "反对"})

    with pytest.raises(RuleViolation, match="矛盾"):
        override(consultation)


def test_bad_reasons_lead_to_nothing_but_refusal():
    info_request = make_running_request()
    inquiry = ask_reasons(info_request)
    inquiry.receive(by=None, on=TENTH, at=LATER, answer="就是想看")
    inquiry.reject(by=head(), on=TWELFTH, at=LATER, finding="不合理")
    info_request.refresh_from_db()

    with pytest.raises(RuleViolation, match="第三十五条"):
        propose(info_request)


def test_a_suit_that_skips_the_review_is_marked():
    info_request = make_running_request()
    answer(info_request, **REFUSED)

    remedy = Remedy.objects.register(
        info_request, kind=RemedyKind.SUIT_DIRECT, filed_on=TWELFTH, by=officer(), at=LATER
    )

    assert remedy.skips_review
    assert "先申请行政复议" in info_request.events.get(kind=EventKind.REMEDY).note


def review(info_request, **decided):
    """A review of the answer, decided on 6 May."""
    answer(info_request)
    who = {"by": officer(), "at": LATER}
    remedy = Remedy.objects.register(info_request, kind="review", filed_on=TWELFTH, **who)
    remedy.decide(on=date(2025, 5, 6), **who, **decided)
    return remedy


def test_no_suit_follows_a_review_that_was_decided_later():
    info_request = make_running_request()
    review(info_request, ruling=Ruling.MAINTAINED)

    filed = {"kind": "suit_after_review", "filed_on": date(2025, 5, 5)}
    with pytest.raises(RuleViolation, match="复议决定的日期"):
        Remedy.objects.register(info_request, by=officer(), at=LATER, **filed)


def test_no_new_answer_is_ordered_for_a_day_before_the_ruling():
    with pytest.raises(RuleViolation, match="晚于决定"):
        review(make_running_request(), ruling=Ruling.ORDERED, new_answer_due_on=TWELFTH)


def test_a_case_is_not_reopened_before_the_ruling():
    remedy = review(make_running_request(), ruling=Ruling.ORDERED)

    with pytest.raises(RuleViolation, match="重新办理"):
        remedy.reopen(by=head(), on=date(2025, 4, 30), at=LATER)


def test_a_proposal_of_a_closed_case_is_not_declined_any_more():
    info_request = make_running_request()
    extension, notice = extend(info_request), charge(info_request)
    info_request.withdraw(by=officer(), on=TENTH, at=LATER, note="书面撤回")

    for proposal in (extension, notice):
        with pytest.raises(RuleViolation, match="已办结"):
            proposal.decline(by=head(), at=LATER, reason="不需要")


def test_the_correction_of_a_record_has_neither_term_nor_fee():
    info_request = make_running_request(kind=CaseKind.RECORD_CORRECTION)
    due_on = info_request.due_on

    with pytest.raises(RuleViolation, match="第四十一条"):
        extend(info_request)
    with pytest.raises(RuleViolation, match="第四十一条"):
        charge(info_request)
    answer(info_request)

    assert due_on is None
    assert (info_request.status, info_request.is_late) == (Status.CLOSED, None)


def test_nothing_is_charged_by_volume_for_saying_where_public_information_is():
    info_request = make_running_request()
    with pytest.raises(RuleViolation, match="不按量收费"):
        charge(info_request, is_public_already=True)

    RequestRules.objects.create(pk=1, volume_fee_for_public_info=True)

    assert charge(info_request, is_public_already=True).amount == 720


def test_pieces_of_a_fee_that_was_declined_weigh_on_no_other_request():
    info_request = make_running_request()
    notice = charge(info_request, basis="pieces", quantity=12)

    notice.decline(by=head(), at=LATER, reason="不应拆分")

    assert InformationRequest.objects.get().pieces == 1


def test_a_letter_confirmed_after_the_day_it_arrived_is_marked():
    info_request = make_request(channel="ordinary_mail")

    info_request.confirm(by=officer(), on=FOURTH, at=LATER)

    assert "第三十一条" in info_request.events.get(kind=EventKind.CONFIRMED).note


def test_contact_that_is_not_named_is_not_overwritten_from_an_old_page():
    info_request = make_request()
    stale = InformationRequest.objects.get().applicant
    info_request.applicant.correct_contact(at=LATER, phone="13900000000")

    stale.correct_contact(at=LATER, address="云溪县示例路2号")

    person = InformationRequest.objects.get().applicant
    assert (person.phone, person.address) == ("13900000000", "云溪县示例路2号")
