"""Separation of duties, and which role may do what to the accounts of others."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from lxml import html

from portal.demo_logins import DEMO_LOGINS
from portal.models import AuditAct, AuditEntry, SecondFactor, User
from portal.roles import (
    APART,
    AUDITOR,
    AUTHOR,
    DISCLOSURE_HEAD,
    ROLES,
    SECURITY_ADMIN,
    SYSTEM_ADMIN,
    conflict,
)
from portal.tests.logins import give_phone, make_person

pytestmark = pytest.mark.django_db

CONTENT = {
    *("item", "attachment", "matter", "informationrequest", "letter", "decision", "remedy"),
    *("extension", "consultation", "correction", "feenotice", "applicant", "annualreport"),
}
ACTS_ON_OTHERS = [{"act": "unlock"}, {"act": "end"}, {"act": "reset", "reason": "本人当面核实"}]


@pytest.fixture(autouse=True)
def each_choice_by_itself(settings):
    settings.ZEAL_ALLOWLIST = [{"model": "*", "field": "get()"}]


@pytest.mark.parametrize(
    "held",
    [
        {SYSTEM_ADMIN, SECURITY_ADMIN},
        {SYSTEM_ADMIN, AUDITOR},
        {SECURITY_ADMIN, AUDITOR},
        {SYSTEM_ADMIN, AUTHOR},
        {SECURITY_ADMIN, DISCLOSURE_HEAD},
    ],
)
def test_the_three_officers_are_three_people_who_handle_no_content(held):
    assert "三员分立" in conflict(held)


@pytest.mark.parametrize("held", [*({role} for role in ROLES), {AUTHOR, DISCLOSURE_HEAD}, set()])
def test_every_role_by_itself_and_several_of_content_go_together(held):
    assert conflict(held) == ""


@pytest.mark.parametrize("role", sorted(APART))
def test_none_of_the_three_roles_holds_a_right_over_content(role):
    rights = {name.rpartition("_")[2] for name in ROLES[role]}

    assert not rights & CONTENT


def test_no_demo_login_holds_two_roles():
    assert len({login.username for login in DEMO_LOGINS}) == len(DEMO_LOGINS)


@pytest.mark.parametrize("is_new", [True, False], ids=["new account", "existing account"])
def test_the_register_refuses_two_of_the_three_and_says_what_to_do(client, is_new):
    client.force_login(make_person("guard", SECURITY_ADMIN))
    person = make_person("wen")
    address = "add/" if is_new else f"{person.pk}/change/"
    page = client.get(f"/admin/portal/user/{address}")
    form = html.fromstring(page.content.decode()).get_element_by_id("user_form")
    chosen = list(
        Group.objects.filter(name__in=[SYSTEM_ADMIN, AUDITOR]).values_list("pk", flat=True)
    )

    refused = client.post(page.wsgi_request.path, dict(form.form_values()) | {"groups": chosen})

    assert "“系统管理员、审计员”不能与其他角色由同一账号兼任" in refused.content.decode()
    assert not User.objects.filter(groups__name=AUDITOR).exists()


@pytest.mark.parametrize("is_superuser", [False, True], ids=["officer", "superuser"])
def test_nobody_gives_themselves_a_role_or_opens_their_own_account(client, is_superuser):
    guard = make_person("guard", SECURITY_ADMIN, is_superuser=is_superuser)
    client.force_login(guard)
    address = f"/admin/portal/user/{guard.pk}/change/"
    form = html.fromstring(client.get(address).content.decode()).get_element_by_id("user_form")
    everything = list(Group.objects.values_list("pk", flat=True))

    client.post(address, dict(form.form_values()) | {"groups": everything, "is_superuser": "on"})

    guard.refresh_from_db()
    assert [group.name for group in guard.groups.all()] == [SECURITY_ADMIN]
    assert guard.is_superuser is is_superuser


@pytest.mark.parametrize("act", ACTS_ON_OTHERS, ids=lambda act: act["act"])
def test_only_the_security_officer_acts_on_the_accounts_of_others(client, act):
    person = make_person("wen")
    give_phone(person)
    address = f"/admin/portal/user/{person.pk}/access/"
    call_command("sync_roles", verbosity=0)

    answers, factors = {}, {}
    for role in sorted(ROLES, key=lambda role: role == SECURITY_ADMIN):
        keeper = make_person(f"keeper-{role}")
        keeper.groups.add(Group.objects.get(name=role))
        client.force_login(keeper)
        answers[role] = (client.get(address).status_code, client.post(address, act).status_code)
        factors[role] = SecondFactor.objects.filter(user=person).exists()

    assert answers == dict.fromkeys(ROLES, (403, 403)) | {SECURITY_ADMIN: (200, 302)}
    assert factors == dict.fromkeys(ROLES, True) | {SECURITY_ADMIN: act["act"] != "reset"}


@pytest.mark.parametrize("act", ACTS_ON_OTHERS, ids=lambda act: act["act"])
@pytest.mark.parametrize("who", ["self", "superuser"])
def test_ones_own_account_and_a_superusers_are_out_of_reach(client, who, act):
    guard = make_person("guard", SECURITY_ADMIN)
    target = guard if who == "self" else make_person("root", is_superuser=True)
    give_phone(target)
    client.force_login(guard)

    page = client.post(f"/admin/portal/user/{target.pk}/access/", act)

    assert page.status_code == 403
    assert SecondFactor.objects.of(target)


def test_ones_own_password_is_changed_with_the_old_one_only(client):
    guard = make_person("guard", SECURITY_ADMIN)
    client.force_login(guard)
    typed = {"password1": "Ferry-lantern-82-moss", "password2": "Ferry-lantern-82-moss"}

    answer = client.post(f"/admin/portal/user/{guard.pk}/password/", typed)

    assert answer.url == "/admin/password_change/"
    assert User.objects.get(pk=guard.pk).password == guard.password


@pytest.mark.parametrize(
    "role, may_see, may_change",
    [
        (SECURITY_ADMIN, True, True),
        (AUDITOR, True, False),
        (SYSTEM_ADMIN, False, False),
        (AUTHOR, False, False),
    ],
)
def test_who_sees_and_who_sets_the_rules_of_log_ins(client, role, may_see, may_change):
    client.force_login(make_person("guan", role))
    rules = {
        "password_length": 12,
        "password_kinds": 3,
        "password_days": 60,
        "password_history": 5,
        "lock_failures": 5,
        "lock_minutes": 30,
        "idle_minutes": 15,
        "login_hours": 10,
    }

    seen = client.get("/admin/portal/accessrules/1/change/").status_code
    done = client.post("/admin/portal/accessrules/1/change/", rules).status_code

    assert (seen == 200, done == 302) == (may_see, may_change)
    assert AuditEntry.objects.filter(act=AuditAct.SETTINGS_CHANGE).exists() is may_change


def test_the_right_over_accounts_is_in_one_role_only():
    holders = [role for role, names in ROLES.items() if "portal.guard_user" in names]

    assert holders == [SECURITY_ADMIN]
    assert Permission.objects.filter(codename="guard_user").exists()
