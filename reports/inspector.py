"""One round of the self-inspection: look, write down what changed, tell the offices."""

import logging
from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from portal import notices
from portal.models import User
from portal.roles import AUTHOR, DISCLOSURE_HEAD, DISCLOSURE_OFFICER, SECTION_HEAD
from reports.inspection import CHECKS, Check
from reports.inspection_site import Site
from reports.models import Inspection, InspectionFinding, InspectionRule

logger = logging.getLogger(__name__)


def inspect(at: datetime, checks: Iterable[Check] = CHECKS) -> Inspection:
    """Go through the checks; return the round. A check that breaks keeps its old findings."""
    run = Inspection.objects.create(started_at=at)
    site = Site(at, InspectionRule.objects.numbers())
    new: list[InspectionFinding] = []
    for check in checks:
        try:
            new += InspectionFinding.objects.take(check.code, list(check.faults(site)), at=at)
        except Exception:  # one broken check must not hide what the others find
            logger.exception("Inspection: check %s broke", check.code)
            run.unfinished.append(check.code)
    counts = open_by_check()
    run.by_check, run.open_count = dict(counts), sum(counts.values())
    run.ended_at = timezone.now()
    run.save()
    tell_offices(run, new)
    return run


def open_by_check() -> Counter:
    return Counter(InspectionFinding.objects.open().values_list("check_code", flat=True))


def vetoes() -> list[Check]:
    """Return the veto items the site fails now: as many open findings as the rule allows not."""
    counts, rules = open_by_check(), InspectionRule.objects.numbers()
    return [
        check
        for check in CHECKS
        if check.is_veto and counts[check.code] >= (rules.get(f"{check.code}.count") or 1)
    ]


def tell_offices(run: Inspection, new: list[InspectionFinding]) -> None:
    """Owe each office one notice of what is new; what has no office goes to the disclosure office.

    A round at night may find a hundred things: one notice for each office, not for each thing.
    """
    counts = Counter(finding.office_id for finding in new)
    for office, count in counts.items():
        people = list(people_of(office))
        if not people:
            people = list(people_of(None))
        path = f"{reverse('admin:reports_inspectionfinding_changelist')}?state=open"
        key = f"inspection:{run.pk}:{office}"
        notices.queue("inspection_found", key=key, to=people, about=run, path=path, count=count)


def people_of(office: int | None):
    roles = (AUTHOR, SECTION_HEAD) if office else (DISCLOSURE_OFFICER, DISCLOSURE_HEAD)
    own = Q(office=office) if office else Q()
    return User.objects.filter(own, is_active=True, groups__name__in=roles).distinct()
