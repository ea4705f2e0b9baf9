"""Changes of rights in the audit trail, however they were made."""

import pytest
from django.contrib.auth.models import Group, Permission

from portal.models import AuditEntry, User
from portal.models.audit import AuditAct
from portal.rights import record_rights, record_unrecorded_rights
from portal.tests.factories import NOON, make_office, make_user

pytestmark = pytest.mark.django_db


def changes(holder):
    """(who, before, after) of every recorded change, oldest first."""
    entries = AuditEntry.objects.about(holder).filter(act=AuditAct.ROLE_CHANGE).order_by("pk")
    return [(entry.by, entry.data["before"], entry.data["after"]) for entry in entries]


def test_rights_are_recorded_with_what_they_were_before():
    chief, user, role = make_user("chief"), make_user(), Group.objects.create(name="编辑")
    record_rights(user, by=chief, at=NOON)
    user.groups.add(role)

    record_rights(user, by=chief, at=NOON)

    first, second = changes(user)
    plain = {
        "is_active": True,
        "is_staff": True,
        "is_superuser": False,
        "office": "",
        "roles": [],
        "permissions": [],
    }
    assert first == (chief, None, plain)
    assert second == (chief, plain, plain | {"roles": ["编辑"]})


def test_rights_that_did_not_change_are_not_recorded_again():
    user = make_user()
    record_rights(user, by=None, at=NOON)

    assert record_rights(user, by=None, at=NOON) is None
    assert len(changes(user)) == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda user: user.groups.add(Group.objects.create(name="编辑")),
        lambda user: user.user_permissions.add(Permission.objects.get(codename="view_auditentry")),
        lambda user: User.objects.filter(pk=user.pk).update(is_superuser=True),
        lambda user: User.objects.filter(pk=user.pk).update(is_active=False),
        lambda user: User.objects.filter(pk=user.pk).update(office=make_office()),
    ],
    ids=["role", "permission", "superuser", "closed", "office"],
)
def test_what_changed_outside_the_admin_is_found_by_the_scan(change):
    user = make_user()
    record_unrecorded_rights(at=NOON)
    change(user)

    assert record_unrecorded_rights(at=NOON) >= 1
    assert record_unrecorded_rights(at=NOON) == 0

    (_, before, _), (who, was, now) = changes(user)
    assert who is None
    assert before is None
    assert was != now


def test_a_role_that_may_do_more_is_found_by_the_scan():
    role = Group.objects.create(name="编辑")
    record_unrecorded_rights(at=NOON)
    role.permissions.add(Permission.objects.get(codename="view_auditentry"))

    record_unrecorded_rights(at=NOON)

    added = {"permissions": ["portal.view_auditentry"]}
    assert changes(role)[1] == (None, {"permissions": []}, added)


def test_the_scan_asks_the_same_few_questions_however_many_people(django_assert_num_queries):
    for number in range(20):
        make_user(f"user{number}", office=make_office())
    record_unrecorded_rights(at=NOON)

    with django_assert_num_queries(4):
        record_unrecorded_rights(at=NOON)


def test_a_role_given_in_the_admin_is_recorded_with_who_gave_it(client, settings):
    settings.ZEAL_ALLOWLIST = [{"model": "portal.User", "field": "get()"}]  # the two people
    chief, user = make_user("chief", is_superuser=True), make_user("wang")
    role = Group.objects.create(name="编辑")
    record_unrecorded_rights(at=NOON)
    client.force_login(chief)
    form = {"last_name": "王", "first_name": "某", "username": "wang", "is_active": "on"}

    response = client.post(
        f"/admin/portal/user/{user.pk}/change/", form | {"groups": [role.pk], "email": ""}
    )

    assert response.status_code == 302
    who, before, after = changes(user)[-1]
    assert who == chief
    assert (before["roles"], after["roles"]) == ([], ["编辑"])


def test_a_new_account_is_recorded_with_who_made_it(client):
    chief = make_user("chief", is_superuser=True)
    client.force_login(chief)
    password = "Ein-langes-Wort-7"
    form = {"last_name": "王", "first_name": "某", "username": "wang"}

    response = client.post(
        "/admin/portal/user/add/", form | {"password1": password, "password2": password}
    )

    assert response.status_code == 302
    ((who, before, after),) = changes(User.objects.get(username="wang"))
    assert (who, before) == (chief, None)
    assert after["is_active"]
