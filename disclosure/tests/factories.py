from datetime import UTC, datetime

from disclosure.models import Category, Item
from portal.tests.factories import make_user

NOON = datetime(2025, 3, 3, 4, 0, tzinfo=UTC)  # Monday 3 March 2025, 12:00 in Shanghai


def make_category(code="0601", **fields):
    """A leaf that is open for items; its parent is made with it."""
    parent, _ = Category.objects.get_or_create(
        code=code[:2], defaults={"name": "招生入学", "is_leaf": False, "article20": "11;15"}
    )
    defaults = {"name": "招生政策", "parent": parent, "article20": "11;15", "limit_workdays": 20}
    category, _ = Category.objects.get_or_create(code=code, defaults=defaults | fields)
    return category


def make_draft(**fields):
    defaults = {"title": "2025年义务教育招生入学工作通知", "body": "<p>正文</p>"}
    fields.setdefault("category", None)
    fields["category"] = fields["category"] or make_category()
    item = Item(**defaults | fields)
    item.set_derived()
    item.save()
    return item


def make_item(*, at=NOON, by=None, **fields):
    """A published item; the publisher is made with it."""
    from_user = by or make_user(f"editor{Item.objects.count()}")
    item = make_draft(**fields)
    item.publish(by=from_user, at=at)
    return item
