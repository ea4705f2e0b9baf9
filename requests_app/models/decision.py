"""The answer: proposed by one person, approved by another, served on the applicant (arts 36–39)."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from portal.errors import RuleViolation
from portal.models import AuditAct, User
from portal.moves import move
from portal.permissions import require
from requests_app.deadlines import Event
from requests_app.letters import LetterKind
from requests_app.models.info_request import InformationRequest
from requests_app.models.letter import Letter
from requests_app.models.rules import RequestRules
from requests_app.outcomes import (
    DETAILS,
    ENDINGS,
    SUB_OUTCOMES,
    WITHOUT_DECISION,
    Outcome,
    RemedyRoute,
    SubOutcome,
    article_of,
    must_say,
)
from requests_app.workflow import (
    NEXT,
    ConsultationKind,
    EventKind,
    Opinion,
    ServiceMethod,
    Status,
)


class DecisionManager(models.Manager):
    @transaction.atomic
    def propose(
        self,
        info_request: InformationRequest,
        *,
        by: User,
        at: datetime,
        outcome: Outcome,
        sub_outcome: str = "",
        reasons: str = "",
        details: dict[str, str] | None = None,
    ):
        """Put an answer before the head; return the row. What it must say, `outcomes` knows."""
        info_request.hold(by, "requests_app.handle_informationrequest")
        info_request.check_status(Status.PROCESSING)
        details = {key: text.strip() for key, text in (details or {}).items() if text.strip()}
        check_answer(info_request, outcome, sub_outcome, reasons, details)
        decision = self.create(
            info_request=info_request,
            outcome=outcome,
            sub_outcome=sub_outcome,
            article=article_of(outcome, sub_outcome),
            reasons=reasons.strip(),
            details=details,
            remedy=RequestRules.objects.current().remedy_for(outcome),
            proposed_by=by,
            proposed_at=at,
        )
        line = {"kind": EventKind.PROPOSED, "at": at}
        note = decision.label
        move(info_request, Status.APPROVAL, steps=NEXT, by=by, note=note, line=line)
        info_request.audit(AuditAct.DECISION, by=by, at=at, proposed=outcome)
        info_request.tell("answer_proposed", info_request.approvers(), by=by)
        return decision


def check_answer(info_request, outcome, sub_outcome, reasons, details):
    """Raise RuleViolation naming what an answer with this outcome still lacks."""
    if outcome in WITHOUT_DECISION:
        raise RuleViolation("逾期不补正、逾期不缴费的，到期后直接办结，不拟答复")
    if outcome in SUB_OUTCOMES and not sub_outcome:
        raise RuleViolation("请选择结果细分，答复书的写法随之不同")
    if sub_outcome and SubOutcome(sub_outcome).outcome != outcome:
        raise RuleViolation("结果细分与办理结果不一致")
    lacking = [DETAILS[key] for key in must_say(outcome, sub_outcome) if not details.get(key)]
    if lacking:
        raise RuleViolation(f"这种答复还必须写明：{'；'.join(lacking)}")
    if ENDINGS[outcome].needs_reasons and not reasons.strip():
        raise RuleViolation("请写明理由和事实依据")
    if outcome == Outcome.DENY_THIRD_PARTY:
        check_third_party(info_request)
    if sub_outcome == SubOutcome.PROVIDED:
        check_no_objection(info_request)
    if outcome == Outcome.UNABLE_UNCLEAR and not info_request.part("correction"):
        raise RuleViolation("没有告知过补正，不能以“补正后仍不明确”答复（条例第三十条）")
    check_reasons(info_request, outcome)


def check_reasons(info_request, outcome):
    """Raise RuleViolation unless the answer agrees with the finding on the reasons (art. 35)."""
    inquiry = info_request.part("reasons_inquiry")
    is_abusive = bool(inquiry and inquiry.is_reasonable is False)
    if outcome == Outcome.REFUSE_ABUSIVE and not is_abusive:
        raise RuleViolation("没有要求说明理由并认定不合理，不能以此不予处理（条例第三十五条）")
    if outcome != Outcome.REFUSE_ABUSIVE and is_abusive:
        raise RuleViolation("理由已经认定不合理，应按无正当理由大量反复申请不予处理（第三十五条）")


def check_third_party(info_request):
    """Raise RuleViolation unless a third party was asked and its rights still stand (art. 32)."""
    asked = info_request.consultations.filter(kind=ConsultationKind.THIRD_PARTY)
    if not asked.filter(ended_on__isnull=False).exists():
        raise RuleViolation("以保护第三方为由不予公开的，应先书面征求第三方意见（条例第三十二条）")
    not_agreed = asked.exclude(opinion=Opinion.AGREES)
    if not not_agreed.exists():
        raise RuleViolation("第三方同意公开，不能以保护第三方为由不予公开（条例第十五条）")
    if not not_agreed.filter(overridden_on=None).exists():
        raise RuleViolation("已经决定因公共利益公开并告知第三方，不能再以保护第三方为由不予公开")


def check_no_objection(info_request):
    """Raise RuleViolation while a third party objects with good reason (art. 32)."""
    objects = {"kind": ConsultationKind.THIRD_PARTY, "opinion": Opinion.OBJECTS}
    if info_request.consultations.filter(**objects, overridden_on=None).exists():
        raise RuleViolation(
            "第三方有合理理由反对公开，不能全部提供：请拟部分公开或不予公开；不公开会对公共利益"
            "造成重大影响的，先由负责人决定公开并书面告知第三方（条例第三十二条）"
        )


class Decision(models.Model):
    """An answer to a request; one that was sent back stays, crossed out, in the file."""

    info_request = models.ForeignKey(InformationRequest, models.PROTECT, related_name="decisions")
    outcome = models.CharField("办理结果", max_length=30, choices=Outcome)
    sub_outcome = models.CharField("结果细分", max_length=40, choices=SubOutcome, blank=True)
    article = models.CharField("依据", max_length=100, blank=True)
    reasons = models.TextField("理由", blank=True)
    details = models.JSONField("答复内容", default=dict)  # keys of outcomes.DETAILS
    remedy = models.CharField("救济途径", max_length=12, choices=RemedyRoute)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    proposed_at = models.DateTimeField("拟定时间")
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    returned_at = models.DateTimeField("退回时间", null=True)
    return_reason = models.TextField("退回理由", blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    approved_on = models.DateField("批准日期", null=True)
    served_on = models.DateField("送达日期", null=True)  # the day that counts
    service_method = models.CharField("送达方式", max_length=12, choices=ServiceMethod, blank=True)
    posted_on = models.DateField("交邮日期", null=True)
    delivered_on = models.DateField("签收日期", null=True)
    service_proof = models.CharField("送达凭证", max_length=100, blank=True)
    letter = models.OneToOneField(Letter, models.PROTECT, null=True, related_name="decision")

    objects = DecisionManager()

    class Meta:
        verbose_name = "答复"
        verbose_name_plural = "答复"
        ordering = ["proposed_at", "pk"]
        default_permissions = ["view"]
        indexes = [
            models.Index(
                fields=["served_on"],
                name="decision_unproven",
                condition=Q(served_on__isnull=False, service_proof=""),
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="decision_outcome_is_known", condition=Q(outcome__in=Outcome.values)
            ),
            models.CheckConstraint(
                name="decision_is_approved_by_another",
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="decision_is_served_once_approved",
                condition=Q(served_on__isnull=True) | Q(approved_on__isnull=False),
            ),
            models.UniqueConstraint(
                name="request_has_one_answer_under_way",
                fields=["info_request"],
                condition=Q(returned_at__isnull=True),
            ),
        ]

    def __str__(self):
        return f"{self.info_request.number} {self.label}"

    @property
    def is_current(self) -> bool:
        return self.returned_at is None

    @property
    def label(self) -> str:
        """Return outcome and sub-outcome in words."""
        sub = self.get_sub_outcome_display() if self.sub_outcome else ""
        return f"{self.get_outcome_display()}（{sub}）" if sub else self.get_outcome_display()

    @property
    def ending(self):
        return ENDINGS[self.outcome]

    @property
    def needs_proof(self) -> bool:
        """True when the answer is out but nothing shows that it arrived."""
        return bool(self.served_on) and not self.service_proof

    def clock_events(self) -> list[Event]:
        events = []
        if self.approved_on:
            events.append(Event(kind="decided", on=self.approved_on, outcome=self.outcome))
        if self.served_on:
            events.append(
                Event(
                    kind="decision_served",
                    on=self.served_on,
                    method=self.service_method,
                    posted=self.posted_on,
                    delivered=self.delivered_on,
                )
            )
        return events

    @transaction.atomic
    def approve(self, *, by: User, on: date, at: datetime):
        """Sign the answer; its letter gets its number and date. Never by who proposed it."""
        require(by, "requests_app.approve_informationrequest")
        info_request = self.begin(Status.APPROVAL, on, at, "批准日期")
        if by == self.proposed_by:
            raise RuleViolation("拟定答复的人不能自己批准，由公开办其他负责人办理")
        info_request.check_order(on, "批准日期")
        self.check_still_holds(info_request)
        self.sign(info_request, by=by, on=on, at=at)

    def check_still_holds(self, info_request):
        """Raise RuleViolation when what was decided since it was proposed forbids this answer."""
        if self.outcome == Outcome.DENY_THIRD_PARTY:
            check_third_party(info_request)

    def sign(self, info_request, *, by, on, at):
        self.approved_by, self.approved_on = by, on
        self.letter = Letter.objects.issue(
            info_request, LetterKind.ANSWER, by=by, on=on, at=at, part=self
        )
        self.save()
        line = {"kind": EventKind.APPROVED, "on": on, "at": at}
        note = f"{self.label}，{self.letter.number}"
        move(
            info_request,
            Status.DECIDED,
            steps=NEXT,
            by=by,
            note=note,
            line=line,
            decided_on=on,
        )
        info_request.audit(AuditAct.DECISION, by=by, at=at, approved=self.outcome)
        info_request.tell("answer_approved", info_request.officers(), by=by)

    @transaction.atomic
    def send_back(self, *, by: User, at: datetime, reason: str):
        """Return the draft with a reason; it stays in the file and a new one is proposed."""
        require(by, "requests_app.approve_informationrequest")
        info_request = self.info_request
        info_request.lock()
        self.refresh_from_db()
        info_request.check_status(Status.APPROVAL)
        if not reason.strip():
            raise RuleViolation("请写明退回的理由")
        self.returned_by, self.returned_at, self.return_reason = by, at, reason.strip()
        self.save(update_fields=["returned_by", "returned_at", "return_reason"])
        line = {"kind": EventKind.RETURNED, "at": at}
        note = self.return_reason
        move(info_request, Status.PROCESSING, steps=NEXT, by=by, note=note, line=line)
        info_request.audit(AuditAct.DECISION, by=by, at=at, returned=self.outcome)
        info_request.tell("answer_returned", info_request.responsible(), by=by)

    @transaction.atomic
    def serve(
        self,
        *,
        by: User,
        at: datetime,
        method: ServiceMethod,
        on: date,
        proof: str = "",
    ):
        """Record that the answer went out and close the case.

        `on` is the day that counts: by post the day of posting, in person the day of the
        signature, online the day it reached the applicant (国办公开办函〔2016〕235号).
        """
        require(by, "requests_app.serve_informationrequest")
        info_request = self.begin(Status.DECIDED, on, at, "送达日期")
        if on < self.approved_on:
            raise RuleViolation(f"送达日期不能早于答复日期（{self.approved_on:%Y-%m-%d}）")
        rules = RequestRules.objects.current()
        if method == ServiceMethod.ONLINE:
            self.check_online(on, at, proof, rules)
        if method in (ServiceMethod.IN_PERSON, ServiceMethod.ENTRUSTED) and not proof.strip():
            raise RuleViolation("直接送达和委托送达以签收为准，请填写送达回证编号或签收人")
        self.served_on, self.service_method = on, method
        self.service_proof = proof.strip()
        if method == ServiceMethod.POST:
            self.posted_on = on
        elif method != ServiceMethod.ONLINE:
            self.delivered_on = on
        self.save()
        self.letter.serve(on=on, method=method, at=at)
        closes = on if rules.closing_date_basis == "service_date" else self.approved_on
        rereview_on = on + timedelta(days=rules.rereview_days) if self.ending.is_refusal else None
        info_request.close(
            self.outcome,
            sub_outcome=self.sub_outcome,
            by=by,
            on=closes,
            at=at,
            kind=EventKind.SERVED,
            note=f"{self.get_service_method_display()}，{on:%Y-%m-%d}",
            served_on=on,
            rereview_on=rereview_on,
            is_late=info_request.is_after_due(on),
        )
        info_request.audit(AuditAct.SERVICE, by=by, at=at, method=method, served_on=on)

    def check_online(self, on: date, at: datetime, proof: str, rules: RequestRules):
        """Raise RuleViolation where an answer may not be served online, or not as of that day."""
        if self.remedy != RemedyRoute.NONE and not rules.review_url:
            raise RuleViolation(
                "网上送达须同时告知网上申请行政复议的渠道（行政复议法第二十二条第二款）。请先在“依申请公开"
                "设置”中填写网上复议地址，或者改用邮寄、直接送达"
            )
        is_earlier = on < timezone.localdate(at)  # the page shows it from the moment of this act
        if is_earlier and not proof.strip():
            raise RuleViolation(
                "网上送达以进入申请人查询页并发出提示的日期为准，从今天起算；此前已用电子邮件送达的，"
                "请填写发送凭证"
            )

    @transaction.atomic
    def prove(self, *, by: User, at: datetime, proof: str, delivered_on: date | None = None):
        """Add the proof that the answer arrived: tracking number, signer."""
        require(by, "requests_app.serve_informationrequest")
        self.info_request.lock()
        self.refresh_from_db()
        if self.served_on is None:
            raise RuleViolation("答复还没有送达，不能补记凭证")
        if not proof.strip():
            raise RuleViolation("请填写邮件号码、签收人等送达凭证")
        if delivered_on is not None and delivered_on < self.served_on:
            raise RuleViolation("签收日期不能早于送达日期")
        if delivered_on is not None and delivered_on > timezone.localdate(at):
            raise RuleViolation("签收日期不能晚于今天")
        self.service_proof, self.delivered_on = proof.strip(), delivered_on or self.delivered_on
        self.save(update_fields=["service_proof", "delivered_on"])
        self.info_request.log(EventKind.PROVEN, by=by, at=at, on=delivered_on, note=proof.strip())

    def begin(self, status, on, at, label):
        """Hold the case, read this answer anew, and check what every act on it needs."""
        self.info_request.lock()
        self.refresh_from_db()
        self.info_request.check_status(status)
        self.info_request.check_day(on, at, label)
        if not self.is_current:
            raise RuleViolation("这份答复已经退回，请办理新拟的答复")
        return self.info_request
