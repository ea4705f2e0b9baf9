"""What a password must be, how long it lasts, and who must choose a new one."""

from datetime import timedelta

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from portal.models import AccessRules, User
from portal.tests.factories import make_user
from portal.tests.logins import PASSWORD, give_phone, log_in, make_person

pytestmark = pytest.mark.django_db

GOOD = "Ferry-lantern-82-moss"
CHANGE = "/admin/password_change/"


def refusals(password, user=None) -> str:
    try:
        validate_password(password, user)
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    return ""


def choose(client, new, old=PASSWORD, **where):
    typed = {"old_password": old, "new_password1": new, "new_password2": new}
    return client.post(CHANGE, typed | where)


@pytest.mark.parametrize(
    "password",
    ["Jiaoyuju@2026", "Woaini1314!", "1qaz@WSX3edc", "P@ssw0rd2024", "Zhangwei#1990", "教育局@2026"]
    + ["Qwerty123456!", "Admin@123456", "Aa123456789!", "WenXuan@2026"],
)
def test_words_everybody_tries_make_no_password_whatever_stands_around_them(password):
    user = make_user("wenxuan")

    assert "容易被猜中" in refusals(password, user)


@pytest.mark.parametrize("password", [GOOD, PASSWORD, "河边Lantern7只鸟", "kVx83#mm-Te2"])
def test_what_nobody_guesses_is_accepted(password):
    assert refusals(password, make_user("wen")) == ""


@pytest.mark.parametrize(
    "password, sentence",
    [
        ("Moss-8xy", "密码只有8位，至少要10位"),
        ("ferrylanternmoss", "至少要有3类，现在没有：大写字母、数字、其他符号"),
        ("9" * 129, "密码不能超过128位"),
    ],
)
def test_a_refused_password_is_told_what_it_lacks(password, sentence):
    assert sentence in refusals(password)


def test_the_office_sets_length_and_kinds():
    AccessRules.objects.create(pk=1, password_length=14, password_kinds=4)

    assert "至少要14位" in refusals("Ferry-moss-82")
    assert "至少要有4类" in refusals("ferry-lantern-moss-82")


def test_none_of_the_last_passwords_comes_back_until_so_many_others_were_used():
    AccessRules.objects.create(pk=1, password_history=2)
    user = make_user("wen", password=GOOD)

    used = refusals(GOOD, user)
    for number in range(3):
        user.set_password(f"{GOOD}-{number}")
        user.save()

    assert "不能与最近2次用过的密码相同" in used
    assert "不能与最近2次" in refusals(f"{GOOD}-1", user)
    assert refusals(GOOD, user) == ""


def test_only_hashes_of_past_passwords_are_kept():
    user = make_user("wen")
    user.set_password(GOOD)
    user.save()

    (kept,) = user.past_passwords.all()
    assert kept.password == user.password
    assert GOOD not in kept.password


def test_a_password_past_its_days_is_changed_before_anything_else(client, clock):
    person = make_person()
    give_phone(person)
    clock.shift(timedelta(days=90))

    log_in(client, person)
    refused = client.get("/admin/?from=mail")
    choose(client, GOOD)

    assert refused.url == "/admin/password_change/?next=%2Fadmin%2F%3Ffrom%3Dmail"
    assert client.get("/admin/").status_code == 200
    clock.shift(timedelta(days=89))
    log_in(client, User.objects.get(pk=person.pk))
    assert "须先更改密码" not in client.get(CHANGE).content.decode()


def test_a_password_within_its_days_lets_in_and_zero_days_are_no_limit(client, clock):
    person = make_person()
    give_phone(person)
    AccessRules.objects.create(pk=1, password_days=0)
    clock.shift(timedelta(days=4000))

    log_in(client, person)

    assert client.get("/admin/").status_code == 200


def test_who_must_change_reads_why_and_the_same_password_is_refused(client):
    person = make_person()
    User.objects.update(must_change_password=True)
    client.force_login(person)

    page = client.get(CHANGE).content.decode()
    again = choose(client, PASSWORD).content.decode()

    assert "须先更改密码" in page
    assert "不能与最近5次用过的密码相同" in again
    assert client.get("/admin/").status_code == 302


def test_after_the_change_the_person_comes_to_where_they_were_going_and_never_elsewhere(client):
    person = make_person()
    User.objects.update(must_change_password=True)
    client.force_login(person)

    there = client.post(
        f"{CHANGE}?next=https://evil.example/",
        {"old_password": PASSWORD, "new_password1": GOOD, "new_password2": GOOD},
    )

    assert there.url == "/admin/"


def test_the_operator_setting_a_password_is_held_to_the_same_history(monkeypatch):
    user = make_user("wen", password=GOOD)
    monkeypatch.setattr("getpass.getpass", lambda prompt: GOOD)

    with pytest.raises(CommandError, match="Aborting"):
        call_command("changepassword", user.username)
