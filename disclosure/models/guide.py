"""The guide (指南) with the nine fields of 条例 art. 12."""

from django.db import models
from simple_history.models import HistoricalRecords


class GuideManager(models.Manager):
    def current(self):
        """Return the one guide; an empty one while nobody has written it."""
        return self.filter(pk=1).first() or self.model(pk=1)


class Guide(models.Model):
    """政府信息公开指南, in one row."""

    classification = models.TextField("政府信息的分类", blank=True)
    arrangement = models.TextField("编排体系", blank=True)
    ways_to_obtain = models.TextField("获取方式", blank=True)
    office_name = models.CharField("政府信息公开工作机构名称", max_length=100, blank=True)
    address = models.CharField("办公地址", max_length=200, blank=True)
    office_hours = models.CharField("办公时间", max_length=100, blank=True)
    phone = models.CharField("联系电话", max_length=40, blank=True)
    fax = models.CharField("传真号码", max_length=40, blank=True)
    internet_contact = models.CharField("互联网联系方式", max_length=200, blank=True)
    reviewed_on = models.DateField(
        "最近核对日期", null=True, blank=True, help_text="指南应当及时更新（《条例》第十二条）"
    )

    history = HistoricalRecords()
    objects = GuideManager()

    class Meta:
        verbose_name = "政府信息公开指南"
        verbose_name_plural = "政府信息公开指南"
        constraints = [models.CheckConstraint(name="guide_is_one_row", condition=models.Q(pk=1))]

    def __str__(self):
        return "政府信息公开指南"

    def clean(self):
        self.pk = 1
