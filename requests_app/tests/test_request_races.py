"""Fifty submitters and two officers at the same second: no number twice, no act twice."""

from datetime import date
from functools import partial

import pytest

from portal.errors import RuleViolation
from portal.tests import threads
from requests_app.models import (
    Correction,
    Decision,
    Extension,
    InformationRequest,
    Letter,
    Remedy,
)
from requests_app.outcomes import Outcome, SubOutcome
from requests_app.tests.factories import (
    LATER,
    MONDAY,
    NOON,
    handler,
    head,
    make_applicant,
    make_request,
    make_running_request,
    officer,
    propose,
    the_channel,
)
from requests_app.workflow import Ruling, ServiceMethod, Status

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("holidays"),
]


def at_once(*acts) -> list:
    """Run `acts` together; return what each returned or refused."""
    return threads.at_once(*(partial(result_of, act) for act in acts))


def result_of(act):
    try:
        return act()
    except RuleViolation as refusal:
        return refusal


def the_one_that_was_done(results):
    done = [result for result in results if not isinstance(result, RuleViolation)]
    assert len(done) == 1
    return done[0]


def copies(info_request, count=2):
    return [InformationRequest.objects.get(pk=info_request.pk) for _ in range(count)]


def test_fifty_submitters_at_once_get_fifty_numbers_without_a_gap():
    channel = the_channel("internet")

    def submit():
        return InformationRequest.objects.register(
            applicant=make_applicant(),
            channel=channel,
            submitted_on=MONDAY,
            by=None,
            at=NOON,
            applicant_kind="NAT",
            subject="招生计划",
            wanted="招生计划",
        ).number

    numbers = at_once(*[submit] * 50)

    assert sorted(numbers) == [f"2025-{n:04d}" for n in range(1, 51)]


def test_of_two_officers_who_confirm_one_is_told():
    info_request = make_request(channel="internet")
    by = officer()
    one, other = copies(info_request)

    results = at_once(
        lambda: one.confirm(by=by, on=MONDAY, at=NOON),
        lambda: other.confirm(by=by, on=date(2025, 3, 4), at=LATER),
    )

    the_one_that_was_done(results)
    assert info_request.events.filter(kind="confirmed").count() == 1


def test_a_correction_is_asked_once_by_two_handlers():
    by = handler()
    one, other = copies(make_running_request())
    ask = partial(
        Correction.objects.ask,
        by=by,
        on=MONDAY,
        at=NOON,
        items="请写明年份",
        respond_by=date(2025, 3, 20),
    )

    results = at_once(lambda: ask(one), lambda: ask(other))

    the_one_that_was_done(results)
    assert Correction.objects.count() == 1
    assert Letter.objects.filter(kind="correction").count() == 1


def test_an_extension_is_granted_once():
    by = head()
    info_request = make_running_request()
    Extension.objects.propose(
        info_request, by=handler(), on=MONDAY, at=NOON, days=20, reason="材料多"
    )
    one, other = [Extension.objects.get() for _ in range(2)]

    results = at_once(
        lambda: one.approve(by=by, on=MONDAY, at=NOON),
        lambda: other.approve(by=by, on=MONDAY, at=NOON),
    )

    the_one_that_was_done(results)
    assert info_request.events.filter(kind="extended").count() == 1


def test_of_an_approval_and_a_return_one_holds():
    by = head()
    decision = propose(make_running_request())
    one, other = [Decision.objects.get(pk=decision.pk) for _ in range(2)]

    results = at_once(
        lambda: one.approve(by=by, on=MONDAY, at=LATER),
        lambda: other.send_back(by=by, at=LATER, reason="再写"),
    )

    the_one_that_was_done(results)


def test_two_proposals_at_once_leave_one_answer_under_way():
    by = handler()
    one, other = copies(make_running_request())
    answer = partial(
        Decision.objects.propose,
        by=by,
        at=LATER,
        outcome=Outcome.GRANT,
        sub_outcome=SubOutcome.PROVIDED,
        details={"given": "一份"},
    )

    results = at_once(lambda: answer(one), lambda: answer(other))

    decision = the_one_that_was_done(results)
    assert Decision.objects.get() == decision


def test_of_a_withdrawal_and_a_service_one_ends_the_case():
    by, signer = officer(), head()
    decision = propose(make_running_request())
    decision.approve(by=signer, on=MONDAY, at=LATER)
    [mine] = copies(decision.info_request, 1)
    theirs = Decision.objects.get(pk=decision.pk)

    results = at_once(
        lambda: mine.withdraw(by=by, on=MONDAY, at=LATER, note="书面撤回"),
        lambda: theirs.serve(by=by, at=LATER, on=MONDAY, method=ServiceMethod.POST, proof="EMS-1"),
    )

    the_one_that_was_done(results)
    assert (
        InformationRequest.objects.get().events.filter(kind__in=["withdrawn", "served"]).count()
        == 1
    )


def test_a_new_answer_is_opened_once():
    by, signer = officer(), head()
    decision = propose(make_running_request())
    decision.approve(by=signer, on=MONDAY, at=LATER)
    decision.serve(by=by, at=LATER, on=MONDAY, method=ServiceMethod.POST, proof="EMS-1")
    remedy = Remedy.objects.register(
        InformationRequest.objects.get(), kind="review", filed_on=MONDAY, by=by, at=LATER
    )
    remedy.decide(ruling=Ruling.REVOKED, on=date(2025, 5, 6), by=by, at=LATER)
    one, other = [Remedy.objects.get() for _ in range(2)]

    results = at_once(
        lambda: one.reopen(by=signer, on=date(2025, 5, 7), at=LATER),
        lambda: other.reopen(by=signer, on=date(2025, 5, 7), at=LATER),
    )

    assert the_one_that_was_done(results).status == Status.RECEIVED
    assert InformationRequest.objects.count() == 2
