"""One round of the self-inspection, and the visits that measure whether the site opens."""

from django.db import models
from django.db.models import Q


class Inspection(models.Model):
    """A round through all checks, and how much was open after it."""

    started_at = models.DateTimeField("开始时间")
    ended_at = models.DateTimeField("结束时间", null=True)
    open_count = models.PositiveIntegerField("未整改", default=0)
    by_check = models.JSONField("按指标", default=dict)
    unfinished = models.JSONField("没有查完的指标", default=list)

    class Meta:
        verbose_name = "网站自查"
        verbose_name_plural = "网站自查"
        ordering = ["-started_at", "-pk"]
        default_permissions = []

    def __str__(self):
        return f"{self.started_at:%Y-%m-%d}网站自查"


class SiteVisit(models.Model):
    """One visit to the home page: whether it opened, and how long it took."""

    at = models.DateTimeField("时间", db_index=True)
    is_open = models.BooleanField("打开")
    seconds = models.FloatField("用时（秒）")

    class Meta:
        verbose_name = "访问测试"
        verbose_name_plural = "访问测试"
        ordering = ["-at"]
        default_permissions = []
        constraints = [models.CheckConstraint(name="visit_takes_time", condition=Q(seconds__gte=0))]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.seconds:.1f}"
