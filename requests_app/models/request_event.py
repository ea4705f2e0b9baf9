"""The history of a request: who did what, when, and the day it counts for."""

from django.db import models

from portal.models import HistoryLine
from requests_app.workflow import EventKind


class RequestEvent(HistoryLine):
    info_request = models.ForeignKey(
        "requests_app.InformationRequest", models.CASCADE, related_name="events"
    )
    on = models.DateField("日期", null=True, blank=True)  # the day the act counts for

    class Meta(HistoryLine.Meta):
        verbose_name = "办理记录"
        verbose_name_plural = "办理记录"

    def get_kind_display(self) -> str:
        return EventKind(self.kind).label if self.kind in EventKind.values else self.kind
