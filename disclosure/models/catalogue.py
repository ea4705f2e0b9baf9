"""The catalogue (目录): what the bureau must publish, who owes it, and how often.

Source: domain catalogue of 教办厅函〔2019〕39号 and 条例 arts 19–21, loaded by `load_catalogue`.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from portal.models import Office

# The check-box list of the national catalogue form (教办厅函〔2019〕39号).
CHANNELS = [
    "政府网站",
    "政府公报",
    "两微一端",
    "发布会/听证会",
    "广播电视",
    "纸质媒体",
    "公开查阅点",
    "政务服务中心",
    "便民服务站",
    "入户/现场",
    "社区/企事业单位/村公示栏(电子屏)",
    "精准推送",
    "其他",
]
ARTICLE_20 = re.compile(r"|art19|([1-9]|1[0-5])(;([1-9]|1[0-5]))*")
ARTICLE_20_NUMERALS = dict(enumerate("一二三四五六七八九十", start=1)) | {
    11: "十一",
    12: "十二",
    13: "十三",
    14: "十四",
    15: "十五",
}
# Leaves of block 90 that are fixed pages of the platform (国办公开办函〔2019〕61号).
FIXED_PAGES = {
    "9001": "disclosure:guide",
    "9002": "disclosure:rule_list",
    "9003": "disclosure:catalogue",
    "9004": "disclosure:annual_report_list",
    "9005": "requests_app:request_guide",
}


class Family(models.TextChoices):
    """The four kinds of information citizens come for most."""

    POLICY = "policy", "政策文件"
    ENROLLMENT = "enrollment", "招生入学"
    FINANCE = "finance", "财务信息"
    RECRUITMENT = "recruitment", "教师招聘"


class Cadence(models.TextChoices):
    """How often a leaf is brought up to date, in the words of the seed file."""

    WEEKLY = "weekly", "每周"
    CONTINUOUS = "continuous", "持续更新"
    PER_TERM = "per term", "每学期"
    TWICE_A_YEAR = "twice a year", "每年两次"
    YEARLY = "yearly", "每年"
    BY_31_JANUARY = "by 31 Jan", "每年1月31日前"
    BY_1_APRIL = "by 1 Apr", "每年4月1日前"
    STAGE = "stage", "按阶段"
    SEASONAL = "seasonal", "按招生季节"
    WITH_DOCUMENT = "with document", "随文件同步"
    ON_CHANGE = "on change", "变更时"
    ON_ISSUE = "on issue", "印发时"
    PER_CASE = "per case", "逐项"
    FIXED = "fixed", "长期"
    FIXED_PAGE = "fixed page", "长期（固定页面）"

    @property
    def rhythm(self) -> str:
        """Return which of 定期, 阶段, 临时, 长期 the cadence belongs to."""
        return RHYTHMS[self]


RHYTHMS = {
    Cadence.WEEKLY: "定期",
    Cadence.CONTINUOUS: "定期",
    Cadence.PER_TERM: "定期",
    Cadence.TWICE_A_YEAR: "定期",
    Cadence.YEARLY: "定期",
    Cadence.BY_31_JANUARY: "定期",
    Cadence.BY_1_APRIL: "定期",
    Cadence.STAGE: "阶段",
    Cadence.SEASONAL: "阶段",
    Cadence.WITH_DOCUMENT: "阶段",
    Cadence.ON_CHANGE: "临时",
    Cadence.ON_ISSUE: "临时",
    Cadence.PER_CASE: "临时",
    Cadence.FIXED: "长期",
    Cadence.FIXED_PAGE: "长期",
}


class CategoryStatus(models.TextChoices):
    ACTIVE = "active", "公开"
    NOT_APPLICABLE = "not_applicable", "不适用"
    PLANNED = "planned", "筹备中"


class Risk(models.TextChoices):
    LOW = "low", "低"
    MEDIUM = "medium", "中"
    HIGH = "high", "高"


class DisclosureMode(models.TextChoices):
    ACTIVE = "active", "主动公开"
    ON_REQUEST = "on_request", "依申请公开"
    WITHHELD = "withheld", "不予公开"


class NationalRow(models.Model):
    """A row of the national standard catalogue (义务教育领域基层政务公开标准目录)."""

    seq = models.CharField("序号", max_length=8, unique=True)
    level1 = models.CharField("一级事项", max_length=100)
    level2 = models.CharField("二级事项", max_length=100)
    elements = models.TextField("公开内容（要素）", blank=True)
    basis = models.TextField("公开依据", blank=True)
    time_limit = models.CharField("公开时限", max_length=100, blank=True)
    publisher = models.CharField("公开主体", max_length=100, blank=True)
    channels = models.CharField("公开渠道和载体", max_length=200, blank=True)
    audience = models.CharField("公开对象", max_length=100, blank=True)
    mode = models.CharField("公开方式", max_length=40, blank=True)
    level = models.CharField("公开层级", max_length=40, blank=True)
    is_confirmed = models.BooleanField(
        "已核对",
        default=False,
        help_text="与国家标准目录原文核对一致后勾选；未核对的行不对外称“国家标准”",
    )

    class Meta:
        verbose_name = "国家标准目录"
        verbose_name_plural = "国家标准目录"
        ordering = ["pk"]

    def __str__(self):
        return f"{self.seq} {self.level2}"


def grown(categories: Iterable["Category"]) -> list["Category"]:
    """Return the roots; every category has its `nodes` (children) and `total_count` set."""
    by_pk = {category.pk: category for category in categories}
    roots = []
    for category in by_pk.values():
        category.nodes = []
        category.total_count = category.published_count
    for category in by_pk.values():
        if parent := by_pk.get(category.parent_id):
            category.parent = parent
            parent.nodes.append(category)
        else:
            roots.append(category)
    for category in by_pk.values():
        for ancestor in category.ancestors():
            ancestor.total_count += category.published_count
    return roots


@lru_cache(maxsize=512)  # every list shows twenty of them; finding one takes as long as a row
def address_of(code: str, is_statutory: bool) -> str:
    """Return the address of a category's page."""
    if page := FIXED_PAGES.get(code):
        return reverse(page)
    name = "category_detail" if is_statutory else "column_detail"
    return reverse(f"disclosure:{name}", args=[code])


class CategoryQuerySet(models.QuerySet):
    def tree(self) -> list["Category"]:
        """Return the roots of what is chosen, by one query: there are about a hundred rows."""
        return grown(self.order_by("code"))

    def leaves(self):
        return self.filter(is_leaf=True)

    def usable(self):
        """The leaves a new item may be filed under."""
        return self.leaves().filter(status=CategoryStatus.ACTIVE)


class Category(models.Model):
    """A node of the catalogue tree; items hang on its leaves."""

    code = models.CharField(
        "栏目代码", max_length=12, unique=True, help_text="稳定标识，启用后不改"
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="上级栏目",
    )
    name = models.CharField("栏目名称", max_length=100)
    is_leaf = models.BooleanField("末级栏目", default=True)
    description = models.CharField("栏目说明", max_length=200, blank=True)
    family = models.CharField("首页分类", max_length=12, choices=Family, blank=True)
    national_rows = models.ManyToManyField(
        NationalRow, blank=True, related_name="categories", verbose_name="对应国家标准目录"
    )
    article20 = models.CharField(
        "《条例》第二十条项目",
        max_length=20,
        blank=True,
        help_text="如“4;11”；第十九条填 art19；新闻动态留空",
    )
    office = models.ForeignKey(
        Office,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="categories",
        verbose_name="责任机构",
    )
    person = models.CharField("责任人", max_length=50, blank=True)
    limit_workdays = models.PositiveSmallIntegerField(
        "公开时限（工作日）",
        null=True,
        blank=True,
        help_text="信息形成或者变更之日起；《条例》第二十六条为20个工作日",
    )
    cadence = models.CharField(
        "更新频率", max_length=16, choices=Cadence, default=Cadence.ON_CHANGE
    )
    channels = models.JSONField("公开渠道和载体", default=list, blank=True)
    audience = models.CharField("公开对象", max_length=100, default="全社会")
    mode = models.CharField(
        "公开方式", max_length=12, choices=DisclosureMode, default=DisclosureMode.ACTIVE
    )
    status = models.CharField(
        "栏目状态", max_length=16, choices=CategoryStatus, default=CategoryStatus.ACTIVE
    )
    status_reason = models.TextField(
        "不适用的理由", blank=True, help_text="栏目“不适用”时必填，并在栏目页面公布"
    )
    personal_data_risk = models.CharField(
        "个人信息风险", max_length=8, choices=Risk, default=Risk.LOW
    )
    needs_office_review = models.BooleanField(
        "需要复审", default=True, help_text="办公室复审可以省去；保密审查和签发任何时候都不能省"
    )
    needs_head_release = models.BooleanField(
        "需主要负责人签发", default=False, help_text="规范性文件、预决算等重大事项"
    )
    published_count = models.PositiveIntegerField("已公开条数", default=0, editable=False)
    last_published_at = models.DateTimeField("最近更新", null=True, editable=False)

    history = HistoricalRecords(excluded_fields=["published_count", "last_published_at"])
    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = "栏目"
        verbose_name_plural = "公开目录（栏目）"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="category_cadence_is_known", condition=Q(cadence__in=Cadence.values)
            ),
            models.CheckConstraint(
                name="category_status_is_known", condition=Q(status__in=CategoryStatus.values)
            ),
            models.CheckConstraint(
                name="category_mode_is_known", condition=Q(mode__in=DisclosureMode.values)
            ),
            models.CheckConstraint(
                name="category_family_is_known", condition=Q(family__in=["", *Family.values])
            ),
            models.CheckConstraint(
                name="category_risk_is_known", condition=Q(personal_data_risk__in=Risk.values)
            ),
            models.CheckConstraint(
                name="category_says_why_it_is_not_applicable",
                condition=~Q(status=CategoryStatus.NOT_APPLICABLE) | ~Q(status_reason=""),
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.name}"

    def get_absolute_url(self):
        return address_of(self.code, self.is_statutory)

    def ancestors(self) -> list["Category"]:
        """Return the way up, nearest first; no query for a category of `tree()`."""
        above, category = [], self
        while category.parent_id:
            category = category.parent
            above.append(category)
        return above

    def subtree(self) -> list["Category"]:
        """Return this category of a `tree()` and all below it."""
        return [self, *(below for node in self.nodes for below in node.subtree())]

    @property
    def is_statutory(self) -> bool:
        return bool(self.article20)

    @property
    def top(self) -> "Category":
        """Return the group (first level) the category belongs to."""
        return self.ancestors()[-1] if self.parent_id else self

    @property
    def rhythm(self) -> str:
        """Return 定期, 阶段, 临时 or 长期."""
        return Cadence(self.cadence).rhythm

    @property
    def article20_text(self) -> str:
        """Return the legal ground in the words people read, “第二十条第（四）项”."""
        if self.article20 == "art19":
            return "《条例》第十九条"
        return "、".join(
            f"第（{ARTICLE_20_NUMERALS[int(number)]}）项"
            for number in self.article20.split(";")
            if number
        )

    def clean(self):
        super().clean()
        if self.status == CategoryStatus.NOT_APPLICABLE and not self.status_reason:
            raise ValidationError({"status_reason": "栏目“不适用”时请写明理由，该理由将对外公布。"})
        unknown = [channel for channel in self.channels if channel not in CHANNELS]
        if unknown:
            raise ValidationError({"channels": f"渠道“{unknown[0]}”不在国家标准的13种渠道之内。"})
        if not ARTICLE_20.fullmatch(self.article20):
            raise ValidationError({"article20": "请填 1 至 15 的数字，用分号隔开，或填 art19。"})
