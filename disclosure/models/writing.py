"""What helps people write: templates of items, common wrong words, the names of leaders.

All three are the office's own lists; `load_catalogue` fills the first two while they are empty.
"""

from django.core.exceptions import ValidationError
from django.db import models
from simple_history.models import HistoricalRecords

from disclosure.models.choices import PeriodKind, Validity
from portal.fields import RichTextField


class ItemTemplate(models.Model):
    """The form of one kind of item (信息发布格式): headings, fixed words, places to fill.

    A place to fill is written 【请填写：…】; an item that still has one is not submitted.
    """

    name = models.CharField("模板名称", max_length=40, unique=True)
    hint = models.CharField("什么时候用", max_length=200, blank=True)
    genre = models.ForeignKey(
        "disclosure.Genre",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="体裁",
    )
    validity = models.CharField(
        "有效性", max_length=8, choices=Validity, default=Validity.NOT_APPLICABLE
    )
    period_kind = models.CharField("起止类型", max_length=12, choices=PeriodKind, blank=True)
    title = models.CharField("标题", max_length=300, blank=True)
    summary = models.TextField("内容概述", max_length=500, blank=True)
    body = RichTextField(
        "正文", help_text="要填的地方写成“【请填写：公示开始日期】”；没有填完的信息不能提交审核"
    )
    position = models.PositiveSmallIntegerField("排序", default=0)
    is_active = models.BooleanField("在用", default=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "信息模板"
        verbose_name_plural = "信息模板"
        ordering = ["position", "name"]

    def __str__(self):
        return self.name

    def initial(self) -> dict:
        """Return what a new item of this kind begins with."""
        names = ("genre_id", "validity", "period_kind", "title", "summary", "body")
        return {name.removesuffix("_id"): getattr(self, name) for name in names}


class WrongWord(models.Model):
    """A common mistake, and what is meant: writers are reminded of it, the inspection finds it."""

    wrong = models.CharField("错误写法", max_length=40, unique=True)
    right = models.CharField("应为", max_length=40)
    note = models.CharField("说明", max_length=100, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "常见错别字"
        verbose_name_plural = "常见错别字"
        ordering = ["wrong"]

    def __str__(self):
        return f"{self.wrong} → {self.right}"

    def stands_in(self, text: str) -> bool:
        """True when the mistake is in `text`, and not only as a part of the right word."""
        good = "" if self.right in self.wrong else self.right  # “务必” is a part of “务必须”
        return self.wrong in text and self.wrong in (text.replace(good, "\n") if good else text)

    def clean(self):
        if self.wrong and self.wrong == self.right:
            raise ValidationError({"right": "与错误写法相同，请填写正确的写法。"})


class Leader(models.Model):
    """A leader whose name, post and place in a list must be right."""

    name = models.CharField("姓名", max_length=30, unique=True)
    post = models.CharField(
        "职务", max_length=100, help_text="全部职务，用顿号隔开，如“党组书记、局长”"
    )
    position = models.PositiveSmallIntegerField("排名", unique=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "领导名单"
        verbose_name_plural = "领导名单"
        ordering = ["position"]

    def __str__(self):
        return f"{self.name} {self.post}"

    @property
    def posts(self) -> list[str]:
        return [post for post in self.post.replace("，", "、").split("、") if post]
