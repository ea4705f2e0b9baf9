"""A request for information (依申请公开): what is asked, where it stands, how it ended."""

import unicodedata
from datetime import date, datetime
from hashlib import sha256

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from portal import notices
from portal.errors import RuleViolation
from portal.models import AuditAct, AuditEntry, Counter, HistoryLine, HolidayNotice, Office, User
from portal.moves import move
from portal.permissions import require
from portal.workdays import WorkCalendar
from requests_app.deadlines import MAX_EXTENSION, Clock, Event, reckon
from requests_app.letters import LetterKind
from requests_app.models.applicant import Applicant
from requests_app.models.channel import Channel
from requests_app.models.choices import ApplicantKind, CaseKind, ObtainWay, ProvideForm
from requests_app.models.request_queries import InformationRequestQuerySet
from requests_app.models.rules import RequestRules
from requests_app.outcomes import ENDINGS, Outcome, SubOutcome
from requests_app.workflow import NEXT, EventKind, ReceiptRule, Status

STATUS_PATH = "/zfxxgk/ysqgk/status/"  # where applicants follow their request; no secret in it


class InformationRequestManager(models.Manager.from_queryset(InformationRequestQuerySet)):
    @transaction.atomic
    def register(self, *, applicant: dict, channel: Channel, submitted_on: date, by, at, **fields):
        """Enter a new request and return it: numbered, and received where its channel says so.

        `submitted_on` is the day it was handed in, signed for, sent or arrived (art. 31); `by`
        is None when the applicant files it on the portal.
        """
        if by is not None:
            require(by, "requests_app.register_informationrequest")
        if submitted_on > timezone.localdate(at):
            raise RuleViolation("提交日期不能晚于今天")
        if not channel.is_open:
            raise RuleViolation(f"“{channel}”渠道没有开通，请先在申请渠道中开通")
        info_request = self.model(
            channel=channel, submitted_on=submitted_on, submitted_at=at, **fields
        )
        info_request.number = next_number(timezone.localdate(at).year)
        info_request.set_text_key()
        info_request.save()
        person = Applicant(info_request=info_request, **applicant)
        person.set_key()
        person.save()
        kind = EventKind.REGISTERED if by else EventKind.SUBMITTED
        info_request.log(kind, by=by, at=at, on=submitted_on, note=f"渠道：{channel}")
        info_request.audit(AuditAct.RECEIPT, by=by, at=at, channel=channel.pk)
        if channel.receipt_rule != ReceiptRule.CONFIRMATION:
            info_request.receive(by=by, on=submitted_on, at=at)
        info_request.tell("arrived", info_request.officers(), by=by)
        return info_request


def who_may(permission: str):
    """Return the people who hold `permission`, as a queryset."""
    backend = "django.contrib.auth.backends.ModelBackend"
    return User.objects.with_perm(permission, include_superusers=False, backend=backend)


def plain_text(info_request: "InformationRequest") -> str:
    """Return what is wanted, bare of blanks, punctuation, width and case, to compare it."""
    words = (info_request.wanted_name, info_request.wanted_number, info_request.wanted)
    folded = unicodedata.normalize("NFKC", "".join(words)).casefold()
    return "".join(character for character in folded if character.isalnum())


def next_number(year: int) -> str:
    """Return the next number of `year`; its counter stays locked until the caller commits."""
    return f"{year}-{Counter.objects.take(f'request-{year}'):04d}"


class InformationRequest(models.Model):
    """One request, from submission to answer. Its applicant stands in `Applicant`, encrypted."""

    number = models.CharField("申请编号", max_length=40)
    kind = models.CharField("类型", max_length=20, choices=CaseKind, default=CaseKind.INFORMATION)
    channel = models.ForeignKey(Channel, models.PROTECT, verbose_name="渠道")
    submitted_on = models.DateField("提交日期", help_text="当面提交、签收、寄达或者发送的日期")
    submitted_at = models.DateTimeField("登记时间", default=timezone.now, editable=False)
    forwarded_internally = models.BooleanField(
        "由本机关其他科室转来", default=False, help_text="以公开办实际收到并与申请人确认的日期为准"
    )

    applicant_kind = models.CharField("申请人类型", max_length=10, choices=ApplicantKind)
    subject = models.CharField(
        "事由", max_length=80, help_text="内部列表用的简短标题，不写申请人信息"
    )
    wanted_name = models.CharField("信息名称", max_length=200, blank=True)
    wanted_number = models.CharField("文号", max_length=80, blank=True)
    wanted = models.TextField("其他特征描述", blank=True)
    wanted_period = models.CharField("信息所属时间", max_length=80, blank=True)
    provide_form = models.CharField("提供形式", max_length=12, choices=ProvideForm, blank=True)
    obtain_way = models.CharField("获取方式", max_length=12, choices=ObtainWay, blank=True)
    accepts_other_way = models.BooleanField("无法按上述方式提供时接受其他方式", default=True)
    help_needed = models.CharField("需要的协助", max_length=200, blank=True)
    suggests_publication = models.BooleanField("建议主动公开", default=False)
    pieces = models.PositiveSmallIntegerField("件数", default=1, editable=False)  # 一事一申请
    text_key = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    query_code_hash = models.CharField(max_length=128, blank=True, editable=False)

    status = models.CharField(
        "状态", max_length=16, choices=Status, default=Status.SUBMITTED, editable=False
    )
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="cases",
        verbose_name="承办人",
    )
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, editable=False, verbose_name="承办科室"
    )
    internal_due_on = models.DateField("内部办理期限", null=True, editable=False)
    received_on = models.DateField("收到日期", null=True, editable=False)
    started_on = models.DateField("期限起算日", null=True, editable=False)
    due_on = models.DateField("答复期限", null=True, editable=False)
    provisional_due_on = models.DateField("暂估期限", null=True, editable=False)
    extension_days = models.PositiveSmallIntegerField("延期工作日", default=0, editable=False)
    decided_on = models.DateField("答复日期", null=True, editable=False)
    served_on = models.DateField("送达日期", null=True, editable=False)
    outcome = models.CharField(
        "办理结果", max_length=30, choices=Outcome, blank=True, editable=False
    )
    sub_outcome = models.CharField(
        "结果细分", max_length=40, choices=SubOutcome, blank=True, editable=False
    )
    closed_on = models.DateField("办结日期", null=True, editable=False)
    is_late = models.BooleanField("逾期办结", null=True, editable=False)  # null: no day to compare
    rereview_on = models.DateField("再评估日期", null=True, editable=False)

    is_imported = models.BooleanField("历史导入", default=False, editable=False)
    imported_doc_no = models.CharField("答复文号", max_length=80, blank=True, editable=False)
    is_counted = models.BooleanField("计入年报", default=True, editable=False)
    reopened_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="reopenings",
        verbose_name="原申请",
    )

    objects = InformationRequestManager()

    class Meta:
        verbose_name = "公开申请"
        verbose_name_plural = "公开申请"
        ordering = ["-submitted_on", "-pk"]
        default_permissions = ["view"]
        permissions = [
            ("register_informationrequest", "可以登记申请、确认收到"),
            ("assign_informationrequest", "可以分办申请"),
            ("handle_informationrequest", "可以办理申请"),
            ("approve_informationrequest", "可以批准延期、收费和答复"),
            ("serve_informationrequest", "可以送达和办结"),
            ("see_all_informationrequests", "可以查看全部申请"),
            ("unmask_applicant", "可以查看申请人的完整信息"),
            ("import_requests", "可以导入申请台账"),
            ("export_requests", "可以导出申请台账"),
            ("disclose_informationrequest", "可以把申请的信息转为主动公开"),
        ]
        indexes = [
            models.Index(fields=["status", "due_on"], name="request_by_status_and_due"),
            models.Index(fields=["received_on"], name="request_by_receipt"),
            models.Index(fields=["closed_on", "outcome"], name="request_by_closing"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="request_number_is_given_once", fields=["number", "is_imported"]
            ),
            models.CheckConstraint(
                name="request_status_is_known", condition=Q(status__in=Status.values)
            ),
            models.CheckConstraint(
                name="request_kind_is_known", condition=Q(kind__in=CaseKind.values)
            ),
            models.CheckConstraint(
                name="request_applicant_kind_is_known",
                condition=Q(applicant_kind__in=ApplicantKind.values),
            ),
            models.CheckConstraint(
                name="request_has_outcome_and_day_once_closed",
                condition=Q(
                    status=Status.CLOSED, outcome__in=Outcome.values, closed_on__isnull=False
                )
                | ~Q(status=Status.CLOSED) & Q(outcome="", closed_on__isnull=True),
            ),
            models.CheckConstraint(
                name="request_is_received_once_it_is_handled",
                condition=Q(received_on__isnull=False)
                | Q(status__in=[Status.SUBMITTED, Status.CLOSED]),
            ),
            models.CheckConstraint(
                name="request_ends_no_earlier_than_it_began",
                condition=Q(closed_on__isnull=True)
                | Q(received_on__isnull=True)
                | Q(closed_on__gte=F("received_on")),
            ),
            models.CheckConstraint(
                name="request_extension_is_within_the_law",
                condition=Q(extension_days__lte=MAX_EXTENSION),
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.subject}"

    def get_absolute_url(self):
        return reverse("admin:requests_app_informationrequest_change", args=[self.pk])

    # --- questions -------------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        return self.status != Status.CLOSED

    @property
    def ending(self):
        """Return what the law says of the outcome; None while open."""
        return ENDINGS.get(self.outcome)

    @property
    def decision(self):
        """Return the answer under way or given; None before one is proposed."""
        return next((row for row in self.decisions.all() if row.is_current), None)

    def part(self, name: str):
        """Return the one row of a kind (`correction`, `extension` …), or None."""
        try:
            return getattr(self, name)
        except ObjectDoesNotExist:
            return None

    def clock_events(self) -> list[Event]:
        """Return the facts the statutory clock runs on, in the form `reckon` reads."""
        if self.received_on is None or self.kind != CaseKind.INFORMATION:
            return []
        events = [
            Event(kind="submitted", on=self.submitted_on),
            Event(kind="received", on=self.received_on, channel=self.channel_id),
        ]
        for name in ("correction", "extension", "reasons_inquiry", "fee_notice"):
            if row := self.part(name):
                events += row.clock_events()
        for consultation in self.consultations.all():
            events += consultation.clock_events()
        if self.decision:
            events += self.decision.clock_events()
        return events

    def clock(self, calendar: WorkCalendar, rules: RequestRules, today: date) -> Clock | None:
        """Return the clock with its day-by-day explanation; None before it begins."""
        events = self.clock_events()
        return reckon(events, calendar, rules.policy, today=today) if events else None

    def officers(self):
        """Return who registers requests and must hear of a new one."""
        return who_may("requests_app.register_informationrequest")

    def approvers(self):
        """Return the heads of the disclosure office, who approve (art. 33 II)."""
        return who_may("requests_app.approve_informationrequest")

    def responsible(self):
        """Return whom the next step falls to: the handler, or the officers while there is none."""
        return [self.handler] if self.handler_id else self.officers()

    # --- acts ------------------------------------------------------------------------------

    @transaction.atomic
    def confirm(self, *, by: User, on: date, at: datetime):
        """Agree with the applicant that it is received: the clock starts on `on` (art. 31)."""
        require(by, "requests_app.register_informationrequest")
        self.lock()
        self.receive(by=by, on=on, at=at)
        self.tell_applicant("confirmed")

    def receive(self, *, by, on: date, at: datetime):
        """Start the clock; `confirm` and the channels that need no confirmation end here."""
        if on < self.submitted_on:
            raise RuleViolation("收到日期不能早于提交日期（条例第三十一条）")
        if on > timezone.localdate(at):
            raise RuleViolation("收到日期不能晚于今天")
        line = {"kind": EventKind.CONFIRMED, "on": on, "at": at}
        move(self, Status.RECEIVED, steps=NEXT, by=by, line=line, received_on=on, started_on=on)
        self.store_clock()
        self.letters.issue(self, LetterKind.RECEIPT, by=by, on=on, at=at)
        self.audit(AuditAct.RECEIPT, by=by, at=at, received_on=on, due_on=self.due_on)

    @transaction.atomic
    def assign(self, *, by: User, handler: User, at: datetime, internal_due_on: date | None = None):
        """Give the case to `handler`, with the day the office wants it done by."""
        require(by, "requests_app.assign_informationrequest")
        if not handler.is_active or not handler.has_perm("requests_app.handle_informationrequest"):
            raise RuleViolation(f"{handler}没有办理公开申请的权限，请选择其他承办人")
        self.lock()
        changes = {
            "handler": handler,
            "office": handler.office,
            "internal_due_on": internal_due_on,
        }
        line = {"kind": EventKind.ASSIGNED, "at": at}
        if self.status == Status.RECEIVED:
            to = Status.PROCESSING
        elif self.is_open and self.status != Status.SUBMITTED:
            to = Status(self.status)  # given to someone else, the case stays where it is
        else:
            raise RuleViolation(f"“{self.get_status_display()}”的申请不能分办")
        note = f"承办人：{handler}"
        move(self, to, steps={self.status: [to]}, by=by, note=note, line=line, **changes)
        self.tell("assigned", [handler], by=by)

    @transaction.atomic
    def withdraw(self, *, by: User, on: date, at: datetime, note: str):
        """Close the case because the applicant took it back, in writing (practice)."""
        require(by, "requests_app.register_informationrequest")
        if not note.strip():
            raise RuleViolation("请写明申请人以何种方式撤回（书面撤回材料存入案卷）")
        self.lock()
        self.check_day(on, at, "撤回日期")
        received = {} if self.received_on else {"received_on": on, "started_on": on}
        self.close(
            Outcome.OTHER_MISC,
            sub_outcome=SubOutcome.WITHDRAWN,
            by=by,
            on=on,
            at=at,
            kind=EventKind.WITHDRAWN,
            note=note.strip(),
            **received,
        )

    def close(self, outcome, *, by, on: date, at: datetime, kind, note="", sub_outcome="", **more):
        """End the case with one outcome; the acts that end one call it, under their own lock."""
        changes = {
            "outcome": outcome,
            "sub_outcome": sub_outcome,
            "closed_on": on,
            "is_late": None if self.due_on is None else on > self.due_on,
            "provisional_due_on": None,
        }
        line = {"kind": kind, "on": on, "at": at}
        move(self, Status.CLOSED, steps=NEXT, by=by, note=note, line=line, **changes | more)
        self.audit(AuditAct.CLOSING, by=by, at=at, outcome=outcome, closed_on=on)
        self.tell_applicant("closed")

    @transaction.atomic
    def add_note(self, *, by: User, at: datetime, text: str):
        """Write a line into the history: a telephone call, a visit."""
        require(by, "requests_app.handle_informationrequest")
        if not text.strip():
            raise RuleViolation("请填写记事内容")
        self.log(EventKind.NOTED, by=by, at=at, note=text.strip())

    @transaction.atomic
    def rereview(self, *, by: User, on: date, at: datetime, note: str, next_on: date | None):
        """Record that withheld information was assessed again, and when it is next (art. 18)."""
        require(by, "requests_app.handle_informationrequest")
        if not note.strip():
            raise RuleViolation("请写明再评估的结论和理由（条例第十八条）")
        self.lock()
        if self.rereview_on is None:
            raise RuleViolation("这件申请没有须再评估的信息")
        if next_on is not None and next_on <= on:
            raise RuleViolation("下次再评估日期应晚于本次")
        self.rereview_on = next_on
        self.save(update_fields=["rereview_on"])
        self.log(EventKind.REREVIEWED, by=by, at=at, on=on, note=note.strip())

    # --- what the acts share ---------------------------------------------------------------

    def lock(self):
        """Hold the row until the transaction ends and read it anew: acts come one by one."""
        type(self).objects.select_for_update().get(pk=self.pk)
        self.refresh_from_db()

    def set_text_key(self):
        """Set the mark by which requests with the same text are found."""
        text = plain_text(self)
        self.text_key = sha256(text.encode()).hexdigest() if text else ""

    def check_status(self, *allowed: Status):
        """Raise RuleViolation unless the case stands in one of `allowed`."""
        if self.status not in allowed:
            where = "、".join(f"“{status.label}”" for status in allowed)
            raise RuleViolation(
                f"这件申请现在是“{self.get_status_display()}”，只有{where}的申请可以这样办理"
            )

    def check_day(self, on: date, at: datetime, label: str):
        """Raise RuleViolation when `on` lies before receipt or in the future."""
        begun = self.received_on or self.submitted_on
        if on < begun:
            raise RuleViolation(f"{label}不能早于收到申请的日期（{begun:%Y-%m-%d}）")
        if on > timezone.localdate(at):
            raise RuleViolation(f"{label}不能晚于今天")

    def recount(self, calendar: WorkCalendar, rules: RequestRules | None = None):
        """Set the days the clock gives by `calendar`; saving them is the caller's."""
        rules = rules or RequestRules.objects.current()
        events = self.clock_events()
        if not events:
            return
        clock = reckon(events, calendar, rules.policy)
        self.started_on = clock.started_on
        self.due_on, self.provisional_due_on = clock.due, clock.provisional_due

    def store_clock(self):
        """Bring the stored days to what the facts say now; call after every act."""
        self.refresh_from_db()  # drops what was read of related rows before the act
        self.recount(HolidayNotice.objects.calendar())
        self.save(update_fields=["started_on", "due_on", "provisional_due_on"])

    def log(self, kind, *, by, at: datetime, on: date | None = None, note=""):
        self.events.create(kind=kind, by=by, at=at, on=on, note=note)

    def audit(self, act: AuditAct, *, by, at: datetime, **data):
        AuditEntry.objects.record(act=act, by=by, at=at, obj=self, data=data)

    def tell(self, event: str, people, *, by=None, **context):
        """Owe each of `people` a notice of `event`, once for this place in the history."""
        key = f"request-{self.pk}-{event}-{self.events.count()}"
        notices.queue(event, key=key, to=people, about=self, by=by, **context)

    def tell_applicant(self, event: str, **context):
        """Owe the applicant a mail about it; who left no address is told by letter."""
        if self.notice_address():
            event = f"applicant_{event}"
            key = f"request-{self.pk}-{event}-{self.events.count()}"
            notices.queue(
                event, key=key, to_applicant=True, about=self, path=STATUS_PATH, **context
            )

    def notice_address(self) -> str:
        """Return where mails to the applicant go, "" for nowhere; asked when one is sent."""
        return self.applicant.email


class RequestEvent(HistoryLine):
    info_request = models.ForeignKey(InformationRequest, models.CASCADE, related_name="events")
    on = models.DateField("日期", null=True, blank=True)  # the day the act counts for

    class Meta(HistoryLine.Meta):
        verbose_name = "办理记录"
        verbose_name_plural = "办理记录"

    def get_kind_display(self) -> str:
        return EventKind(self.kind).label if self.kind in EventKind.values else self.kind
