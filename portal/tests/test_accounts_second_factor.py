"""The second factor: set up at the first log-in, asked for at every other, never good twice."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from portal.models import AuditAct, AuditEntry, Login, RecoveryCode, SecondFactor
from portal.roles import SECURITY_ADMIN
from portal.tests.factories import NOON
from portal.tests.logins import (
    FACTOR,
    PASSWORD,
    code_of,
    give_phone,
    log_in,
    make_person,
    type_password,
    wrong_code,
)

pytestmark = pytest.mark.django_db

CODES = "/admin/second-factor/codes/"


@pytest.fixture
def person():
    return make_person()


@pytest.fixture
def phone(person):
    return give_phone(person)


def steps_recorded() -> list[str]:
    entries = AuditEntry.objects.filter(act=AuditAct.SECOND_FACTOR).order_by("pk")
    return [entry.data["step"] for entry in entries]


def is_in(client) -> bool:
    return client.get("/admin/").status_code == 200


def test_the_first_log_in_leads_to_the_setting_up_and_nowhere_else(client, person):
    type_password(client, person)

    board = client.get("/admin/?from=mail")
    page = client.get(FACTOR).content.decode()

    assert board.url == "/admin/second-factor/?next=%2Fadmin%2F%3Ffrom%3Dmail"
    assert '<svg class="qr"' in page
    assert SecondFactor.objects.get().secret in page.replace(" ", "")


def test_a_phone_is_set_up_with_a_good_code_and_its_recovery_codes_are_shown_until_kept(
    client, person
):
    type_password(client, person)
    client.get(FACTOR)
    pending = SecondFactor.objects.get()

    wrong = client.post(FACTOR, {"code": wrong_code(pending)})
    right = client.post(FACTOR, {"code": code_of(pending), "next": "/admin/inbox/"})
    shown = client.get(CODES).content.decode()
    file = client.get("/admin/second-factor/codes.txt")
    kept = client.post(CODES, {"next": "/admin/inbox/"})

    codes = re.findall(r"\d{4} \d{4} \d{4} \d{4}", shown)
    assert "动态码不对" in wrong.content.decode()
    assert right.url == f"{CODES}?next=%2Fadmin%2Finbox%2F"
    assert len(set(codes)) == 10
    assert all(code in file.content.decode() for code in codes)
    assert kept.url == "/admin/inbox/"
    assert client.get(CODES).url == "/admin/account/"
    assert client.get("/admin/second-factor/codes.txt").status_code == 404
    assert steps_recorded() == ["enrolled", "codes"]


def test_neither_the_secret_nor_a_recovery_code_stands_readable_in_the_database(person, phone):
    codes = phone.renew_codes(at=NOON)

    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM portal_secondfactor")
        (stored,) = cursor.fetchone()
    digests = " ".join(RecoveryCode.objects.values_list("digest", flat=True))
    assert phone.secret not in stored
    assert not any(code.replace(" ", "") in digests for code in codes)


def test_the_recovery_codes_wait_in_the_session_encrypted(client, person):
    type_password(client, person)
    client.get(FACTOR)
    client.post(FACTOR, {"code": code_of(SecondFactor.objects.get())})

    stored = client.session["recovery_codes"]

    assert not re.search(r"\d{4} \d{4}", stored)


def test_password_and_code_let_in_with_another_session_than_before(client, person, phone):
    type_password(client, person)
    before = client.session.session_key

    answer = client.post(FACTOR, {"code": code_of(phone), "next": "/admin/inbox/"})

    assert answer.url == "/admin/inbox/"
    assert client.session.session_key != before
    assert is_in(client)
    assert steps_recorded() == ["phone"]


def test_a_code_is_typed_with_blanks_as_the_phone_shows_it(client, person, phone):
    type_password(client, person)
    code = code_of(phone)

    client.post(FACTOR, {"code": f"{code[:3]} {code[3:]}"})

    assert is_in(client)


def test_a_code_somebody_has_seen_is_not_good_a_second_time(client, person, phone, clock):
    code = code_of(phone)
    type_password(client, person)
    client.post(FACTOR, {"code": code})
    other = Client()
    type_password(other, person)

    page = other.post(FACTOR, {"code": code})

    assert "已经用过" in page.content.decode()
    assert not is_in(other)


@pytest.mark.parametrize(
    "steps, is_good", [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_a_phone_may_be_one_code_early_or_late(client, person, phone, clock, steps, is_good):
    type_password(client, person)

    client.post(FACTOR, {"code": code_of(phone, steps)})

    assert is_in(client) is is_good


def test_guessing_codes_takes_longer_with_every_mistake_and_a_good_one_must_wait_too(
    client, person, phone, clock
):
    type_password(client, person)
    for _ in range(4):
        client.post(FACTOR, {"code": wrong_code(phone)})
        clock.shift(timedelta(seconds=SecondFactor.objects.get().throttling_failure_count ** 2))
    client.post(FACTOR, {"code": wrong_code(phone)})

    waiting = client.post(FACTOR, {"code": code_of(phone)})
    clock.shift(timedelta(minutes=2))
    client.post(FACTOR, {"code": code_of(phone)})

    assert re.search(r"请等\d+秒再试", waiting.content.decode())
    assert is_in(client)


def test_logging_in_again_does_not_shorten_the_wait_and_wrong_codes_are_recorded(
    client, person, phone, clock
):
    type_password(client, person)
    for _ in range(3):
        client.post(FACTOR, {"code": wrong_code(phone)})
    fresh = Client()
    type_password(fresh, person)

    fresh.post(FACTOR, {"code": code_of(phone)})

    assert not is_in(fresh)
    (failure,) = AuditEntry.objects.filter(act=AuditAct.LOGIN_FAILURE)
    assert failure.data == {"step": "second_factor", "address": "127.0.0.1"}


def test_a_recovery_code_lets_in_once(client, person, phone):
    code, *_ = phone.renew_codes(at=NOON)
    type_password(client, person)
    client.post(FACTOR, {"code": code.replace(" ", "-")})
    again = Client()
    type_password(again, person)

    page = again.post(FACTOR, {"code": code})

    assert "还剩9个" in client.get("/admin/").content.decode()
    assert "动态码不正确" in page.content.decode()
    assert not is_in(again)
    assert steps_recorded() == ["codes", "paper"]


def test_guessed_recovery_codes_wait_like_guessed_codes_of_the_phone(client, person, phone, clock):
    code, *_ = phone.renew_codes(at=NOON)
    type_password(client, person)
    client.post(FACTOR, {"code": "0000 0000 0000 0000"})

    client.post(FACTOR, {"code": code})

    assert not is_in(client)


def test_new_recovery_codes_want_the_password_and_void_the_old_ones(client, person, phone):
    old, *_ = phone.renew_codes(at=NOON)
    log_in(client, person)

    refused = client.post("/admin/second-factor/renew/", {"password": "wrong"})
    client.post("/admin/second-factor/renew/", {"password": PASSWORD})

    assert "密码不正确" in refused.content.decode()
    assert phone.accept(old, at=NOON) == ""


def test_a_stolen_session_cannot_put_another_phone_in_the_place_of_the_owners(
    client, person, phone
):
    log_in(client, person)
    client.get(FACTOR)
    pending = SecondFactor.objects.get(confirmed=False)

    client.post(FACTOR, {"code": code_of(pending), "password": "guess"})
    kept = SecondFactor.objects.of(person)
    client.post(FACTOR, {"code": code_of(pending), "password": PASSWORD})

    assert kept == phone
    assert SecondFactor.objects.of(person) == pending
    assert not SecondFactor.objects.filter(pk=phone.pk).exists()


def test_outside_the_demonstration_nobody_does_without(client, person, phone):
    log_in(client, person)

    page = client.post("/admin/second-factor/remove/", {"password": PASSWORD})

    assert page.status_code == 404
    assert SecondFactor.objects.of(person)


def test_in_the_demonstration_it_is_free_but_whoever_has_it_is_asked(client, person, settings):
    settings.DEMO = True
    type_password(client, person)
    without = is_in(client)
    phone = give_phone(person)
    client.logout()

    type_password(client, person)
    asked = client.get("/admin/").url
    client.post(FACTOR, {"code": code_of(phone)})
    client.post("/admin/second-factor/remove/", {"password": PASSWORD})

    assert without
    assert asked.startswith(FACTOR)
    assert SecondFactor.objects.of(person) is None
    assert is_in(client)


def test_the_security_officer_resets_with_a_reason_and_every_log_in_ends(client, person, phone):
    inside = Client()
    log_in(inside, person)
    guard = make_person("guard", SECURITY_ADMIN)
    client.force_login(guard)
    address = f"/admin/portal/user/{person.pk}/access/"

    refused = client.post(address, {"act": "reset", "reason": "忘"}).content.decode()
    before = SecondFactor.objects.of(person)
    client.post(address, {"act": "reset", "reason": "手机遗失，本人当面核实"})

    assert "errorlist" in refused
    assert before == phone
    assert SecondFactor.objects.of(person) is None
    assert not is_in(inside)
    entry = AuditEntry.objects.filter(act=AuditAct.SECOND_FACTOR).latest("pk")
    assert (entry.by, entry.data["reason"]) == (guard, "手机遗失，本人当面核实")
    assert not Login.objects.filter(user=person, ended_at=None).exists()
