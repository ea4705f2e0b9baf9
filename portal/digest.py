"""The one mail of the day, for who chose it: every notice still unmailed, each of them once."""

from datetime import datetime

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from portal.mail_faults import is_silence
from portal.models import Notice, NoticeStatus, OfficeSettings


class Digest:
    """The claimed notices of one person, as one mail."""

    def __init__(self, notices: list[Notice]):
        self.notices = notices
        self.recipient = notices[0].recipient

    def send(self, *, now: datetime) -> bool:
        """Mail what has words, and record of each notice how it went; False for a silent server."""
        if not self.notices[0].address:
            self.record(self.notices, NoticeStatus.INBOX_ONLY)
            return True
        told = [notice for notice in self.notices if self.has_words(notice, now)]
        if not told:
            return True
        try:
            self.mail(told).send()
        except Exception as error:  # whatever is wrong with it, the mails of others go out
            for notice in told:
                notice.fail(error, now=now)
            return not is_silence(error)
        self.record(told, NoticeStatus.SENT, sent_at=now, error="")
        return True

    def has_words(self, notice: Notice, now: datetime) -> bool:
        """Try each for itself, so that one that cannot be written does not spoil the mail."""
        if notice.about is None:
            notice.record(NoticeStatus.GIVEN_UP, error="这一事项已删除，不必再发送")
            return False
        try:
            return bool(notice.text)
        except Exception as error:
            notice.fail(error, now=now)
            return False

    def record(self, notices: list[Notice], status: NoticeStatus, **fields) -> None:
        for notice in notices:
            notice.record(status, **fields)

    def mail(self, notices: list[Notice]) -> EmailMultiAlternatives:
        site = OfficeSettings.objects.current()
        frame = {
            "recipient": self.recipient,
            "notices": notices,
            "site": site,
            "url": site.url_of(reverse("admin:inbox")),
        }
        first, last = notices[0].pk, notices[-1].pk
        letter = EmailMultiAlternatives(
            f"{len(notices)}条通知：{site.site_name}",
            render_to_string("portal/digest.txt", frame),
            to=[self.recipient.email],
            headers={
                "Message-ID": f"<digest-{first}-{last}@{site.site_domain}>",
                "Auto-Submitted": "auto-generated",
            },
        )
        letter.attach_alternative(render_to_string("portal/digest.html", frame), "text/html")
        return letter
