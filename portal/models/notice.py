"""Notices: what a person must be told, kept until it is told."""

from collections import defaultdict
from datetime import datetime, timedelta

from django.apps import apps
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import cached_property

from portal.mail_faults import in_words, is_silence
from portal.models.office_settings import OfficeSettings

CLAIM = timedelta(minutes=5)
PAUSES = [  # after the first failed attempt, the second …; after the last, the mail is given up
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
]
NO_MAIL = "django.core.mail.backends.dummy.EmailBackend"
GONE = "（这一事项已删除）"


class NoticeStatus(models.TextChoices):
    """How far the e-mail is; the inbox shows every notice from the start."""

    OWED = "owed", "邮件待发送"
    SENDING = "sending", "邮件发送中"
    SENT = "sent", "邮件已发送"
    FAILED = "failed", "邮件未送达，将再试"
    GIVEN_UP = "given_up", "邮件未送达，不再试"
    INBOX_ONLY = "inbox_only", "仅站内"


WAITING = [NoticeStatus.OWED, NoticeStatus.FAILED]
UNSENT = [*WAITING, NoticeStatus.SENDING]


class NoticeQuerySet(models.QuerySet):
    def unread(self):
        return self.filter(read_at=None)

    def unread_first(self):
        """As the inbox shows them: the unread by age, then what was read last."""
        order = [F("read_at").desc(nulls_first=True), "-created_at", "-pk"]
        return self.select_related("by").order_by(*order)

    def owed(self, now: datetime):
        """What is to be mailed by `now`: new, to be tried again, or left by a dead sender."""
        due = Q(status__in=WAITING, next_try_at__lte=now)
        left_behind = Q(status=NoticeStatus.SENDING, claimed_until__lte=now)
        return self.filter(due | left_behind).order_by("next_try_at", "pk")

    def given_up(self):
        return self.filter(status=NoticeStatus.GIVEN_UP)

    @transaction.atomic(durable=True)  # committed before anything is sent, or refused
    def claim(self, pk: int, *, now: datetime) -> "Notice | None":
        """Return the notice for this worker alone to send; None when another has it."""
        claimed = self.owed(now).filter(pk=pk)
        if not claimed.update(
            status=NoticeStatus.SENDING, claimed_until=now + CLAIM, attempts=F("attempts") + 1
        ):
            return None
        return self.select_related("recipient", "by").get(pk=pk)

    def send_again(self, *, now: datetime) -> int:
        """Owe the given-up mails anew; return how many."""
        return self.given_up().update(status=NoticeStatus.OWED, attempts=0, next_try_at=now)

    def mark_read(self, *, at: datetime) -> int:
        return self.unread().update(read_at=at)

    def with_about(self) -> "list[Notice]":
        """Return the notices, what they are about loaded with one query for each kind."""
        notices, same_kind = list(self), defaultdict(list)
        for notice in notices:
            same_kind[notice.about_class].append(notice)
        for model, group in same_kind.items():
            long_texts = [f.name for f in model._meta.fields if isinstance(f, models.TextField)]
            rows = model._default_manager.defer(*long_texts)
            rows = rows.filter(pk__in=[notice.about_pk for notice in group])
            found = {str(row.pk): row for row in rows}
            for notice in group:
                notice.about = found.get(notice.about_pk)
        return notices


class Notice(models.Model):
    """One message owed to one person: in the inbox at once, by e-mail to who has an address.

    It holds what it is about and bare facts. Address and words are made when it is shown
    or sent, so no personal data waits here, and a title corrected meanwhile is right.
    """

    key = models.CharField("事由", max_length=150)
    event = models.CharField("通知种类", max_length=40)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", verbose_name="收件人"
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
        ]
        constraints = [
            models.UniqueConstraint(
                name="notice_is_owed_once_to_each", fields=["key", "recipient"]
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
    def goes_by_mail(self) -> bool:
        has_address = self.recipient.is_active and self.recipient.email
        return bool(has_address) and settings.EMAIL_BACKEND != NO_MAIL

    def render(self, ending: str, **frame) -> str:
        """Return a template's text as text: not “safe”, a page must still escape it."""
        facts = {"about": self.about, "by": self.by, "recipient": self.recipient}
        template = f"{self.about_app}/notices/{self.event}{ending}"
        return str.strip(render_to_string(template, self.context | facts | frame))

    def mail(self) -> EmailMultiAlternatives:
        """Return the letter: the message in its frame, as text and as simple HTML."""
        site = OfficeSettings.objects.current()
        scheme = "https" if settings.HTTPS else "http"
        frame = {"site": site, "url": f"{scheme}://{site.site_domain}{self.path}"}
        letter = EmailMultiAlternatives(
            self.subject,
            self.render(".txt", **frame) + "\n",
            to=[self.recipient.email],
            headers={
                # The same for every attempt: a mail program folds two of one notice.
                "Message-ID": f"<notice-{self.pk}@{site.site_domain}>",
                "Auto-Submitted": "auto-generated",
            },
        )
        html = render_to_string("portal/notice.html", {"notice": self, **frame})
        letter.attach_alternative(html, "text/html")
        return letter

    def send(self, *, now: datetime) -> bool:
        """Mail a claimed notice and record how it went; False when the server is silent.

        A crash between the server's acceptance and the record sends it twice: for what
        someone must know, twice beats never.
        """
        if not self.goes_by_mail:
            self.record(NoticeStatus.INBOX_ONLY)
        elif self.about is None:
            self.record(NoticeStatus.GIVEN_UP, error="这一事项已删除，不必再发送")
        elif self.attempts > len(PAUSES) + 1:
            self.record(NoticeStatus.GIVEN_UP, error="多次在发送中途中断，请查看后台任务的日志")
        else:
            try:
                self.mail().send()
            except Exception as error:  # whatever is wrong with one notice, the others are sent
                self.fail(error, now=now)
                return not is_silence(error)
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
