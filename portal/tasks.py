"""What runs in the background for every app."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from portal.audit import log_head, seal
from portal.models import Notice
from portal.models.audit import SEAL_AUDIT
from portal.notices import DELIVER
from portal.nudge import nudge
from portal.rights import record_unrecorded_rights

# The worker does one task at a time: whatever else waits gets its turn in between.
ONE_TURN = timedelta(seconds=20)


@shared_task(name=DELIVER)
def deliver_notices():
    """Mail what is owed, outside any transaction. May run twice at once, or not at all.

    A claim is one guarded UPDATE; a dead sender's claim expires. A silent mail server ends
    the turn, so that it holds up one mail and not all: the next run tries the next one.
    """
    turn_ends = timezone.now() + ONE_TURN
    for pk in Notice.objects.owed(timezone.now()).values_list("pk", flat=True):
        notice = Notice.objects.claim(pk, now=timezone.now())  # None: another worker has it
        if notice is not None and not notice.send(now=timezone.now()):
            return
        if timezone.now() > turn_ends:
            nudge(DELIVER)
            return


@shared_task(name=SEAL_AUDIT)
def seal_audit():
    """Link what is in the audit trail and not yet linked; of two at once the second waits."""
    seal(at=timezone.now())


@shared_task(name="portal.log_audit_head")
def log_audit_head():
    """Write down, outside the database, how far the audit trail goes today."""
    log_head()


@shared_task(name="portal.record_rights")
def record_rights():
    """Record the changes of rights that were made outside the admin."""
    record_unrecorded_rights(at=timezone.now())
