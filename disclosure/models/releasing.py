"""How an item becomes public: numbered or merged, at once or by the clock.

The last third of the chain (see `disclosure/models/reviewable.py`, which holds the columns).
"""

from django.db import models, transaction
from django.utils import timezone

from disclosure.canonical import digest, public_data
from disclosure.models.version import Review
from disclosure.workflow import EventKind, Status
from portal import notices
from portal.errors import RuleViolation
from portal.models import AuditAct, AuditEntry


class Releasing(models.Model):
    """What happens to a version once its last signature is given."""

    class Meta:
        abstract = True

    def _go_public(self, *, from_status, by, at, version, note=""):
        """Publish exactly `version`: number the row, or write it onto the original."""
        if digest(public_data(self)) != version.sha256 or self.version_id != version.pk:
            raise RuleViolation("现有内容与审核的版本不一致，不能公开，请退回后重新提交")
        for attachment in self.attachments.all():
            attachment.check_stored()
        if self.revision_of_id:
            self._merge(from_status, by, at, version)
        else:
            changes = self.numbered(at) | {"public_version": version, "schedule_error": ""}
            self._move(from_status, Status.PUBLISHED, by, note, version, **changes)
            self.count(+1)
            self.restamp()
        data = {"version": version.sha256, "number": version.number}
        AuditEntry.objects.record(act=AuditAct.PUBLICATION, by=by, obj=self.root, data=data, at=at)
        self._tell("published", [self.author], version)

    def _merge(self, from_status, by, at, version):
        original = type(self).objects.select_for_update().get(pk=self.revision_of_id)
        if original.status != Status.PUBLISHED:
            raise RuleViolation("原件已经撤回，修订稿不能公开")
        self._move(from_status, Status.MERGED, by, "", version, schedule_error="")
        old_category = original.category_id
        names = ("doc_no_key", "take_down_on", "is_emergency", "emergency_reason")
        columns = self._columns() | {name: getattr(self, name) for name in names}
        columns["public_version"] = version
        type(self).objects.filter(pk=original.pk).update(updated_at=at, **columns)
        original.refresh_from_db()
        original.attachments.all().delete()
        self._copy_links(original)
        original.events.create(kind=EventKind.REVISED, by=by, at=at, note=version.change_note)
        original.move_count(old_category, at=at)
        original.restamp()

    @transaction.atomic
    def publish_on_schedule(self, *, at):
        """Publish what was released for a moment that has come; nobody acts but the clock."""
        self.lock()
        if self.status != Status.SCHEDULED or self.publish_at > at:  # changed since it was listed
            return
        self._go_public(from_status=Status.SCHEDULED, by=None, at=at, version=self.version)

    @transaction.atomic
    def take_down_on_schedule(self, *, at):
        """Withdraw what was public for a time that has passed; nobody acts but the clock."""
        self.lock()
        last_day_is_over = self.take_down_on and self.take_down_on <= timezone.localdate(at)
        if self.status == Status.PUBLISHED and last_day_is_over:
            self.withdraw(by=None, at=at, reason="公示期满，按期撤下")

    @transaction.atomic
    def record_schedule_failure(self, status, reason: str):
        """Show why the clock could not act on the row in `status`, and tell who must know, once."""
        rows = type(self).objects.filter(pk=self.pk, status=status)
        if not rows.update(schedule_error=reason):  # somebody acted meanwhile
            return
        self.refresh_from_db()
        is_publication = status == Status.SCHEDULED
        version = self.version if is_publication else self.public_version
        moment = self.publish_at if is_publication else self.take_down_on
        signed = Review.objects.filter(
            version=version, step__in=[Status.RELEASE, Status.HEAD_RELEASE]
        )
        people = {self.author, *(review.by for review in signed.select_related("by"))} - {None}
        key = f"item-{self.pk}-{status}-until-{moment:%Y%m%d%H%M}-schedule-failed"
        notices.queue("schedule_failed", key=key, to=people, about=self, reason=reason)
