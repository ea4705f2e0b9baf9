"""Asking why, when volume or frequency is clearly beyond reason (art. 35)."""

from datetime import date, datetime

from django.db import models, transaction
from django.db.models import F, Q

from portal.errors import RuleViolation
from portal.models import AuditAct, User
from portal.moves import move
from portal.permissions import require
from requests_app.deadlines import Event
from requests_app.letters import LetterKind
from requests_app.models.info_request import InformationRequest
from requests_app.models.letter import Letter
from requests_app.workflow import NEXT, EventKind, Status

HANDLE = "requests_app.handle_informationrequest"


class ReasonsInquiryManager(models.Manager):
    @transaction.atomic
    def ask(self, info_request, *, by: User, on: date, at: datetime, facts: str, respond_by: date):
        """Ask the applicant for reasons; the clock runs on (art. 35). Return the row."""
        info_request.hold(by, HANDLE)
        info_request.check_status(Status.PROCESSING)
        info_request.check_day(on, at, "说明理由告知日期")
        info_request.check_order(on, "说明理由告知日期")
        if info_request.part("reasons_inquiry"):
            raise RuleViolation("这件申请已经要求过说明理由（条例第三十五条）")
        if not facts.strip():
            raise RuleViolation("请写明申请的数量、频次明显超过合理范围的事实（条例第三十五条）")
        if respond_by <= on:
            raise RuleViolation("说明理由的期限应晚于告知日期")
        inquiry = self.create(
            info_request=info_request, facts=facts.strip(), asked_on=on, respond_by=respond_by
        )
        line = {"kind": EventKind.REASONS_ASKED, "on": on, "at": at}
        note = f"说明期限 {respond_by:%Y-%m-%d}"
        move(info_request, Status.REASONS_ASKED, steps=NEXT, by=by, note=note, line=line)
        Letter.objects.issue(info_request, LetterKind.REASONS, by=by, on=on, at=at, part=inquiry)
        info_request.tell_applicant("reasons_asked")
        return inquiry


class ReasonsInquiry(models.Model):
    """The question for reasons, the answer, and what the bureau made of it."""

    info_request = models.OneToOneField(
        InformationRequest, models.PROTECT, primary_key=True, related_name="reasons_inquiry"
    )
    facts = models.TextField("明显超过合理范围的事实")
    asked_on = models.DateField("告知日期")
    respond_by = models.DateField("说明期限")
    answered_on = models.DateField("收到说明的日期", null=True)
    answer = models.TextField("申请人说明的理由", blank=True)
    judged_on = models.DateField("认定日期", null=True)
    is_reasonable = models.BooleanField("理由合理", null=True)
    finding = models.TextField("认定理由", blank=True)
    new_due_on = models.DateField("延迟答复的期限", null=True)

    objects = ReasonsInquiryManager()

    class Meta:
        verbose_name = "说明理由"
        verbose_name_plural = "说明理由"
        default_permissions = ["view"]
        constraints = [
            models.CheckConstraint(
                name="reasons_inquiry_gives_time", condition=Q(respond_by__gt=F("asked_on"))
            ),
            models.CheckConstraint(
                name="only_reasonable_reasons_delay_the_answer",
                condition=Q(new_due_on__isnull=True) | Q(is_reasonable=True),
            ),
        ]

    def __str__(self):
        return f"{self.info_request.number} 说明理由"

    def clock_events(self) -> list[Event]:
        events = [Event(kind="reasons_requested", on=self.asked_on)]
        if self.new_due_on:
            events.append(
                Event(kind="reasons_accepted_delay_set", on=self.judged_on, new_due=self.new_due_on)
            )
        return events

    @transaction.atomic
    def receive(self, *, by: User | None, on: date, at: datetime, answer: str):
        """Record what the applicant said; `by` is None when it came over the portal."""
        self.info_request.hold(by, HANDLE)
        self.begin(on, at, "收到说明的日期")
        if self.answered_on:
            raise RuleViolation("申请人说明的理由已经登记，等待认定")
        if not answer.strip():
            raise RuleViolation("请填写说明的理由")
        self.answered_on, self.answer = on, answer.strip()
        self.save(update_fields=["answered_on", "answer"])
        self.info_request.log(EventKind.NOTED, by=by, at=at, on=on, note="收到申请人说明的理由")
        self.info_request.tell("reasons_given", self.info_request.responsible(), by=by)

    @transaction.atomic
    def accept(
        self, *, by: User, on: date, at: datetime, finding: str, new_due_on: date | None = None
    ):
        """Find the reasons good; where the term cannot be met, set a later day (art. 35)."""
        require(by, "requests_app.approve_informationrequest")
        self.begin(on, at, "认定日期")
        due_on = self.info_request.due_on or self.info_request.provisional_due_on
        if new_due_on is not None and (new_due_on <= on or (due_on and new_due_on <= due_on)):
            raise RuleViolation("延迟答复的期限应晚于原答复期限和今天（条例第三十五条）")
        self.judge(True, by=by, on=on, at=at, finding=finding, new_due_on=new_due_on)

    @transaction.atomic
    def reject(self, *, by: User, on: date, at: datetime, finding: str):
        """Find the reasons bad or missing: the answer will be 不予处理 (art. 35)."""
        require(by, "requests_app.approve_informationrequest")
        self.begin(on, at, "认定日期")
        if not finding.strip():
            raise RuleViolation("请写明为什么理由不合理（条例第三十五条）")
        if self.answered_on is None and on <= self.respond_by:
            raise RuleViolation(
                f"说明理由的期限到 {self.respond_by:%Y-%m-%d} 为止，请等待申请人说明"
            )
        self.judge(False, by=by, on=on, at=at, finding=finding)

    def begin(self, on, at, label):
        self.info_request.lock()
        self.refresh_from_db()
        self.info_request.check_status(Status.REASONS_ASKED)
        self.info_request.check_day(on, at, label)
        since, step = self.answered_on or self.asked_on, "收到说明" if self.answered_on else "告知"
        if on < since:
            raise RuleViolation(f"{label}不能早于{step}的日期（{since:%Y-%m-%d}）")

    def judge(self, is_reasonable: bool, *, by, on, at, finding: str, new_due_on=None):
        self.is_reasonable, self.judged_on = is_reasonable, on
        self.finding, self.new_due_on = finding.strip(), new_due_on
        self.save()
        info_request = self.info_request
        line = {"kind": EventKind.REASONS_JUDGED, "on": on, "at": at}
        note = "理由合理" if is_reasonable else "理由不合理"
        if new_due_on:
            note = f"{note}，延迟至 {new_due_on:%Y-%m-%d} 答复"
        move(info_request, Status.PROCESSING, steps=NEXT, by=by, note=note, line=line)
        info_request.store_clock()
        info_request.audit(AuditAct.DECISION, by=by, at=at, reasons=is_reasonable)
        info_request.tell("reasons_judged", info_request.responsible(), by=by)
        if new_due_on:
            letter = {"by": by, "on": on, "at": at, "part": self}
            Letter.objects.issue(info_request, LetterKind.DELAY, **letter)
            info_request.tell_applicant("delayed")
