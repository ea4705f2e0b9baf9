"""The jobs of this app. A message is only a nudge: each job asks the database what is owed."""

import logging

from celery import shared_task
from django.conf import settings
from django.utils import timezone
from filelock import FileLock, Timeout

from disclosure.models import Attachment, Item, TextStatus
from disclosure.search import catch_up

logger = logging.getLogger(__name__)
UNEXPECTED = "读取时出现意外错误，须人工核对"


@shared_task(name="disclosure.update_search")
def update_search():
    """Bring this machine's search index up to date, or build it where there is none."""
    catch_up()


@shared_task(name="disclosure.run_schedule")
def run_schedule():
    """Publish and take down what was asked for by now; a missed run is made up by the next."""
    Item.objects.run_schedule(timezone.now())


@shared_task(name="disclosure.read_attachments")
def read_attachments():
    """Read the text of the files that wait for it. One run at a time; the next takes the rest."""
    try:
        with FileLock(settings.DATA_DIR / "read-attachments.lock", timeout=0):
            for pk in list(Attachment.objects.waiting().values_list("pk", flat=True)):
                read_attachment(pk)
    except Timeout:
        logger.info("Another process is reading attachments")


def read_attachment(pk: int) -> None:
    """Read one file; whatever is wrong with it is written down and never stops the others."""
    attachment = Attachment.objects.waiting().select_related("item").filter(pk=pk).first()
    if attachment is None:  # removed or read since
        return
    try:
        attachment.read()
    except Exception:  # a file may be missing, and its parsers were not written for enemies
        logger.exception("Attachment %s could not be read", pk)
        failed = {"text_status": TextStatus.FAILED, "text_error": UNEXPECTED}
        Attachment.objects.filter(pk=pk).update(**failed)
