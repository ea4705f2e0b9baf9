"""What an attacker tries at the log-in, beside guessing: none of it works."""

import pytest
from django.contrib.auth import hashers
from django.test import Client
from django.urls import get_resolver

from portal.accounts.gate import OPEN_VIEWS
from portal.models import Login
from portal.tests.logins import (
    FACTOR,
    LOGIN,
    PASSWORD,
    code_of,
    give_phone,
    log_in,
    make_person,
    type_password,
)

pytestmark = pytest.mark.django_db

ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "\thttps://evil.example",
    "///evil.example",
]


@pytest.fixture
def person():
    return make_person()


@pytest.fixture
def phone(person):
    return give_phone(person)


@pytest.mark.parametrize("address", ELSEWHERE)
def test_no_log_in_leads_to_another_website(client, person, phone, address):
    first = type_password(client, person, next=address)
    second = client.post(FACTOR, {"code": code_of(phone), "next": address})

    assert first.url == second.url == "/admin/"


@pytest.mark.parametrize("address", [*ELSEWHERE, "no-page-of-ours"])
def test_no_page_of_the_account_leads_to_another_website(client, person, address):
    log_in(client, person)

    answer = client.post("/admin/second-factor/codes/", {"next": address})

    assert answer.url == "/admin/"


def test_a_session_somebody_planted_is_not_the_one_that_is_let_in(client, person, phone):
    client.get(LOGIN)
    session = client.session
    session["planted"] = 1
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted

    type_password(client, person)
    half = client.session.session_key
    client.post(FACTOR, {"code": code_of(phone)})

    assert len({planted, half, client.session.session_key}) == 3
    for old in (planted, half):
        thief = Client()
        thief.cookies["sessionid"] = old
        assert thief.get("/admin/").status_code == 302


def test_an_account_that_is_none_is_refused_with_the_same_words_and_the_same_work(
    client, person, monkeypatch
):
    hashed = []
    make = hashers.MD5PasswordHasher.encode
    monkeypatch.setattr(
        hashers.MD5PasswordHasher,
        "encode",
        lambda self, *args, **kwargs: hashed.append(1) or make(self, *args, **kwargs),
    )
    make_person("closed", is_active=False)
    make_person("citizen", is_staff=False)
    answers, work = set(), []
    for username, password in [
        ("wen", "wrong"),
        ("nobody", "wrong"),
        ("closed", "wrong"),
        ("closed", PASSWORD),
        ("citizen", PASSWORD),
    ]:
        hashed.clear()
        page = client.post(LOGIN, {"username": username, "password": password})
        text = page.content.decode().replace(f'value="{username}"', "")
        answers.add((page.status_code, text.partition("errornote")[2].partition("</p>")[0]))
        work.append(len(hashed))

    assert len(answers) == 1
    assert set(work) == {1}


def test_an_account_that_is_none_locks_like_one_that_is(client, person):
    pages = {}
    for username in ("wen", "nobody"):
        for _ in range(5):
            page = client.post(LOGIN, {"username": username, "password": "wrong"})
        pages[username] = (page.status_code, "账号已经锁定" in page.content.decode())

    assert pages["wen"] == pages["nobody"] == (429, True)


@pytest.mark.parametrize(
    "address",
    [LOGIN, FACTOR, "/admin/account/", "/admin/second-factor/renew/", "/admin/still-here/"]
    + ["/admin/second-factor/codes/", "/admin/password_change/", "/admin/logout/"],
)
def test_a_form_of_another_website_does_nothing(person, address):
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)

    answer = client.post(address, {"username": "wen", "password": PASSWORD, "code": "123456"})

    assert answer.status_code == 403
    assert Login.objects.filter(ended_at=None).count() == 1


def test_with_the_password_alone_no_staff_page_answers(client, person, phone):
    type_password(client, person)
    own = {"second_factor", "logout"}

    answers = {
        name: client.get(f"/admin/{route}").status_code
        for name, route in plain_staff_pages()
        if name not in OPEN_VIEWS | own
    }

    assert len(answers) > 40
    assert set(answers.values()) == {302}


def plain_staff_pages():
    """(name, route) of every staff page whose address names no object."""
    for pattern in get_resolver("portal.urls").url_patterns:
        if getattr(pattern, "app_name", "") == "admin":
            yield from flat(pattern)


def flat(resolver, prefix=""):
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from flat(pattern, route)
        elif pattern.name and not set("<(^$") & set(route):
            yield pattern.name, route


def test_with_the_password_alone_public_pages_see_a_stranger(client, person, phone):
    type_password(client, person)

    request = client.get("/zfxxgk/", follow=True).wsgi_request

    assert not request.user.is_authenticated


@pytest.mark.parametrize(
    "code", ["", "12345", "1234567", "٣٤٥٦٧٨", "１２３４５６", "-12345", "1e5", "0x12", "9" * 41]
)
def test_no_other_text_passes_for_a_code(client, person, phone, code):
    type_password(client, person)

    page = client.post(FACTOR, {"code": code})

    assert page.status_code == 200
    assert client.get("/admin/").status_code == 302


def test_the_pages_of_log_in_are_kept_by_no_cache(client, person):
    type_password(client, person)

    for address in (LOGIN, FACTOR):
        assert "no-store" in client.get(address).headers["Cache-Control"]
