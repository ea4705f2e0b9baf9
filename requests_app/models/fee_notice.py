"""信息处理费: asked for with two signatures, paid elsewhere, recorded here (art. 42 II)."""

from datetime import date, datetime

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q, Sum
from django.utils import timezone

from portal.errors import RuleViolation
from portal.models import AuditAct, HolidayNotice, User
from portal.moves import move
from portal.permissions import require
from portal.workdays import CalendarGap, WorkCalendar
from requests_app.deadlines import Event
from requests_app.fees import Basis, Fee, fee_by_pages, fee_by_pieces
from requests_app.letters import LetterKind
from requests_app.models.choices import CaseKind
from requests_app.models.fee_tariff import FeeTariff
from requests_app.models.info_request import InformationRequest
from requests_app.models.letter import Letter
from requests_app.models.rules import RequestRules
from requests_app.outcomes import Outcome
from requests_app.workflow import NEXT, OPEN, EventKind, Status

APPROVE = "requests_app.approve_informationrequest"


def reckon_fee(info_request: InformationRequest, basis: Basis, quantity: int) -> Fee:
    """Return what `quantity` pieces or pages cost this applicant (国办函〔2020〕109号 arts 4, 5).

    Pieces are counted per applicant and calendar month of receipt, across their requests.
    """
    tariff = FeeTariff.objects.tariff(basis)
    if basis == Basis.PAGES:
        return fee_by_pages(quantity, tariff)
    return fee_by_pieces(pieces_before(info_request), quantity, tariff)


def pieces_before(info_request: InformationRequest) -> int:
    """Return the pieces this applicant asked for earlier in the calendar month of receipt."""
    day = info_request.received_on
    same_month = InformationRequest.objects.of_applicant(info_request.applicant.key).filter(
        kind=CaseKind.INFORMATION,
        reopened_from=None,  # a new answer that was ordered is no new request
        received_on__year=day.year,
        received_on__month=day.month,
    )
    before = Q(received_on__lt=day) | Q(received_on=day, pk__lt=info_request.pk)
    return same_month.filter(before).aggregate(pieces=Sum("pieces", default=0))["pieces"]


class FeeNoticeQuerySet(models.QuerySet):
    def with_running_term(self):
        """Delivered and unpaid, in open cases: what hangs on the calendar."""
        waiting = Q(info_request__status=Status.AWAITING_FEE)
        return self.filter(waiting, delivered_on__isnull=False, paid_on=None)


class FeeNoticeManager(models.Manager.from_queryset(FeeNoticeQuerySet)):
    @transaction.atomic
    def propose(
        self,
        info_request,
        *,
        by: User,
        on: date,
        at: datetime,
        basis: Basis,
        quantity: int,
        is_public_already: bool = False,
    ):
        """Work out a fee and put it before the head, within the term; return the row.

        For telling where public information is found nothing is charged by volume, unless the
        office decides otherwise (`RequestRules.volume_fee_for_public_info`).
        """
        info_request.hold(by, "requests_app.handle_informationrequest")
        info_request.check_status(Status.PROCESSING)
        info_request.check_day(on, at, "拟收费日期")
        if info_request.part("fee_notice"):
            raise RuleViolation("这件申请已经拟收或通知收费；按件、按量只能选一种，且只收一次")
        check_fee_may_be_asked(info_request, on)
        charges_volume = RequestRules.objects.current().volume_fee_for_public_info
        if is_public_already and basis == Basis.PAGES and not charges_volume:
            raise RuleViolation("只告知已公开信息的获取方式的，不按量收费（见“依申请公开设置”）")
        if basis == Basis.PIECES:  # several items in one application, split by 一事一申请
            info_request.pieces = quantity
            info_request.save(update_fields=["pieces"])
        fee = reckon_fee(info_request, Basis(basis), quantity)
        if not fee.total:
            raise RuleViolation("没有超过免费的数量，不收信息处理费（国办函〔2020〕109号）")
        notice = self.create(
            info_request=info_request,
            basis=basis,
            quantity=quantity,
            amount=fee.total,
            breakdown=[str(line) for line in fee.lines],
            proposed_by=by,
            proposed_on=on,
        )
        note = f"{notice.get_basis_display()} {quantity}{Basis(basis).unit}，{notice.amount}元"
        info_request.log(EventKind.FEE_PROPOSED, by=by, at=at, on=on, note=note)
        info_request.tell("fee_proposed", info_request.approvers(), by=by)
        return notice


def check_fee_may_be_asked(info_request, on: date):
    """Raise RuleViolation unless a fee can be asked for on `on`: of whom, and within the term."""
    if info_request.kind != CaseKind.INFORMATION:
        raise RuleViolation("更正与自身相关的信息不收信息处理费（条例第四十一条、第四十二条）")
    last = info_request.due_on or info_request.provisional_due_on
    if last and on > last:
        raise RuleViolation("收费通知应在答复期限内作出（国办函〔2020〕109号第六条）")
    info_request.check_order(on, "收费日期")


class FeeNotice(models.Model):
    """The one fee of a request. The portal takes no money: it records what the treasury got."""

    info_request = models.OneToOneField(
        InformationRequest, models.PROTECT, primary_key=True, related_name="fee_notice"
    )
    basis = models.CharField("计收方式", max_length=8, choices=Basis)
    quantity = models.PositiveIntegerField("数量", validators=[MinValueValidator(1)])
    amount = models.DecimalField("金额（元）", max_digits=12, decimal_places=2)
    breakdown = models.JSONField("计算过程")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    proposed_on = models.DateField("提请日期")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    approved_on = models.DateField("批准日期", null=True)
    payment_code = models.CharField("缴款码", max_length=40, blank=True)
    delivered_on = models.DateField("申请人收到通知的日期", null=True)
    due_on = models.DateField("缴费期限", null=True)
    paid_on = models.DateField("缴费日期", null=True)
    late_reason = models.TextField("逾期缴费仍予办理的理由", blank=True)

    objects = FeeNoticeManager()

    class Meta:
        verbose_name = "收费通知"
        verbose_name_plural = "收费通知"
        default_permissions = ["view"]
        constraints = [
            models.CheckConstraint(name="fee_is_above_nothing", condition=Q(amount__gt=0)),
            models.CheckConstraint(name="fee_basis_is_known", condition=Q(basis__in=Basis.values)),
            models.CheckConstraint(
                name="fee_is_approved_by_another",
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("proposed_by")),
            ),
        ]

    def __str__(self):
        return f"{self.info_request.number} 信息处理费{self.amount}元"

    def clock_events(self) -> list[Event]:
        events = []
        if self.delivered_on:
            events.append(Event(kind="fee_notice_delivered", on=self.delivered_on))
        if self.paid_on:
            events.append(Event(kind="fee_paid", on=self.paid_on))
        return events

    def recount(self, calendar: WorkCalendar):
        """Set the last day to pay; null in a year without a notice."""
        days = RequestRules.objects.current().fee_pay_working_days
        try:
            self.due_on = calendar.end_of_term(self.delivered_on, days)
        except CalendarGap:
            self.due_on = None

    @transaction.atomic
    def approve(self, *, by: User, on: date, at: datetime, payment_code: str = ""):
        """Issue the fee notice (two signatures: proposed, approved)."""
        require(by, APPROVE)
        info_request = self.begin(Status.PROCESSING, on, at, "批准日期")
        if by == self.proposed_by:
            raise RuleViolation("拟收费的人不能自己批准，由公开办其他负责人办理")
        if on < self.proposed_on:
            raise RuleViolation(f"批准日期不能早于提请日期（{self.proposed_on:%Y-%m-%d}）")
        check_fee_may_be_asked(info_request, on)
        self.approved_by, self.approved_on, self.payment_code = by, on, payment_code.strip()
        self.save()
        line = {"kind": EventKind.FEE_ASKED, "on": on, "at": at}
        note = f"{self.amount}元"
        move(info_request, Status.AWAITING_FEE, steps=NEXT, by=by, note=note, line=line)
        info_request.audit(AuditAct.FEE, by=by, at=at, amount=str(self.amount))
        Letter.objects.issue(info_request, LetterKind.FEE, by=by, on=on, at=at, part=self)
        info_request.tell_applicant("fee_asked")

    @transaction.atomic
    def decline(self, *, by: User, at: datetime, reason: str):
        """Refuse the proposal; the answer goes on without a fee."""
        require(by, APPROVE)
        info_request = self.info_request
        info_request.lock()
        self.refresh_from_db()
        info_request.check_status(*(status for status in OPEN if status != Status.DECIDED))
        if self.approved_on:
            raise RuleViolation("收费通知已经发出，不能再退回")
        if not reason.strip():
            raise RuleViolation("请写明不同意收费的理由")
        if self.basis == Basis.PIECES:  # the count that was proposed is refused with the fee
            info_request.pieces = 1
            info_request.save(update_fields=["pieces"])
        info_request.log(EventKind.FEE_DECLINED, by=by, at=at, note=reason.strip())
        info_request.tell("fee_declined", [self.proposed_by], by=by)
        self.delete()

    @transaction.atomic
    def deliver(self, *, by: User, on: date, at: datetime):
        """Record when the applicant got the notice: the clock stops, the term to pay begins."""
        require(by, "requests_app.serve_informationrequest")
        info_request = self.begin(Status.AWAITING_FEE, on, at, "收到通知的日期")
        if self.delivered_on:
            raise RuleViolation("申请人收到通知的日期已经登记")
        if on < self.approved_on:
            raise RuleViolation("收到通知的日期不能早于批准日期")
        self.delivered_on = on
        self.recount(HolidayNotice.objects.calendar())
        self.save(update_fields=["delivered_on", "due_on"])
        Letter.objects.about(LetterKind.FEE, self).update(served_on=on)
        note = f"缴费期限 {self.due_on or '待节假日安排公布后计算'}"
        info_request.log(EventKind.FEE_DELIVERED, by=by, at=at, on=on, note=note)
        info_request.store_clock()

    @transaction.atomic
    def pay(self, *, by: User, on: date, at: datetime, late_reason: str = ""):
        """Record the payment: the term runs again (setting `fee_clock_rule`)."""
        require(by, "requests_app.serve_informationrequest")
        info_request = self.begin(Status.AWAITING_FEE, on, at, "缴费日期")
        if self.delivered_on is None or on < self.delivered_on:
            raise RuleViolation("缴费日期不能早于申请人收到收费通知的日期")
        if self.due_on and on > self.due_on and not late_reason.strip():
            raise RuleViolation(
                f"缴费期限 {self.due_on:%Y-%m-%d} 已过；仍予办理的，请写明理由，"
                "也可以按逾期不缴费办结"
            )
        self.paid_on, self.late_reason = on, late_reason.strip()
        self.save(update_fields=["paid_on", "late_reason"])
        line = {"kind": EventKind.FEE_PAID, "on": on, "at": at}
        note = self.late_reason
        move(info_request, Status.PROCESSING, steps=NEXT, by=by, note=note, line=line)
        info_request.store_clock()
        info_request.audit(AuditAct.FEE, by=by, at=at, paid_on=on)
        info_request.tell("fee_paid", info_request.responsible(), by=by)
        info_request.tell_applicant("fee_paid")

    @transaction.atomic
    def lapse(self, *, by: User, on: date, at: datetime):
        """Close the case: the fee was not paid in time (国办函〔2020〕109号 art. 6)."""
        require(by, "requests_app.serve_informationrequest")
        info_request = self.begin(Status.AWAITING_FEE, on, at, "办结日期")
        if self.due_on is None:
            raise RuleViolation("申请人收到通知的日期还没有登记，或缴费期限尚不能计算")
        if on <= self.due_on or timezone.localdate(at) <= self.due_on:
            raise RuleViolation(
                f"缴费期限到 {self.due_on:%Y-%m-%d} 为止，期满的次日起才能按逾期不缴费办结"
            )
        Letter.objects.issue(info_request, LetterKind.ABANDONED, by=by, on=on, at=at, part=self)
        info_request.close(Outcome.OTHER_NO_PAYMENT, by=by, on=on, at=at, kind=EventKind.ABANDONED)

    def begin(self, status, on, at, label):
        info_request = self.info_request
        info_request.lock()
        self.refresh_from_db()
        info_request.check_status(status)
        info_request.check_day(on, at, label)
        return info_request
