"""Log-ins in the audit trail."""

from ipaddress import ip_network

import pytest

from portal.models import AuditEntry
from portal.models.audit import AuditAct
from portal.tests.factories import make_user

pytestmark = pytest.mark.django_db

LOGIN = "/admin/login/"


@pytest.fixture
def user():
    return make_user("wang", password="correct-horse")


@pytest.fixture
def session_read_twice(settings):
    """Django's own log-out reads the session twice; that is no query per row."""
    settings.ZEAL_ALLOWLIST = [{"model": "sessions.Session", "field": "get()"}]


def entries():
    return list(AuditEntry.objects.order_by("pk"))


def test_a_log_in_and_a_log_out_are_recorded_with_the_address_they_came_from(
    client, user, session_read_twice
):
    client.post(LOGIN, {"username": "wang", "password": "correct-horse"}, REMOTE_ADDR="192.0.2.7")
    client.post("/admin/logout/", REMOTE_ADDR="192.0.2.7")

    login, logout = entries()
    assert (login.act, logout.act) == (AuditAct.LOGIN, AuditAct.LOGOUT)
    assert login.by == logout.by == user
    assert login.object_label == f"portal.user:{user.pk}"
    assert login.data == logout.data == {"address": "192.0.2.7"}


def test_a_failed_log_in_names_the_account_but_not_as_the_one_who_acted(client, user):
    client.post(LOGIN, {"username": "wang", "password": "wrong"}, REMOTE_ADDR="192.0.2.7")

    (failure,) = entries()
    assert failure.act == AuditAct.LOGIN_FAILURE
    assert (failure.by, failure.by_name) == (None, "")
    assert failure.object_label == f"portal.user:{user.pk}"
    assert failure.data == {"address": "192.0.2.7", "is_account": True}


def test_what_was_typed_is_not_kept_when_it_is_no_account(client):
    client.post(LOGIN, {"username": "correct-horse", "password": "wang"}, REMOTE_ADDR="192.0.2.7")

    (failure,) = entries()
    assert failure.object_label == ""
    assert failure.data == {"address": "192.0.2.7", "is_account": False}


@pytest.mark.parametrize(
    "trusted, expected",
    [([ip_network("127.0.0.1")], "192.0.2.9"), ([], "127.0.0.1")],
    ids=["proxy", "no proxy"],
)
def test_only_what_our_own_proxy_saw_is_believed(client, user, settings, trusted, expected):
    settings.TRUSTED_PROXIES = trusted
    forwarded = {"X-Forwarded-For": "203.0.113.1, 192.0.2.9"}

    client.post(LOGIN, {"username": "wang", "password": "correct-horse"}, headers=forwarded)

    assert entries()[0].data["address"] == expected


def test_a_log_in_without_a_request_is_recorded_too(client, user):
    client.login(username="wang", password="wrong")

    assert entries()[0].data == {"address": "", "is_account": True}
