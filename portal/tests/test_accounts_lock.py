"""Wrong passwords lock an account: for how long, for whom, and who opens it again."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from portal.accounts.lock import locked_until
from portal.models import AccessRules, AuditAct, AuditEntry, SecondFactor, User
from portal.rights import record_unrecorded_rights
from portal.roles import SECURITY_ADMIN
from portal.tests.factories import NOON
from portal.tests.logins import LOGIN, PASSWORD, give_phone, log_in, make_person, type_password

pytestmark = pytest.mark.django_db


def acts(act):
    return list(AuditEntry.objects.filter(act=act).order_by("pk"))


def fail(client, person, times=5, **where):
    for number in range(times):
        answer = client.post(
            LOGIN, {"username": person.username, "password": f"wrong-{number}"}, **where
        )
    return answer


def test_the_fifth_wrong_password_locks_and_the_page_says_why_until_when_and_what_to_do(
    client, clock
):
    person = make_person()

    page = fail(client, person)

    text = page.content.decode()
    assert page.status_code == 429
    assert "连续 5 次没有输对" in text
    assert "2025年3月3日 12:30" in text
    assert "联系本单位安全管理员解除锁定" in text


def test_while_it_is_locked_the_right_password_does_not_help_from_anywhere(client, clock):
    person = make_person()
    fail(client, person, REMOTE_ADDR="192.0.2.1")

    page = type_password(client, person, REMOTE_ADDR="198.51.100.9", HTTP_USER_AGENT="another")

    assert page.status_code == 429
    assert client.get("/admin/").status_code == 302


def test_many_addresses_and_browsers_count_together_against_one_account(client):
    person = make_person()

    for number in range(5):
        page = fail(
            client, person, 1, REMOTE_ADDR=f"192.0.2.{number}", HTTP_USER_AGENT=f"b{number}"
        )

    assert page.status_code == 429


def test_the_lock_ends_when_it_said_whatever_was_tried_meanwhile(client, clock):
    person = make_person()
    fail(client, person)
    clock.shift(timedelta(minutes=20))
    fail(client, person, 3)

    clock.shift(timedelta(minutes=10, seconds=1))

    assert type_password(client, person).status_code == 302


def test_one_right_password_forgets_the_wrong_ones_before(client):
    person = make_person()
    fail(client, person, 4)
    type_password(client, person)

    assert fail(client, person, 4).status_code == 200


def test_the_office_sets_how_many_and_how_long(client, clock):
    AccessRules.objects.create(pk=1, lock_failures=3, lock_minutes=60)
    person = make_person()

    page = fail(client, person, 3)

    assert "2025年3月3日 13:00" in page.content.decode()


def test_one_who_guesses_locks_nobody_else_out(client):
    fail(client, make_person("wen"))

    assert type_password(client, make_person("li")).status_code == 302


def test_the_beginning_of_a_lock_is_recorded_once_without_what_was_typed(client):
    person = make_person()

    fail(client, person, 8)

    (lock,) = acts(AuditAct.LOCKOUT)
    assert lock.object_label == f"portal.user:{person.pk}"
    assert lock.data == {"address": "127.0.0.1", "is_account": True}


def test_a_password_typed_as_the_login_is_stored_nowhere(client):
    for _ in range(5):
        client.post(LOGIN, {"username": "My-Secret-Passw0rd", "password": "wen"})

    stored = " ".join(str(row) for row in AccessAttempt.objects.values_list())
    assert AccessAttempt.objects.exists()
    assert "My-Secret" not in stored
    assert "My-Secret" not in " ".join(str(entry.data) for entry in acts(AuditAct.LOCKOUT))


def test_the_security_officer_opens_a_locked_account_and_it_is_recorded(client, clock):
    person, guard = make_person("wen"), make_person("guard", SECURITY_ADMIN)
    fail(client, person)
    client.force_login(guard)
    address = f"/admin/portal/user/{person.pk}/access/"

    shown = client.get(address).content.decode()
    client.post(address, {"act": "unlock"})
    client.logout()

    assert "锁定到" in shown
    assert locked_until("wen", at=NOON) is None
    assert [(entry.by, entry.object_label) for entry in acts(AuditAct.UNLOCK)] == [
        (guard, f"portal.user:{person.pk}")
    ]
    assert type_password(client, person).status_code == 302


def test_guessing_the_old_password_from_an_open_session_locks_too(client):
    person = make_person()
    log_in(client, person)
    new = "Ferry-lantern-82-moss"

    for number in range(5):
        typed = {"old_password": f"wrong-{number}", "new_password1": new, "new_password2": new}
        page = client.post("/admin/password_change/", typed)
    right = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    refused = client.post("/admin/password_change/", right)

    assert (page.status_code, refused.status_code) == (429, 429)
    assert User.objects.get(pk=person.pk).check_password(PASSWORD)


def test_the_operator_opens_an_account_when_nobody_else_can_and_it_is_recorded(client):
    person = make_person()
    give_phone(person)
    fail(client, person)

    with pytest.raises(CommandError, match="写明原因"):
        call_command("open_account", "wen", reason="忘")
    call_command("open_account", "wen", reason="唯一的安全管理员手机遗失", reset_factor=True)

    assert type_password(client, person).status_code == 302
    assert not SecondFactor.objects.exists()
    assert [entry.by for entry in acts(AuditAct.UNLOCK) + acts(AuditAct.SECOND_FACTOR)] == [
        None
    ] * 2


def test_the_superuser_of_the_installation_is_closed_once_there_is_a_security_officer(client):
    root = make_person("root", is_superuser=True)
    log_in(client, root)
    with pytest.raises(CommandError, match="请先在工作台建立一个角色为“安全管理员”的账号"):
        call_command("close_account", "root", reason="安装已完成")
    make_person("guard", SECURITY_ADMIN)

    call_command("close_account", "root", reason="安装已完成")

    root.refresh_from_db()
    assert not root.is_active
    assert client.get("/admin/").status_code == 302
    entry = acts(AuditAct.ROLE_CHANGE)[-1]
    assert (entry.data["after"]["is_active"], entry.data["reason"]) == (False, "安装已完成")
    record_unrecorded_rights(at=NOON)
    assert AuditEntry.objects.about(root).filter(act=AuditAct.ROLE_CHANGE).count() == 1
    call_command("close_account", "root", reason="数据恢复后重建账号", reopen=True)
    root.refresh_from_db()
    assert root.is_active


def test_a_command_that_checks_a_password_without_a_request_is_no_guess():
    person = make_person()

    assert authenticate(username="wen", password=PASSWORD) == person
    assert authenticate(username="wen", password="wrong") is None
    assert not AccessAttempt.objects.exists()
