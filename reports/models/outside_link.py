"""Addresses of other websites that our texts lead to: asked once a week, politely."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from disclosure.models import Item

WEEK, DAY = timedelta(days=7), timedelta(days=1)


class OutsideLinkQuerySet(models.QuerySet):
    def due(self, at: datetime):
        """Return what was not asked for a week, or did not open yesterday; the oldest first."""
        never = Q(asked_at=None)
        again = Q(asked_at__lt=at - DAY, failures__gt=0)
        rows = self.filter(never | again | Q(asked_at__lt=at - WEEK))
        return rows.order_by(models.F("asked_at").asc(nulls_first=True), "pk")

    def keep(self, links: Iterable[tuple[str, Item | None, str]]) -> None:
        """Remember the addresses our texts have now, and forget the others."""
        rows = {url: self.model(url=url, item=item, place=place) for url, item, place in links}
        known = set(self.values_list("url", flat=True))
        self.filter(url__in=known - set(rows)).delete()
        new = [row for url, row in rows.items() if url not in known]
        self.bulk_create(new, batch_size=500, ignore_conflicts=True)


class OutsideLink(models.Model):
    url = models.CharField("网址", max_length=500, unique=True)
    item = models.ForeignKey(Item, models.CASCADE, null=True, related_name="+")
    place = models.CharField("位置", max_length=300)
    asked_at = models.DateTimeField("上次检查", null=True, db_index=True)
    failures = models.PositiveSmallIntegerField("连续打不开", default=0)
    trouble = models.CharField("原因", max_length=100, blank=True)

    objects = OutsideLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "站外链接"
        verbose_name_plural = "站外链接"
        ordering = ["pk"]
        default_permissions = []

    def __str__(self):
        return self.url

    def answered(self, trouble: str, *, at: datetime):
        """Note whether it opened; `trouble` is "" where it did."""
        self.asked_at, self.trouble = at, trouble[:100]
        self.failures = self.failures + 1 if trouble else 0
        self.save(update_fields=["asked_at", "trouble", "failures"])
