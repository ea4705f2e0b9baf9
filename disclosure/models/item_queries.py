"""Which items: the questions the pages, the boards and the scans ask."""

import logging
from collections import Counter as Tally

from django.db import models, transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from disclosure import privacy
from disclosure.models.catalogue import Category
from disclosure.workflow import STAGED, UNDER_WAY, EventKind, Status
from portal.errors import RuleViolation
from portal.models import Counter, HolidayNotice, OfficeSettings
from portal.nudge import nudge
from portal.permissions import require

logger = logging.getLogger(__name__)

STAMP = "item-stamp"
UPDATE_SEARCH = "disclosure.update_search"
SHOWN_IN_A_ROW = [
    *("status", "title", "slug", "doc_no", "index_no", "original_index_no", "issuer", "summary"),
    *("validity", "published_at", "updated_at", "period_kind", "begins_on", "ends_on"),
    *("matter_stage", "matter_order"),
    *("category__code", "category__name", "category__article20"),
]
SHOWN_ON_PAGE = [
    *("status", "title", "slug", "doc_no", "index_no", "original_index_no", "issuer"),
    *("co_issuers", "written_on", "published_at", "effective_on", "expires_on", "abolished_on"),
    *("validity", "postpones", "stage", "openness", "origin", "source", "source_url"),
    *("period_kind", "begins_on", "ends_on", "keywords", "summary", "body", "mode", "audience"),
    *("matter_stage", "matter_order", "withdrawn_at", "withdrawal_reason"),
    *("category__code", "category__name", "category__article20", "category__description"),
    *("category__parent__code", "category__parent__name", "category__parent__article20"),
    *("category__parent__parent", "genre__name", "office__name", "office__full_name"),
    "matter",
]
UNEXPECTED = "办理时出现意外错误，请联系系统管理员查看日志"


def add_to_count(category_id, change, *, at=None):
    """Keep what a category stores of its public items: how many, and when the last one changed.

    No page counts the table. `at` is when one was made public or revised; without it, some
    left, and what is now the last change is looked up.
    """
    stored = F("last_published_at")
    last = Greatest(Coalesce(stored, at), at) if at else last_change()
    changes = {"published_count": F("published_count") + change, "last_published_at": last}
    Category.objects.filter(pk=category_id).update(**changes)


def last_change():
    """Return, for an UPDATE of categories, when a public item of each was published or revised."""
    items = Category.items.rel.related_model.objects.public()
    published = items.filter(category=OuterRef("pk")).order_by("-published_at")
    published = Subquery(published.values("published_at")[:1])
    lines = items.model.events.rel.related_model.objects.filter(kind=EventKind.REVISED)
    revised = lines.filter(item__category=OuterRef("pk"), item__status=Status.PUBLISHED)
    revised = Subquery(revised.order_by("-at").values("at")[:1])
    return Greatest(published, Coalesce(revised, published))


def check_counts() -> list[str]:
    """Count what every category stores anew and correct it; return a sentence for each mistake.

    Each is counted under its own lock, which every act takes before it commits.
    """
    sentences = []
    for pk in Category.objects.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            category = Category.objects.select_for_update().get(pk=pk)
            stored = category.published_count, category.last_published_at
            true = counted(pk)
            if stored != true:
                names = ("published_count", "last_published_at")
                Category.objects.filter(pk=pk).update(**dict(zip(names, true, strict=True)))
                sentences.append(f"栏目“{category}”记有{stored[0]}条，实有{true[0]}条，已更正")
    return sentences


def counted(category_id):
    """Return how many items of a category are public, and when the last change was."""
    items = Category.items.rel.related_model.objects.public().filter(category=category_id)
    last = Category.objects.filter(pk=category_id).values_list(last_change(), flat=True)
    return items.count(), last.first()


class ItemQuerySet(models.QuerySet):
    def public(self):
        """What anybody may read. Every public page starts from here."""
        return self.filter(status=Status.PUBLISHED)

    def gone(self):
        """Withdrawn items: their address answers 410 with the reason."""
        return self.filter(status=Status.WITHDRAWN)

    def known(self):
        """Items whose address answers: with the page, or with the tombstone."""
        return self.filter(status__in=[Status.PUBLISHED, Status.WITHDRAWN])

    def seen_by(self, user):
        """What a member of staff works with: their own office's items, or those of all.

        What is public anybody may read on the website; this is about drafts and reviews.
        """
        if user.has_perm("disclosure.see_all_items"):
            return self.exclude(status=STAGED)
        own = Q(author=user)
        return self.filter(own | Q(office=user.office_id) if user.office_id else own)

    def going_on(self, today):
        """Registrations, publicity periods and consultations open on `today`."""
        return self.exclude(period_kind="").filter(begins_on__lte=today, ends_on__gte=today)

    def not_over(self, today):
        """The same, with those that are still to begin."""
        return self.exclude(period_kind="").filter(ends_on__gte=today)

    def newest_first(self):
        """What was ever published, newest first.

        A draft has no moment: PostgreSQL would read every one of them before the first that has.
        """
        return self.filter(published_at__isnull=False).order_by("-published_at", "-pk")

    def in_order(self, pks):
        """Return these items as a list, in the order of their keys; those not asked for are out."""
        rows = self.order_by().in_bulk(pks)
        return [rows[pk] for pk in pks if pk in rows]

    def for_list(self):
        """With what a row of a list shows, and without the long texts."""
        return self.select_related("category", "office").defer("body")

    def for_rows(self, *more):
        """With what a row of a public list shows, and nothing else: of fifty columns, a third.

        `more` names columns that are asked for besides.
        """
        return self.select_related("category").only(*SHOWN_IN_A_ROW, *more)

    def for_page(self):
        """With what the page of an item shows of the rows it belongs to."""
        # Without the matter, which few belong to: one more join is planned as long as two are read.
        joined = self.select_related("category__parent", "genre", "office")
        return joined.only(*SHOWN_ON_PAGE)

    def scheduled_for(self, moment):
        """What was released to be published by `moment`."""
        return self.filter(status=Status.SCHEDULED, publish_at__lte=moment).order_by("publish_at")

    def to_take_down(self, today):
        """Public items whose last day was yesterday or before."""
        return self.public().filter(take_down_on__lte=today).order_by("take_down_on", "pk")

    def to_assess_again(self, today):
        """Withheld information whose yearly assessment is due (条例 art. 18)."""
        return self.filter(status=Status.WITHHELD, rereview_on__lte=today)

    def failed_on_schedule(self):
        """What the clock could not publish or take down; the next run tries again."""
        return self.exclude(schedule_error="")

    def late(self, today):
        """Drafts and items under review whose term for publication has passed."""
        return self.filter(status__in=UNDER_WAY, revision_of=None, due_on__lt=today)

    def with_running_term(self):
        """Items not yet public whose last day is counted from a known day of origin."""
        counted = self.filter(status__in=UNDER_WAY, revision_of=None, formed_on__isnull=False)
        # A leaf that lost its limit still has to take the day off its items.
        counted = counted.exclude(category__limit_workdays=None, due_on=None)
        counted = counted.select_related("category")
        return counted.only("title", "formed_on", "due_on", "category__limit_workdays")

    def owing_reviews(self):
        """Emergency publications that still owe 初审 or 复审, as far as a query can tell."""
        return self.public().filter(is_emergency=True)

    def without_formed_on(self):
        """Items whose 20 working days cannot be counted: 待补日期."""
        return self.filter(formed_on__isnull=True)

    def run_schedule(self, now):
        """Publish what is due, take down what has passed; what fails says why and waits its turn.

        Several workers may run it at once: each act looks at the locked row again.
        """
        for pk in list(self.scheduled_for(now).values_list("pk", flat=True)):
            attempt(self.model.publish_on_schedule, self.filter(pk=pk), Status.SCHEDULED, now)
        today = timezone.localdate(now)
        for pk in list(self.to_take_down(today).values_list("pk", flat=True)):
            attempt(self.model.take_down_on_schedule, self.filter(pk=pk), Status.PUBLISHED, now)

    @transaction.atomic
    def add_history(self, items, *, by, note, kind=EventKind.IMPORTED):
        """Insert `items` in bulk; those with `published_at` become public with their own dates.

        Numbers are given per year, one search stamp for the whole batch. Each item gets
        a history line of `kind` with `note`. Publishing asks for its own right of `by` (None:
        a command), and no personal data may stand in the texts.
        """
        self.prepare_history(items, by=by, is_checked=kind != EventKind.IMPORTED)
        public = [item for item in items if item.published_at]
        self.number_history(public)
        for item in items:
            item.status = Status.PUBLISHED if item.published_at else Status.DRAFT
        # Counts before the stamp, in one order, as every act takes its locks.
        for category_id, count in sorted(Tally(item.category_id for item in public).items()):
            moments = (item.published_at for item in public if item.category_id == category_id)
            add_to_count(category_id, count, at=max(moments))
        if public:
            stamp = Counter.objects.take(STAMP)
            for item in public:
                item.stamp = stamp
        self.bulk_create(items, batch_size=500)
        now = timezone.now()
        line = self.model.events.rel.related_model
        lines = [line(item=item, kind=kind, by=by, note=note, at=now) for item in items]
        line.objects.bulk_create(lines, batch_size=1000)
        nudge(UPDATE_SEARCH)
        return items

    def prepare_history(self, items, *, by, is_checked=False):
        """Check what becomes public, and set what is stored beside the typed fields."""
        public = [item for item in items if item.published_at]
        if public and not is_checked:
            if by is not None:
                require(by, "disclosure.import_published_items")
            check_texts(public)
        calendar = HolidayNotice.objects.calendar()
        for item in items:
            item.is_imported = bool(item.published_at)
            item.set_derived()
            item.recount(calendar)

    def number_history(self, public):
        """Give each item a number of its year; the counters stay locked until the commit."""
        office_settings = OfficeSettings.objects.current()
        for year, count in sorted(Tally(item.set_year() for item in public).items()):
            serial = Counter.objects.take(f"index-{year}", count)
            for offset, item in enumerate(item for item in public if item.year == year):
                item.number(office_settings, serial + offset)


def attempt(act, rows, status, now):
    """Let the clock do `act` on a row in `status`; whatever is wrong stays with that row."""
    item = rows.filter(status=status).first()
    if item is None:  # another worker, or a person, was quicker
        return
    try:
        act(item, at=now)
    except RuleViolation as error:
        item.record_schedule_failure(status, str(error))
    except Exception:  # a lost file, a lock, a fault of ours: the others are still due
        logger.exception("The schedule failed on item %s", item.pk)
        item.record_schedule_failure(status, UNEXPECTED)


def check_texts(items):
    """Raise RuleViolation naming the items with personal data; those are published by review."""
    found = [
        f"《{item.title}》{hit.place}有{hit.label} {hit.masked}"
        for item in items
        for hit in privacy.scan_texts(item)
        if hit.blocking
    ]
    if found:
        places = "；".join(found[:5])
        raise RuleViolation(f"发现{len(found)}处个人信息：{places}。请在台账中遮盖，或改为草稿导入")
