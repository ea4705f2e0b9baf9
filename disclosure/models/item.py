"""An item: one piece of information the bureau publishes on its own initiative (条例 arts 19–26)."""

from collections import Counter as Tally
from datetime import datetime

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from disclosure.doc_numbers import fold
from disclosure.models.catalogue import Category, CategoryStatus, DisclosureMode
from disclosure.workflow import NEXT, EventKind, Status
from portal.errors import RuleViolation
from portal.fields import RichTextField, clean_html
from portal.models import Counter, HistoryLine, Office, OfficeSettings
from portal.moves import move
from portal.nudge import nudge

STAMP = "item-stamp"
UPDATE_SEARCH = "disclosure.update_search"


class Validity(models.TextChoices):
    VALID = "valid", "有效"
    AMENDED = "amended", "已修改"
    EXPIRED = "expired", "失效"
    REPEALED = "repealed", "废止"
    NOT_APPLICABLE = "na", "不适用"


class Stage(models.TextChoices):
    PRESCHOOL = "preschool", "学前教育"
    COMPULSORY = "compulsory", "义务教育"
    HIGH = "high", "普通高中教育"
    VOCATIONAL = "vocational", "职业教育"
    SPECIAL = "special", "特殊教育"
    ALL = "all", "各学段"


class Openness(models.TextChoices):
    """五公开 (国办发〔2016〕80号)."""

    DECISION = "decision", "决策公开"
    EXECUTION = "execution", "执行公开"
    MANAGEMENT = "management", "管理公开"
    SERVICE = "service", "服务公开"
    RESULT = "result", "结果公开"


class Origin(models.TextChoices):
    ORIGINAL = "original", "原创"
    REPRINT = "reprint", "转载"


class PeriodKind(models.TextChoices):
    REGISTRATION = "registration", "报名"
    PUBLICITY = "publicity", "公示"
    COMMENT = "comment", "征求意见"


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


class ItemQuerySet(models.QuerySet):
    def public(self):
        """What anybody may read. Every public page starts from here."""
        return self.filter(status=Status.PUBLISHED)

    def gone(self):
        """Withdrawn items: their address answers 410 with the reason."""
        return self.filter(status=Status.WITHDRAWN)

    def going_on(self, today):
        """Registrations, publicity periods and consultations open on `today`."""
        return self.exclude(period_kind="").filter(begins_on__lte=today, ends_on__gte=today)

    def newest_first(self):
        return self.order_by("-published_at", "-pk")

    def for_list(self):
        """With what a row of a list shows, and without the long texts."""
        return self.select_related("category", "office").defer("body")

    def without_formed_on(self):
        """Items whose 20 working days cannot be counted: 待补日期."""
        return self.filter(formed_on__isnull=True)

    @transaction.atomic
    def add_history(self, items, *, by, note, kind=EventKind.IMPORTED):
        """Insert `items` in bulk; those with `published_at` become public with their own dates.

        Numbers are given per year, one search stamp for the whole batch. Each item gets
        a history line of `kind` with `note`.
        """
        public = [item for item in items if item.published_at]
        office_settings = OfficeSettings.objects.current()
        for year, count in Tally(item.set_year() for item in public).items():
            serial = Counter.objects.take(f"index-{year}", count)
            for offset, item in enumerate(item for item in public if item.year == year):
                item.number(office_settings, serial + offset)
        for item in items:
            item.status = Status.PUBLISHED if item.published_at else Status.DRAFT
            item.set_derived()
        if public:
            stamp = Counter.objects.take(STAMP)
            for item in public:
                item.stamp = stamp
        self.bulk_create(items, batch_size=500)
        now = timezone.now()
        lines = [ItemEvent(item=item, kind=kind, by=by, note=note, at=now) for item in items]
        ItemEvent.objects.bulk_create(lines, batch_size=1000)
        for category_id, count in Tally(item.category_id for item in public).items():
            add_to_count(category_id, count)
        nudge(UPDATE_SEARCH)
        return items


def add_to_count(category_id, change):
    """Keep the stored number of public items of a category; no page counts the table."""
    Category.objects.filter(pk=category_id).update(published_count=F("published_count") + change)


class Item(models.Model):
    """What the bureau publishes: a document, a notice, a table, a piece of news."""

    title = models.CharField("标题", max_length=300)
    doc_no = models.CharField("发文字号", max_length=80, blank=True)
    doc_no_key = models.CharField(max_length=80, blank=True, editable=False, db_index=True)
    index_no = models.CharField("索引号", max_length=80, unique=True, null=True, editable=False)
    slug = models.CharField(max_length=80, unique=True, null=True, editable=False)
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

    status = models.CharField("状态", max_length=12, choices=Status, default=Status.DRAFT)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="items",
        verbose_name="拟稿人",
    )
    withdrawn_at = models.DateTimeField("撤回时间", null=True, editable=False)
    withdrawal_reason = models.TextField("撤回理由", blank=True, editable=False)
    stamp = models.PositiveBigIntegerField(default=0, editable=False, db_index=True)
    updated_at = models.DateTimeField("最后修改", auto_now=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = "公开信息"
        verbose_name_plural = "公开信息"
        ordering = ["-published_at", "-pk"]
        permissions = [
            ("publish_item", "可以公开信息"),
            ("withdraw_item", "可以撤回信息"),
            ("import_published_items", "可以导入已公开的历史信息"),
        ]
        indexes = [
            models.Index(
                fields=["status", "category", "-published_at", "-id"], name="item_by_category"
            ),
            models.Index(fields=["status", "-published_at", "-id"], name="item_newest_first"),
            models.Index(fields=["status", "ends_on"], name="item_by_last_day"),
        ]
        constraints = [
            models.CheckConstraint(
                name="item_status_is_known", condition=Q(status__in=Status.values)
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
                condition=Q(status=Status.DRAFT)
                | Q(index_no__isnull=False, slug__isnull=False, published_at__isnull=False),
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
        return reverse("disclosure:item_detail", args=[self.slug])

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
    def publish(self, *, by, at: datetime):
        """Make the item public at the server's moment `at`, under a number of its own."""
        self.check_publishable()
        self.published_at = at
        self.set_year()
        serial = Counter.objects.take(f"index-{self.year}")
        self.number(OfficeSettings.objects.current(), serial)
        changes = {
            "published_at": at,
            "year": self.year,
            "index_no": self.index_no,
            "slug": self.slug,
            "formed_on": self.formed_on or self.written_on,
        }
        move(self, Status.PUBLISHED, steps=NEXT, by=by, **changes)
        add_to_count(self.category_id, 1)
        self.restamp()

    @transaction.atomic
    def withdraw(self, *, by, at: datetime, reason: str):
        """Take the item off every page; its address keeps a tombstone with the reason."""
        if not reason.strip():
            raise RuleViolation("撤回须写明理由，该理由会显示在原网址上")
        changes = {"withdrawn_at": at, "withdrawal_reason": reason.strip()}
        move(self, Status.WITHDRAWN, steps=NEXT, by=by, note=reason.strip(), **changes)
        add_to_count(self.category_id, -1)
        self.restamp()

    @transaction.atomic
    def record_change(self, *, by, note: str, old_category_id=None):
        """Write down that a public item was edited, and let search follow."""
        self.events.create(kind=EventKind.CHANGED, by=by, note=note)
        if self.status != Status.PUBLISHED:
            return
        if old_category_id and old_category_id != self.category_id:
            add_to_count(old_category_id, -1)
            add_to_count(self.category_id, 1)
        self.restamp()

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
