"""Delivery under faults: each notice arrives once, and one that cannot holds up no other."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from portal.models import Notice, NoticeStatus
from portal.models.notice import PAUSES
from portal.models.notice_queries import CLAIM
from portal.tasks import ONE_TURN, deliver_notices
from portal.tests.factories import make_notice, make_user
from portal.tests.threads import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hello_event")]
IN_REAL_TRANSACTIONS = pytest.mark.django_db(transaction=True)
ONE_SECOND = timedelta(seconds=1)


def make_notices(count):
    """One for each of `count` people, reader0@example.org the first to be told."""
    people = [make_user(f"reader{n}", email=f"reader{n}@example.org") for n in range(count)]
    return [make_notice(person) for person in people]


def owed():
    return Notice.objects.owed(timezone.now())


@IN_REAL_TRANSACTIONS
def test_two_workers_at_once_send_each_mail_once(mail_server):
    notices = make_notices(20)

    at_once(deliver_notices, deliver_notices)

    assert mail_server.addresses == sorted(notice.recipient.email for notice in notices)
    assert set(Notice.objects.values_list("status", "attempts")) == {(NoticeStatus.SENT, 1)}


def test_a_second_run_sends_nothing_more(mail_server):
    make_notice()

    deliver_notices()
    deliver_notices()

    assert len(mail_server.mails) == 1


def test_what_one_worker_claimed_no_other_gets(clock):
    notice = make_notice()

    first = Notice.objects.claim(notice.pk, now=timezone.now())
    second = Notice.objects.claim(notice.pk, now=timezone.now())

    assert first == notice
    assert second is None


@IN_REAL_TRANSACTIONS
def test_no_mail_leaves_before_its_claim_is_committed(mail_server):
    make_notice()
    seen_by_others = []
    mail_server.on_mail = lambda mail: seen_by_others.extend(
        at_once(lambda: Notice.objects.get().status)
    )

    deliver_notices()

    assert seen_by_others == [NoticeStatus.SENDING]


@IN_REAL_TRANSACTIONS
def test_nothing_is_sent_inside_a_transaction(mail_server):
    make_notice()

    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        deliver_notices()

    assert not mail_server.mails


def test_a_refused_mail_says_why_without_the_address_and_holds_up_no_other(mail_server, clock):
    make_notices(3)
    mail_server.refusals["reader0@example.org"] = "550 <reader0@example.org>: 查无此人"

    deliver_notices()

    refused = Notice.objects.get(status=NoticeStatus.FAILED)
    assert refused.error == "邮件服务器拒收：550 <（收件地址）>: 查无此人"
    assert refused.next_try_at == timezone.now() + PAUSES[0]
    assert mail_server.addresses == ["reader1@example.org", "reader2@example.org"]


def test_a_notice_without_words_holds_up_no_other(mail_server, clock):
    make_notice(make_user("first", email="first@example.org"), event="no_such_event")
    make_notice()

    deliver_notices()

    assert "TemplateDoesNotExist" in Notice.objects.get(status=NoticeStatus.FAILED).error
    assert mail_server.addresses == ["reader@example.org"]


def test_a_hanging_server_costs_one_attempt_and_everything_arrives_later(
    mail_server, settings, clock
):
    settings.EMAIL_TIMEOUT = 0.2
    mail_server.is_hanging = True
    make_notices(3)

    deliver_notices()

    assert sorted(Notice.objects.values_list("attempts", flat=True)) == [0, 0, 1]
    assert "没有应答" in Notice.objects.get(attempts=1).error

    mail_server.is_hanging = False
    clock.shift(PAUSES[0])
    deliver_notices()

    assert len(mail_server.addresses) == 3
    assert not Notice.objects.exclude(status=NoticeStatus.SENT, error="").exists()


def test_a_server_that_is_down_is_tried_again(settings, mail_server, clock):
    settings.EMAIL_PORT = 1  # nobody listens there
    make_notice()

    deliver_notices()

    notice = Notice.objects.get()
    assert notice.status == NoticeStatus.FAILED
    assert "没有应答" in notice.error
    assert not owed().exists()


def test_what_a_dead_worker_had_claimed_is_owed_again(mail_server, clock):
    notice = make_notice()
    Notice.objects.claim(notice.pk, now=timezone.now())

    clock.shift(CLAIM - ONE_SECOND)
    deliver_notices()

    assert not mail_server.mails

    clock.shift(ONE_SECOND)
    deliver_notices()

    assert len(mail_server.mails) == 1
    assert Notice.objects.get().status == NoticeStatus.SENT


def test_a_worker_that_comes_back_late_does_not_undo_what_another_did(mail_server, clock):
    late = Notice.objects.claim(make_notice().pk, now=timezone.now())
    clock.shift(CLAIM)
    deliver_notices()

    late.fail(TimeoutError("too late"), now=timezone.now())

    assert Notice.objects.get().status == NoticeStatus.SENT


@pytest.mark.parametrize("attempts, pause", list(enumerate(PAUSES, start=1)))
def test_each_failed_attempt_waits_longer(mail_server, clock, attempts, pause):
    mail_server.refusals["reader@example.org"] = "451 try again later"
    make_notice(attempts=attempts - 1)

    deliver_notices()

    clock.shift(pause - ONE_SECOND)
    assert not owed().exists()
    clock.shift(ONE_SECOND)
    assert owed().exists()


def test_after_the_sixth_attempt_it_is_given_up_with_the_reason(mail_server, clock):
    mail_server.refusals["reader@example.org"] = "550 no such user"
    make_notice(attempts=len(PAUSES))

    deliver_notices()

    notice = Notice.objects.get()
    clock.shift(timedelta(days=30))
    assert notice.status == NoticeStatus.GIVEN_UP
    assert "550 no such user" in notice.error
    assert not owed().exists()


def test_a_notice_that_kills_its_worker_every_time_is_given_up(mail_server, clock):
    notice = make_notice()
    for _ in range(len(PAUSES) + 1):
        Notice.objects.claim(notice.pk, now=timezone.now())
        clock.shift(CLAIM)

    deliver_notices()

    assert Notice.objects.get().status == NoticeStatus.GIVEN_UP
    assert not mail_server.mails


def test_what_was_given_up_can_be_owed_anew(mail_server, clock):
    make_notice(status=NoticeStatus.GIVEN_UP, attempts=6, error="550 no such user")

    Notice.objects.send_again(now=timezone.now())
    deliver_notices()

    assert Notice.objects.get().status == NoticeStatus.SENT
    assert len(mail_server.mails) == 1


def test_a_long_queue_lets_other_tasks_in_between(mail_server, clock):
    make_notices(3)
    mail_server.on_mail = lambda mail: clock.shift(ONE_TURN + ONE_SECOND)

    deliver_notices()

    assert len(mail_server.mails) == 1
    assert owed().count() == 2
