"""The jobs of this app. A message is only a nudge: each job asks the database what is owed."""

import logging

from celery import shared_task
from django.utils import timezone

from portal.nudge import nudge
from portal.tasks import ONE_TURN
from requests_app import retention
from requests_app.models import Letter
from requests_app.models.letter import KEEP_LETTERS

logger = logging.getLogger(__name__)


@shared_task(name=KEEP_LETTERS)
def keep_letters():
    """Make the files of the letters that went out; one that fails stops no other.

    Many letters are made in turns: what else waits for the worker is done in between.
    """
    turn_ends = timezone.now() + ONE_TURN
    for pk in list(Letter.objects.unkept().values_list("pk", flat=True)):
        if timezone.now() > turn_ends:
            nudge(KEEP_LETTERS)
            return
        try:
            Letter.objects.get(pk=pk).keep()
        except Exception:  # it is tried again by the next run; the act itself stands
            logger.exception("Letter %s could not be made into a file", pk)


@shared_task(name="requests_app.purge")
def purge():
    """Forget what need not be kept any longer, and files left behind by unsent forms."""
    now, today = timezone.now(), timezone.localdate()
    retention.forget_left_uploads(now)
    retention.forget_identity_proofs(today, at=now)
    for info_request in retention.forget_cases(today, at=now):
        logger.info("Forgot the applicant of request %s", info_request.number)
