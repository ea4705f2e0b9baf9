"""Notices: what a person must be told, kept until it is told."""

from datetime import datetime, timedelta

from django.apps import apps
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import cached_property

from portal.mail_faults import in_words, is_silence
from portal.models.group_robot import GroupRobot
from portal.models.notice_queries import UNSENT, NoticeQuerySet, NoticeStatus
from portal.models.office_settings import OfficeSettings

PAUSES = [  # after the first failed attempt, the second …; after the last, the mail is given up
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
]
NO_MAIL = "django.core.mail.backends.dummy.EmailBackend"
GONE = "（这一事项已删除）"


class Notice(models.Model):
    """One message owed to one receiver: somebody at work, the applicant of a case, or a group.

    Who works here has it in the inbox at once, and by e-mail who has an address. It holds what
    it is about and bare facts. Address and words are made when it is shown or sent, so no
    personal data waits here, and a title corrected meanwhile is right.
    """

    key = models.CharField("事由", max_length=150)
    event = models.CharField("通知种类", max_length=40)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        related_name="notices",
        verbose_name="收件人",
    )
    to_applicant = models.BooleanField("发给申请人", default=False)
    robot = models.ForeignKey(
        GroupRobot, models.CASCADE, null=True, related_name="+", verbose_name="群机器人"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="经办人",
    )
    about_app = models.CharField(max_length=40)
    about_model = models.CharField(max_length=40)
    about_pk = models.CharField(max_length=40)
    path = models.CharField("办理页面", max_length=200)
    context = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    # Of a reminder: the last day it is about, and how many days before it (after it: negative).
    due_on = models.DateField("期限", null=True)
    step = models.SmallIntegerField("提前天数", null=True)
    created_at = models.DateTimeField("时间", default=timezone.now)
    read_at = models.DateTimeField("已读时间", null=True)

    status = models.CharField(
        "邮件", max_length=12, choices=NoticeStatus, default=NoticeStatus.OWED
    )
    next_try_at = models.DateTimeField("下次发送", default=timezone.now)
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField("已试次数", default=0)
    sent_at = models.DateTimeField("发送时间", null=True)
    error = models.TextField("未送达原因", blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "通知"
        verbose_name_plural = "通知发送记录"
        ordering = ["-created_at", "-pk"]
        permissions = [("resend_notice", "可以重新发送通知")]
        indexes = [
            models.Index(
                name="notice_unread", fields=["recipient"], condition=Q(read_at__isnull=True)
            ),
            models.Index(
                name="notice_unsent", fields=["next_try_at"], condition=Q(status__in=UNSENT)
            ),
            models.Index(
                name="notice_given_up",
                fields=["created_at"],
                condition=Q(status=NoticeStatus.GIVEN_UP),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="notice_is_owed_once_to_each", fields=["key", "recipient"]
            ),
            models.UniqueConstraint(
                name="notice_is_owed_once_to_the_applicant",
                fields=["key"],
                condition=Q(to_applicant=True),
            ),
            models.UniqueConstraint(name="notice_is_owed_once_to_a_group", fields=["key", "robot"]),
            models.CheckConstraint(
                name="notice_has_one_receiver",
                condition=Q(recipient__isnull=False, to_applicant=False, robot__isnull=True)
                | Q(recipient__isnull=True, to_applicant=True, robot__isnull=True)
                | Q(recipient__isnull=True, to_applicant=False, robot__isnull=False),
            ),
            models.CheckConstraint(
                name="notice_of_a_step_has_a_day",
                condition=Q(due_on__isnull=True, step__isnull=True)
                | Q(due_on__isnull=False, step__isnull=False),
            ),
            models.CheckConstraint(
                name="notice_status_is_known", condition=Q(status__in=NoticeStatus.values)
            ),
            models.CheckConstraint(
                name="notice_is_claimed_while_sending",
                condition=Q(status=NoticeStatus.SENDING, claimed_until__isnull=False)
                | ~Q(status=NoticeStatus.SENDING) & Q(claimed_until__isnull=True),
            ),
            models.CheckConstraint(
                name="notice_has_its_moment_once_sent",
                condition=Q(status=NoticeStatus.SENT, sent_at__isnull=False)
                | ~Q(status=NoticeStatus.SENT) & Q(sent_at__isnull=True),
            ),
        ]

    def __str__(self):
        return f"{self.matter}：{self.event}"

    @property
    def is_read(self) -> bool:
        return self.read_at is not None

    @property
    def about_class(self) -> type[models.Model]:
        return apps.get_model(self.about_app, self.about_model)

    @property
    def matter(self) -> str:
        """What it is about, without its title: “公开信息 12”."""
        return f"{self.about_class._meta.verbose_name} {self.about_pk}"

    @cached_property
    def about(self):
        """What the notice is about; None once it is deleted."""
        return self.about_class._default_manager.filter(pk=self.about_pk).first()

    @property
    def subject(self) -> str:
        """One line, plain text."""
        return " ".join(self.render("_subject.txt").split()) if self.about else GONE

    @property
    def text(self) -> str:
        """The message alone, plain text."""
        return self.render(".txt") if self.about else GONE

    @property
    def receiver(self) -> str:
        """Who is told, without a citizen's name."""
        if self.to_applicant:
            return getattr(self.about_class, "notice_receiver", "申请人")
        return str(self.recipient or self.robot)

    @property
    def address(self) -> str:
        """Where a mail would go now; "" for nowhere."""
        if settings.EMAIL_BACKEND == NO_MAIL:
            return ""
        if self.to_applicant:
            return self.about.notice_address()
        return self.recipient.email if self.recipient.is_active else ""

    @property
    def line(self) -> str:
        """What a group may read: number, kind and day, no title and no name."""
        words = f"{self.context.get('label', '提醒')}：{self.matter}"
        return f"{words}，期限{self.due_on:%Y-%m-%d}" if self.due_on else words

    def render(self, ending: str, **frame) -> str:
        """Return a template's text as text: not “safe”, a page must still escape it.

        The words of an event stand in the app it names (“app.event”), else in that of `about`.
        """
        app, _, event = self.event.rpartition(".")
        facts = {"about": self.about, "by": self.by, "recipient": self.recipient}
        facts |= {"due_on": self.due_on, "to_applicant": self.to_applicant}
        template = f"{app or self.about_app}/notices/{event}{ending}"
        return str.strip(render_to_string(template, self.context | facts | frame))

    def mail(self) -> EmailMultiAlternatives:
        """Return the letter: the message in its frame, as text and as simple HTML."""
        site = OfficeSettings.objects.current()
        frame = {"site": site, "url": site.url_of(self.path)}
        letter = EmailMultiAlternatives(
            self.subject,
            self.render(".txt", **frame) + "\n",
            to=[self.address],
            headers={
                # The same for every attempt: a mail program folds two of one notice.
                "Message-ID": f"<notice-{self.pk}@{site.site_domain}>",
                "Auto-Submitted": "auto-generated",
            },
        )
        if stop := getattr(self.about, "unsubscribe_path", ""):  # one click (RFC 8058)
            letter.extra_headers["List-Unsubscribe"] = f"<{site.url_of(stop)}>"
            letter.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        html = render_to_string("portal/notice.html", {"notice": self, **frame})
        letter.attach_alternative(html, "text/html")
        return letter

    def send(self, *, now: datetime) -> bool:
        """Send a claimed notice and record how it went; False when the server is silent.

        A crash between the server's acceptance and the record sends it twice: for what
        someone must know, twice beats never.
        """
        may_send_at = self.may_send_at(now)
        if self.about is None:
            self.record(NoticeStatus.GIVEN_UP, error="这一事项已删除，不必再发送")
        elif self.robot is None and not self.address:
            why = "没有可用的邮箱，请用其他方式告知申请人" if self.to_applicant else ""
            self.record(NoticeStatus.INBOX_ONLY, error=why)
        elif self.attempts > len(PAUSES) + 1:
            self.record(NoticeStatus.GIVEN_UP, error="多次在发送中途中断，请查看后台任务的日志")
        elif may_send_at > now:
            waits = {"next_try_at": may_send_at, "attempts": F("attempts") - 1}
            self.record(NoticeStatus.OWED, **waits)
        else:
            return self.try_to_send(now=now)
        return True

    def may_send_at(self, now: datetime) -> datetime:
        """Return `now`, or the end of the night when it is a citizen who would be woken."""
        if not self.to_applicant:
            return now
        return OfficeSettings.objects.current().citizens_may_be_written_to(now)

    def try_to_send(self, *, now: datetime) -> bool:
        try:
            if self.robot:
                self.robot.tell(self.line)
            else:
                self.mail().send()
        except Exception as error:  # whatever is wrong with one notice, the others are sent
            self.fail(error, now=now)
            return self.robot is not None or not is_silence(error)
        self.record(NoticeStatus.SENT, sent_at=now, error="")
        return True

    def fail(self, error: Exception, *, now: datetime) -> None:
        """Record why it was not sent, and when to try again, if at all."""
        if self.attempts > len(PAUSES):
            self.record(NoticeStatus.GIVEN_UP, error=in_words(error))
        else:
            again_at = now + PAUSES[self.attempts - 1]
            self.record(NoticeStatus.FAILED, error=in_words(error), next_try_at=again_at)

    def record(self, status: NoticeStatus, **fields) -> None:
        """Write how the sending went, unless our claim ran out and another worker has it."""
        rows = Notice.objects.filter(pk=self.pk)
        if status != NoticeStatus.SENT:  # what the server has accepted is sent, whoever sent it
            rows = rows.filter(status=NoticeStatus.SENDING, claimed_until=self.claimed_until)
        rows.update(status=status, claimed_until=None, **fields)
