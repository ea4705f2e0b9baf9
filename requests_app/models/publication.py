"""What was asked for becomes public for everybody (art. 44)."""

from datetime import datetime
from html import escape

from django.conf import settings
from django.db import models, transaction

from disclosure.models import Category, Item
from disclosure.workflow import EventKind as ItemEventKind
from portal.errors import RuleViolation
from portal.models import HolidayNotice, User
from portal.permissions import require
from portal.personal_data import mask
from requests_app.models.info_request import InformationRequest
from requests_app.outcomes import Outcome
from requests_app.workflow import EventKind

GIVEN = (Outcome.GRANT, Outcome.PARTIAL)


class PublicationManager(models.Manager):
    @transaction.atomic
    def draft(self, info_request, *, category: Category, title: str, by: User, at: datetime):
        """Make a disclosure draft of what was given, personal data masked; return the row.

        The draft walks the whole chain of reviews like any other.
        """
        require(by, "requests_app.disclose_informationrequest")
        info_request.lock()
        if info_request.outcome not in GIVEN:
            raise RuleViolation("只有予以公开或部分公开的信息可以转为主动公开（条例第四十四条）")
        if info_request.publications.exists():
            raise RuleViolation("这件申请已经转为主动公开的草稿")
        decision = info_request.decision
        given = decision.details.get("given", "") if decision else ""
        text = mask(given or info_request.wanted)
        item = Item(
            category=category,
            title=mask(title.strip()),
            body="".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip()),
            author=by,
            office=by.office or info_request.office,
        )
        item.set_derived()
        item.recount(HolidayNotice.objects.calendar())
        item.save()
        note = f"由公开申请 {info_request.number} 转为主动公开（条例第四十四条）"
        item.events.create(kind=ItemEventKind.CREATED, by=by, at=at, note=note)
        publication = self.create(info_request=info_request, item=item, made_by=by, made_at=at)
        info_request.log(EventKind.DISCLOSED, by=by, at=at, note=item.title)
        return publication


class Publication(models.Model):
    """The draft that was made of an answered request."""

    info_request = models.ForeignKey(
        InformationRequest, models.PROTECT, related_name="publications"
    )
    item = models.ForeignKey(Item, models.CASCADE, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField("时间")

    objects = PublicationManager()

    class Meta:
        verbose_name = "转为主动公开"
        verbose_name_plural = "转为主动公开"
        default_permissions = ["view"]

    def __str__(self):
        return f"{self.info_request.number} 转为主动公开"
