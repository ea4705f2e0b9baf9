"""DATA: what waits for an editor. The work board shows the first rows, the list of items all.

A new list is a line in WORK_LISTS; `key` is its value in the address, `?work=key`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from disclosure.models import Attachment, Item, TextStatus
from disclosure.models.item_queries import ItemQuerySet
from disclosure.workflow import UNDER_WAY, Status
from portal.models import User

OLD_AFTER = timedelta(days=7)
CLOSING_WITHIN = timedelta(days=7)


@dataclass(frozen=True)
class WorkList:
    """A question about items, asked for one person on one day."""

    key: str
    title: str
    rows: Callable[[ItemQuerySet, User, date], ItemQuerySet]


def of_office(items: ItemQuerySet, user: User) -> ItemQuerySet:
    """The items of the person's own office; all for who belongs to none."""
    return items.filter(office=user.office_id) if user.office_id else items


def my_drafts(items, user, today):
    return items.filter(status=Status.DRAFT, author=user).order_by("-updated_at")


def closing(items, user, today):
    open_items = of_office(items.public().going_on(today), user)
    return open_items.filter(ends_on__lte=today + CLOSING_WITHIN).order_by("ends_on", "pk")


def undated(items, user, today):
    under_way = of_office(items, user).filter(status__in=UNDER_WAY)
    return under_way.without_formed_on().order_by("-pk")


def old_drafts(items, user, today):
    drafts = of_office(items, user).filter(status=Status.DRAFT)
    return drafts.filter(updated_at__date__lte=today - OLD_AFTER).order_by("updated_at")


def to_check_by_eye(items, user, today):
    files = Attachment.objects.filter(
        Q(text_status=TextStatus.BY_EYE) | Q(text_status=TextStatus.FAILED)
    )
    drafts = of_office(items, user).filter(status=Status.DRAFT)
    return drafts.filter(pk__in=files.values("item")).order_by("-pk")


WORK_LISTS = {
    each.key: each
    for each in (
        WorkList("mine", "我的草稿", my_drafts),
        WorkList("closing", "即将截止", closing),
        WorkList("undated", "待补日期", undated),
        WorkList("old", "超过7天的草稿", old_drafts),
        WorkList("by-eye", "附件须人工核对", to_check_by_eye),
    )
}


def work_list(key: str, *, user: User, today: date) -> ItemQuerySet:
    """Return the items of one list, for this person on this day."""
    return WORK_LISTS[key].rows(Item.objects.all(), user, today)
