"""One mail a day, for who chose it: every notice in it once, whatever goes wrong."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from portal import notices
from portal.models import Notice, NoticeStatus, User
from portal.models.notice import PAUSES
from portal.models.notice_queries import CLAIM
from portal.tasks import deliver_notices
from portal.tests.factories import make_notice, make_office, make_user
from portal.tests.threads import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hello_event")]
EIGHT = datetime(2025, 3, 4, 8, tzinfo=ZoneInfo("Asia/Shanghai"))  # the morning after `clock`


@pytest.fixture
def reader():
    return make_user("reader", email="reader@example.org", wants_digest=True)


def queue(to, *names):
    for name in names:
        office = make_office(name, name=name)
        notices.queue("hello", key=name, to=to, about=office, step="初审")


def test_notices_wait_for_eight_and_come_as_one_mail(mail_server, clock, reader):
    queue(reader, "first", "second", "third")
    other = make_user("other", email="other@example.org")
    queue(other, "fourth")

    deliver_notices()
    assert mail_server.addresses == ["other@example.org"]

    clock.move_to(EIGHT)
    deliver_notices()
    deliver_notices()

    mail = mail_server.mails[1]
    assert len(mail_server.mails) == 2
    assert mail["Subject"].startswith("3条通知")
    for kind in ("plain", "html"):
        text = mail.get_body([kind]).get_content()
        assert all(text.count(f"“{name}”等您初审") == 1 for name in ("first", "second", "third"))
    assert set(Notice.objects.values_list("status", "attempts")) == {(NoticeStatus.SENT, 1)}


def test_a_mail_that_is_refused_is_tried_again_whole(mail_server, clock, reader):
    queue(reader, "first", "second")
    clock.move_to(EIGHT)
    mail_server.refusals["reader@example.org"] = "451 later"
    deliver_notices()
    mail_server.refusals.clear()
    assert set(Notice.objects.values_list("status", flat=True)) == {NoticeStatus.FAILED}

    clock.shift(PAUSES[0])
    deliver_notices()

    assert [mail["Subject"][:4] for mail in mail_server.mails] == ["2条通知"]


def test_what_a_dead_worker_had_claimed_comes_later(mail_server, clock, reader):
    queue(reader, "first", "second")
    clock.move_to(EIGHT)
    assert len(Notice.objects.claim_all_of(reader.pk, now=timezone.now())) == 2

    clock.shift(CLAIM)
    deliver_notices()

    assert len(mail_server.mails) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_one_mail(mail_server, reader):
    for n in range(10):
        make_notice(reader, about=make_office(f"office{n}"))

    at_once(deliver_notices, deliver_notices)

    assert len(mail_server.mails) == 1
    assert mail_server.mails[0]["Subject"].startswith("10条通知")


def test_one_without_words_does_not_spoil_the_mail(mail_server, clock, reader):
    make_notice(reader, event="no_such_event")
    make_notice(reader, about=make_office("gone"))
    make_notice(reader)
    make_office("gone").delete()

    deliver_notices()

    assert [mail["Subject"][:4] for mail in mail_server.mails] == ["1条通知"]
    assert sorted(Notice.objects.values_list("status", flat=True)) == [
        NoticeStatus.FAILED,
        NoticeStatus.GIVEN_UP,
        NoticeStatus.SENT,
    ]


def test_the_choice_is_made_in_the_inbox(client, clock, reader):
    client.force_login(reader)
    queue(reader, "first")

    client.post("/admin/inbox/digest/", {})

    assert not User.objects.get().wants_digest
    assert Notice.objects.get().next_try_at == timezone.now()  # nothing waits for the morning

    page = client.post("/admin/inbox/digest/", {"digest": "on"}, follow=True)

    assert User.objects.get().wants_digest
    assert "每天8点" in page.content.decode()
    assert client.get("/admin/inbox/digest/").status_code == 405


def test_a_day_between_two_mails(mail_server, clock, reader):
    clock.move_to(EIGHT + timedelta(minutes=1))
    queue(reader, "first")

    assert Notice.objects.get().next_try_at == EIGHT + timedelta(days=1)
