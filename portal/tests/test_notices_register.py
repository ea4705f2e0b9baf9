"""The register of notices: for who runs the portal, to read and to send again."""

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from portal.models import Notice, NoticeStatus
from portal.tests.factories import make_notice, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hello_event")]
REGISTER = "/admin/portal/notice/"


def log_in(client, *codenames):
    operator = make_user("operator")
    operator.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client.force_login(operator)


def send_again(client, notice):
    chosen = {"action": "send_again", "_selected_action": [notice.pk]}
    return client.post(REGISTER, chosen, follow=True).content.decode()


def test_a_mail_that_was_given_up_is_shown_with_its_reason(client):
    make_notice(status=NoticeStatus.GIVEN_UP, attempts=6, error="邮件服务器拒收：550")
    log_in(client, "view_notice")

    page = client.get(REGISTER).content.decode()

    assert "邮件未送达，不再试" in page
    assert "邮件服务器拒收：550" in page


def test_who_may_not_look_is_refused(client):
    log_in(client)

    assert client.get(REGISTER).status_code == 403


def test_a_given_up_mail_is_sent_again_on_request(client):
    notice = make_notice(status=NoticeStatus.GIVEN_UP, attempts=6)
    log_in(client, "view_notice", "resend_notice")

    page = send_again(client, notice)

    assert "1 封邮件将重新发送" in page
    assert Notice.objects.get().status == NoticeStatus.OWED


def test_what_was_sent_is_not_sent_again(client):
    notice = make_notice(status=NoticeStatus.SENT, sent_at=timezone.now())
    log_in(client, "view_notice", "resend_notice")

    page = send_again(client, notice)

    assert "没有需要重新发送的" in page
    assert Notice.objects.get().status == NoticeStatus.SENT


def test_who_may_only_look_cannot_send_again(client):
    notice = make_notice(status=NoticeStatus.GIVEN_UP, attempts=6)
    log_in(client, "view_notice")

    send_again(client, notice)

    assert Notice.objects.get().status == NoticeStatus.GIVEN_UP


@pytest.mark.parametrize("page", ["add/", "{pk}/delete/"])
def test_nobody_writes_or_deletes_notices_by_hand(client, page):
    notice = make_notice()
    log_in(client, "view_notice", "add_notice", "change_notice", "delete_notice")

    assert client.get(REGISTER + page.format(pk=notice.pk)).status_code == 403
