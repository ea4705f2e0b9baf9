"""The history of a report: who did what with it, and when."""

from django.db import models

from portal.models import HistoryLine
from reports.workflow import EventKind


class ReportEvent(HistoryLine):
    report = models.ForeignKey("reports.AnnualReport", models.CASCADE, related_name="events")

    class Meta(HistoryLine.Meta):
        verbose_name = "办理记录"
        verbose_name_plural = "办理记录"
        default_permissions = []

    @property
    def label(self) -> str:
        return EventKind(self.kind).label
