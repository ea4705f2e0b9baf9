"""The days of a request in rare cases: extended while it pauses, ordered anew, against silence."""

from datetime import UTC, date, datetime

import pytest

from portal.errors import RuleViolation
from portal.models import HolidayNotice
from requests_app.models import (
    Consultation,
    Correction,
    Extension,
    FeeNotice,
    InformationRequest,
    ReasonsInquiry,
    Remedy,
    RequestRules,
)
from requests_app.models.fee_notice import pieces_before
from requests_app.outcomes import Outcome
from requests_app.tests.factories import (
    LATER,
    answer,
    handler,
    head,
    make_request,
    make_running_request,
    officer,
    propose,
)
from requests_app.workflow import ConsultationKind, Opinion, Ruling, ServiceMethod, Status

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("holidays", "each_act_by_itself")]
FOURTH, TENTH, TWELFTH = (date(2025, 3, day) for day in (4, 10, 12))
IN_2027 = datetime(2027, 3, 1, 4, 0, tzinfo=UTC)  # a year without a notice


def extend(info_request, on=TENTH):
    return Extension.objects.propose(
        info_request, by=handler(), on=on, at=LATER, days=10, reason="材料多"
    )


def ask_reasons(info_request, on=FOURTH, at=LATER):
    asked = {"facts": "一个月内提交41件", "respond_by": date(2027, 3, 12), "at": at}
    return ReasonsInquiry.objects.ask(info_request, by=handler(), on=on, **asked)


def ordered_anew(info_request, new_answer_due_on=None):
    """The case opened for the new answer that a review has ordered."""
    answer(info_request)
    who = {"by": officer(), "at": LATER}
    review = Remedy.objects.register(info_request, kind="review", filed_on=TWELFTH, **who)
    days = {"on": date(2025, 5, 6), "received_on": date(2025, 5, 8)}
    review.decide(ruling=Ruling.ORDERED, new_answer_due_on=new_answer_due_on, **days, **who)
    return review.reopen(by=head(), on=date(2025, 5, 9), at=LATER)


def test_an_extension_is_granted_while_others_are_asked():
    info_request = make_running_request()
    extension = extend(info_request)
    consultation = Consultation.objects.send(
        info_request,
        kind=ConsultationKind.CO_PRODUCER,
        party="某局",
        question="意见",
        by=handler(),
        on=TWELFTH,
        at=LATER,
    )

    extension.approve(by=head(), on=date(2025, 3, 13), at=LATER)
    consultation.answer(by=handler(), on=date(2025, 3, 14), at=LATER, opinion=Opinion.AGREES)

    info_request.refresh_from_db()
    assert info_request.due_on == date(2025, 4, 17)


def test_an_extension_is_granted_while_reasons_are_asked_for_the_term_runs_on():
    info_request = make_running_request()
    ask_reasons(info_request)
    info_request.refresh_from_db()

    extend(info_request).approve(by=head(), on=TWELFTH, at=LATER)

    info_request.refresh_from_db()
    assert (info_request.status, info_request.due_on) == (Status.REASONS_ASKED, date(2025, 4, 15))


def test_a_day_set_for_good_reasons_is_not_extended():
    info_request = make_running_request()
    extension = extend(info_request, FOURTH)
    ask_reasons(info_request).accept(
        by=head(), on=TENTH, at=LATER, finding="合理", new_due_on=date(2025, 6, 30)
    )

    with pytest.raises(RuleViolation, match="另行确定"):
        extension.approve(by=head(), on=TWELFTH, at=LATER)


def test_a_late_correction_with_good_reason_begins_twenty_days_without_the_extension():
    info_request = make_running_request()
    extend(info_request, FOURTH).approve(by=head(), on=FOURTH, at=LATER)
    info_request.refresh_from_db()
    asked = {"items": "年份", "respond_by": date(2025, 3, 21), "at": LATER}
    correction = Correction.objects.ask(info_request, by=handler(), on=TENTH, **asked)

    given = {"answer": "2024年", "good_reason": "住院"}
    correction.receive(by=handler(), on=date(2025, 3, 24), at=LATER, **given)

    info_request.refresh_from_db()
    assert info_request.due_on == date(2025, 4, 22)
    with pytest.raises(RuleViolation, match="只能延长一次"):
        extend(info_request, date(2025, 3, 25))


def test_a_correction_is_asked_for_before_the_case_is_given_to_a_handler():
    info_request = make_request()
    asked = {"items": "年份", "respond_by": TWELFTH, "at": LATER}

    Correction.objects.ask(info_request, by=officer(), on=FOURTH, **asked)

    info_request.refresh_from_db()
    assert info_request.status == Status.CORRECTION


def test_an_ordered_answer_is_due_on_the_ordered_day_which_is_not_extended():
    again = ordered_anew(make_running_request(), date(2025, 6, 20))
    clock = again.clock(HolidayNotice.objects.calendar(), RequestRules(), date(2025, 5, 9))
    again.assign(by=officer(), handler=handler(), at=LATER)

    assert again.due_on == clock.due == date(2025, 6, 20)
    assert clock.days[-1].text == "复议决定或者裁判确定的期限内"
    with pytest.raises(RuleViolation, match="另行确定"):
        extend(again, date(2025, 5, 12))


def test_an_ordered_answer_without_a_day_is_due_in_twenty_days():
    again = ordered_anew(make_running_request())

    assert again.due_on == date(2025, 6, 9)


def test_an_ordered_answer_is_no_further_piece_of_the_month():
    ordered_anew(make_running_request())
    another = make_request(submitted_on=date(2025, 5, 12))

    assert pieces_before(another) == 0


def test_an_estimated_term_bounds_fees_and_delays_like_any_other():
    info_request = make_running_request(submitted_on=date(2027, 1, 4))
    estimated, fee = info_request.provisional_due_on, {"basis": "pages", "quantity": 101}
    inquiry = ask_reasons(info_request, date(2027, 1, 5), at=IN_2027)

    good = {"finding": "合理", "new_due_on": estimated}
    with pytest.raises(RuleViolation, match="晚于原答复期限"):
        inquiry.accept(by=head(), on=date(2027, 1, 6), at=IN_2027, **good)
    inquiry.accept(by=head(), on=date(2027, 1, 6), at=IN_2027, finding="合理")
    info_request.refresh_from_db()
    with pytest.raises(RuleViolation, match="答复期限内"):
        FeeNotice.objects.propose(
            info_request, by=handler(), on=date(2027, 2, 26), at=IN_2027, **fee
        )


def test_who_answers_before_the_term_can_end_does_not_answer_late():
    info_request = make_running_request(submitted_on=date(2026, 12, 14))
    decision = propose(info_request)
    day = date(2026, 12, 28)
    decision.approve(by=head(), on=day, at=IN_2027)

    decision.serve(by=officer(), on=day, at=IN_2027, method=ServiceMethod.POST, proof="EMS-1")

    info_request.refresh_from_db()
    assert (info_request.due_on, info_request.is_late) == (None, False)


@pytest.mark.parametrize(
    "outcome, details, suit_by",
    [
        (Outcome.DENY_INTERNAL, {"which": "人事管理"}, None),
        (Outcome.UNABLE_NEEDS_CREATION, {}, date(2025, 9, 12)),
    ],
)
def test_the_days_against_an_answer_run_from_its_arrival(outcome, details, suit_by):
    info_request = make_running_request()
    decision = answer(info_request, TENTH, outcome, details=details)
    decision.prove(by=officer(), at=LATER, proof="EMS-1", delivered_on=TWELFTH)

    info_request = InformationRequest.objects.get()
    days = info_request.remedy_days(HolidayNotice.objects.calendar(), date(2025, 4, 1))

    assert days.since == TWELFTH
    assert days.is_review_first == (suit_by is None)
    assert (days.review_by, days.suit_by) == (date(2025, 5, 12), suit_by)


def test_the_days_against_silence_run_from_the_day_the_answer_was_due():
    info_request = make_running_request()
    calendar = HolidayNotice.objects.calendar()

    on_the_due_day = info_request.remedy_days(calendar, date(2025, 3, 31))
    afterwards = info_request.remedy_days(calendar, date(2025, 4, 1))

    assert on_the_due_day is None
    assert afterwards.since == date(2025, 3, 31)
    assert (afterwards.review_by, afterwards.suit_by) == (date(2025, 5, 30), date(2025, 9, 30))


def test_a_withdrawn_request_leaves_nothing_to_contest():
    info_request = make_running_request()
    info_request.withdraw(by=officer(), on=TENTH, at=LATER, note="书面撤回")

    assert info_request.remedy_days(HolidayNotice.objects.calendar(), TWELFTH) is None
