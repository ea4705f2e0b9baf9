from datetime import UTC, datetime

from django.contrib.auth.models import Permission

from disclosure.models import Category, Item
from disclosure.workflow import STEPS, Conclusion, Status
from portal.models import Office, User
from portal.tests.factories import make_office, make_user

NOON = datetime(2025, 3, 3, 4, 0, tzinfo=UTC)  # Monday 3 March 2025, 12:00 in Shanghai


def make_category(code="0601", **fields):
    """A leaf that is open for items; its parent is made with it."""
    parent, _ = Category.objects.get_or_create(
        code=code[:2], defaults={"name": "招生入学", "is_leaf": False, "article20": "11;15"}
    )
    defaults = {"name": "招生政策", "parent": parent, "article20": "11;15", "limit_workdays": 20}
    category, _ = Category.objects.get_or_create(code=code, defaults=defaults | fields)
    return category


def make_person(username, *permissions, office: Office | None = None) -> User:
    """A member of staff with exactly these rights; the same one for the same name."""
    person = User.objects.filter(username=username).first()
    if person is None:
        person = make_user(username, office=office or make_office())
        codenames = [name.split(".")[1] for name in permissions]
        person.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return person


def author() -> User:
    return make_person("author", "disclosure.submit_item")


def withdrawer() -> User:
    return make_person("withdrawer", "disclosure.withdraw_item")


def signer(status: Status) -> User:
    """The person who gives the signature an item in `status` waits for."""
    step = STEPS[status]
    return make_person(step.status.value, step.permission)


def make_draft(**fields):
    defaults = {"title": "2025年义务教育招生入学工作通知", "body": "<p>正文</p>"}
    category = fields.pop("category", None) or make_category()
    fields.setdefault("author", None)
    fields["author"] = fields["author"] or author()
    fields.setdefault("office", fields["author"].office)
    item = Item(category=category, **defaults | fields)
    item.set_derived()
    item.save()
    return item


def sign(item, *, at=NOON, **fields):
    """Give the signature `item` waits for, by the person whose it is."""
    by, version = signer(item.status), item.version
    acts = {
        Status.SECTION_REVIEW: item.pass_section,
        Status.OFFICE_REVIEW: item.pass_office,
        Status.SECRECY_REVIEW: item.pass_secrecy,
        Status.RELEASE: item.release,
        Status.HEAD_RELEASE: item.release_by_head,
    }
    if item.status == Status.SECRECY_REVIEW:
        fields = {"conclusion": Conclusion.PUBLIC, "basis": "不涉密"} | fields
    acts[item.status](by=by, at=at, version=version, **fields)


def make_item_at(status: Status, **fields):
    """An item that has come as far as `status` on the ordinary way."""
    item = make_draft(**fields)
    if item.status != status:
        item.submit(by=item.author, at=NOON)
    while item.status != status:
        sign(item)
    return item


def publish(item, *, at=NOON):
    """Take a draft through the whole chain, by five people."""
    item.submit(by=item.author, at=at)
    while item.status in STEPS:
        sign(item, at=at)
    return item


def make_released_item(*, at=NOON, **fields):
    """A published item that went through the whole chain."""
    return publish(make_draft(**fields), at=at)


def make_item(*, at=NOON, **fields):
    """A published item, as a ledger brings it: for tests that ask nothing of the chain."""
    category = fields.pop("category", None) or make_category()
    defaults = {"title": "2025年义务教育招生入学工作通知", "body": "<p>正文</p>"}
    item = Item(category=category, published_at=at, **defaults | fields)
    Item.objects.add_history([item], by=None, note="台账")
    item.refresh_from_db()
    return item
