"""Figures of the channels, month by month: the raw material of section 一 (总体情况)."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from reports.workflow import Outlet, unit_of


class ChannelFigure(models.Model):
    """How much went through one outlet in one month, and who says so."""

    year = models.PositiveSmallIntegerField(
        "年度", validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    month = models.PositiveSmallIntegerField(
        "月份", validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    outlet = models.CharField("渠道", max_length=12, choices=Outlet)
    unit = models.CharField(
        "单位", max_length=8, blank=True, help_text="留空为该渠道通用的单位，如条、件、人次"
    )
    figure = models.PositiveIntegerField("数量")
    source = models.CharField("数据来源", max_length=100, help_text="由谁、从哪里统计")

    class Meta:
        verbose_name = "渠道数据"
        verbose_name_plural = "渠道数据"
        ordering = ["-year", "-month", "outlet"]
        constraints = [
            models.UniqueConstraint(
                name="channel_figure_stands_once", fields=["year", "month", "outlet", "unit"]
            ),
            models.CheckConstraint(
                name="channel_figure_outlet_is_known", condition=Q(outlet__in=Outlet.values)
            ),
            models.CheckConstraint(
                name="channel_figure_month_is_of_a_year", condition=Q(month__range=(1, 12))
            ),
        ]

    def __str__(self):
        return f"{self.year}年{self.month}月{self.get_outlet_display()}"

    def clean(self):
        self.unit = self.unit.strip() or unit_of(self.outlet)
        if not self.source.strip():
            raise ValidationError({"source": "请写明数据由谁、从哪里统计。"})
