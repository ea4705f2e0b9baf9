"""Which notices: what is owed by a moment, what one worker claims, what has lost its reason."""

from collections import defaultdict
from datetime import datetime, timedelta

from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce

CLAIM = timedelta(minutes=5)
MOST_IN_DIGEST = 100


class NoticeStatus(models.TextChoices):
    """How far the e-mail is; the inbox shows every notice from the start."""

    OWED = "owed", "邮件待发送"
    SENDING = "sending", "邮件发送中"
    SENT = "sent", "邮件已发送"
    FAILED = "failed", "邮件未送达，将再试"
    GIVEN_UP = "given_up", "邮件未送达，不再试"
    INBOX_ONLY = "inbox_only", "仅站内"
    SUPERSEDED = "superseded", "已不必发送"


WAITING = [NoticeStatus.OWED, NoticeStatus.FAILED]
UNSENT = [*WAITING, NoticeStatus.SENDING]


class NoticeQuerySet(models.QuerySet):
    def unread(self):
        return self.filter(read_at=None)

    def unread_first(self):
        """As the inbox shows them: the unread by age, then what was read last."""
        order = [F("read_at").desc(nulls_first=True), "-created_at", "-pk"]
        return self.select_related("by").order_by(*order)

    def owed(self, now: datetime):
        """What is to be mailed by `now`: new, to be tried again, or left by a dead sender."""
        due = Q(status__in=WAITING, next_try_at__lte=now)
        left_behind = Q(status=NoticeStatus.SENDING, claimed_until__lte=now)
        return self.filter(due | left_behind).order_by("next_try_at", "pk")

    def given_up(self):
        return self.filter(status=NoticeStatus.GIVEN_UP)

    def superseded(self):
        return self.filter(status=NoticeStatus.SUPERSEDED)

    @transaction.atomic(durable=True)  # committed before anything is sent, or refused
    def claim(self, pk: int, *, now: datetime) -> models.Model | None:
        """Return the notice for this worker alone to send; None when another has it."""
        if not self.owed(now).filter(pk=pk)._claim(now):
            return None
        return self.select_related("recipient", "by", "robot").get(pk=pk)

    @transaction.atomic(durable=True)
    def claim_all_of(self, recipient_id: int, *, now: datetime) -> list[models.Model]:
        """Return everything owed to one person, for this worker alone: the mail of the day."""
        theirs = self.owed(now).filter(recipient=recipient_id)
        pks = list(theirs.select_for_update().values_list("pk", flat=True)[:MOST_IN_DIGEST])
        self.filter(pk__in=pks)._claim(now)
        claimed = self.filter(pk__in=pks).order_by("created_at", "pk")
        return claimed.select_related("recipient", "by").with_about()

    def _claim(self, now: datetime) -> int:
        changes = {"claimed_until": now + CLAIM, "attempts": F("attempts") + 1}
        return self.update(status=NoticeStatus.SENDING, **changes)

    def supersede(self, *, at: datetime, why: str) -> int:
        """Drop what is not sent yet, in the inbox too; return how many."""
        read_at = Coalesce("read_at", at)
        changes = {"status": NoticeStatus.SUPERSEDED, "error": why, "read_at": read_at}
        return self.filter(status__in=WAITING).update(**changes)

    def revive(self, *, now: datetime) -> int:
        """Owe again what was dropped unsent; return how many."""
        changes = {"status": NoticeStatus.OWED, "error": "", "read_at": None, "attempts": 0}
        return self.superseded().update(next_try_at=now, **changes)

    def send_again(self, *, now: datetime) -> int:
        """Owe the given-up mails anew; return how many."""
        return self.given_up().update(status=NoticeStatus.OWED, attempts=0, next_try_at=now)

    def mark_read(self, *, at: datetime) -> int:
        return self.unread().update(read_at=at)

    def with_about(self) -> list[models.Model]:
        """Return the notices, what they are about loaded with one query for each kind."""
        notices, same_kind = list(self), defaultdict(list)
        for notice in notices:
            same_kind[notice.about_class].append(notice)
        for model, group in same_kind.items():
            long_texts = [f.name for f in model._meta.fields if isinstance(f, models.TextField)]
            rows = model._default_manager.defer(*long_texts)
            rows = rows.filter(pk__in=[notice.about_pk for notice in group])
            found = {str(row.pk): row for row in rows}
            for notice in group:
                notice.about = found.get(notice.about_pk)
        return notices
