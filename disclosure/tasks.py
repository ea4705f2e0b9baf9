"""The jobs of this app. A message is only a nudge: each job asks the database what is owed."""

import logging
from contextlib import suppress

from celery import shared_task
from django.conf import settings
from django.utils import timezone
from filelock import FileLock, Timeout

from disclosure import wanted_words
from disclosure.models import Attachment, Item, Subscription, TextStatus
from disclosure.models.item_queries import check_counts
from disclosure.search import catch_up, repair
from disclosure.search_engine import IndexUnusable
from disclosure.staging import Staging
from portal.errors import RuleViolation
from portal.models import Pulse
from portal.pulse import DERIVED

logger = logging.getLogger(__name__)
UNEXPECTED = "读取时出现意外错误，须人工核对"


@shared_task(name="disclosure.update_search")
def update_search():
    """Bring this machine's search index up to date, or build it where there is none."""
    catch_up()


@shared_task(name="disclosure.check_derived")
def check_derived():
    """Compare what is derived from the items with them, every night: mend it and say so."""
    sentences = check_counts()
    try:
        if mended := repair():
            sentences.append(f"搜索索引与数据库有{mended}条不一致，已更正")
    except (Timeout, IndexUnusable) as error:  # another process is at it, or builds it anew
        logger.info("The search index was not compared: %s", error)
    for sentence in sentences:
        logger.warning("%s", sentence)
    note = "\n".join(sentences)
    Pulse.objects.beat(DERIVED, at=timezone.now(), faults=len(sentences), note=note)


@shared_task(name="disclosure.run_schedule")
def run_schedule():
    """Publish and take down what was asked for by now; a missed run is made up by the next."""
    Item.objects.run_schedule(timezone.now())


@shared_task(name="disclosure.forget_staged")
def forget_staged():
    """Remove the unseen rows of a ledger whose import was interrupted."""
    with suppress(RuleViolation), Staging(by=None, note=""):  # entering it removes them
        logger.debug("No ledger is on its way in")


@shared_task(name="disclosure.forget_missed_words")
def forget_missed_words():
    """Forget words looked for in vain that few asked for, and those that are found by now."""
    wanted_words.forget(timezone.localdate())


@shared_task(name="disclosure.tell_subscribers")
def tell_subscribers():
    """Owe every subscriber today's mail, once; forget what nobody confirmed."""
    now = timezone.now()
    Subscription.objects.forget_unconfirmed(now)
    Subscription.objects.tell_news(now)


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
