"""What an applicant is written: to the address of the moment, never at night, without a name."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError
from django.utils import timezone

from portal import notices
from portal.models import Notice, NoticeStatus, Office, OfficeSettings
from portal.tasks import deliver_notices
from portal.tests.factories import make_notice, make_office, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hello_event")]
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture(autouse=True)
def an_office_stands_for_a_case(monkeypatch):
    """It says where its applicant is written to, as a request does."""
    monkeypatch.setattr(Office, "notice_address", lambda self: self.address, raising=False)


def queue(about, **changes):
    notices.queue("hello", key="hello", about=about, to_applicant=True, path="/status/", **changes)


def test_the_address_is_asked_for_at_sending_and_never_stored(mail_server, clock):
    case = make_office(address="old@example.org")
    queue(case)
    Office.objects.update(address="new@example.org")

    deliver_notices()

    (mail,) = mail_server.mails
    assert mail["To"] == "new@example.org"
    assert "example.org" not in str(Notice.objects.values().get())


def test_the_mail_leads_to_the_status_page_and_not_to_the_admin(mail_server, clock):
    queue(make_office(address="citizen@example.org"))

    deliver_notices()

    (mail,) = mail_server.mails
    for kind in ("plain", "html"):
        text = mail.get_body([kind]).get_content()
        assert "/status/" in text
        assert "办理进度页面" in text
        assert "工作台" not in text
        assert text.startswith("您好") or "<p>您好" in text


def test_an_applicant_and_a_clerk_are_told_apart_and_each_once(mail_server, clock):
    clerk, case = (
        make_user("clerk", email="clerk@example.org"),
        make_office(address="c@example.org"),
    )

    queue(case, to=clerk)
    queue(case, to=clerk)
    deliver_notices()

    assert mail_server.addresses == ["c@example.org", "clerk@example.org"]
    assert [notice.receiver for notice in Notice.objects.order_by("pk")] == ["编", "申请人"]


def test_without_an_address_the_office_is_told_to_find_another_way(mail_server, clock):
    queue(make_office(address=""))

    deliver_notices()

    notice = Notice.objects.get()
    assert notice.status == NoticeStatus.INBOX_ONLY
    assert "其他方式" in notice.error


@pytest.mark.parametrize("hour, morning", [(23, 1), (3, 0)])
def test_at_night_it_waits_for_the_morning(mail_server, clock, hour, morning):
    night = datetime(2025, 3, 3, hour, tzinfo=SHANGHAI)
    clock.move_to(night)
    queue(make_office(address="citizen@example.org"))

    deliver_notices()
    assert not mail_server.mails

    at_seven = night.replace(hour=7) + timedelta(days=morning)
    assert Notice.objects.get().next_try_at == at_seven
    clock.move_to(at_seven)
    deliver_notices()
    assert len(mail_server.mails) == 1


def test_what_failed_by_day_is_not_tried_again_at_night(mail_server, clock):
    clock.move_to(datetime(2025, 3, 3, 21, 59, 30, tzinfo=SHANGHAI))
    mail_server.refusals["citizen@example.org"] = "451 later"
    queue(make_office(address="citizen@example.org"))
    deliver_notices()
    mail_server.refusals.clear()

    clock.shift(timedelta(minutes=2))
    deliver_notices()

    notice = Notice.objects.get()
    assert not mail_server.mails
    assert notice.attempts == 1
    assert timezone.localtime(notice.next_try_at).time() == time(7)


def test_the_office_decides_when_it_is_night(mail_server, clock):
    OfficeSettings.objects.create(pk=1, quiet_from=time(11), quiet_until=time(13))

    queue(make_office(address="citizen@example.org"))

    assert timezone.localtime(Notice.objects.get().next_try_at).time() == time(13)


@pytest.mark.parametrize("to_applicant, has_recipient", [(True, True), (False, False)])
def test_every_notice_has_exactly_one_receiver(to_applicant, has_recipient):
    person = make_user() if has_recipient else None
    notice = make_notice()

    with pytest.raises(IntegrityError):
        Notice.objects.filter(pk=notice.pk).update(recipient=person, to_applicant=to_applicant)
