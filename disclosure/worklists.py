"""DATA: what waits for whom. The work board shows the first rows, the list of items all.

A new list is a line in WORK_LISTS; `key` is its value in the address, `?work=key`.
"""

from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Prefetch, Q

from disclosure.models import Attachment, Item, ItemEvent, Review, TextStatus
from disclosure.models.item_queries import ItemQuerySet
from disclosure.models.reviewable import TOUCHED
from disclosure.workflow import IN_REVIEW, STEPS, UNDER_WAY, Status
from portal.models import User
from portal.worklists import WorkList

OLD_AFTER = timedelta(days=7)
CLOSING_WITHIN = timedelta(days=7)


def of_office(items: ItemQuerySet, user: User) -> ItemQuerySet:
    """What the person answers for: their own office's items; all for who sees those of all."""
    return items.seen_by(user)


# --- What waits for the person -------------------------------------------------------------------


def to_review(items, user, today):
    """What the person may sign now: not what they wrote, nor a version they signed already."""
    waiting = Q(pk__in=[])
    for step in STEPS.values():
        if user.has_perm(step.permission):
            own = {"office": user.office_id} if step.own_office_only else {}
            waiting |= Q(status=step.status, **own)
    wrote = ItemEvent.objects.filter(kind__in=TOUCHED, by=user)
    signed = Review.objects.filter(by=user)
    return (
        items.filter(waiting)
        .exclude(author=user)
        .exclude(pk__in=wrote.values("item"))
        .exclude(version__in=signed.values("version"))
        .order_by(F("due_on").asc(nulls_last=True), "pk")
    )


def returned(items, user, today):
    """Drafts that came back; `returns` holds the lines that say why, the last one first."""
    lines = ItemEvent.objects.filter(kind=Status.DRAFT).select_related("by").order_by("-pk")
    mine = items.filter(status=Status.DRAFT, author=user, version__isnull=False)
    return mine.prefetch_related(Prefetch("events", lines, to_attr="returns")).order_by("-pk")


def my_drafts(items, user, today):
    mine = items.filter(status=Status.DRAFT, author=user, version=None)
    return mine.order_by("-updated_at")


def submitted(items, user, today):
    under_way = items.filter(status__in=[*IN_REVIEW, Status.SCHEDULED], author=user)
    return under_way.order_by(F("due_on").asc(nulls_last=True), "pk")


# --- What runs out, or went wrong ----------------------------------------------------------------


def owing(items, user, today):
    """Emergency publications that still owe 初审, or 复审 where the category asks for it."""
    given = Review.objects.filter(version=OuterRef("public_version"))
    lacks_first = ~Exists(given.filter(step=Status.SECTION_REVIEW))
    lacks_second = ~Exists(given.filter(step=Status.OFFICE_REVIEW))
    owed = Q(lacks_first) | Q(category__needs_office_review=True) & Q(lacks_second)
    return of_office(items, user).owing_reviews().filter(owed).order_by("published_at")


def failed(items, user, today):
    """What the clock could not publish or take down, or should have by yesterday."""
    went_wrong = ~Q(schedule_error="") | Q(publish_at__date__lt=today)
    waiting = Q(status=Status.SCHEDULED) & went_wrong
    still_up = Q(status=Status.PUBLISHED) & ~Q(schedule_error="")
    return of_office(items, user).filter(waiting | still_up).order_by("pk")


def term_ends(items, user, today):
    """Not yet public, and the statutory term is over or nearly so (条例 art. 26)."""
    under_way = of_office(items, user).filter(status__in=UNDER_WAY, revision_of=None)
    return under_way.filter(due_on__lte=today + CLOSING_WITHIN).order_by("due_on", "pk")


def to_assess(items, user, today):
    return of_office(items, user).to_assess_again(today).order_by("rereview_on", "pk")


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
        WorkList("review", "待我审核", to_review),
        WorkList("returned", "退回给我的", returned),
        WorkList("mine", "我的草稿", my_drafts),
        WorkList("submitted", "我提交的", submitted),
        WorkList("owing", "应急公开，须补审", owing),
        WorkList("failed", "定时未成功", failed),
        WorkList("due", "公开期限将到或已过", term_ends),
        WorkList("assess", "不予公开，该再评估", to_assess),
        WorkList("closing", "即将截止", closing),
        WorkList("undated", "待补日期", undated),
        WorkList("old", "超过7天的草稿", old_drafts),
        WorkList("by-eye", "附件须人工核对", to_check_by_eye),
    )
}


def work_list(key: str, *, user: User, today: date) -> ItemQuerySet:
    """Return the items of one list, for this person on this day."""
    return WORK_LISTS[key].rows(Item.objects.seen_by(user), user, today)
