"""Asking others before the answer: third parties, co-producers, other agencies (arts 17, 32–34)."""

from datetime import date, datetime

from django.db import models, transaction
from django.db.models import F, Q

from portal.errors import RuleViolation
from portal.fields import EncryptedField
from portal.models import AuditAct, HolidayNotice, User
from portal.moves import move
from portal.permissions import require
from portal.workdays import CalendarGap, WorkCalendar
from requests_app.deadlines import CONSULTATION_DAYS, Event
from requests_app.letters import LetterKind
from requests_app.models.info_request import InformationRequest
from requests_app.models.letter import Letter
from requests_app.models.rules import RequestRules
from requests_app.outcomes import Outcome
from requests_app.workflow import (
    NEXT,
    SILENCE,
    TURNS,
    ConsultationKind,
    EventKind,
    Opinion,
    Status,
)

HANDLE = "requests_app.handle_informationrequest"
LETTERS = {
    ConsultationKind.THIRD_PARTY: LetterKind.THIRD_PARTY,
    ConsultationKind.CO_PRODUCER: LetterKind.CO_PRODUCER,
    ConsultationKind.OTHER_AGENCY: LetterKind.OTHER_AGENCY,
    ConsultationKind.REVIEW_REFERRAL: LetterKind.OTHER_AGENCY,
}


class ConsultationQuerySet(models.QuerySet):
    def open(self):
        return self.filter(ended_on=None)

    def with_running_term(self):
        """Delivered and unanswered, in open cases: what hangs on the calendar."""
        open_cases = Q(info_request__status=Status.CONSULTING)
        return self.open().filter(open_cases, delivered_on__isnull=False)


class ConsultationManager(models.Manager.from_queryset(ConsultationQuerySet)):
    @transaction.atomic
    def send(
        self,
        info_request: InformationRequest,
        *,
        kind: ConsultationKind,
        party: str,
        question: str,
        by: User,
        on: date,
        at: datetime,
        address: str = "",
    ):
        """Ask `party` in writing and tell the applicant; the clock pauses (art. 33 III)."""
        info_request.hold(by, HANDLE)
        info_request.check_status(Status.PROCESSING, Status.CONSULTING)
        info_request.check_day(on, at, "征求意见书发出日期")
        info_request.check_order(on, "征求意见书发出日期", TURNS)
        if not party.strip() or not question.strip():
            raise RuleViolation("请写明征求谁的意见、征求什么意见")
        consultation = self.create(
            info_request=info_request,
            kind=kind,
            party=party.strip(),
            address=address.strip(),
            question=question.strip(),
            sent_on=on,
            stops_clock=kind != ConsultationKind.REVIEW_REFERRAL
            or RequestRules.objects.current().referral_stops_clock,
        )
        note = ConsultationKind(kind).label
        if info_request.status == Status.PROCESSING:
            line = {"kind": EventKind.CONSULTATION_SENT, "on": on, "at": at}
            move(info_request, Status.CONSULTING, steps=NEXT, by=by, note=note, line=line)
        else:
            info_request.log(EventKind.CONSULTATION_SENT, by=by, at=at, on=on, note=note)
        info_request.store_clock()
        info_request.audit(AuditAct.CONSULTATION, by=by, at=at, sent_on=on, kind=kind)
        letter = {"by": by, "on": on, "at": at, "part": consultation}
        Letter.objects.issue(info_request, LETTERS[kind], **letter)
        Letter.objects.issue(info_request, LetterKind.CONSULTATION_NOTICE, **letter)
        info_request.tell_applicant("consulting")
        return consultation


class Consultation(models.Model):
    """A written question to one party, with its own term of 15 working days from delivery."""

    info_request = models.ForeignKey(
        InformationRequest, models.PROTECT, related_name="consultations"
    )
    kind = models.CharField("征求对象", max_length=16, choices=ConsultationKind)
    party = EncryptedField("对方名称", max_length=200)
    address = EncryptedField("对方地址或联系方式", max_length=200, blank=True)
    question = models.TextField("征求意见的内容", help_text="不写申请人的身份信息")
    stops_clock = models.BooleanField("不计入答复期限", default=True)
    sent_on = models.DateField("发出日期")
    delivered_on = models.DateField("对方收到日期", null=True)
    proof = models.CharField("送达凭证", max_length=100, blank=True)
    due_on = models.DateField("答复期限", null=True)  # of the party; null without a calendar
    ended_on = models.DateField("结束日期", null=True)
    opinion = models.CharField("意见", max_length=24, choices=Opinion, blank=True)
    opinion_reason = EncryptedField("意见的理由", blank=True)
    override_reason = models.TextField("因公共利益予以公开的理由", blank=True)
    overridden_on = models.DateField("书面告知第三方的日期", null=True)

    objects = ConsultationManager()

    class Meta:
        verbose_name = "征求意见"
        verbose_name_plural = "征求意见"
        ordering = ["sent_on", "pk"]
        default_permissions = ["view"]
        constraints = [
            models.CheckConstraint(
                name="consultation_kind_is_known", condition=Q(kind__in=ConsultationKind.values)
            ),
            models.CheckConstraint(
                name="consultation_has_an_opinion_once_ended",
                condition=Q(ended_on__isnull=True, opinion="")
                | Q(ended_on__isnull=False, opinion__in=Opinion.values),
            ),
            models.CheckConstraint(
                name="consultation_days_are_in_order",
                condition=(Q(delivered_on__isnull=True) | Q(delivered_on__gte=F("sent_on")))
                & (Q(ended_on__isnull=True) | Q(ended_on__gte=F("sent_on"))),
            ),
        ]

    def __str__(self):
        return f"{self.info_request.number} {self.get_kind_display()}"

    @property
    def is_open(self) -> bool:
        return self.ended_on is None

    def clock_events(self) -> list[Event]:
        if not self.stops_clock:
            return []
        party = str(self.pk)
        events = [Event(kind="consult_sent", on=self.sent_on, party=party)]
        if self.delivered_on:
            events.append(Event(kind="consult_delivered", on=self.delivered_on, party=party))
        if self.ended_on:
            ended = "consult_expired" if self.opinion == Opinion.SILENT else "consult_opinion"
            events.append(Event(kind=ended, on=self.ended_on, party=party))
        return events

    def recount(self, calendar: WorkCalendar):
        """Set the last day of the party's own term; null in a year without a notice."""
        try:
            self.due_on = calendar.end_of_term(self.delivered_on, CONSULTATION_DAYS)
        except CalendarGap:
            self.due_on = None

    @transaction.atomic
    def deliver(self, *, by: User, on: date, at: datetime, proof: str = ""):
        """Record when the party received it: its 15 working days run from then (arts 32, 34)."""
        self.begin(by, on, at, "对方收到日期")
        if self.delivered_on:
            raise RuleViolation("对方收到的日期已经登记")
        self.delivered_on, self.proof = on, proof.strip()
        self.recount(HolidayNotice.objects.calendar())
        self.save(update_fields=["delivered_on", "proof", "due_on"])
        Letter.objects.about(LETTERS[self.kind], self).update(served_on=on)
        note = f"{self.get_kind_display()}；答复期限 {self.due_on or '待节假日安排公布后计算'}"
        self.info_request.log(EventKind.CONSULTATION_DELIVERED, by=by, at=at, on=on, note=note)
        self.info_request.store_clock()

    @transaction.atomic
    def answer(self, *, by: User, on: date, at: datetime, opinion: Opinion, reason: str = ""):
        """Record the party's opinion; the clock goes on when no other question is open."""
        self.begin(by, on, at, "收到意见的日期")
        if opinion == Opinion.SILENT:
            raise RuleViolation("逾期未答复的，请用“登记逾期”办理")
        if opinion == Opinion.OBJECTS and not reason.strip():
            raise RuleViolation("请写明对方不同意公开的理由（条例第三十二条）")
        self.end(opinion, by=by, on=on, at=at, reason=reason.strip(), note=Opinion(opinion).label)

    @transaction.atomic
    def expire(self, *, by: User, on: date, at: datetime):
        """Record silence; what it means depends on who is silent (arts 32, 34)."""
        self.begin(by, on, at, "登记日期")
        if self.delivered_on is None:
            raise RuleViolation("对方收到征求意见书的日期还没有登记，15个工作日的期限没有开始")
        if self.due_on is None:
            raise RuleViolation("期限所在年份的节假日安排还没有录入，不能确定对方是否逾期")
        if on <= self.due_on:
            raise RuleViolation(
                f"对方的答复期限到 {self.due_on:%Y-%m-%d} 为止，期满后（次日起）才能登记逾期"
            )
        self.end(Opinion.SILENT, by=by, on=self.due_on, at=at, note=SILENCE[self.kind])

    def begin(self, by, on, at, label):
        """Hold the case and check what every act on an open consultation needs."""
        self.info_request.hold(by, HANDLE)
        self.refresh_from_db()
        self.info_request.check_status(Status.CONSULTING)
        self.info_request.check_day(on, at, label)
        if not self.is_open:
            raise RuleViolation("这次征求意见已经结束")
        since = self.delivered_on or self.sent_on
        if on < since:
            step = "对方收到" if self.delivered_on else "发出"
            raise RuleViolation(f"{label}不能早于{step}日期（{since:%Y-%m-%d}）")

    def end(self, opinion, *, by, on, at, note, reason=""):
        self.ended_on, self.opinion, self.opinion_reason = on, opinion, reason
        self.save(update_fields=["ended_on", "opinion", "opinion_reason"])
        info_request = self.info_request
        line = {"kind": EventKind.CONSULTATION_ENDED, "on": on, "at": at}
        still_open = info_request.consultations.open().exists()
        if info_request.status == Status.CONSULTING and not still_open:
            move(info_request, Status.PROCESSING, steps=NEXT, by=by, note=note, line=line)
        else:
            info_request.log(EventKind.CONSULTATION_ENDED, by=by, at=at, on=on, note=note)
        info_request.store_clock()
        info_request.audit(AuditAct.CONSULTATION, by=by, at=at, ended_on=on, opinion=opinion)
        if not still_open:
            info_request.tell("consultation_ended", info_request.responsible(), by=by)

    @transaction.atomic
    def override(self, *, by: User, on: date, at: datetime, reason: str):
        """Disclose against an objection for grave public interest, and tell the party (art. 32)."""
        require(by, "requests_app.approve_informationrequest")
        info_request = self.info_request
        info_request.lock()
        self.refresh_from_db()
        info_request.check_status(Status.PROCESSING, Status.APPROVAL, Status.DECIDED)
        info_request.check_day(on, at, "书面告知日期")
        if self.kind != ConsultationKind.THIRD_PARTY or self.opinion != Opinion.OBJECTS:
            raise RuleViolation("只有第三方以合理理由反对公开时，才需要这项决定（条例第三十二条）")
        if self.overridden_on:
            raise RuleViolation("因公共利益予以公开的决定已经作出并书面告知第三方")
        if on < self.ended_on:
            raise RuleViolation(f"书面告知日期不能早于收到意见的日期（{self.ended_on:%Y-%m-%d}）")
        answer = info_request.decision
        if answer and answer.outcome == Outcome.DENY_THIRD_PARTY:
            raise RuleViolation("答复是保护第三方而不予公开，与这项决定矛盾；请先退回重拟答复")
        if not reason.strip():
            raise RuleViolation("请写明不公开会怎样对公共利益造成重大影响（条例第三十二条）")
        self.override_reason, self.overridden_on = reason.strip(), on
        self.save(update_fields=["override_reason", "overridden_on"])
        info_request.log(EventKind.OVERRIDDEN, by=by, at=at, on=on, note=self.override_reason)
        info_request.audit(AuditAct.CONSULTATION, by=by, at=at, overridden_on=on)
        Letter.objects.issue(info_request, LetterKind.OVERRIDE, by=by, on=on, at=at, part=self)
