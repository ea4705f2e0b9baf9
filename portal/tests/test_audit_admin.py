"""The audit trail in the admin: for reading, by those who may."""

import pytest
from django.contrib.auth.models import Permission

from portal.audit import seal
from portal.models import AuditEntry, User
from portal.tests.factories import NOON, make_entry, make_office, make_user

pytestmark = pytest.mark.django_db

LIST = "/admin/portal/auditentry/"


@pytest.fixture
def auditor(client):
    user = make_user("auditor")
    user.user_permissions.add(Permission.objects.get(codename="view_auditentry"))
    client.force_login(user)
    return user


def found(response):
    return [entry.data.get("version") for entry in response.context["cl"].result_list]


def test_an_auditor_reads_the_list_and_each_entry(client, auditor):
    office = make_office()
    entry = make_entry(by=auditor, obj=office, data={"结论": "<公开>"})
    seal(at=NOON)

    page = client.get(LIST)
    detail = client.get(f"{LIST}{entry.pk}/change/").content.decode()

    assert "审核通过" in page.content.decode()
    assert "2025-03-03 12:00:00" in detail
    assert "&lt;公开&gt;" in detail
    assert f'href="/admin/portal/office/{office.pk}/change/"' in detail


def test_an_entry_about_nothing_in_particular_can_be_read(client, auditor):
    entry = make_entry(data={})

    assert client.get(f"{LIST}{entry.pk}/change/").status_code == 200


@pytest.mark.parametrize("is_superuser", [False, True], ids=["auditor", "superuser"])
def test_nobody_adds_changes_or_deletes_an_entry(client, auditor, is_superuser):
    User.objects.filter(pk=auditor.pk).update(is_superuser=is_superuser)
    entry = make_entry()
    count = AuditEntry.objects.count()

    answers = [
        client.get(f"{LIST}add/"),
        client.post(f"{LIST}{entry.pk}/change/", {"act": "release"}),
        client.post(f"{LIST}{entry.pk}/delete/", {"post": "yes"}),
        client.post(LIST, {"action": "delete_selected", "_selected_action": entry.pk}),
    ]

    assert [answer.status_code for answer in answers][:3] == [403, 403, 403]
    assert AuditEntry.objects.count() == count
    assert AuditEntry.objects.get(pk=entry.pk).agrees()


def test_others_do_not_see_the_trail(client):
    client.force_login(make_user())

    assert client.get(LIST).status_code == 403


def test_the_only_permission_is_to_look():
    codenames = Permission.objects.filter(content_type__model="auditentry")

    assert [permission.codename for permission in codenames] == ["view_auditentry"]


@pytest.mark.parametrize(
    "term",
    ["wang", "王某", " 2 ", "portal.office:{office}"],
    ids=["login", "name", "number", "object"],
)
def test_entries_are_found_by_who_what_and_number(client, auditor, term):
    user = make_user("wang", last_name="王", first_name="某")
    office = make_office()
    AuditEntry._base_manager.all().delete()
    make_entry(data={"version": "other"})
    make_entry(data={"version": "sought"}, by=user, obj=office)
    seal(at=NOON)

    page = client.get(LIST, {"q": term.format(office=office.pk)})

    assert found(page) == ["sought"]


@pytest.mark.parametrize("term", ["9" * 40, "没有", "²", "%", "a b"])
def test_a_search_for_nothing_there_finds_nothing(client, auditor, term):
    make_entry()

    page = client.get(LIST, {"q": term})

    assert page.status_code == 200
    assert found(page) == []


def test_entries_are_filtered_by_act(client, auditor):
    make_entry()

    page = client.get(LIST, {"act__exact": "review"})

    assert found(page) == [1]


def test_the_list_takes_the_same_queries_however_long_the_trail(
    client, auditor, django_assert_max_num_queries
):
    for number in range(30):
        make_entry(by=make_user(f"user{number}"))

    with django_assert_max_num_queries(10):
        client.get(LIST)
