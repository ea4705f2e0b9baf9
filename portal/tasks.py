"""What runs in the background for every app."""

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from pathlib import Path

from celery import shared_task
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError
from django.utils import timezone

from portal import ledger_jobs
from portal.audit import log_head, seal
from portal.backup.configured import NO_LOCK, configured_lock
from portal.backup.keys import BadArchive
from portal.backup.making import BackupFailed, back_up
from portal.backup.retention import Retention
from portal.digest import Digest
from portal.log_rotation import turn_over
from portal.models import LedgerJob, Login, Notice, NoticeStatus, Pulse
from portal.models.audit import SEAL_AUDIT
from portal.models.ledger_job import KEPT, RUN_LEDGER_JOBS
from portal.notices import DELIVER
from portal.nudge import nudge
from portal.pulse import BEAT
from portal.reminder_scan import OUTDATED, SCAN_REMINDERS, Scanner, scan
from portal.rights import record_unrecorded_rights

logger = logging.getLogger(__name__)
# The worker does one task at a time: whatever else waits gets its turn in between.
ONE_TURN = timedelta(seconds=20)


@shared_task(name=DELIVER)
def deliver_notices():
    """Send what is owed, outside any transaction. May run twice at once, or not at all.

    A claim is one guarded UPDATE; a dead sender's claim expires. A silent mail server ends
    the turn, so that it holds up one mail and not all: the next run tries the next one.
    """
    turn_ends = timezone.now() + ONE_TURN
    waiting = Notice.objects.owed(timezone.now())
    is_outdated = outdated_check()
    for pk, recipient, wants_digest in waiting.values_list(
        "pk", "recipient", "recipient__wants_digest"
    ):
        deliver = deliver_digest if wants_digest else deliver_one
        went_on = deliver(recipient if wants_digest else pk, is_outdated)
        if not went_on:
            return
        if timezone.now() > turn_ends:
            nudge(DELIVER)
            return


def outdated_check() -> Callable[[Notice], bool]:
    """Return the question whether a reminder has lost its reason, counted once for a turn."""
    scanner = cache(lambda: Scanner.at(timezone.now()))
    return lambda notice: notice.step is not None and scanner().is_outdated(notice)


def deliver_one(pk: int, is_outdated: Callable[[Notice], bool]) -> bool:
    """Send one notice, unless another worker has it; False when the mail server is silent."""
    notice = Notice.objects.claim(pk, now=timezone.now())
    told = still_true([notice] if notice else [], is_outdated)
    return not told or notice.send(now=timezone.now())


def deliver_digest(recipient: int, is_outdated: Callable[[Notice], bool]) -> bool:
    """Send everything owed to one person as one mail; False when the mail server is silent."""
    notices = Notice.objects.claim_all_of(recipient, now=timezone.now())
    told = still_true(notices, is_outdated)
    return not told or Digest(told).send(now=timezone.now())


def still_true(notices: list[Notice], is_outdated: Callable[[Notice], bool]) -> list[Notice]:
    """Return what is to be sent, and drop the reminders that have lost their reason."""
    told = []
    for notice in notices:
        try:
            outdated = is_outdated(notice)
        except DatabaseError:
            raise
        except Exception:  # a row that cannot be read: the sending says why
            logger.exception("Notice %s cannot be checked", notice.pk)
            outdated = False
        if outdated:
            notice.record(NoticeStatus.SUPERSEDED, error=OUTDATED, read_at=timezone.now())
        else:
            told.append(notice)
    return told


@shared_task(name=SCAN_REMINDERS)
def scan_reminders():
    """Write down what is owed by now. May run twice at once: each notice is owed once."""
    scan(timezone.now())


@shared_task(name="portal.beat")
def beat():
    """Show that the clock strikes and somebody hears it."""
    Pulse.objects.beat(BEAT, at=timezone.now())


@shared_task(name=SEAL_AUDIT)
def seal_audit():
    """Link what is in the audit trail and not yet linked; of two at once the second waits."""
    seal(at=timezone.now())


@shared_task(name="portal.log_audit_head")
def log_audit_head():
    """Write down, outside the database, how far the audit trail goes today."""
    log_head()


@shared_task(name="portal.forget_logins")
def forget_logins():
    """Delete log-ins, kept texts and sessions whose time is up."""
    Login.objects.forget(at=timezone.now())
    call_command("clearsessions")


@shared_task(name="portal.turn_over_log")
def turn_over_log():
    """Begin a new log of an embedded portal, and forget what is older than the law wants."""
    turn_over(settings.LOG_FILE, today=timezone.localdate())


@shared_task(name="portal.back_up")
def back_up_embedded():
    """Make the nightly backup of an embedded portal; a missing one shows on the work board."""
    retention = Retention(**settings.BACKUP_KEEP)
    try:
        if lock := configured_lock():
            made = back_up(Path(settings.BACKUP_DIR), lock, at=timezone.now(), retention=retention)
            logger.info("%s", made.sentence)
        else:
            logger.error(NO_LOCK)
    except (BackupFailed, BadArchive) as error:
        logger.error("%s", error)


@shared_task(name=RUN_LEDGER_JOBS)
def run_ledger_jobs():
    """Start a process for the long imports and exports that wait: they would hold up all else."""
    now = timezone.now()
    LedgerJob.objects.forget(before=now - KEPT)
    if LedgerJob.objects.to_run(now).exists() and not LedgerJob.objects.running(now).exists():
        ledger_jobs.start_process()


@shared_task(name="portal.record_rights")
def record_rights():
    """Record the changes of rights that were made outside the admin."""
    record_unrecorded_rights(at=timezone.now())
