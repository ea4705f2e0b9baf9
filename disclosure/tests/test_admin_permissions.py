"""Who may open which staff page, for every page of the admin."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from disclosure.admin.acts import ACTS
from disclosure.models import Attachment, Genre, Guide, Item, Matter, NationalRow
from disclosure.tests.factories import make_category, make_draft, publish
from disclosure.tests.staff import (
    fields_of,
    grant,
    make_author,
    make_editor,
    make_staff,
    make_system_admin,
)
from disclosure.workflow import Status
from portal.models import OfficeSettings
from portal.roles import AUDITOR, CASE_HANDLER, SECURITY_ADMIN, SUPERVISOR
from portal.tests.factories import make_office

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("each_act_by_itself")]

# Address, and who gets in. Every other member of staff is told no, citizens are asked to log in.
NOBODY = set()
SUPER = {"superuser"}
READERS = {"author", "officer", "supervisor"} | SUPER
WRITERS = {"author", "officer"} | SUPER
LEDGERS = {"officer"} | SUPER
KEEPERS = {"system admin"} | SUPER
GUARDS = {"security admin"} | SUPER
BOTH = READERS | KEEPERS
CATALOGUE = BOTH | {"case handler"}
ACCOUNTS = GUARDS | {"auditor"}
EVERYBODY = CATALOGUE | ACCOUNTS | {"no role"}
ITEM = "/admin/disclosure/item/{item}/"
PAGES = [
    ("/admin/", EVERYBODY),
    ("/admin/disclosure/", CATALOGUE),
    ("/admin/disclosure/item/", READERS),
    ("/admin/disclosure/item/add/", WRITERS),
    ("/admin/disclosure/item/import/", WRITERS),
    ("/admin/disclosure/item/export/", READERS),
    ("/admin/disclosure/item/{item}/change/", READERS),
    ("/admin/disclosure/item/{item}/history/", READERS),
    ("/admin/disclosure/item/{item}/withdraw/", LEDGERS),
    ("/admin/disclosure/item/{item}/delete/", NOBODY),
    ("/admin/disclosure/item/{item}/files/{file}/", READERS),
    ("/admin/disclosure/matter/", READERS),
    ("/admin/disclosure/matter/add/", WRITERS),
    ("/admin/disclosure/matter/{matter}/change/", READERS),
    ("/admin/disclosure/matter/{matter}/delete/", {"superuser"}),
    ("/admin/disclosure/category/", CATALOGUE),
    ("/admin/disclosure/category/export/", CATALOGUE),
    ("/admin/disclosure/category/add/", KEEPERS),
    ("/admin/disclosure/category/{category}/change/", CATALOGUE),
    ("/admin/disclosure/category/{category}/history/", CATALOGUE),
    ("/admin/disclosure/category/{category}/delete/", NOBODY),
    ("/admin/disclosure/nationalrow/", BOTH),
    ("/admin/portal/reminderrule/", KEEPERS),
    ("/admin/portal/grouprobot/", KEEPERS),
    ("/admin/disclosure/nationalrow/add/", KEEPERS),
    ("/admin/disclosure/nationalrow/{row}/change/", BOTH),
    ("/admin/disclosure/nationalrow/{row}/delete/", {"superuser"}),
    ("/admin/disclosure/genre/", BOTH),
    ("/admin/disclosure/genre/add/", KEEPERS),
    ("/admin/disclosure/genre/{genre}/change/", BOTH),
    ("/admin/disclosure/genre/{genre}/delete/", KEEPERS),
    *((f"/admin/disclosure/{aid}/", LEDGERS) for aid in ("itemtemplate", "wrongword", "leader")),
    *(
        (f"/admin/disclosure/{aid}/add/", LEDGERS)
        for aid in ("itemtemplate", "wrongword", "leader")
    ),
    ("/admin/first-day/", EVERYBODY),
    ("/admin/disclosure/synonymgroup/", LEDGERS),
    ("/admin/disclosure/synonymgroup/add/", LEDGERS),
    ("/admin/disclosure/misspelling/", LEDGERS),
    ("/admin/disclosure/misspelling/add/", LEDGERS),
    ("/admin/disclosure/missedword/", WRITERS),
    ("/admin/disclosure/missedword/add/", NOBODY),
    ("/admin/disclosure/guide/1/change/", BOTH),
    ("/admin/disclosure/guide/1/history/", BOTH),
    ("/admin/disclosure/guide/add/", NOBODY),
    ("/admin/disclosure/guide/1/delete/", NOBODY),
    ("/admin/portal/office/", EVERYBODY - {"no role"}),
    ("/admin/portal/office/add/", KEEPERS),
    ("/admin/portal/office/{office}/change/", EVERYBODY - {"no role"}),
    ("/admin/portal/office/{office}/delete/", KEEPERS),
    ("/admin/portal/user/", ACCOUNTS),
    ("/admin/portal/user/add/", GUARDS),
    ("/admin/portal/user/{user}/change/", ACCOUNTS),
    ("/admin/portal/user/{user}/password/", GUARDS),
    ("/admin/portal/user/{user}/history/", ACCOUNTS),
    ("/admin/portal/user/{user}/delete/", NOBODY),
    ("/admin/portal/officesettings/1/change/", KEEPERS),
    ("/admin/portal/officesettings/1/history/", KEEPERS),
    ("/admin/portal/officesettings/1/delete/", NOBODY),
    ("/admin/portal/accessrules/1/change/", ACCOUNTS),
    ("/admin/auth/group/", ACCOUNTS),
    ("/admin/auth/group/add/", NOBODY),
    ("/admin/auth/group/{group}/change/", ACCOUNTS),
    ("/admin/auth/group/{group}/delete/", NOBODY),
    ("/admin/portal/notice/", KEEPERS),
    ("/admin/portal/ledgerjob/", EVERYBODY),  # each sees their own
    ("/admin/portal/ledgerjob/add/", NOBODY),
    ("/admin/portal/auditentry/", {"auditor"} | SUPER),
    ("/admin/portal/auditentry/export/", {"auditor"} | SUPER),
    ("/admin/portal/holidaynotice/", KEEPERS),
    ("/admin/disclosure/yearlytask/", READERS),
    ("/admin/duty/", CATALOGUE),
    (f"{ITEM}review/", READERS),
    (f"{ITEM}versions/", READERS),
    (f"{ITEM}versions/1/", READERS),
    (f"{ITEM}versions/1/files/1/", READERS),
    (f"{ITEM}preview/", READERS),
    (f"{ITEM}preview/shown/", READERS),
    (f"{ITEM}waive/", SUPER),
    *((f"{ITEM}{name}/", NOBODY) for name in ACTS),  # none fits a public item: see the roles
]
REFUSED = (302, 403, 404)  # 302: an act that does not fit leads back, with a sentence why
ROLES = sorted(EVERYBODY)


@pytest.fixture
def people():
    return {
        "no role": make_staff("wu"),
        "author": make_author(),
        "officer": make_editor(),
        "supervisor": make_staff("jian", SUPERVISOR),
        "case handler": make_staff("cheng", CASE_HANDLER),
        "system admin": make_system_admin(),
        "security admin": make_staff("an", SECURITY_ADMIN),
        "auditor": make_staff("shen", AUDITOR),
        "superuser": make_staff("chao", is_superuser=True),
    }


@pytest.fixture
def world(people):
    draft = make_draft(category=make_category())
    attachment = Attachment.objects.attach(draft, ContentFile("名单".encode()), "名单.txt")
    item = publish(draft)
    Guide(pk=1).save()
    OfficeSettings(pk=1).save()
    return {
        "item": item.pk,
        "file": attachment.pk,
        "matter": Matter.objects.create(title="招聘").pk,
        "category": item.category.pk,
        "row": NationalRow.objects.create(seq="1.1", level1="一", level2="二").pk,
        "genre": Genre.objects.create(name="通知").pk,
        "office": make_office().pk,
        "user": people["no role"].pk,
        "group": people["officer"].groups.get().pk,
    }


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_its_pages_and_no_other(client, people, world, role):
    client.force_login(people[role])
    allowed = {address for address, roles in PAGES if role in roles}
    refused = {address for address, _ in PAGES} - allowed

    statuses = {address: status_of(client, address.format(**world)) for address, _ in PAGES}

    assert {statuses[address] for address in allowed} <= {200}
    assert {address for address in refused if statuses[address] not in REFUSED} == set()


def status_of(client, address) -> int:
    page = client.get(address)
    if page.streaming:  # a file is closed once it has been sent
        b"".join(page.streaming_content)
    return page.status_code


def test_a_citizen_is_asked_to_log_in_everywhere(client, world):
    answers = [client.get(address.format(**world)) for address, _ in PAGES]

    assert {answer.status_code for answer in answers} == {302}
    assert {answer.url.partition("?")[0] for answer in answers} == {"/admin/login/"}


def test_every_register_is_in_the_menu_and_in_the_matrix(client, people):
    client.force_login(people["superuser"])

    groups = client.get("/admin/").context["available_apps"]

    lists = {register["admin_url"] for group in groups for register in group["models"]}
    elsewhere = ("/admin/requests_app/", "/admin/reports/", "/admin/statistics/")
    elsewhere += ("/admin/inspection/",)
    lists = {address for address in lists if not address.startswith(elsewhere)}
    known = {address for address, _ in PAGES}
    singletons = {"/admin/disclosure/guide/", "/admin/portal/officesettings/"}
    singletons |= {"/admin/portal/accessrules/"}
    assert lists - singletons <= known
    names = {"内容", "依申请公开", "年报与统计", "目录", "责任", "机构与人员", "设置"}
    names |= {"写作规范", "搜索"}
    assert {group["name"] for group in groups} == names


def test_whoever_may_not_submit_is_offered_no_button_and_refused_the_act(client):
    writer = make_staff("xie")
    grant(writer, "add_item", "change_item", "view_item", "view_category")
    client.force_login(writer)
    draft = make_draft(author=writer)
    address = reverse("admin:disclosure_item_change", args=[draft.pk])
    page = client.get(address)

    answer = client.post(address, fields_of(page, _submit="1"))

    draft.refresh_from_db()
    assert answer.status_code == 403
    assert draft.status == Status.DRAFT
    assert "_submit" not in page.content.decode()


def test_whoever_may_not_submit_cannot_from_the_list_either(client):
    writer = make_staff("xie")
    grant(writer, "change_item", "view_item")
    client.force_login(writer)
    draft = make_draft()

    client.post(
        reverse("admin:disclosure_item_changelist"),
        {"action": "submit", "_selected_action": [draft.pk]},
    )

    assert Item.objects.get().status == Status.DRAFT


@pytest.mark.parametrize("role", ["no role", "system admin"])
def test_whoever_may_not_withdraw_cannot_by_its_address(client, people, world, role):
    client.force_login(people[role])

    answer = client.post(f"/admin/disclosure/item/{world['item']}/withdraw/", {"reason": "错"})

    assert answer.status_code == 403
    assert Item.objects.get().status == Status.PUBLISHED


@pytest.mark.parametrize("act", ["revise", "reopen"])
@pytest.mark.parametrize("role", ["no role", "system admin"])
def test_whoever_may_not_submit_cannot_act_by_address(client, people, world, role, act):
    client.force_login(people[role])

    answer = client.post(f"/admin/disclosure/item/{world['item']}/{act}/")

    assert answer.status_code == 403


def test_an_old_version_cannot_be_written_back_by_whoever_may_look(client, people, world):
    category = make_category()
    category.name = "招生工作"
    category.save()
    oldest = category.history.earliest()
    client.force_login(people["officer"])

    answer = client.post(f"/admin/disclosure/category/{category.pk}/history/{oldest.pk}/", {})

    category.refresh_from_db()
    assert answer.status_code == 404
    assert category.name == "招生工作"


def test_a_refusal_says_who_one_is_and_whom_to_ask(client, people):
    client.force_login(people["officer"])

    page = client.get("/admin/portal/user/")

    assert page.status_code == 403
    assert "没有查看或办理这一项的权限" in page.content.decode()
    assert "安全管理员" in page.content.decode()
