"""The history every object with a status keeps."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class HistoryLine(models.Model):
    """Who did what to an object, and when; `portal.moves.move` writes it."""

    kind = models.CharField("事项", max_length=30)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="经办人",
    )
    at = models.DateTimeField("时间", default=timezone.now)
    note = models.TextField("说明", blank=True)

    class Meta:
        abstract = True
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind}"
