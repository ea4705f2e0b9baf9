"""The questions asked of the register of requests."""

from datetime import date

from django.db import models
from django.db.models import Prefetch, Q

from portal.models import User
from requests_app.models.choices import CaseKind
from requests_app.workflow import OPEN, WITH_APPLICANT, Status

SEE_ALL = "requests_app.see_all_informationrequests"


class InformationRequestQuerySet(models.QuerySet):
    def open(self):
        return self.filter(status__in=OPEN)

    def closed(self):
        return self.filter(status=Status.CLOSED)

    def running(self):
        """Open cases whose clock has begun."""
        return self.open().exclude(received_on=None)

    def in_our_hands(self):
        """Open cases in which the next step is the bureau's."""
        return self.open().exclude(status__in=WITH_APPLICANT)

    def due_today(self, today: date):
        return self.open().filter(due_on=today)

    def overdue(self, today: date):
        return self.open().filter(due_on__lt=today)

    def unconfirmed(self):
        """Arrived, but no receipt is agreed yet: no clock runs, somebody must confirm."""
        return self.filter(status=Status.SUBMITTED)

    def visible_to(self, person: User):
        """All for the disclosure office and its supervisors, their own cases for handlers."""
        return self if person.has_perm(SEE_ALL) else self.filter(handler=person)

    def counted(self):
        """What the annual report counts: no correction of records, no second answer (§ rules)."""
        return self.filter(kind=CaseKind.INFORMATION, is_counted=True)

    def of_applicant(self, key: str):
        """Every request of one applicant; none for an empty key, nobody is everybody."""
        return self.filter(applicant__key=key) if key else self.none()

    def matching(self, term: str):
        """Number, subject or what is wanted; names are encrypted and cannot be searched."""
        # Han and digits have no case, and to change that of a whole register takes its time.
        contains = "contains" if term.upper() == term.lower() else "icontains"
        columns = ("number", "subject", "wanted_name", "wanted_number", "wanted")
        found = Q()
        for column in columns:
            found |= Q(**{f"{column}__{contains}": term})
        return self.filter(found)

    def with_clock(self):
        """With every row the clock is read from, in a constant number of queries."""
        one = ["correction", "extension", "reasons_inquiry", "fee_notice"]
        decisions = Prefetch("decisions")
        return self.select_related(*one).prefetch_related("consultations", decisions)
