"""Asking the applicant, once, to say more clearly what they want (art. 30)."""

from datetime import date, datetime

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from portal.errors import RuleViolation
from portal.models import AuditAct, HolidayNotice, User
from portal.moves import move
from portal.permissions import require
from portal.workdays import CalendarGap
from requests_app.deadlines import CORRECTION_NOTICE_DAYS, Event
from requests_app.letters import LetterKind
from requests_app.models.info_request import InformationRequest
from requests_app.models.letter import Letter
from requests_app.outcomes import Outcome
from requests_app.workflow import HANDLED, NEXT, EventKind, Status

HANDLE = "requests_app.handle_informationrequest"


class CorrectionReason(models.Model):
    """A defect a correction may be asked for; three by default (苏政办函〔2019〕98号, Jiangsu)."""

    text = models.CharField("补正事由", max_length=100, unique=True)
    guidance = models.TextField("怎样补正", blank=True)
    position = models.PositiveSmallIntegerField("排序", default=0)

    class Meta:
        verbose_name = "补正事由"
        verbose_name_plural = "补正事由"
        ordering = ["position", "pk"]

    def __str__(self):
        return self.text


class CorrectionManager(models.Manager):
    @transaction.atomic
    def ask(
        self,
        info_request: InformationRequest,
        *,
        by: User,
        on: date,
        at: datetime,
        items: str,
        respond_by: date,
        guidance: str = "",
    ):
        """Ask for corrections, once and within 7 working days, or flagged late; return the row."""
        info_request.hold(by, HANDLE)
        info_request.check_status(*HANDLED)
        info_request.check_day(on, at, "补正告知日期")
        info_request.check_order(on, "补正告知日期")
        if info_request.part("correction"):
            raise RuleViolation("补正只能一次性告知，这件申请已经要求过补正（条例第三十条）")
        if not items.strip():
            raise RuleViolation("请逐项写明需要补正的内容（条例第三十条）")
        if respond_by <= on:
            raise RuleViolation("补正期限应晚于告知日期，并给申请人合理的时间（条例第三十条）")
        correction = self.create(
            info_request=info_request,
            items=items.strip(),
            guidance=guidance.strip(),
            sent_on=on,
            respond_by=respond_by,
            is_late=is_late(info_request.received_on, on),
        )
        line = {"kind": EventKind.CORRECTION_ASKED, "on": on, "at": at}
        late = "（超过7个工作日）" if correction.is_late else ""
        note = f"补正期限 {respond_by:%Y-%m-%d}{late}"
        move(info_request, Status.CORRECTION, steps=NEXT, by=by, note=note, line=line)
        info_request.store_clock()
        info_request.audit(AuditAct.CORRECTION, by=by, at=at)
        Letter.objects.issue(
            info_request, LetterKind.CORRECTION, by=by, on=on, at=at, part=correction
        )
        info_request.tell_applicant("correction_asked")
        return correction


def is_late(received_on: date, on: date) -> bool:
    """True after the 7th working day from receipt (art. 30); never without a calendar for it."""
    try:
        calendar = HolidayNotice.objects.calendar()
        return on > calendar.end_of_term(received_on, CORRECTION_NOTICE_DAYS)
    except CalendarGap:
        return False


class Correction(models.Model):
    """The one correction of a request; the term starts anew when it is received (art. 30)."""

    info_request = models.OneToOneField(
        InformationRequest, models.PROTECT, primary_key=True, related_name="correction"
    )
    items = models.TextField("需要补正的内容")
    guidance = models.TextField("补正说明", blank=True)
    sent_on = models.DateField("告知日期")
    respond_by = models.DateField("补正期限")
    is_late = models.BooleanField("超过7个工作日才告知", default=False)
    received_on = models.DateField("收到补正的日期", null=True)
    answer = models.TextField("补正内容", blank=True)
    good_reason = models.TextField("逾期的正当理由", blank=True)

    objects = CorrectionManager()

    class Meta:
        verbose_name = "补正"
        verbose_name_plural = "补正"
        default_permissions = ["view"]
        constraints = [
            models.CheckConstraint(
                name="correction_gives_time", condition=Q(respond_by__gt=F("sent_on"))
            ),
            models.CheckConstraint(
                name="correction_is_received_after_it_was_asked",
                condition=Q(received_on__isnull=True) | Q(received_on__gte=F("sent_on")),
            ),
        ]

    def __str__(self):
        return f"{self.info_request.number} 补正"

    def clock_events(self) -> list[Event]:
        events = [Event(kind="correction_notice", on=self.sent_on, respond_by=self.respond_by)]
        if self.received_on:
            events.append(Event(kind="correction_received", on=self.received_on))
        return events

    @transaction.atomic
    def receive(self, *, on: date, at: datetime, answer: str, by: User | None, good_reason=""):
        """Take what the applicant corrected: the clock starts again on `on` (art. 30).

        `by` is None when the applicant answers on the portal. After the period a good reason
        is needed, else the case may be closed.
        """
        info_request = self.info_request
        info_request.hold(by, HANDLE)
        self.refresh_from_db()
        info_request.check_status(Status.CORRECTION)
        info_request.check_day(on, at, "收到补正的日期")
        if on < self.sent_on:
            raise RuleViolation("收到补正的日期不能早于补正告知日期")
        if not answer.strip():
            raise RuleViolation("请填写补正后的内容")
        if on > self.respond_by and not good_reason.strip():
            raise RuleViolation(
                f"补正期限 {self.respond_by:%Y-%m-%d} 已过；"
                "有正当理由的请写明理由后受理，没有的可以按逾期不补正办结（条例第三十条）"
            )
        self.received_on, self.answer, self.good_reason = on, answer.strip(), good_reason.strip()
        self.save()
        line = {"kind": EventKind.CORRECTED, "on": on, "at": at}
        to = Status.PROCESSING
        move(info_request, to, steps=NEXT, by=by, note=self.good_reason, line=line)
        info_request.store_clock()
        info_request.audit(AuditAct.CORRECTION, by=by, at=at, received_on=on)
        info_request.tell("corrected", info_request.responsible(), by=by)

    @transaction.atomic
    def lapse(self, *, by: User, on: date, at: datetime):
        """Close the case: no correction came in time and no good reason is known (art. 30)."""
        require(by, "requests_app.serve_informationrequest")
        info_request = self.info_request
        info_request.lock()
        self.refresh_from_db()
        info_request.check_status(Status.CORRECTION)
        info_request.check_day(on, at, "办结日期")
        if on <= self.respond_by or timezone.localdate(at) <= self.respond_by:
            raise RuleViolation(
                f"补正期限到 {self.respond_by:%Y-%m-%d} 为止，期满的次日起才能按逾期不补正办结"
            )
        Letter.objects.issue(info_request, LetterKind.ABANDONED, by=by, on=on, at=at, part=self)
        info_request.close(
            Outcome.OTHER_NO_CORRECTION, by=by, on=on, at=at, kind=EventKind.ABANDONED
        )
