"""The life of a request, act by act (requests.md §9)."""

from datetime import date

import pytest

from portal.errors import RuleViolation
from requests_app.models import (
    Consultation,
    Correction,
    Decision,
    Extension,
    FeeNotice,
    InformationRequest,
    ReasonsInquiry,
    Remedy,
)
from requests_app.outcomes import Outcome, SubOutcome
from requests_app.tests.factories import (
    LATER,
    MONDAY,
    answer,
    handler,
    head,
    make_request,
    make_running_request,
    officer,
    propose,
)
from requests_app.workflow import ConsultationKind, Opinion, Ruling, ServiceMethod, Status

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("holidays")]


def test_a_request_handed_in_in_person_is_received_at_once():
    info_request = make_request()

    assert info_request.status == Status.RECEIVED
    assert info_request.number == "2025-0001"
    assert info_request.received_on == MONDAY
    assert info_request.due_on == date(2025, 3, 31)


def test_a_request_over_the_internet_has_no_clock_until_receipt_is_confirmed():
    info_request = make_request(channel="internet")
    before = info_request.status, info_request.received_on, info_request.due_on

    info_request.confirm(by=officer(), on=date(2025, 3, 4), at=LATER)

    assert before == (Status.SUBMITTED, None, None)
    assert info_request.status == Status.RECEIVED
    assert info_request.due_on == date(2025, 4, 1)


@pytest.mark.parametrize("day", [date(2025, 3, 2), date(2025, 12, 31)])
def test_receipt_is_neither_before_submission_nor_in_the_future(day):
    info_request = make_request(channel="internet")

    with pytest.raises(RuleViolation, match="收到日期不能"):
        info_request.confirm(by=officer(), on=day, at=LATER)


def test_a_correction_resets_the_clock():
    info_request = make_running_request()
    correction = Correction.objects.ask(
        info_request,
        by=handler(),
        on=date(2025, 3, 7),
        at=LATER,
        items="请写明年份",
        respond_by=date(2025, 3, 21),
    )
    waiting = info_request.status, info_request.due_on

    correction.receive(by=officer(), on=date(2025, 3, 17), at=LATER, answer="2024年")

    info_request.refresh_from_db()
    assert waiting == (Status.CORRECTION, None)
    assert not correction.is_late
    assert info_request.status == Status.PROCESSING
    assert info_request.started_on == date(2025, 3, 17)
    assert info_request.due_on == date(2025, 4, 15)


def test_a_correction_is_asked_once():
    info_request = make_running_request()
    asked = {"by": handler(), "at": LATER, "items": "年份", "respond_by": date(2025, 4, 1)}
    correction = Correction.objects.ask(info_request, on=date(2025, 3, 20), **asked)
    correction.receive(by=officer(), on=date(2025, 3, 21), at=LATER, answer="2024年")
    info_request.refresh_from_db()

    with pytest.raises(RuleViolation, match="一次性告知"):
        Correction.objects.ask(info_request, on=date(2025, 3, 22), **asked)

    assert correction.is_late


def test_silence_after_a_correction_closes_the_case_from_the_day_after():
    info_request = make_running_request()
    correction = Correction.objects.ask(
        info_request,
        by=handler(),
        on=date(2025, 3, 7),
        at=LATER,
        items="请写明年份",
        respond_by=date(2025, 3, 21),
    )
    with pytest.raises(RuleViolation, match="次日"):
        correction.lapse(by=officer(), on=date(2025, 3, 21), at=LATER)

    correction.lapse(by=officer(), on=date(2025, 3, 22), at=LATER)

    info_request.refresh_from_db()
    assert info_request.outcome == Outcome.OTHER_NO_CORRECTION
    assert info_request.closed_on == date(2025, 3, 22)


def test_consultations_pause_the_clock_and_silence_of_a_third_party_is_no_consent():
    info_request = make_running_request()
    consultation = Consultation.objects.send(
        info_request,
        kind=ConsultationKind.THIRD_PARTY,
        party="某培训机构",
        question="是否同意公开检查记录",
        by=handler(),
        on=date(2025, 3, 10),
        at=LATER,
    )
    paused = info_request.status, info_request.due_on
    consultation.deliver(by=handler(), on=date(2025, 3, 11), at=LATER)
    with pytest.raises(RuleViolation, match="期满后"):
        consultation.expire(by=handler(), on=date(2025, 3, 31), at=LATER)

    consultation.expire(by=handler(), on=date(2025, 4, 3), at=LATER)

    info_request.refresh_from_db()
    assert paused == (Status.CONSULTING, None)
    assert consultation.due_on == date(2025, 4, 1)
    assert consultation.opinion == Opinion.SILENT
    assert info_request.status == Status.PROCESSING
    assert info_request.due_on == date(2025, 4, 23)


def test_two_questions_are_open_until_both_are_answered():
    info_request = make_running_request()
    sent = {"question": "意见", "by": handler(), "on": date(2025, 3, 10), "at": LATER}
    first = Consultation.objects.send(
        info_request, kind=ConsultationKind.THIRD_PARTY, party="甲", **sent
    )
    second = Consultation.objects.send(
        info_request, kind=ConsultationKind.CO_PRODUCER, party="乙局", **sent
    )
    answered = {"by": handler(), "at": LATER, "opinion": Opinion.AGREES}

    first.answer(on=date(2025, 3, 12), **answered)
    info_request.refresh_from_db()
    between = info_request.status
    second.answer(on=date(2025, 3, 14), **answered)

    info_request.refresh_from_db()
    assert between == Status.CONSULTING
    assert info_request.status == Status.PROCESSING
    assert info_request.due_on == date(2025, 4, 7)


def test_an_extension_is_proposed_by_one_and_approved_by_another_before_the_term_ends():
    info_request = make_running_request()
    extension = Extension.objects.propose(
        info_request, by=officer(), on=date(2025, 3, 28), at=LATER, days=20, reason="材料多"
    )

    extension.approve(by=head(), on=date(2025, 3, 31), at=LATER)

    info_request.refresh_from_db()
    assert info_request.due_on == date(2025, 4, 28)
    assert info_request.extension_days == 20


@pytest.mark.parametrize("days", [0, 21])
def test_an_extension_is_at_most_twenty_days(days):
    info_request = make_running_request()

    with pytest.raises(RuleViolation, match="1至20个工作日"):
        Extension.objects.propose(
            info_request, by=handler(), on=date(2025, 3, 28), at=LATER, days=days, reason="多"
        )


def test_a_term_that_has_run_out_is_not_extended():
    info_request = make_running_request()

    with pytest.raises(RuleViolation, match="期限届满后不能再延期"):
        Extension.objects.propose(
            info_request, by=handler(), on=date(2025, 4, 1), at=LATER, days=5, reason="多"
        )


def test_bad_reasons_lead_to_refusal():
    info_request = make_running_request()
    inquiry = ReasonsInquiry.objects.ask(
        info_request,
        by=handler(),
        on=date(2025, 3, 5),
        at=LATER,
        facts="一个月内提交41件",
        respond_by=date(2025, 3, 12),
    )
    inquiry.reject(by=head(), on=date(2025, 3, 13), at=LATER, finding="未说明理由")
    info_request.refresh_from_db()

    decision = answer(
        info_request,
        outcome=Outcome.REFUSE_ABUSIVE,
        sub_outcome="",
        details={"facts": "一个月内提交41件，经告知未说明理由"},
        on=date(2025, 3, 14),
    )

    assert decision.article == "第三十五条"
    assert info_request.outcome == Outcome.REFUSE_ABUSIVE


def test_a_reasonable_delay_replaces_the_due_day():
    info_request = make_running_request()
    inquiry = ReasonsInquiry.objects.ask(
        info_request,
        by=handler(),
        on=date(2025, 3, 5),
        at=LATER,
        facts="一次申请200项",
        respond_by=date(2025, 3, 12),
    )

    inquiry.accept(
        by=head(), on=date(2025, 3, 13), at=LATER, finding="研究需要", new_due_on=date(2025, 6, 30)
    )

    info_request.refresh_from_db()
    assert info_request.due_on == date(2025, 6, 30)


def test_a_fee_stops_the_clock_and_payment_restarts_it():
    info_request = make_running_request()
    notice = FeeNotice.objects.propose(
        info_request, by=handler(), on=date(2025, 3, 10), at=LATER, basis="pages", quantity=101
    )
    notice.approve(by=head(), on=date(2025, 3, 11), at=LATER)
    notice.deliver(by=officer(), on=date(2025, 3, 12), at=LATER)
    waiting = InformationRequest.objects.get(pk=info_request.pk)

    notice.pay(by=officer(), on=date(2025, 3, 20), at=LATER)

    info_request.refresh_from_db()
    assert notice.amount == 720
    assert notice.due_on == date(2025, 4, 10)
    assert (waiting.status, waiting.due_on) == (Status.AWAITING_FEE, None)
    assert info_request.started_on == date(2025, 3, 20)
    assert info_request.due_on == date(2025, 4, 18)


def test_an_answer_is_proposed_approved_by_another_and_served():
    info_request = make_running_request()

    decision = answer(info_request, on=date(2025, 3, 31))

    assert info_request.status == Status.CLOSED
    assert info_request.outcome == Outcome.GRANT
    assert info_request.sub_outcome == SubOutcome.PROVIDED
    assert info_request.closed_on == info_request.served_on == date(2025, 3, 31)
    assert info_request.is_late is False
    assert decision.letter.number == "云教公复〔2025〕1号"


def test_who_proposed_an_answer_cannot_approve_it():
    info_request = make_running_request()
    both = head()
    decision = propose(info_request)
    decision.proposed_by = both
    decision.save()

    with pytest.raises(RuleViolation, match="不能自己批准"):
        decision.approve(by=both, on=date(2025, 3, 10), at=LATER)


def test_an_answer_sent_back_stays_in_the_file():
    info_request = make_running_request()
    first = propose(info_request)
    first.send_back(by=head(), at=LATER, reason="请补充理由")
    info_request.refresh_from_db()

    second = propose(info_request)

    assert info_request.decision == second
    assert list(info_request.decisions.all()) == [first, second]


@pytest.mark.parametrize(
    "outcome, words",
    [
        (Outcome.PARTIAL, "不予公开的部分"),
        (Outcome.DENY_THIRD_PARTY, "征求第三方意见的结果"),
        (Outcome.REFUSE_DUPLICATE, "此前答复"),
        (Outcome.UNABLE_NOT_HELD, "结果细分"),
        (Outcome.OTHER_NO_PAYMENT, "直接办结"),
    ],
)
def test_an_answer_says_what_its_outcome_demands(outcome, words):
    info_request = make_running_request()

    with pytest.raises(RuleViolation, match=words):
        Decision.objects.propose(
            info_request, by=handler(), at=LATER, outcome=outcome, reasons="理由"
        )


def test_withheld_information_is_assessed_again():
    info_request = make_running_request()

    answer(
        info_request,
        outcome=Outcome.DENY_INTERNAL,
        sub_outcome="",
        details={"which": "内部工作流程"},
    )

    assert info_request.rereview_on == date(2026, 3, 10)


def test_a_corrected_answer_opens_a_linked_case_that_is_not_counted_again():
    info_request = make_running_request()
    answer(info_request)
    remedy = Remedy.objects.register(
        info_request, kind="review", filed_on=date(2025, 4, 1), by=officer(), at=LATER
    )
    remedy.decide(ruling=Ruling.REVOKED, on=date(2025, 5, 20), by=officer(), at=LATER)

    again = remedy.reopen(by=head(), on=date(2025, 5, 26), at=LATER)

    assert again.reopened_from == info_request
    assert again.applicant.name == info_request.applicant.name
    assert again.status == Status.RECEIVED
    assert not InformationRequest.objects.counted().filter(pk=again.pk).exists()


def test_an_applicant_may_withdraw_at_any_time():
    info_request = make_running_request()

    info_request.withdraw(by=officer(), on=date(2025, 3, 6), at=LATER, note="书面撤回")

    assert info_request.outcome == Outcome.OTHER_MISC
    assert info_request.sub_outcome == SubOutcome.WITHDRAWN


def test_a_closed_case_takes_no_further_act():
    info_request = make_running_request()
    decision = answer(info_request)

    with pytest.raises(RuleViolation, match="已办结"):
        decision.serve(
            by=officer(), on=date(2025, 3, 11), at=LATER, method=ServiceMethod.POST, proof="2"
        )
