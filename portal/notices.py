"""queue(): write down what a person must be told, once."""

from collections.abc import Iterable
from datetime import datetime, time

from django.db.models import Model
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone

from portal.models import Notice, OfficeSettings, User
from portal.nudge import nudge
from portal.quiet_hours import next_time

DELIVER = "portal.deliver_notices"
DIGEST_AT = time(8)


def queue(
    event: str,
    *,
    key: str,
    to: User | Iterable[User] = (),
    to_applicant: bool = False,
    about: Model,
    by: User | None = None,
    path: str = "",
    **context,
) -> None:
    """Owe each person in `to` one notice of `event`; `key` names the occasion, once for each.

    The rows are written in the caller's transaction: who rolls back has told nobody. The
    words are in `<app of about>/notices/<event>.txt` and `_subject.txt`, which know `about`,
    `by` (who did it), `recipient` and `context`: bare facts, no personal data. `path` is the
    page where the person acts on it; the admin page of `about` when none is given.

    With `to_applicant` a citizen is owed it as well: `about.notice_address()` says at sending
    where to, the template knows `to_applicant`, and `path` is a public page without secrets.
    """
    opts = about._meta
    get_template(f"{opts.app_label}/notices/{event}.txt")  # a misspelt event fails here
    facts = {"key": key, "event": event, "by": by, "path": path or page_of(about)}
    facts |= {"context": context, **names_of(about)}
    now = timezone.now()
    people = [to] if isinstance(to, User) else to
    notices = [
        Notice(recipient=person, next_try_at=mail_time(person, now), **facts) for person in people
    ]
    if to_applicant:
        waits_until = OfficeSettings.objects.current().citizens_may_be_written_to(now)
        notices.append(Notice(to_applicant=True, next_try_at=waits_until, **facts))
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    nudge(DELIVER)


def names_of(about: Model) -> dict:
    """Return how a notice names what it is about."""
    opts = about._meta
    names = {"about_app": opts.app_label, "about_model": opts.model_name}
    return names | {"about_pk": str(about.pk)}


def page_of(about: Model) -> str:
    """Return the admin page of `about`."""
    opts = about._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[about.pk])


def mail_time(person: User, now: datetime) -> datetime:
    """Return when a mail may go: at once, or with the one mail of the day the person chose."""
    return next_time(timezone.localtime(now), DIGEST_AT) if person.wants_digest else now
