"""What people put into the cells of a report: lines are added, the last one counts."""

from decimal import Decimal

from django.conf import settings
from django.db import models

from reports.tables import AMOUNT, FREE_TEXT, Value


class CellEntry(models.Model):
    """One figure entered or corrected: by whom, when, why, and what stood there before."""

    report = models.ForeignKey("reports.AnnualReport", models.CASCADE, related_name="entries")
    code = models.CharField("单元格", max_length=40)
    value = models.DecimalField("数值", max_digits=14, decimal_places=6, null=True)
    text = models.CharField("原文", max_length=60, blank=True)  # 2019: amounts with their unit
    is_withdrawn = models.BooleanField("恢复统计数", default=False)
    old_value = models.CharField("原值", max_length=60, blank=True)
    reason = models.TextField("依据或理由", blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="填报人"
    )
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "填报的数据"
        verbose_name_plural = "填报的数据"
        ordering = ["pk"]
        default_permissions = []
        indexes = [models.Index(fields=["report", "code"], name="cell_entry_by_cell")]

    def __str__(self):
        return f"{self.report} {self.code}"

    def value_of(self, kind: str) -> Value:
        """Return what the line puts into a cell of this kind."""
        if kind == FREE_TEXT:
            return self.text
        if self.value is None:
            return None
        return Decimal(self.value) if kind == AMOUNT else int(self.value)
