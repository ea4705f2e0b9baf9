"""A request for information (依申请公开): what is asked, where it stands, how it ended."""

from collections.abc import Iterable
from datetime import date, datetime
from hashlib import sha256

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import models, transaction
from django.db.models import F, Max, Q
from django.urls import reverse
from django.utils import timezone

from portal import notices
from portal.errors import RuleViolation
from portal.models import AuditAct, AuditEntry, HolidayNotice, Office, User
from portal.moves import move
from portal.permissions import require, who_may
from portal.workdays import WorkCalendar
from requests_app.deadlines import MAX_EXTENSION, Clock, Event, Kind, reckon
from requests_app.letters import LetterKind
from requests_app.models.channel import Channel
from requests_app.models.choices import ApplicantKind, CaseKind, ObtainWay, ProvideForm
from requests_app.models.request_queries import SEE_ALL
from requests_app.models.request_register import InformationRequestManager, plain_text
from requests_app.models.rules import RequestRules
from requests_app.outcomes import ENDINGS, Outcome, RemedyRoute, SubOutcome
from requests_app.query_codes import code_mark, new_code
from requests_app.remedy_days import RemedyDays, remedy_days
from requests_app.workflow import NEXT, OPEN, STEPS, EventKind, Status


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
    form_key = models.CharField(max_length=64, blank=True, editable=False)  # filed with

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
    # The day by which a review or a court ordered the new answer: it replaces the term.
    ordered_due_on = models.DateField("责令重新答复的期限", null=True, editable=False)

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
            models.Index(fields=["submitted_on"], name="request_by_submission"),
            models.Index(
                fields=["submitted_on"], name="request_imported", condition=Q(is_imported=True)
            ),
            # The desk lists what is closed below what is open, the last one first.
            models.Index(fields=["-closed_on", "-id"], name="request_last_closed"),
            # Few among many: what the scans for reminders walk through.
            models.Index(fields=["id"], name="request_open", condition=Q(status__in=OPEN)),
            models.Index(
                fields=["rereview_on"],
                name="request_rereview",
                condition=Q(rereview_on__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="request_number_is_given_once", fields=["number", "is_imported"]
            ),
            models.UniqueConstraint(
                name="a_form_sent_twice_files_one_request",
                fields=["form_key"],
                condition=~Q(form_key=""),
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
        if self.ordered_due_on:
            order = {"new_due": self.ordered_due_on, "is_ordered": True}
            events.append(Event(kind=Kind.DELAY_SET, on=self.received_on, **order))
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

    def is_after_due(self, on: date) -> bool | None:
        """Tell whether an answer on `on` is late; None where no day is known to compare with.

        The provisional day is the earliest the term can end: up to it nobody is late.
        """
        if self.due_on:
            return on > self.due_on
        is_early = self.provisional_due_on and on <= self.provisional_due_on
        return False if is_early else None

    def remedy_days(self, calendar: WorkCalendar, today: date) -> RemedyDays | None:
        """Return until when the applicant may go to 复议 or court; None where they may not yet.

        Against an answer the days run from when it is known to have arrived, else from service;
        against silence from the day it was due.
        """
        if self.is_open:
            is_silent = self.due_on is not None and self.due_on < today
            silence = RemedyRoute.OPTIONAL  # unconfirmed: RequestRules.no_answer_text
            return remedy_days(silence, self.due_on, calendar) if is_silent else None
        decision = self.decision
        if decision is None or decision.served_on is None:  # withdrawn, abandoned, imported
            return remedy_days(self.ending.remedy, self.closed_on, calendar)
        known_on = decision.delivered_on or decision.served_on
        return remedy_days(decision.remedy, known_on, calendar)

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
        is_late = self.channel_id == Channel.LETTERS and on > self.submitted_on
        note = "晚于寄达当日，平信应在寄达当日与申请人确认（条例第三十一条）" if is_late else ""
        self.receive(by=by, on=on, at=at, note=note)
        self.acknowledge(by=by, at=at)
        self.tell_applicant("confirmed")

    def acknowledge(self, *, by, at: datetime):
        """Issue the receipt: it says as much of receipt and term as is known by now."""
        on = timezone.localdate(at)
        return self.letters.issue(self, LetterKind.RECEIPT, by=by, on=on, at=at)

    def receive(self, *, by, on: date, at: datetime, note=""):
        """Start the clock; `confirm` and the channels that need no confirmation end here."""
        if on < self.submitted_on:
            raise RuleViolation("收到日期不能早于提交日期（条例第三十一条）")
        if on > timezone.localdate(at):
            raise RuleViolation("收到日期不能晚于今天")
        line = {"kind": EventKind.CONFIRMED, "on": on, "at": at}
        days = {"received_on": on, "started_on": on}
        move(self, Status.RECEIVED, steps=NEXT, by=by, note=note, line=line, **days)
        self.store_clock()
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
    def withdraw(self, *, by: User | None, on: date, at: datetime, note: str):
        """Close the case because the applicant took it back, in writing (practice).

        `by` is None when the applicant does so on the portal.
        """
        if by is not None:
            require(by, "requests_app.register_informationrequest")
        if not note.strip():
            raise RuleViolation("请写明申请人以何种方式撤回（书面撤回材料存入案卷）")
        self.lock()
        self.check_day(on, at, "撤回日期")
        self.check_order(on, "撤回日期")
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
            "is_late": self.is_after_due(on),
            "provisional_due_on": None,
        }
        line = {"kind": kind, "on": on, "at": at}
        move(self, Status.CLOSED, steps=NEXT, by=by, note=note, line=line, **changes | more)
        self.audit(AuditAct.CLOSING, by=by, at=at, outcome=outcome, closed_on=on)
        self.tell_applicant("closed")

    @transaction.atomic
    def choose_delivery(
        self, *, at: datetime, provide_form: str, obtain_way: str, accepts_other_way: bool
    ):
        """Take the applicant's new choice of form and way (arts 29, 40), until it is answered."""
        self.lock()
        if self.status in (Status.DECIDED, Status.CLOSED):
            raise RuleViolation("答复已经作出，不能再改提供形式和获取方式；需要时请与公开办联系")
        self.provide_form, self.obtain_way = provide_form, obtain_way
        self.accepts_other_way = accepts_other_way
        self.save(update_fields=["provide_form", "obtain_way", "accepts_other_way"])
        chosen = f"{self.get_provide_form_display()}，{self.get_obtain_way_display()}"
        self.log(EventKind.CHANGED, by=None, at=at, note=f"申请人重新选择：{chosen}")

    @transaction.atomic
    def reissue_query_code(self, *, by: User, at: datetime) -> str:
        """Give the case a new query code, to be told to the applicant; the old one ends."""
        require(by, "requests_app.register_informationrequest")
        self.lock()
        code = new_code()
        self.query_code_hash = code_mark(code)
        self.save(update_fields=["query_code_hash"])
        self.log(EventKind.CHANGED, by=by, at=at, note="补发查询码")
        self.audit(AuditAct.RECEIPT, by=by, at=at, query_code="reissued")
        return code

    @transaction.atomic
    def add_note(self, *, by: User, at: datetime, text: str):
        """Write a line into the history: a telephone call, a visit."""
        self.hold(by, "requests_app.handle_informationrequest")
        if not text.strip():
            raise RuleViolation("请填写记事内容")
        self.log(EventKind.NOTED, by=by, at=at, note=text.strip())

    @transaction.atomic
    def rereview(self, *, by: User, on: date, at: datetime, note: str, next_on: date | None):
        """Record that withheld information was assessed again, and when it is next (art. 18)."""
        self.hold(by, "requests_app.handle_informationrequest")
        if not note.strip():
            raise RuleViolation("请写明再评估的结论和理由（条例第十八条）")
        if self.rereview_on is None:
            raise RuleViolation("这件申请没有须再评估的信息")
        self.check_day(on, at, "再评估日期")
        if on < self.closed_on:
            raise RuleViolation(f"再评估日期不能早于办结日期（{self.closed_on:%Y-%m-%d}）")
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

    def hold(self, by: User | None, permission: str):
        """Hold the row for `by`, who needs `permission`; None is the applicant on the portal.

        Whoever may not see all cases acts on their own ones only.
        """
        if by is not None:
            require(by, permission)
        self.lock()
        if by is not None and self.handler_id != by.pk and not by.has_perm(SEE_ALL):
            raise PermissionDenied("这件申请没有分给您办理")

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

    def check_order(self, on: date, label: str, steps: Iterable[EventKind] = STEPS):
        """Raise RuleViolation when `on` lies before the day of one of `steps` that was taken."""
        last = self.events.filter(kind__in=steps).aggregate(last=Max("on"))["last"]
        if last is not None and on < last:
            raise RuleViolation(f"{label}不能早于已经登记的上一步的日期（{last:%Y-%m-%d}）")

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
            path = reverse("requests_app:status_entry")  # number and code are typed there
            notices.queue(event, key=key, to_applicant=True, about=self, path=path, **context)

    def notice_address(self) -> str:
        """Return where mails to the applicant go, "" for nowhere; asked when one is sent."""
        return self.applicant.email
