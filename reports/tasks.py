"""The jobs of this app: the nightly self-inspection, links to other websites, visits."""

import logging
from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone
from filelock import FileLock, Timeout

from reports import outside_links
from reports.inspection_site import Site
from reports.inspector import inspect
from reports.models import OutsideLink, SiteVisit

logger = logging.getLogger(__name__)
VISITS_KEPT = timedelta(days=30)


@shared_task(name="reports.inspect_site")
def inspect_site():
    """Look through the site; what was found is told to the offices."""
    run = inspect(timezone.now())
    logger.info("Inspection: %s findings open, unfinished %s", run.open_count, run.unfinished)


@shared_task(name="reports.check_outside_links")
def check_outside_links():
    """Ask for some of the addresses that are due; the next run takes the rest."""
    try:
        with FileLock(settings.DATA_DIR / "outside-links.lock", timeout=0):
            OutsideLink.objects.keep(outside_links.links_in_texts())
            asked = outside_links.check_links()
            logger.info("Outside links: %s asked", asked)
    except Timeout:
        logger.info("Another process is asking for outside links")


@shared_task(name="reports.visit_site")
def visit_site():
    """Open the home page as a visitor does, and keep how long it took."""
    now = timezone.now()
    page = Site(now, {}).page("/")
    SiteVisit.objects.create(at=now, is_open=page.is_open, seconds=page.seconds)
    SiteVisit.objects.filter(at__lt=now - VISITS_KEPT).delete()
