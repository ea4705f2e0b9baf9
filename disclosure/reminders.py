"""What offices owe to the public by a day, and are reminded of. Numbers and roles: the office's."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils import timezone

from disclosure.deadlines import next_due, owed_by
from disclosure.duty import WITHOUT_ITEMS
from disclosure.models import Category, Item
from disclosure.workflow import STEPS, UNDER_WAY, Status
from portal.models import Office
from portal.models.reminder import OWNER
from portal.reminders import AsOf, Reminder, register
from portal.roles import (
    DISCLOSURE_HEAD,
    DISCLOSURE_OFFICER,
    GENERAL_OFFICE,
    LEADER,
    SECTION_HEAD,
)

UNTOUCHED_DAYS = timedelta(days=3)


def author(item: Item) -> list:
    return [item.author]


def for_reminder(items: QuerySet, *more: str) -> QuerySet:
    """With what a reminder looks at, and without the long texts."""
    fields = ("title", "due_on", "office", "publish_at", "take_down_on", "rereview_on", "status")
    names = [f"author__{name}" for name in ("is_active", "wants_digest", "username", "last_name")]
    return items.select_related("author").only(*fields, *more, *names, "author__first_name")


def with_term(as_of: AsOf) -> QuerySet:
    return for_reminder(Item.objects.filter(status__in=UNDER_WAY, revision_of=None))


def returned(as_of: AsOf) -> QuerySet:
    """Drafts that came back, with the moment somebody last had them in hand."""
    drafts = Item.objects.filter(status=Status.DRAFT, version__isnull=False)
    last_return = Max("events__at", filter=Q(events__kind=Status.DRAFT))
    return for_reminder(drafts).annotate(
        touched_at=Greatest(Coalesce(last_return, "updated_at"), "updated_at")
    )


def untouched_until(item: Item, as_of: AsOf) -> date:
    return timezone.localdate(item.touched_at) + UNTOUCHED_DAYS


def failed_acts(as_of: AsOf) -> QuerySet:
    failed = Item.objects.failed_on_schedule()
    return for_reminder(failed.filter(status__in=[Status.SCHEDULED, Status.PUBLISHED]))


def act_was_due(item: Item, as_of: AsOf) -> date | None:
    if item.status == Status.SCHEDULED:
        return timezone.localdate(item.publish_at)
    return item.take_down_on


def withheld(as_of: AsOf) -> QuerySet:
    return for_reminder(Item.objects.filter(status=Status.WITHHELD))


def owing(step: Status):
    """Return the question which emergency publications still owe the review `step`."""

    def rows(as_of: AsOf) -> QuerySet:
        items = Item.objects.owing_reviews().exclude(public_version__reviews__step=step)
        if step == Status.OFFICE_REVIEW:
            items = items.filter(category__needs_office_review=True)
        return for_reminder(items, "published_at")

    return rows


def review_was_due(item: Item, as_of: AsOf) -> date | None:
    return owed_by(timezone.localdate(item.published_at), as_of.calendar)


def owed_review(step: Status, role: str) -> Reminder:
    """Return the reminder of a review that was put off in an emergency."""
    return Reminder(
        f"disclosure.{step}_owed",
        f"应急公开后补办{STEPS[step].label}",
        owing(step),
        due=review_was_due,
        ahead=(0,),
        escalate_after=1,
        roles=(role,),
        escalation_roles=(DISCLOSURE_HEAD,),
        facts=lambda item, as_of: {"step": STEPS[step].label},
    )


def filled_leaves(as_of: AsOf) -> QuerySet:
    leaves = Category.objects.usable().filter(published_count__gt=0).exclude(code__in=WITHOUT_ITEMS)
    return leaves.defer("description", "status_reason")


def update_due(leaf: Category, as_of: AsOf) -> date | None:
    last = timezone.localdate(leaf.last_published_at) if leaf.last_published_at else None
    return next_due(leaf.cadence, last, as_of.today, as_of.office.cadence_days)


def offices_with_empty_leaves(as_of: AsOf) -> QuerySet:
    """Offices, each with how many of its leaves hold nothing (条例 arts 19–21)."""
    empty = Q(categories__in=Category.objects.usable().filter(published_count=0))
    empty &= ~Q(categories__code__in=WITHOUT_ITEMS)
    return Office.objects.annotate(empty_leaves=Count("categories", empty)).exclude(empty_leaves=0)


def empty_leaves_page(office: Office) -> str:
    query = f"?is_leaf__exact=1&published_count__exact=0&office__id__exact={office.pk}"
    return reverse("admin:disclosure_category_changelist") + query


def catalogue_with_unassigned(as_of: AsOf) -> Iterator[Category]:
    """Yield the top of the catalogue, with how many empty leaves nobody answers for."""
    leaves = Category.objects.usable().filter(published_count=0, office=None)
    top = Category.objects.filter(parent=None).order_by("pk").first()
    if top and (count := leaves.exclude(code__in=WITHOUT_ITEMS).count()):
        top.unassigned_leaves = count
        yield top


def unassigned_leaves_page(top: Category) -> str:
    query = "?is_leaf__exact=1&published_count__exact=0&office__isnull=True"
    return reverse("admin:disclosure_category_changelist") + query


def first_of_month(row: Office | Category, as_of: AsOf) -> date:
    return as_of.today.replace(day=1)  # a new month, a new reminder


def reminders() -> Iterator[Reminder]:
    yield Reminder(
        "disclosure.publication_due",
        "公开期限",
        with_term,
        escalate_after=3,
        roles=(OWNER, SECTION_HEAD),
        escalation_roles=(DISCLOSURE_HEAD, LEADER),
        owners=author,
        basis="《条例》第二十六条",
    )
    yield Reminder(
        "disclosure.returned_untouched",
        "退回后没有修改",
        returned,
        due=untouched_until,
        ahead=(0,),
        overdue_every=7,
        escalate_after=7,
        escalation_roles=(SECTION_HEAD,),
        owners=author,
        in_workdays=False,
    )
    yield Reminder(
        "disclosure.schedule_overdue",
        "定时办理未成功",
        failed_acts,
        due=act_was_due,
        ahead=(),  # on the day itself the failure has its own notice
        roles=(OWNER, DISCLOSURE_OFFICER),
        owners=author,
    )
    yield Reminder(
        "disclosure.assessment_due",
        "不予公开信息再评估（公开信息）",
        withheld,
        due="rereview_on",
        ahead=(10, 3, 0),
        overdue_every=5,
        escalate_after=10,
        roles=(OWNER, DISCLOSURE_HEAD),
        escalation_roles=(LEADER,),
        owners=author,
        basis="《条例》第十八条",
    )
    yield Reminder(
        "disclosure.update_due",
        "栏目更新",
        filled_leaves,
        due=update_due,
        ahead=(3, 0),
        overdue_every=7,
        escalate_after=14,
        roles=(SECTION_HEAD,),
        escalation_roles=(DISCLOSURE_HEAD,),
        in_workdays=False,
    )
    yield Reminder(
        "disclosure.leaves_empty",
        "空栏目",
        offices_with_empty_leaves,
        due=first_of_month,
        ahead=(0,),
        overdue_every=None,
        roles=(SECTION_HEAD,),
        office=lambda office: office.pk,
        path=empty_leaves_page,
        facts=lambda office, as_of: {"count": office.empty_leaves},
        in_workdays=False,
        basis="《条例》第十九条至第二十一条",
    )
    yield Reminder(
        "disclosure.leaves_unassigned",
        "空栏目没有责任科室",
        catalogue_with_unassigned,
        due=first_of_month,
        ahead=(0,),
        overdue_every=None,
        roles=(DISCLOSURE_OFFICER, DISCLOSURE_HEAD),
        path=unassigned_leaves_page,
        facts=lambda top, as_of: {"count": top.unassigned_leaves},
        in_workdays=False,
    )
    yield owed_review(Status.SECTION_REVIEW, SECTION_HEAD)
    yield owed_review(Status.OFFICE_REVIEW, GENERAL_OFFICE)


register(*reminders())
