"""People, offices and settings in the admin; the log-in page; the policy of staff pages."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from lxml import html

from portal import roles
from portal.models import Office, OfficeSettings, User
from portal.roles import AUTHOR, SECURITY_ADMIN, SYSTEM_ADMIN
from portal.tests.factories import make_office, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def each_choice_by_itself(settings):
    """A form looks up every choice that was sent: no list that asks row by row."""
    settings.ZEAL_ALLOWLIST = [{"model": "*", "field": "get()"}]


def log_in(client, role):
    call_command("sync_roles", verbosity=0)
    person = make_user("guan", last_name="管")
    person.groups.add(Group.objects.get(name=role))
    client.force_login(person)
    return person


@pytest.fixture
def keeper(client):
    """The one who keeps the registers and settings."""
    return log_in(client, SYSTEM_ADMIN)


@pytest.fixture
def guard(client):
    """The one who keeps accounts and roles: never the same (三员分立)."""
    return log_in(client, SECURITY_ADMIN)


def send(client, address, form, **typed):
    """Type into a form of a page as it stands, and send it."""
    page = client.get(address, follow=True)
    fields = html.fromstring(page.content.decode()).get_element_by_id(form).form_values()
    sent = {}
    for name, value in fields:
        sent.setdefault(name, []).append(value)
    return client.post(page.wsgi_request.path, sent | typed, follow=True)


def errors(page) -> str:
    lists = html.fromstring(page.content.decode()).find_class("errorlist")
    return " ".join(each.text_content() for each in lists)


def test_a_new_member_of_staff_works_once_they_have_a_password_of_their_own(client, guard):
    office = make_office()
    typed = {
        "username": "wen",
        "last_name": "文",
        "office": office.pk,
        "groups": [Group.objects.get(name=AUTHOR).pk],
        "password1": "a-long-Passw0rd",
        "password2": "a-long-Passw0rd",
    }
    chosen = {
        "old_password": "a-long-Passw0rd",
        "new_password1": "a-longer-Passw0rd",
        "new_password2": "a-longer-Passw0rd",
    }

    send(client, "/admin/portal/user/add/", "user_form", **typed)
    user = User.objects.get(username="wen")
    client.force_login(user)
    refused = client.get("/admin/disclosure/item/")
    client.post("/admin/password_change/", chosen)

    assert refused.url.startswith("/admin/password_change/")
    assert client.get("/admin/disclosure/item/").status_code == 200
    assert user.office == office


def test_an_account_is_closed_not_deleted(client, guard):
    user = make_user("wen")
    page = client.get(f"/admin/portal/user/{user.pk}/change/")
    fields = html.fromstring(page.content.decode()).get_element_by_id("user_form").form_values()
    sent = {name: value for name, value in fields if name != "is_active"}

    client.post(page.wsgi_request.path, sent)
    answer = client.post(f"/admin/portal/user/{user.pk}/delete/", {"post": "yes"})

    user.refresh_from_db()
    assert not user.is_active
    assert answer.status_code == 403


def test_nobody_makes_themselves_more_than_they_are(client, guard):
    every_role = list(Group.objects.values_list("pk", flat=True))
    address = f"/admin/portal/user/{guard.pk}/change/"

    send(client, address, "user_form", groups=every_role, is_superuser="on")

    guard.refresh_from_db()
    assert not guard.is_superuser
    assert [group.name for group in guard.groups.all()] == [SECURITY_ADMIN]


@pytest.mark.parametrize("page", ["change", "password"])
def test_a_superuser_is_out_of_reach_of_those_who_are_none(client, guard, page):
    root = make_user("root", is_superuser=True, password="unchanged")

    typed = {"password1": "a-long-Passw0rd", "password2": "a-long-Passw0rd"}
    answer = client.post(f"/admin/portal/user/{root.pk}/{page}/", typed)

    root.refresh_from_db()
    assert answer.status_code == 403
    assert root.check_password("unchanged")


def test_a_role_says_in_words_what_it_allows(client, guard):
    role = Group.objects.get(name=AUTHOR)

    page = client.get(f"/admin/auth/group/{role.pk}/change/").content.decode()

    assert "修改公开信息" in page
    assert "可以提交审核" in page


def test_roles_are_applied_exactly(monkeypatch):
    call_command("sync_roles", verbosity=0)
    monkeypatch.setitem(roles.ROLES, AUTHOR, ["disclosure.view_item"])

    call_command("sync_roles", verbosity=0)

    permissions = Group.objects.get(name=AUTHOR).permissions.values_list("codename", flat=True)
    assert list(permissions) == ["view_item"]


def test_a_role_with_an_unknown_right_is_refused_by_name(monkeypatch):
    monkeypatch.setitem(roles.ROLES, AUTHOR, ["disclosure.fly"])

    with pytest.raises(CommandError, match="disclosure.fly"):
        call_command("sync_roles", verbosity=0)


def test_offices_are_listed_as_a_tree(client, keeper):
    bureau = make_office("bureau", name="教育局", position=1)
    school = make_office("school", name="一小", position=9, parent=bureau)
    make_office("branch", name="一小分校", position=1, parent=school)
    make_office("finance", name="财务科", position=2, parent=bureau)
    make_office("other", name="招考办", position=5)

    page = client.get("/admin/portal/office/")

    names = [office.name for office in page.context["cl"].result_list]
    assert names == ["教育局", "财务科", "一小", "一小分校", "招考办"]
    assert '<span class="depth-2">一小分校</span>' in page.content.decode()


def test_offices_never_become_a_ring(client, keeper):
    top = make_office("top", name="局")
    below = make_office("below", name="科", parent=top)

    page = send(client, f"/admin/portal/office/{top.pk}/change/", "office_form", parent=below.pk)

    assert "上级单位不能是本单位，也不能是本单位的下级" in errors(page)
    assert Office.objects.get(code="top").parent is None


def test_the_settings_are_one_form_before_and_after_they_are_saved(client, keeper):
    first = send(
        client, "/admin/portal/officesettings/", "officesettings_form", phone="0000-1234567"
    )
    send(client, "/admin/portal/officesettings/", "officesettings_form", phone="0000-7654321")

    settings = OfficeSettings.objects.get()
    assert first.status_code == 200
    assert (settings.pk, settings.phone, settings.history.count()) == (1, "0000-7654321", 2)


@pytest.mark.parametrize(
    "text, sentence",
    [
        ("{year}-1", "须同时含有 {year} 和 {serial:05d}"),
        ("{serial:05d}", "须同时含有"),
        ("{year}{serial:05d}{month}", "花括号里只能用"),
        ("{year}{serial:x", "花括号里只能用"),
        ("{year}{serial.nothing}", "花括号里只能用"),
        ("{year} {serial:05d}", "不能含空格"),
        ("{year}?{serial:05d}", "不能含空格和 ? # %"),
    ],
)
def test_a_format_that_would_spoil_the_index_numbers_is_refused(client, keeper, text, sentence):
    page = send(
        client, "/admin/portal/officesettings/", "officesettings_form", index_no_format=text
    )

    assert sentence in errors(page)
    assert not OfficeSettings.objects.exists()


def test_the_log_in_page_helps_and_lets_in(client):
    make_user("wen", password="a-long-Passw0rd")

    page = client.get("/admin/login/")
    typed = {"username": "wen", "password": "a-long-Passw0rd", "next": "/admin/"}
    answer = client.post("/admin/login/", typed)

    assert "云溪县教育局" in page.content.decode()
    assert "联系安全管理员" in page.content.decode()
    assert answer.url == "/admin/"


def test_a_wrong_password_is_said_in_words(client):
    page = client.post("/admin/login/", {"username": "wen", "password": "x"})

    assert page.status_code == 200
    assert "请输入一个正确的" in page.content.decode()


def test_every_staff_page_says_who_is_at_work_and_leads_to_the_site(client, keeper):
    page = client.get("/admin/portal/office/").content.decode()

    header = html.fromstring(page).get_element_by_id("user-tools").text_content()
    assert "管" in header
    assert SYSTEM_ADMIN in header
    assert "前往网站" in header


@pytest.mark.parametrize("address", ["/admin/", "/admin/password_change/", "/admin/portal/user/"])
def test_staff_pages_run_no_script_but_our_own(client, keeper, address):
    page = client.get(address)

    policy = page.headers["Content-Security-Policy"]
    scripts = html.fromstring(page.content.decode()).xpath("//script")
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert all(script.get("src", "").startswith("/") for script in scripts)
    assert "onclick" not in page.content.decode()


@pytest.mark.parametrize("page", ["delete", "change"])
def test_a_row_asked_for_by_a_field_without_a_name_is_a_wrong_request(client, guard, page):
    address = f"/admin/portal/user/{guard.pk}/{page}/"

    asked = client.get(address, {"_to_field": ""})
    sent = client.post(address, {"_to_field": ""})

    assert (asked.status_code, sent.status_code) == (400, 400)
