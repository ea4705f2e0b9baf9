"""Remedies against answers and silence: 行政复议 and 行政诉讼 (art. 51; annual report, 四)."""

from datetime import date, datetime

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from portal.errors import RuleViolation
from portal.fields import EncryptedField
from portal.models import AuditAct, User
from portal.permissions import require
from requests_app.models.applicant import MASKS, Applicant
from requests_app.models.info_request import InformationRequest
from requests_app.models.request_register import next_number
from requests_app.models.rules import RequestRules
from requests_app.outcomes import RemedyRoute
from requests_app.workflow import (
    RESULT_OF,
    EventKind,
    RemedyKind,
    RemedyResult,
    Ruling,
    Status,
)

COPIED = [
    *("kind", "channel", "applicant_kind", "subject", "wanted_name", "wanted_number", "wanted"),
    *("wanted_period", "provide_form", "obtain_way", "accepts_other_way", "help_needed"),
]


class RemedyQuerySet(models.QuerySet):
    def pending(self):
        return self.filter(result="")


class RemedyManager(models.Manager.from_queryset(RemedyQuerySet)):
    @transaction.atomic
    def register(self, info_request, *, kind, filed_on: date, by: User, at: datetime, **fields):
        """Enter a 复议 or 诉讼 against the answer, or against silence; return the row."""
        require(by, "requests_app.add_remedy")
        info_request.lock()
        info_request.check_day(filed_on, at, "申请复议或起诉的日期")
        if kind == RemedyKind.SUIT_AFTER_REVIEW:
            check_reviewed(info_request, filed_on)
        accepted_on = fields.get("accepted_on")
        if accepted_on and not filed_on <= accepted_on <= timezone.localdate(at):
            raise RuleViolation("受理日期应在申请或起诉之后，且不晚于今天")
        remedy = self.create(info_request=info_request, kind=kind, filed_on=filed_on, **fields)
        note = remedy.get_kind_display()
        if remedy.skips_review:
            note = f"{note}；对这一答复应当先申请行政复议（行政复议法第二十三条）"
        info_request.log(EventKind.REMEDY, by=by, at=at, on=filed_on, note=note)
        info_request.audit(AuditAct.REMEDY, by=by, at=at, kind=kind, filed_on=filed_on)
        info_request.tell("remedy", info_request.approvers(), by=by)
        return remedy


def check_reviewed(info_request, filed_on: date):
    """Raise RuleViolation unless a review was decided before the suit that follows it."""
    reviewed = info_request.remedies.filter(kind=RemedyKind.REVIEW).exclude(result="")
    if not reviewed.exists():
        raise RuleViolation("复议后起诉须先登记已审结的行政复议；未经复议的请选“直接起诉”")
    if not reviewed.filter(decided_on__lte=filed_on).exists():
        raise RuleViolation("复议后起诉的日期不能早于复议决定的日期")


class Remedy(models.Model):
    """One review or suit. It counts once a year, by its state at 31 December."""

    info_request = models.ForeignKey(InformationRequest, models.PROTECT, related_name="remedies")
    kind = models.CharField("类别", max_length=20, choices=RemedyKind)
    organ = models.CharField("复议机关或法院", max_length=100, blank=True)
    case_no = models.CharField("案号", max_length=80, blank=True)
    filed_on = models.DateField("申请或起诉日期")
    accepted_on = models.DateField("受理日期", null=True, blank=True)
    reply_due_on = models.DateField("答复（答辩）期限", null=True, blank=True)
    hearing_on = models.DateField("听证或开庭日期", null=True, blank=True)
    grounds = EncryptedField("请求和理由", blank=True)
    result = models.CharField("结果", max_length=12, choices=RemedyResult, blank=True)
    ruling = models.CharField("裁判方式", max_length=12, choices=Ruling, blank=True)
    decided_on = models.DateField("决定或裁判日期", null=True, blank=True)
    received_on = models.DateField("收到决定或裁判的日期", null=True, blank=True)
    new_answer_due_on = models.DateField("责令重新答复的期限", null=True, blank=True)

    objects = RemedyManager()

    class Meta:
        verbose_name = "复议诉讼"
        verbose_name_plural = "复议诉讼"
        ordering = ["filed_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="remedy_kind_is_known", condition=Q(kind__in=RemedyKind.values)
            ),
            models.CheckConstraint(
                name="remedy_has_result_and_day_or_neither",
                condition=Q(result="", decided_on__isnull=True)
                | Q(result__in=RemedyResult.values, decided_on__isnull=False),
            ),
            models.CheckConstraint(
                name="remedy_is_decided_after_it_was_filed",
                condition=Q(decided_on__isnull=True) | Q(decided_on__gte=F("filed_on")),
            ),
        ]

    def __str__(self):
        return f"{self.info_request.number} {self.get_kind_display()}"

    @property
    def skips_review(self) -> bool:
        """True for a suit against an answer that had to be reviewed first: a defence to raise."""
        decision = self.info_request.decision
        is_bound = decision and decision.served_on and decision.remedy == RemedyRoute.REVIEW_FIRST
        return self.kind == RemedyKind.SUIT_DIRECT and bool(is_bound)

    @transaction.atomic
    def decide(
        self,
        *,
        ruling: Ruling,
        on: date,
        by: User,
        at: datetime,
        received_on: date | None = None,
        new_answer_due_on: date | None = None,
    ):
        """Record how it ended; which column of the report that is, `RESULT_OF` says."""
        require(by, "requests_app.change_remedy")
        self.info_request.lock()
        self.refresh_from_db()
        if self.result:
            raise RuleViolation("这件复议或诉讼已经登记结果")
        if on < self.filed_on or on > timezone.localdate(at):
            raise RuleViolation("决定日期应在申请或起诉之后，且不晚于今天")
        if received_on and not on <= received_on <= timezone.localdate(at):
            raise RuleViolation("收到决定或裁判的日期应在作出之后，且不晚于今天")
        if new_answer_due_on and new_answer_due_on <= on:
            raise RuleViolation("责令重新答复的期限应晚于决定或裁判的日期")
        self.ruling, self.result, self.decided_on = ruling, RESULT_OF[Ruling(ruling)], on
        self.received_on, self.new_answer_due_on = received_on, new_answer_due_on
        self.save()
        note = f"{self.get_kind_display()}：{self.get_ruling_display()}"
        self.info_request.log(EventKind.REMEDY, by=by, at=at, on=on, note=note)
        self.info_request.audit(AuditAct.REMEDY, by=by, at=at, ruling=ruling, decided_on=on)

    @transaction.atomic
    def reopen(self, *, by: User, on: date, at: datetime) -> InformationRequest:
        """Open the case for the new answer that was ordered, and return it.

        It is a case of its own, linked to the first: what was counted stays as it was counted.
        Whether it counts as a new one is unconfirmed: `RequestRules.count_reopened`.
        """
        require(by, "requests_app.approve_informationrequest")
        old = self.info_request
        old.lock()
        self.refresh_from_db()
        if self.result != RemedyResult.CORRECTED:
            raise RuleViolation("只有撤销、变更、责令重新答复等纠正性的结果才重新办理")
        if old.status != Status.CLOSED:
            raise RuleViolation("原申请还没有办结，在原案中继续办理")
        if old.reopenings.exists():
            raise RuleViolation("已经为这件申请建立了重新答复的案件")
        old.check_day(on, at, "收到决定或裁判的日期")
        decided_on = self.received_on or self.decided_on
        if on < decided_on:
            raise RuleViolation(f"重新办理不能早于收到决定或裁判的日期（{decided_on:%Y-%m-%d}）")
        new = InformationRequest(
            **{name: getattr(old, name) for name in COPIED},
            number=next_number(timezone.localdate(at).year),
            reopened_from=old,
            is_counted=RequestRules.objects.current().count_reopened,
            submitted_on=on,
            submitted_at=at,
            query_code_hash=old.query_code_hash,
            ordered_due_on=self.new_answer_due_on,
        )
        new.set_text_key()
        new.save()
        person = {name: getattr(old.applicant, name) for name in [*MASKS, "id_kind", "key"]}
        Applicant.objects.create(info_request=new, **person)
        new.log(EventKind.REOPENED, by=by, at=at, on=on, note=f"原申请 {old.number}")
        new.receive(by=by, on=on, at=at)
        old.log(EventKind.REOPENED, by=by, at=at, on=on, note=f"重新答复案件 {new.number}")
        new.tell("arrived", new.officers(), by=by)  # somebody must assign it
        return new
