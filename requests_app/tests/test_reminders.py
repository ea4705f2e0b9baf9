"""What the desk for requests is reminded of: each kind when it is owed, to whom, until when."""

from datetime import date, datetime, time, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from portal.models import Notice, NoticeStatus, Pulse
from portal.reminder_scan import SCAN, scan
from portal.roles import DISCLOSURE_HEAD, DISCLOSURE_OFFICER, LEADER
from portal.tests.reminding import make_holder
from requests_app.models import (
    Consultation,
    Correction,
    Extension,
    FeeNotice,
    InformationRequest,
    ReasonsInquiry,
    Remedy,
)
from requests_app.outcomes import Outcome
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
ONE_DAY = timedelta(days=1)
APPLICANT, HANDLER, OFFICER, HEAD, LEADER_ = None, "handler", "duty", "zhuren", "juzhang"


@pytest.fixture(autouse=True)
def desk_and_leader():
    make_holder(DISCLOSURE_OFFICER, OFFICER)
    make_holder(DISCLOSURE_HEAD, HEAD)
    make_holder(LEADER, LEADER_)


def day(month, day, year=2025):
    return date(year, month, day)


def scan_on(on, at=time(12)):
    scan(timezone.make_aware(datetime.combine(on, at)))


def notices(kind):
    return Notice.objects.filter(event=f"requests_app.{kind}")


def told(kind):
    """Who was told at which step; None is the applicant."""
    return set(notices(kind).values_list("recipient__username", "step"))


def unsent(kind):
    return notices(kind).exclude(status=NoticeStatus.SUPERSEDED)


def by_web():
    return make_request(channel="internet")


def ask_to_correct(info_request=None, **fields):
    days = {"on": day(3, 5), "respond_by": day(3, 21), "at": LATER}
    correction = Correction.objects.ask(
        info_request or make_running_request(), by=handler(), items="请写明年份", **days | fields
    )
    return correction


def consult(delivered_on=None):
    consultation = Consultation.objects.send(
        make_running_request(),
        kind=ConsultationKind.THIRD_PARTY,
        party="某公司",
        question="是否同意公开",
        by=handler(),
        on=day(3, 5),
        at=LATER,
    )
    if delivered_on:
        consultation.deliver(by=handler(), on=delivered_on, at=LATER)
    return consultation


def ask_for_reasons():
    days = {"on": day(3, 5), "respond_by": day(3, 21), "at": LATER}
    facts = "三个月内申请120件"
    return ReasonsInquiry.objects.ask(make_running_request(), by=handler(), facts=facts, **days)


def ask_for_a_fee():
    fields = {"by": handler(), "on": day(3, 10), "at": LATER, "basis": "pages", "quantity": 101}
    notice = FeeNotice.objects.propose(make_running_request(), **fields)
    notice.approve(by=head(), on=day(3, 11), at=LATER)
    notice.deliver(by=officer(), on=day(3, 12), at=LATER)  # to be paid by 10 April
    return notice


def ask_a_third_party():
    return consult(delivered_on=day(3, 6))  # who has until 27 March


def file_before_the_reply():
    return file_a_remedy(reply_due_on=day(4, 30))


def file_before_the_hearing():
    return file_a_remedy(hearing_on=day(5, 20))


def serve_without_proof():
    decision = propose(make_running_request())
    decision.approve(by=head(), on=day(3, 10), at=LATER)
    decision.serve(by=officer(), on=day(3, 10), at=LATER, method=ServiceMethod.POST)
    return decision


def file_a_remedy(**fields):
    info_request = make_running_request()
    answer(info_request)
    filed = {"kind": "review", "filed_on": day(4, 1), "by": officer(), "at": LATER}
    return Remedy.objects.register(info_request, **filed | fields)


def order_a_new_answer():
    remedy = file_a_remedy()
    ruling = {"ruling": Ruling.ORDERED, "on": day(6, 2), "new_answer_due_on": day(6, 30)}
    remedy.decide(by=officer(), at=LATER, **ruling)
    return remedy


def withhold():
    info_request = make_running_request()
    answer(info_request, outcome=Outcome.DENY_INTERNAL, details={"which": "人事管理"})
    return info_request


def assign_within_the_office():
    info_request = make_request()
    info_request.assign(
        by=officer(), handler=handler(), at=info_request.submitted_at, internal_due_on=day(3, 12)
    )
    return info_request


ALL = (HANDLER, OFFICER, HEAD, LEADER_)
KINDS = [
    # kind, what begins it, the last day nothing is owed, a day something is, step, who is told
    ("confirmation_due", by_web, (3, 3), (3, 4), 0, [OFFICER]),
    ("confirmation_due", by_web, (3, 3), (3, 6), -2, [OFFICER, HEAD]),
    ("correction_notice_due", make_running_request, (3, 7), (3, 10), 2, [HANDLER, OFFICER]),
    ("answer_due", make_running_request, (3, 21), (3, 24), 5, [HANDLER, OFFICER, HEAD]),
    ("answer_due", make_running_request, (3, 21), (3, 26), 3, [HANDLER, OFFICER, HEAD]),
    ("answer_due", make_running_request, (3, 21), (3, 28), 1, [HANDLER, OFFICER, HEAD]),
    ("answer_due", make_running_request, (3, 21), (3, 31), 0, [HANDLER, OFFICER, HEAD]),
    ("answer_due", make_running_request, (3, 21), (4, 1), -1, [HANDLER, OFFICER, HEAD]),
    ("answer_due", make_running_request, (3, 21), (4, 3), -3, ALL),
    ("internal_due", assign_within_the_office, (3, 10), (3, 11), 1, [HANDLER]),
    ("consultation_undelivered", consult, (3, 9), (3, 10), 0, [HANDLER]),
    ("consultation_due", ask_a_third_party, (3, 21), (3, 24), 3, [HANDLER]),
    ("correction_due", ask_to_correct, (3, 17), (3, 18), 3, [APPLICANT, HANDLER, OFFICER]),
    ("reasons_due", ask_for_reasons, (3, 17), (3, 18), 3, [APPLICANT, HANDLER, OFFICER]),
    ("payment_due", ask_for_a_fee, (4, 3), (4, 7), 3, [APPLICANT, HANDLER, OFFICER]),
    ("service_unproven", serve_without_proof, (3, 24), (3, 25), 0, [OFFICER]),
    ("remedy_reply_due", file_before_the_reply, (4, 24), (4, 25), 5, [HANDLER, OFFICER, HEAD]),
    ("hearing_due", file_before_the_hearing, (5, 12), (5, 13), 7, ALL),
    ("new_answer_due", order_a_new_answer, (6, 24), (6, 25), 5, [HANDLER, OFFICER, HEAD]),
    ("rereview_due", withhold, (2, 27, 2026), (2, 28, 2026), 10, [HANDLER, HEAD]),
]


@pytest.mark.parametrize("kind, begin, quiet_on, owed_on, step, people", KINDS)
def test_each_kind_is_owed_from_its_day_on(kind, begin, quiet_on, owed_on, step, people):
    begin()

    scan_on(day(*quiet_on))
    before = told(kind)
    scan_on(day(*owed_on))

    assert before == set()
    assert told(kind) == {(person, step) for person in people}
    for notice in notices(kind):
        assert "2025-0001" in notice.subject
        assert "2025-0001" in notice.text
        assert "王小明" not in notice.subject + notice.text + notice.line


@pytest.fixture
def estimated():
    """A case whose term ends in a year without a holiday notice."""
    info_request = make_running_request(submitted_on=day(12, 14, 2026))
    assert info_request.due_on is None
    return info_request


def test_a_term_that_is_only_estimated_is_said_to_be_so(estimated):
    scan_on(estimated.provisional_due_on)

    assert told("answer_due") == set()
    assert told("answer_due_estimated") == {(who, 0) for who in (HANDLER, OFFICER, HEAD)}
    assert "估算" in notices("answer_due_estimated").first().text


def confirm(info_request):
    info_request.confirm(by=officer(), on=MONDAY, at=LATER)


def correct(info_request):
    ask_to_correct(info_request).receive(by=officer(), on=day(3, 6), at=LATER, answer="2024年")


def give_the_opinion(consultation):
    consultation.answer(by=handler(), on=day(3, 7), at=LATER, opinion=Opinion.AGREES)


def give_reasons(inquiry):
    inquiry.receive(by=officer(), on=day(3, 7), at=LATER, answer="课题研究")
    inquiry.accept(by=head(), on=day(3, 10), at=LATER, finding="理由合理")


ENDINGS = [
    # kind, what begins it, what ends it, a day on which it would be owed
    (
        "confirmation_due",
        by_web,
        lambda row: row.confirm(by=officer(), on=MONDAY, at=LATER),
        (3, 6),
    ),
    ("correction_notice_due", make_running_request, correct, (3, 12)),
    ("answer_due", make_running_request, answer, (3, 31)),
    ("internal_due", assign_within_the_office, answer, (3, 12)),
    (
        "consultation_undelivered",
        consult,
        lambda row: row.deliver(by=handler(), on=day(3, 6), at=LATER),
        (3, 10),
    ),
    ("consultation_due", ask_a_third_party, give_the_opinion, (3, 27)),
    (
        "correction_due",
        ask_to_correct,
        lambda row: row.receive(by=officer(), on=day(3, 7), at=LATER, answer="2024年"),
        (3, 21),
    ),
    ("reasons_due", ask_for_reasons, give_reasons, (3, 21)),
    (
        "payment_due",
        ask_for_a_fee,
        lambda row: row.pay(by=officer(), on=day(3, 14), at=LATER),
        (4, 10),
    ),
    (
        "service_unproven",
        serve_without_proof,
        lambda row: row.prove(by=officer(), at=LATER, proof="EMS-9"),
        (3, 25),
    ),
    (
        "remedy_reply_due",
        file_before_the_reply,
        lambda row: row.decide(by=officer(), at=LATER, ruling=Ruling.MAINTAINED, on=day(4, 2)),
        (4, 30),
    ),
    (
        "new_answer_due",
        order_a_new_answer,
        lambda row: row.reopen(by=head(), on=day(6, 3), at=LATER),
        (6, 30),
    ),
    (
        "rereview_due",
        withhold,
        lambda row: row.rereview(
            by=handler(), on=day(12, 1), at=LATER, note="仍不予公开", next_on=day(12, 1, 2026)
        ),
        (3, 10, 2026),
    ),
]


@pytest.mark.parametrize("kind, begin, end, owed_on", ENDINGS)
def test_what_was_done_is_not_called_to_mind_and_what_waits_is_dropped(kind, begin, end, owed_on):
    row = begin()
    scan_on(day(*owed_on))
    owed = unsent(kind).count()

    end(row)
    scan_on(day(*owed_on))

    assert owed
    assert unsent(kind).count() == 0
    assert notices(kind).exclude(read_at=None).count() == owed


def test_m01_a_scan_that_missed_ten_days_owes_what_is_most_urgent_now():
    make_running_request()
    scan_on(day(3, 21))

    scan_on(day(4, 2))

    assert told("answer_due") == {(who, -2) for who in (HANDLER, OFFICER, HEAD)}


def test_m02_a_scan_one_day_late_still_reminds():
    make_running_request()

    scan_on(day(3, 25))  # “5 days left” was yesterday

    assert told("answer_due") == {(who, 5) for who in (HANDLER, OFFICER, HEAD)}


def test_m07_due_today_is_on_one_list_and_in_one_reminder():
    info_request = make_running_request()
    today = info_request.due_on

    scan_on(today)

    assert list(InformationRequest.objects.due_today(today)) == [info_request]
    assert not InformationRequest.objects.overdue(today).exists()
    assert {step for _, step in told("answer_due")} == {0}
    assert "（3月31日到期）" in notices("answer_due").first().text


def test_m09_a_case_that_cannot_be_read_leaves_the_others_alone():
    broken = make_running_request()  # waits for a correction nobody asked for
    InformationRequest.objects.filter(pk=broken.pk).update(status=Status.CORRECTION, due_on=None)
    correction = ask_to_correct()

    scan_on(day(3, 18))

    pulse = Pulse.objects.get(name=f"{SCAN}requests_app.correction_due")
    told_of = set(notices("correction_due").values_list("about_pk", flat=True))
    assert told_of == {str(correction.info_request.pk)}
    assert pulse.faults == 1
    assert f"公开申请 {broken.pk}" in pulse.note


def test_u22_nobody_is_told_the_same_on_two_days_running():
    make_running_request()

    scan_on(day(3, 24))
    scan_on(day(3, 25))

    assert notices("answer_due").count() == 3  # handler, officer, head


def test_u23_an_answered_case_is_left_in_peace():
    answer(make_running_request(), on=day(3, 21))

    for on in (day(3, 24), day(3, 31), day(4, 3)):
        scan_on(on)

    assert told("answer_due") == set()


def test_u08_an_extension_takes_the_old_days_away_and_brings_new_ones():
    info_request = make_running_request()
    scan_on(day(3, 24))
    fields = {"by": handler(), "on": day(3, 26), "at": LATER, "days": 10, "reason": "须汇总"}
    extension = Extension.objects.propose(info_request, **fields)
    extension.approve(by=head(), on=day(3, 26), at=LATER)

    scan_on(day(3, 31))
    in_between = unsent("answer_due").count()
    scan_on(day(4, 8))  # five working days before 15 April

    assert in_between == 0
    assert set(unsent("answer_due").values_list("due_on", "step")) == {(day(4, 15), 5)}


@pytest.mark.parametrize("pause", [ask_to_correct, consult, ask_for_a_fee])
def test_while_the_clock_stands_still_nobody_is_late(pause):
    pause()

    for on in (day(3, 28), day(3, 31), day(4, 8)):
        scan_on(on)

    assert told("answer_due") | told("answer_due_estimated") == set()


def test_while_reasons_are_asked_the_term_runs_on():
    ask_for_reasons()

    scan_on(day(3, 31))

    assert told("answer_due") == {(who, 0) for who in (HANDLER, OFFICER, HEAD)}


def test_an_applicant_is_not_written_to_at_night():
    ask_to_correct()

    scan_on(day(3, 18), at=time(23))

    to_applicant = notices("correction_due").get(to_applicant=True)
    night, morning = to_applicant.created_at, timezone.localtime(to_applicant.next_try_at)
    assert (morning.date(), morning.time()) == (day(3, 19), time(7))
    assert night
    assert "您的政府信息公开申请 2025-0001 需要补正" in to_applicant.text
    assert to_applicant.path == "/zfxxgk/ysqgk/status/"
    assert to_applicant.mail().to == ["wang@example.org"]


def test_the_rehearsal_lists_every_case_with_its_reason():
    make_running_request()
    out = StringIO()

    call_command("notices", owed=True, as_of="2025-03-24", stdout=out)

    assert "答复期限（requests_app.answer_due，《条例》第三十三条）：1件" in out.getvalue()
    assert "期限是2025年3月31日（从3月24日起还有5个工作日）" in out.getvalue()
    assert "handler" in out.getvalue()


def owing_queries(django_assert_max_num_queries):
    with django_assert_max_num_queries(10_000) as captured:
        scan_on(day(3, 24))
    return len(captured)


def test_a_scan_asks_no_more_for_ten_cases_than_for_one(django_assert_max_num_queries):
    by_web(), make_running_request()
    scan_on(day(3, 3))  # writes down the rules
    for_one = owing_queries(django_assert_max_num_queries)
    for _ in range(9):
        by_web(), make_running_request()

    assert owing_queries(django_assert_max_num_queries) <= for_one
    assert notices("answer_due").values("about_pk").distinct().count() == 10
