"""An item: what the bureau publishes on its own initiative (条例 arts 19–26)."""

from datetime import datetime
from functools import lru_cache
from operator import itemgetter

from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from disclosure.deadlines import publish_by
from disclosure.doc_numbers import fold
from disclosure.models.catalogue import Category, CategoryStatus, DisclosureMode
from disclosure.models.choices import Openness, Origin, PeriodKind, Stage, Validity
from disclosure.models.item_queries import STAMP, UPDATE_SEARCH, ItemQuerySet, add_to_count
from disclosure.models.reviewable import Reviewable
from disclosure.workflow import IN_REVIEW, NEXT, STAGED, UNDER_WAY, EventKind, Status
from portal.errors import RuleViolation
from portal.fields import RichTextField, clean_html
from portal.models import AuditAct, AuditEntry, Counter, HistoryLine, Office, OfficeSettings
from portal.moves import move
from portal.nudge import nudge
from portal.permissions import require


class Genre(models.Model):
    """体裁: the kinds of official document, the office's list."""

    name = models.CharField("体裁", max_length=20, unique=True)
    position = models.PositiveSmallIntegerField("排序", default=0)

    class Meta:
        verbose_name = "体裁"
        verbose_name_plural = "体裁"
        ordering = ["position", "name"]

    def __str__(self):
        return self.name


class Matter(models.Model):
    """One matter that is published in stages: announcement, scores, notice, appointment."""

    title = models.CharField("事项名称", max_length=200)

    class Meta:
        verbose_name = "事项（阶段链）"
        verbose_name_plural = "事项（阶段链）"
        ordering = ["-pk"]

    def __str__(self):
        return self.title


@lru_cache(maxsize=4096)  # of what stands in lists just now
def address_of(slug: str | None) -> str:
    return reverse("disclosure:item_detail", args=[slug])


class Item(Reviewable):
    """What the bureau publishes: a document, a notice, a table, a piece of news."""

    title = models.CharField("标题", max_length=300)
    doc_no = models.CharField("发文字号", max_length=80, blank=True)
    doc_no_key = models.CharField(max_length=80, blank=True, editable=False, db_index=True)
    # Null until published: unique, so that empty text could stand only once.
    index_no = models.CharField(  # noqa: DJ001
        "索引号", max_length=80, unique=True, null=True, editable=False
    )
    slug = models.CharField(max_length=80, unique=True, null=True, editable=False)  # noqa: DJ001
    original_index_no = models.CharField(
        "原索引号", max_length=80, blank=True, db_index=True, help_text="从其他平台导入时保留"
    )
    category = models.ForeignKey(
        Category, models.PROTECT, related_name="items", verbose_name="栏目"
    )
    genre = models.ForeignKey(
        Genre, models.PROTECT, null=True, blank=True, related_name="items", verbose_name="体裁"
    )
    issuer = models.CharField(
        "发布机构", max_length=150, blank=True, help_text="规范全称，不用简称；不明的留空"
    )
    co_issuers = models.CharField("联合发布机构", max_length=300, blank=True)
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="items", verbose_name="责任科室"
    )

    written_on = models.DateField("成文日期", null=True, blank=True)
    formed_on = models.DateField(
        "形成或变更日期",
        null=True,
        blank=True,
        help_text="公开时限自该日起算（《条例》第二十六条）；留空时取成文日期",
    )
    published_at = models.DateTimeField("公开时间", null=True, blank=True, editable=False)
    year = models.PositiveSmallIntegerField("年份", null=True, editable=False)
    effective_on = models.DateField("生效日期", null=True, blank=True)
    expires_on = models.DateField("失效日期", null=True, blank=True)
    abolished_on = models.DateField("废止日期", null=True, blank=True)

    validity = models.CharField(
        "有效性", max_length=8, choices=Validity, default=Validity.NOT_APPLICABLE
    )
    replaces = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="replaced_by",
        verbose_name="修改或废止了",
    )
    interprets = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="interpretations",
        verbose_name="解读的文件",
    )
    matter = models.ForeignKey(
        Matter, models.PROTECT, null=True, blank=True, related_name="items", verbose_name="所属事项"
    )
    matter_stage = models.CharField("阶段", max_length=20, blank=True, help_text="如“成绩公布”")
    matter_order = models.PositiveSmallIntegerField("阶段次序", default=0)
    postpones = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="postponements",
        verbose_name="延期的原公告",
    )

    stage = models.CharField("教育阶段", max_length=12, choices=Stage, blank=True)
    openness = models.CharField("五公开", max_length=12, choices=Openness, blank=True)
    origin = models.CharField("来源性质", max_length=8, choices=Origin, default=Origin.ORIGINAL)
    source = models.CharField("信息来源", max_length=150, blank=True, help_text="转载时必填")
    source_url = models.URLField("来源链接", max_length=500, blank=True)
    period_kind = models.CharField("起止类型", max_length=12, choices=PeriodKind, blank=True)
    begins_on = models.DateField("开始日期", null=True, blank=True)
    ends_on = models.DateField("截止日期", null=True, blank=True)
    keywords = models.CharField("关键词", max_length=200, blank=True, help_text="用空格或分号隔开")
    summary = models.TextField("内容概述", max_length=500, blank=True)
    body = RichTextField("正文", blank=True)
    mode = models.CharField(
        "公开方式", max_length=12, choices=DisclosureMode, default=DisclosureMode.ACTIVE
    )
    audience = models.CharField("公开对象", max_length=100, default="全社会")

    due_on = models.DateField("公开期限", null=True, editable=False)
    stamp = models.PositiveBigIntegerField(default=0, editable=False, db_index=True)
    updated_at = models.DateTimeField("最后修改", auto_now=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = "公开信息"
        verbose_name_plural = "公开信息"
        ordering = ["-published_at", "-pk"]
        permissions = [
            ("submit_item", "可以提交审核"),
            ("section_review_item", "可以初审"),
            ("office_review_item", "可以复审"),
            ("secrecy_review_item", "可以保密审查"),
            ("release_item", "可以签发"),
            ("head_release_item", "可以作为主要负责人签发"),
            ("withdraw_item", "可以撤回信息"),
            ("waive_privacy_item", "可以登记个人信息依法公开的理由"),
            ("import_published_items", "可以导入已公开的历史信息"),
            ("see_all_items", "可以查看所有科室的信息"),
        ]
        indexes = [
            models.Index(
                fields=["status", "category", "-published_at", "-id"], name="item_by_category"
            ),
            models.Index(fields=["status", "-published_at", "-id"], name="item_newest_first"),
            models.Index(fields=["status", "ends_on"], name="item_by_last_day"),
            # What the desk sorts and narrows its list by.
            models.Index(fields=["status", "-id"], name="item_by_status"),
            models.Index(fields=["office", "-id"], name="item_by_office"),
            models.Index(fields=["year", "-id"], name="item_by_year"),
            models.Index(fields=["-written_on", "-id"], name="item_by_writing"),
            models.Index(fields=["-published_at", "-id"], name="item_by_publication"),
            # Few among many: what searches of the desk, boards and the clock look for.
            models.Index(
                fields=["-id"],
                name="item_not_public_said",
                condition=~Q(status=Status.PUBLISHED),
                # What a search of the desk reads, so that it reads no rows.
                include=["status", "title", "doc_no_key", "index_no", "office", "author"],
            ),
            models.Index(
                fields=["updated_at"], name="item_draft", condition=Q(status=Status.DRAFT)
            ),
            models.Index(
                fields=["due_on", "id"], name="item_due", condition=Q(status__in=UNDER_WAY)
            ),
            models.Index(
                fields=["-id"],
                name="item_undated",
                condition=Q(status__in=UNDER_WAY, formed_on__isnull=True),
            ),
            models.Index(
                fields=["take_down_on"],
                name="item_taken_down_on",
                condition=Q(take_down_on__isnull=False),
            ),
            models.Index(
                fields=["id"], name="item_failed_on_schedule", condition=~Q(schedule_error="")
            ),
            models.Index(
                fields=["published_at"], name="item_in_emergency", condition=Q(is_emergency=True)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="item_status_is_known", condition=Q(status__in=[*Status.values, STAGED])
            ),
            models.CheckConstraint(
                name="item_validity_is_known", condition=Q(validity__in=Validity.values)
            ),
            models.CheckConstraint(
                name="item_mode_is_known", condition=Q(mode__in=DisclosureMode.values)
            ),
            models.CheckConstraint(
                name="item_stage_is_known", condition=Q(stage__in=["", *Stage.values])
            ),
            models.CheckConstraint(
                name="item_openness_is_known", condition=Q(openness__in=["", *Openness.values])
            ),
            models.CheckConstraint(
                name="item_origin_is_known", condition=Q(origin__in=Origin.values)
            ),
            models.CheckConstraint(
                name="item_has_number_and_moment_once_published",
                condition=~Q(status__in=[Status.PUBLISHED, Status.WITHDRAWN])
                | Q(index_no__isnull=False, slug__isnull=False, published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="item_published_is_released_or_imported",
                condition=~Q(status=Status.PUBLISHED)
                | Q(public_version__isnull=False)
                | Q(is_imported=True),
            ),
            models.CheckConstraint(
                name="item_under_review_has_a_version",
                condition=~Q(status__in=[*IN_REVIEW, Status.SCHEDULED]) | Q(version__isnull=False),
            ),
            models.CheckConstraint(
                name="item_scheduled_says_when",
                condition=~Q(status=Status.SCHEDULED) | Q(publish_at__isnull=False),
            ),
            models.CheckConstraint(
                name="item_withheld_says_why_and_when_to_ask_again",
                condition=~Q(status=Status.WITHHELD)
                | Q(rereview_on__isnull=False) & ~Q(withheld_basis=""),
            ),
            models.CheckConstraint(
                name="item_merged_is_a_revision",
                condition=~Q(status=Status.MERGED) | Q(revision_of__isnull=False),
            ),
            models.CheckConstraint(
                name="item_public_row_is_no_revision",
                condition=~Q(status__in=[Status.PUBLISHED, Status.WITHDRAWN])
                | Q(revision_of__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["revision_of"],
                condition=~Q(status__in=[Status.MERGED, Status.WITHHELD]),
                name="item_has_one_open_revision",
            ),
            models.CheckConstraint(
                name="item_is_public_only_if_proactive",
                condition=~Q(status=Status.PUBLISHED) | Q(mode=DisclosureMode.ACTIVE),
            ),
            models.CheckConstraint(
                name="item_withdrawn_says_when_and_why",
                condition=~Q(status=Status.WITHDRAWN)
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawal_reason=""),
            ),
            models.CheckConstraint(
                name="item_period_has_kind_and_two_days_in_order",
                condition=Q(period_kind="", begins_on__isnull=True, ends_on__isnull=True)
                | Q(
                    period_kind__in=PeriodKind.values,
                    begins_on__isnull=False,
                    ends_on__isnull=False,
                    ends_on__gte=F("begins_on"),
                ),
            ),
            models.CheckConstraint(
                name="item_does_not_postpone_itself", condition=~Q(postpones=F("id"))
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return address_of(self.slug)

    @property
    def is_in_force(self) -> bool:
        """False for documents a reader must not rely on any more."""
        return self.validity not in (Validity.EXPIRED, Validity.REPEALED)

    @property
    def keyword_list(self) -> list[str]:
        return self.keywords.replace("；", " ").replace(";", " ").replace("，", " ").split()

    def days_left(self, today) -> int:
        """Return the days after `today` until the period ends; 0 on its last day."""
        return (self.ends_on - today).days

    @transaction.atomic
    def withdraw(self, *, by, at: datetime, reason: str):
        """Take the item off every page; its address keeps a tombstone with the reason.

        `by` is None when the clock takes down what had a last day.
        """
        if by is not None:
            require(by, "disclosure.withdraw_item")
        if not reason.strip():
            raise RuleViolation("撤回须写明理由，该理由会显示在原网址上")
        changes = {"withdrawn_at": at, "withdrawal_reason": reason.strip(), "schedule_error": ""}
        move(self, Status.WITHDRAWN, steps=NEXT, by=by, note=reason.strip(), **changes)
        AuditEntry.objects.record(act=AuditAct.WITHDRAWAL, by=by, obj=self, at=at)
        self.count(-1)
        self.restamp()

    def numbered(self, at: datetime) -> dict:
        """Give the item number, address and moment; return the columns to write."""
        self.published_at = at
        self.set_year()
        self.number(OfficeSettings.objects.current(), Counter.objects.take(f"index-{self.year}"))
        names = ("published_at", "year", "index_no", "slug")
        return {name: getattr(self, name) for name in names}

    def count(self, change: int):
        """Keep what the category stores of its public items, as this one comes or goes."""
        add_to_count(self.category_id, change, at=self.published_at if change > 0 else None)

    def move_count(self, old_category_id, *, at: datetime):
        """Keep what the categories store after a revision, which may lead into another one."""
        moved = old_category_id != self.category_id
        changes = [(self.category_id, int(moved), at)]
        if moved:
            changes.append((old_category_id, -1, None))
        # In one order for everybody, so that two such moves never wait for each other.
        for category_id, change, changed_at in sorted(changes, key=itemgetter(0)):
            add_to_count(category_id, change, at=changed_at)

    def check_publishable(self):
        """Raise RuleViolation naming what the item still lacks."""
        if self.mode != DisclosureMode.ACTIVE:
            raise RuleViolation(f"公开方式为“{self.get_mode_display()}”的信息不能公开")
        if not self.category.is_leaf or self.category.status != CategoryStatus.ACTIVE:
            raise RuleViolation(f"栏目“{self.category.name}”不能发布信息，请改选可用的末级栏目")
        if not (self.body or self.source_url or self.attachments.exists()):
            raise RuleViolation("正文、附件、来源链接至少要有一项，否则公开后没有内容可读")
        if self.origin == Origin.REPRINT and not self.source:
            raise RuleViolation("转载的信息须填写信息来源")

    def set_year(self) -> int:
        """Set and return the item's year: that of 成文日期, else of publication."""
        day = self.written_on or timezone.localdate(self.published_at)
        self.year = day.year
        return self.year

    def number(self, office_settings: OfficeSettings, serial: int):
        """Give the item its 索引号, and with it its address."""
        self.index_no = office_settings.index_no_format.format(
            credit_code=office_settings.credit_code, year=self.year, serial=serial
        )
        self.slug = self.index_no.replace("/", "-")

    def recount(self, calendar):
        """Set the last day for publication (条例 art. 26); None while it cannot be counted."""
        self.due_on = publish_by(self.formed_on, self.category.limit_workdays, calendar)

    def set_derived(self):
        """Bring what is stored beside the typed fields up to date; before every write."""
        self.body = clean_html(self.body)
        self.doc_no_key = fold(self.doc_no)
        self.formed_on = self.formed_on or self.written_on

    def restamp(self):
        """Let search see the change: the last write of the transaction (see `Counter.take`)."""
        Item.objects.filter(pk=self.pk).update(stamp=Counter.objects.take(STAMP))
        nudge(UPDATE_SEARCH)


class ItemEvent(HistoryLine):
    item = models.ForeignKey(Item, models.CASCADE, related_name="events")

    class Meta(HistoryLine.Meta):
        verbose_name = "办理记录"
        verbose_name_plural = "办理记录"
        indexes = [
            models.Index(
                fields=["-at"], name="item_line_of_revision", condition=Q(kind=EventKind.REVISED)
            )
        ]

    @property
    def label(self) -> str:
        return EventKind(self.kind).label


class LegacyAddress(models.Model):
    """An address of the old website that now leads to an item (301)."""

    path = models.CharField("旧网址路径", max_length=500, unique=True)
    item = models.ForeignKey(Item, models.CASCADE, related_name="legacy_addresses")

    class Meta:
        verbose_name = "旧网址"
        verbose_name_plural = "旧网址"

    def __str__(self):
        return self.path
