"""Extending the term, once, approved by the head of the disclosure office (art. 33 II)."""

from datetime import date, datetime

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q

from portal.errors import RuleViolation
from portal.models import AuditAct, User
from portal.permissions import require
from requests_app.deadlines import MAX_EXTENSION, Event, Kind
from requests_app.letters import LetterKind
from requests_app.models.choices import CaseKind
from requests_app.models.info_request import InformationRequest
from requests_app.models.letter import Letter
from requests_app.workflow import EXTENDABLE, OPEN, TURNS, EventKind, Status

TOO_LONG = f"延期应为1至{MAX_EXTENSION}个工作日（条例第三十三条第二款）"
ONCE = "期限只能延长一次，这件申请已经延期或者正在报批（条例第三十三条第二款）"


class ExtensionManager(models.Manager):
    @transaction.atomic
    def propose(self, info_request, *, by: User, on: date, at: datetime, days: int, reason: str):
        """Put an extension of `days` working days before the head; return the row."""
        info_request.hold(by, "requests_app.handle_informationrequest")
        info_request.check_status(*EXTENDABLE)
        info_request.check_day(on, at, "延期提请日期")
        if info_request.part("extension"):
            raise RuleViolation(ONCE)
        if not 1 <= days <= MAX_EXTENSION:
            raise RuleViolation(TOO_LONG)
        if not reason.strip():
            raise RuleViolation("请写明延期的理由，它会告知申请人")
        check_in_time(info_request, on)
        extension = self.create(
            info_request=info_request,
            working_days=days,
            reason=reason.strip(),
            proposed_by=by,
            proposed_on=on,
        )
        note = f"拟延长{days}个工作日：{extension.reason}"
        info_request.log(EventKind.EXTENSION_PROPOSED, by=by, at=at, on=on, note=note)
        info_request.tell("extension_proposed", info_request.approvers(), by=by)
        return extension


def check_in_time(info_request, on: date):
    """Raise RuleViolation where there is no term to extend on `on`: none, set, or run out."""
    if info_request.kind != CaseKind.INFORMATION:
        raise RuleViolation("更正申请没有法定答复期限，不需要延期（条例第四十一条）")
    info_request.check_order(on, "延期日期", TURNS)
    if any(event.kind == Kind.DELAY_SET for event in info_request.clock_events()):
        raise RuleViolation("答复期限已经另行确定（条例第三十五条，或者复议、诉讼要求），不再延期")
    last = info_request.due_on or info_request.provisional_due_on
    if last is not None and on > last:
        raise RuleViolation(
            f"答复期限 {last:%Y-%m-%d} 已过，期限届满后不能再延期（条例第三十三条第二款）"
        )


class Extension(models.Model):
    """The one extension of a request; it counts from its approval."""

    info_request = models.OneToOneField(
        InformationRequest, models.PROTECT, primary_key=True, related_name="extension"
    )
    working_days = models.PositiveSmallIntegerField("延长的工作日")
    reason = models.TextField("理由")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    proposed_on = models.DateField("提请日期")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    approved_on = models.DateField("批准并告知的日期", null=True)

    objects = ExtensionManager()

    class Meta:
        verbose_name = "延期"
        verbose_name_plural = "延期"
        default_permissions = ["view"]
        constraints = [
            models.CheckConstraint(
                name="extension_is_one_to_twenty_days",
                condition=Q(working_days__gte=1, working_days__lte=MAX_EXTENSION),
            ),
            models.CheckConstraint(
                name="extension_is_approved_by_another",
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("proposed_by")),
            ),
        ]

    def __str__(self):
        return f"{self.info_request.number} 延期{self.working_days}个工作日"

    def clock_events(self) -> list[Event]:
        if self.approved_on is None:
            return []
        return [
            Event(kind="extension_granted", on=self.approved_on, working_days=self.working_days)
        ]

    @transaction.atomic
    def approve(self, *, by: User, on: date, at: datetime):
        """Grant it before the term ends, and tell the applicant why (art. 33 II)."""
        require(by, "requests_app.approve_informationrequest")
        info_request = self.info_request
        info_request.lock()
        self.refresh_from_db()
        info_request.check_status(*EXTENDABLE)
        info_request.check_day(on, at, "延期批准日期")
        if self.approved_on:
            raise RuleViolation(ONCE)
        if by == self.proposed_by:
            raise RuleViolation("提请延期的人不能自己批准，由公开办其他负责人办理")
        if on < self.proposed_on:
            raise RuleViolation(f"批准日期不能早于提请日期（{self.proposed_on:%Y-%m-%d}）")
        check_in_time(info_request, on)
        self.approved_by, self.approved_on = by, on
        self.save(update_fields=["approved_by", "approved_on"])
        info_request.extension_days = self.working_days
        info_request.save(update_fields=["extension_days"])
        info_request.store_clock()
        note = f"延长{self.working_days}个工作日：{self.reason}"
        info_request.log(EventKind.EXTENDED, by=by, at=at, on=on, note=note)
        info_request.audit(AuditAct.EXTENSION, by=by, at=at, working_days=self.working_days)
        Letter.objects.issue(info_request, LetterKind.EXTENSION, by=by, on=on, at=at, part=self)
        info_request.tell("extended", info_request.responsible(), by=by)
        info_request.tell_applicant("extended")

    @transaction.atomic
    def decline(self, *, by: User, at: datetime, reason: str):
        """Refuse the proposal; another may be made while the term runs."""
        require(by, "requests_app.approve_informationrequest")
        info_request = self.info_request
        info_request.lock()
        self.refresh_from_db()
        info_request.check_status(*(status for status in OPEN if status != Status.DECIDED))
        if self.approved_on:
            raise RuleViolation("延期已经批准并告知申请人，不能再退回")
        if not reason.strip():
            raise RuleViolation("请写明不同意延期的理由")
        info_request.log(EventKind.EXTENSION_DECLINED, by=by, at=at, note=reason.strip())
        info_request.tell("extension_declined", [self.proposed_by], by=by)
        self.delete()
