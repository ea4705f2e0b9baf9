"""Which role may do which act to the items of the own office and of others: the whole table."""

import pytest
from django.db import transaction

from disclosure.admin.acts import ACTS as ADMIN_ACTS
from disclosure.models import Item
from disclosure.privacy import scan_item
from disclosure.tests.factories import (
    NOON,
    make_category,
    make_draft,
    make_item_at,
    make_person,
    make_released_item,
    sign,
)
from disclosure.tests.staff import fields_of, make_staff
from disclosure.workflow import STEPS, Conclusion, Status
from portal import roles
from portal.roles import (
    AUTHOR,
    BUREAU_HEAD,
    DISCLOSURE_HEAD,
    DISCLOSURE_OFFICER,
    GENERAL_OFFICE,
    LEADER,
    SECRECY_REVIEWER,
    SECTION_HEAD,
    SUPERVISOR,
)
from portal.tests.factories import make_office

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("each_act_by_itself")]

WRITERS = {AUTHOR, DISCLOSURE_OFFICER}
SEE_ALL = {
    *(GENERAL_OFFICE, SECRECY_REVIEWER, LEADER, BUREAU_HEAD),
    *(DISCLOSURE_OFFICER, DISCLOSURE_HEAD, SUPERVISOR),
}
SEE_OWN = SEE_ALL | {AUTHOR, SECTION_HEAD}
WITHDRAWERS = {LEADER, DISCLOSURE_OFFICER, DISCLOSURE_HEAD}
NOBODY = set()

# act: who may in the own office, who may in another one
ACTS = {
    "see": (SEE_OWN, SEE_ALL),
    "change": (WRITERS, NOBODY),
    "delete": (WRITERS, NOBODY),
    "mask": (WRITERS, NOBODY),
    "submit": (WRITERS, NOBODY),
    "emergency": (WRITERS, NOBODY),
    "waive": (
        {SECTION_HEAD, SECRECY_REVIEWER, DISCLOSURE_HEAD},
        {SECRECY_REVIEWER, DISCLOSURE_HEAD},
    ),
    "section-review": ({SECTION_HEAD}, NOBODY),
    "office-review": ({GENERAL_OFFICE}, {GENERAL_OFFICE}),
    "secrecy-review": ({SECRECY_REVIEWER}, {SECRECY_REVIEWER}),
    "release": ({LEADER}, {LEADER}),
    "head-release": ({BUREAU_HEAD}, {BUREAU_HEAD}),
    "return": ({LEADER}, {LEADER}),
    "owed-review": ({SECTION_HEAD, GENERAL_OFFICE}, {GENERAL_OFFICE}),
    "revise": (WRITERS, {DISCLOSURE_OFFICER}),
    "reopen": (WRITERS, {DISCLOSURE_OFFICER}),
    "withdraw": (WITHDRAWERS, WITHDRAWERS),
}
OF_ITS_AUTHOR = ["delete", "submit", "emergency"]  # others of the office may not either
STATUS_OF = {
    "section-review": Status.SECTION_REVIEW,
    "office-review": Status.OFFICE_REVIEW,
    "secrecy-review": Status.SECRECY_REVIEW,
    "release": Status.RELEASE,
    "head-release": Status.HEAD_RELEASE,
    "return": Status.RELEASE,
}
PHONE = "<p>手机13800138000</p>"


def make_for(act: str, writer) -> Item:
    """An item of the writer's office in the state in which `act` makes sense."""
    fields = {"author": writer, "category": make_category(needs_head_release=True)}
    if act in ("mask", "waive"):
        return make_draft(body=PHONE, **fields)
    if act in STATUS_OF:
        return make_item_at(STATUS_OF[act], **fields)
    if act == "reopen":
        item = make_item_at(Status.SECRECY_REVIEW, **fields)
        sign(item, conclusion=Conclusion.WITHHELD, basis="条例第十四条")
        return item
    if act == "owed-review":
        item = make_draft(**fields)
        item.submit_in_emergency(by=writer, at=NOON, reason="台风")
        while item.status in STEPS:
            sign(item)
        return item
    if act in ("revise", "withdraw"):
        return make_released_item(**fields)
    return make_draft(**fields)


def attempt(client, act: str, item: Item) -> int:
    """Send what the page of the act would send; return the answer's status."""
    page = f"/admin/disclosure/item/{item.pk}/{'change' if act == 'see' else act}/"
    if act == "see":
        return client.get(page).status_code
    version = item.public_version_id or item.version_id or ""
    sent = {"version": version, "reason": "有误", "conclusion": "public", "basis": "条例第十七条"}
    sent |= {"confirmed": "on", "note": "不写概述"}
    if act == "waive":
        sent["finding"] = scan_item(item)[0].finding
    if act == "delete":
        sent["post"] = "yes"
    if act == "change":
        sent = changed_form(client, page)
    return client.post(page, sent).status_code


def changed_form(client, page) -> dict:
    shown = client.get(page)
    fields = fields_of(shown) if shown.status_code == 200 else {}
    return fields | {"title": "改过的标题", "seen_at": fields.get("seen_at", ["x"])}


def state_of(item: Item):
    """Return everything an act could have changed."""
    now = Item.objects.filter(pk=item.pk).first()
    if now is None:
        return None
    reviews = sum(version.reviews.count() for version in now.versions.all())
    counts = reviews, now.revisions.count(), now.waivers.count(), now.events.count()
    return now.status, now.title, now.body, *counts


def is_done(client, act: str, item: Item) -> bool:
    """Try the act, and take it back; return whether it was done."""
    before = state_of(item)
    point = transaction.savepoint()
    answer = attempt(client, act, item)
    done = answer == 200 if act == "see" else state_of(item) != before
    transaction.savepoint_rollback(point)
    return done


@pytest.mark.parametrize("place", [0, 1], ids=["own office", "other office"])
@pytest.mark.parametrize("role", roles.ROLES)
def test_each_role_does_its_acts_and_no_other(client, role, place):
    own, other = make_office(), make_office("finance", name="财务科")
    person = make_staff("person", role, office=[own, other][place])
    colleague = make_person("colleague", "disclosure.submit_item", office=own)
    items = {act: make_for(act, colleague) for act in ACTS}
    if place == 0:
        Item.objects.filter(pk__in=[items[act].pk for act in OF_ITS_AUTHOR]).update(author=person)
    client.force_login(person)

    done = {act for act, item in items.items() if is_done(client, act, item)}

    assert done == {act for act, allowed in ACTS.items() if role in allowed[place]}


@pytest.mark.parametrize("act", OF_ITS_AUTHOR)
def test_a_colleague_does_not_act_as_the_author(client, act):
    item = make_for(act, make_person("colleague", "disclosure.submit_item"))
    client.force_login(make_staff("person", AUTHOR, office=make_office()))

    assert not is_done(client, act, item)


def test_every_act_of_the_admin_is_in_the_table():
    from_urls = {"waive", "mask", "revise", "reopen", "withdraw", "change", "delete", "see"}

    assert set(ACTS) == from_urls | set(ADMIN_ACTS)
