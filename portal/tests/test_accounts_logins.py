"""How long a log-in lasts, that nothing typed is lost when it ends, and who may end it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from lxml import html

from portal.models import (
    AccessRules,
    AuditAct,
    AuditEntry,
    KeptForm,
    Login,
    LoginEnd,
    Office,
    User,
)
from portal.rights import record_rights
from portal.roles import SECURITY_ADMIN, SYSTEM_ADMIN
from portal.tasks import forget_logins
from portal.tests.factories import NOON, make_office
from portal.tests.logins import PASSWORD, code_of, give_phone, log_in, make_person, type_password

pytestmark = pytest.mark.django_db

OFFICES = "/admin/portal/office/add/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
MINUTES_15 = timedelta(minutes=15)


@pytest.fixture(autouse=True)
def each_choice_by_itself(settings):
    settings.ZEAL_ALLOWLIST = [{"model": "*", "field": "get()"}]


@pytest.fixture
def person():
    return make_person("wen", SYSTEM_ADMIN)


def ends() -> list[tuple]:
    entries = AuditEntry.objects.filter(act=AuditAct.LOGIN_END).order_by("pk")
    return [(entry.by, entry.data["because"], entry.data["count"]) for entry in entries]


def said(page) -> str:
    lists = html.fromstring(page.content.decode()).find_class("messagelist")
    return " ".join(each.text_content() for each in lists)


def type_office(client, **typed):
    """Send the form of a new office, as if the page had been open for long."""
    blank = {"name": "", "full_name": "", "kind": "section", "position": "0", "code": ""}
    return client.post(OFFICES, blank | typed)


# --- Idle and age --------------------------------------------------------------------------------


def test_a_log_in_lasts_as_long_as_somebody_does_something(client, person, clock):
    client.force_login(person)
    for _ in range(4):
        clock.shift(timedelta(minutes=14))
        assert client.get("/admin/").status_code == 200

    clock.shift(MINUTES_15)
    page = client.get("/admin/inbox/", follow=True)

    assert page.redirect_chain == [("/admin/login/?next=%2Fadmin%2Finbox%2F", 302)]
    assert "超过15分钟没有操作，已自动退出" in said(page)
    assert ends() == [(None, "idle", 1)]


def test_typing_counts_as_doing_something(client, person, clock):
    client.force_login(person)
    clock.shift(timedelta(minutes=10))
    told = client.post("/admin/still-here/")
    clock.shift(timedelta(minutes=10))

    assert told.status_code == 204
    assert client.get("/admin/").status_code == 200


def test_no_log_in_lasts_longer_than_its_hours_however_busy(client, person, clock):
    AccessRules.objects.create(pk=1, login_hours=1)
    client.force_login(person)
    for _ in range(5):
        clock.shift(timedelta(minutes=12))
        page = client.get("/admin/", follow=True)

    assert "已满规定的时间" in said(page)
    assert ends() == [(None, "age", 1)]


def test_the_office_sets_the_minutes(client, person, clock):
    AccessRules.objects.create(pk=1, idle_minutes=5)
    client.force_login(person)
    page = html.fromstring(client.get("/admin/").content.decode())

    clock.shift(timedelta(minutes=5))

    assert page.get_element_by_id("idle").get("data-seconds") == "300"
    assert client.get("/admin/").status_code == 302


def test_who_is_idle_is_a_stranger_on_public_pages_too(client, person, clock):
    client.force_login(person)
    clock.shift(MINUTES_15)

    request = client.get("/zfxxgk/", follow=True).wsgi_request

    assert not request.user.is_authenticated


# --- What was typed ------------------------------------------------------------------------------


def test_what_was_typed_is_there_again_after_the_new_log_in_and_is_sent_on(client, person, clock):
    phone = give_phone(person)
    client.force_login(person)
    clock.shift(timedelta(hours=20))

    sent = type_office(client, code="new", name="新科室", full_name="云溪县教育局新科室")
    login_page = client.get(sent.url)
    client.post(sent.url, {"username": "wen", "password": PASSWORD, "next": "/admin/kept/1/"})
    kept_at = KeptForm.objects.get()
    client.post("/admin/second-factor/", {"code": code_of(phone)})
    page = html.fromstring(client.get(f"/admin/kept/{kept_at.pk}/").content.decode())
    form = page.get_element_by_id("kept_form")
    done = client.post(form.get("action"), dict(form.form_values()))

    assert "填写的内容已经保留" in said(login_page)
    assert "名称" in form.text_content()
    assert done.url == "/admin/portal/office/"
    assert Office.objects.get(code="new").full_name == "云溪县教育局新科室"
    assert not KeptForm.objects.exists()


def test_a_long_text_stands_whole_in_a_box_of_its_own(client, person, clock):
    text = "第一行\n" + "很长的正文。" * 500
    client.force_login(person)
    clock.shift(MINUTES_15)
    type_office(client, address=text)
    client.force_login(person)

    page = client.get(f"/admin/kept/{KeptForm.objects.get().pk}/").content.decode()

    (box,) = html.fromstring(page).xpath("//textarea")
    assert box.get("name") == "address"
    assert box.text.strip() == text


def test_what_was_kept_is_shown_to_nobody_else_and_stands_encrypted(client, person, clock):
    client.force_login(person)
    clock.shift(MINUTES_15)
    type_office(client, name="只给本人看")
    kept = KeptForm.objects.get()

    client.force_login(make_person("li", is_superuser=True))
    page = client.get(f"/admin/kept/{kept.pk}/")
    client.post(f"/admin/kept/{kept.pk}/")

    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM portal_keptform")
        (stored,) = cursor.fetchone()
    assert page.status_code == 404
    assert "只给本人看" not in stored
    assert KeptForm.objects.exists()


@pytest.mark.parametrize(
    "page, typed",
    [
        ("password_change", {"old_password": PASSWORD, "new_password1": "x" * 12}),
        ("second-factor", {"code": "123456", "next": "/admin/"}),
    ],
)
def test_passwords_and_codes_are_never_kept(client, person, clock, page, typed):
    client.force_login(person)
    clock.shift(MINUTES_15)

    answer = client.post(f"/admin/{page}/", typed)

    assert not KeptForm.objects.exists()
    assert answer.url == "/admin/login/"


def test_of_one_person_the_newest_forms_are_kept_and_those_of_others_stay(person, monkeypatch):
    monkeypatch.setattr("portal.models.access.MOST_FORMS", 3)
    other = make_person("ren")
    first = {"path": "/admin/a/", "content": "{}", "at": NOON}
    KeptForm.objects.keep(other, **first)

    for minutes in range(5):
        at = NOON + timedelta(minutes=minutes)
        KeptForm.objects.autosave(person, path="/admin/a/", key=f"{minutes}", content="{}", at=at)
    KeptForm.objects.keep(person, **first | {"at": NOON + timedelta(hours=1)})

    kept = KeptForm.objects.filter(user=person).order_by("kept_at")
    assert list(kept.values_list("key", flat=True)) == ["3", "4", ""]
    assert KeptForm.objects.filter(user=other).count() == 1


def test_a_form_of_another_website_is_not_kept(person, clock):
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    clock.shift(MINUTES_15)

    page = type_office(client, name="别处来的")

    assert page.status_code == 403
    assert not KeptForm.objects.exists()


def test_a_log_in_that_was_ended_on_purpose_keeps_nothing(client, person):
    client.force_login(person)
    Login.objects.all().end_all(user=person, because=LoginEnd.BY_GUARD, by=None, at=NOON)

    answer = type_office(client, name="新科室")

    assert answer.url == "/admin/login/"
    assert not KeptForm.objects.exists()


def test_old_log_ins_and_texts_nobody_came_back_for_are_forgotten(client, person, clock):
    client.force_login(person)
    clock.shift(MINUTES_15)
    type_office(client, name="新科室")
    clock.shift(timedelta(days=8))
    client.force_login(person)

    forget_logins()
    kept, logins = KeptForm.objects.count(), Login.objects.count()
    clock.shift(timedelta(days=180))
    forget_logins()

    assert (kept, logins) == (0, 2)
    assert Login.objects.count() == 1


# --- The list, and ending ------------------------------------------------------------------------


def test_ones_own_log_ins_are_listed_with_device_address_and_times(client, person):
    log_in(client, person)
    other = Client(headers={"user-agent": FIREFOX}, REMOTE_ADDR="192.0.2.7")
    type_password(other, person)

    page = html.fromstring(client.get("/admin/account/").content.decode())

    rows = [row.text_content() for row in page.xpath("//table[@class='logins']/tbody/tr")]
    assert len(rows) == 2
    assert any("本机，正在使用" in row for row in rows)
    assert any("Firefox，Windows" in row and "192.0.2.7" in row for row in rows)


def test_one_ends_ones_own_other_log_ins_and_no_one_elses(client, person):
    stranger, elsewhere, third = Client(), Client(), Client()
    li = make_person("li")
    stranger.force_login(li)
    elsewhere.force_login(person)
    third.force_login(person)
    client.force_login(person)

    client.post("/admin/account/", {"login": Login.objects.get(user=li).pk})
    client.post("/admin/account/", {"login": Login.objects.filter(user=person).earliest("pk").pk})
    after_one = [each.get("/admin/").status_code for each in (elsewhere, third, stranger)]
    client.post("/admin/account/")

    assert after_one == [302, 200, 200]
    assert third.get("/admin/").status_code == 302
    assert client.get("/admin/").status_code == 200
    assert ends() == [(person, "by_self", 1), (person, "by_self", 1)]


def test_the_security_officer_ends_the_log_ins_of_another(client, person):
    inside = Client()
    inside.force_login(person)
    guard = make_person("guard", SECURITY_ADMIN)
    client.force_login(guard)

    client.post(f"/admin/portal/user/{person.pk}/access/", {"act": "end"})

    assert inside.get("/admin/", follow=True).redirect_chain[0][0].startswith("/admin/login/")
    assert ends() == [(guard, "by_guard", 1)]


def test_a_new_password_ends_every_other_log_in(client, person):
    elsewhere = Client()
    elsewhere.force_login(person)
    log_in(client, person)
    new = "Ferry-lantern-82-moss"

    typed = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    client.post("/admin/password_change/", typed)

    assert elsewhere.get("/admin/").status_code == 302
    assert client.get("/admin/").status_code == 200
    assert (person, "password", 1) in ends()


def test_a_password_set_by_another_ends_every_log_in_and_must_be_changed(client, person):
    inside = Client()
    inside.force_login(person)
    client.force_login(make_person("guard", SECURITY_ADMIN))
    new = "Ferry-lantern-82-moss"

    typed = {"password1": new, "password2": new, "usable_password": "true"}
    client.post(f"/admin/portal/user/{person.pk}/password/", typed)

    assert inside.get("/admin/").status_code == 302
    assert User.objects.get(pk=person.pk).must_change_password
    assert not Login.objects.filter(user=person, ended_at=None).exists()


@pytest.mark.parametrize(
    "change",
    [
        lambda user: user.groups.clear(),
        lambda user: User.objects.filter(pk=user.pk).update(is_active=False),
        lambda user: User.objects.filter(pk=user.pk).update(office=make_office()),
    ],
    ids=["roles", "closed", "office"],
)
def test_other_rights_end_every_log_in(client, person, change):
    record_rights(person, by=None, at=NOON)
    client.force_login(person)
    change(person)

    record_rights(person, by=None, at=NOON)

    assert client.get("/admin/").status_code == 302
    assert not Login.objects.filter(ended_at=None).exists()


def test_rights_written_down_for_the_first_time_end_nothing(client, person):
    client.force_login(person)

    record_rights(person, by=None, at=NOON)

    assert client.get("/admin/").status_code == 200


def test_a_session_without_a_log_in_of_its_own_lets_nobody_in(client, person):
    client.force_login(person)
    Login.objects.all().delete()

    assert client.get("/admin/").url == "/admin/login/?next=%2Fadmin%2F"


def test_logging_in_again_ends_the_log_in_before_it_in_this_browser(client, person):
    client.force_login(person)
    client.force_login(person)

    assert Login.objects.filter(ended_at=None).count() == 1
    assert Login.objects.get(ended_at__isnull=False).ended_because == LoginEnd.AGAIN


def test_a_role_is_given_in_the_admin_and_logs_the_person_out(client, person):
    guard = make_person("guard", SECURITY_ADMIN)
    record_rights(person, by=None, at=NOON)
    inside = Client()
    inside.force_login(person)
    client.force_login(guard)
    page = client.get(f"/admin/portal/user/{person.pk}/change/")
    form = html.fromstring(page.content.decode()).get_element_by_id("user_form")
    fields = dict(form.form_values()) | {"groups": [Group.objects.get(name="审计员").pk]}

    client.post(page.wsgi_request.path, fields)

    assert inside.get("/admin/").status_code == 302
    assert ends() == [(guard, "rights", 1)]
