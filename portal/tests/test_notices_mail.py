"""What a mail says, and to whom it goes."""

import pytest
from django.test import override_settings

from portal.models import Notice, NoticeStatus, OfficeSettings
from portal.tasks import deliver_notices
from portal.tests.factories import make_notice, make_office, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hello_event")]


def mail_text(mail, kind):
    return mail.get_body([kind]).get_content()


def test_a_mail_says_who_what_and_where_in_text_and_in_html(mail_server):
    OfficeSettings.objects.create(pk=1, site_domain="jyj.example", site_name="云溪县教育局")
    notice = make_notice(by=make_user("author", last_name="陈", first_name="晨"))

    deliver_notices()

    (mail,) = mail_server.mails
    url = f"http://jyj.example{notice.path}"
    assert mail["To"] == "reader@example.org"
    assert mail["Subject"].strip() == "请您初审：基础教育科"
    for words in ("编，您好", "“基础教育科”等您初审。经办人：陈晨。", url, "云溪县教育局"):
        assert words in mail_text(mail, "plain")
        assert words in mail_text(mail, "html")


def test_every_attempt_is_the_same_message_so_that_two_can_be_folded():
    OfficeSettings.objects.create(pk=1, site_domain="jyj.example")
    notice = make_notice()

    first, second = notice.mail().message(), Notice.objects.get().mail().message()

    assert first["Message-ID"] == second["Message-ID"] == f"<notice-{notice.pk}@jyj.example>"
    assert first["Auto-Submitted"] == "auto-generated"


def test_names_arrive_as_they_are_written(mail_server):
    make_notice(about=make_office(name='O\'Brien & <b>子女</b> "学校"'))

    deliver_notices()

    (mail,) = mail_server.mails
    assert mail["Subject"].strip() == '请您初审：O\'Brien & <b>子女</b> "学校"'
    assert '“O\'Brien & <b>子女</b> "学校"”等您初审' in mail_text(mail, "plain")
    assert "<b>" not in mail_text(mail, "html")


def test_a_line_break_in_a_name_does_not_break_the_head_of_the_mail(mail_server):
    make_notice(about=make_office(name="第一行\r\nBcc: other@example.org"))

    deliver_notices()

    (mail,) = mail_server.mails
    assert mail["Subject"].strip() == "请您初审：第一行 Bcc: other@example.org"
    assert mail["Bcc"] is None


@pytest.mark.parametrize("fields", [{"email": ""}, {"email": "x@example.org", "is_active": False}])
def test_who_has_no_address_or_no_account_any_more_gets_no_mail(mail_server, fields):
    make_notice(make_user("reader", **fields))

    deliver_notices()

    assert Notice.objects.get().status == NoticeStatus.INBOX_ONLY
    assert not mail_server.mails


@override_settings(EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend")
def test_without_a_mail_server_nothing_claims_to_be_sent():
    make_notice()

    deliver_notices()

    assert Notice.objects.get().status == NoticeStatus.INBOX_ONLY


def test_what_was_deleted_meanwhile_is_not_written_about(mail_server):
    notice = make_notice()
    notice.about.delete()

    deliver_notices()

    notice = Notice.objects.get()
    assert notice.status == NoticeStatus.GIVEN_UP
    assert "已删除" in notice.error
    assert not mail_server.mails


def test_the_address_is_the_one_at_sending(mail_server):
    notice = make_notice()
    notice.recipient.email = "new@example.org"
    notice.recipient.save()

    deliver_notices()

    assert mail_server.addresses == ["new@example.org"]
