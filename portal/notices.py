"""queue(): write down what a person must be told, once."""

from collections.abc import Iterable

from django.db.models import Model
from django.template.loader import get_template
from django.urls import reverse

from portal.models import Notice, User
from portal.nudge import nudge

DELIVER = "portal.deliver_notices"


def queue(
    event: str,
    *,
    key: str,
    to: User | Iterable[User],
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
    """
    opts = about._meta
    get_template(f"{opts.app_label}/notices/{event}.txt")  # a misspelt event fails here
    page = f"admin:{opts.app_label}_{opts.model_name}_change"
    path = path or reverse(page, args=[about.pk])
    notices = [
        Notice(
            key=key,
            event=event,
            recipient=person,
            by=by,
            about_app=opts.app_label,
            about_model=opts.model_name,
            about_pk=about.pk,
            path=path,
            context=context,
        )
        for person in ([to] if isinstance(to, User) else to)
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    nudge(DELIVER)
