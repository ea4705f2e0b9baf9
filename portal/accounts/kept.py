"""What people typed and could not save: kept encrypted, for them alone, seven days.

Two ways in, one place: a form sent after the log-in had ended (`portal/accounts/gate.py`), and
a form that saves itself every few seconds (`static/js/admin-autosave.js`), which is sent to its
own address with AUTOSAVE in it, so that the gate keeps it too when the log-in has ended. Of each
person the newest forms are kept; the oldest makes room.
"""

import json
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from portal.models import KeptForm, User

KEPT_FIELD = "_kept"  # in a form sent again: the KeptForm it came from
AUTOSAVE = "_autosave"  # in a form that saves itself
KEY_FIELD = "form_key"  # in such a form: tells two new objects apart
NEVER_KEPT = ("csrfmiddlewaretoken", "password", KEPT_FIELD, AUTOSAVE)
LONGEST_KEPT = 1_000_000  # characters
LONGEST_KEY = 32


def content_of(request: HttpRequest) -> str:
    """Return the fields of a form as JSON, without passwords and codes; "" for nothing to keep."""
    if request.resolver_match.url_name == "second_factor":
        return ""
    fields = [
        (name, values)
        for name, values in request.POST.lists()
        if not any(word in name for word in NEVER_KEPT)
    ]
    content = json.dumps(
        {"fields": fields, "files": [file.name for file in request.FILES.values()]}
    )
    has_text = any("".join(values) for _, values in fields)
    return content if has_text and len(content) <= LONGEST_KEPT else ""


def keep_form(request: HttpRequest, user: User) -> KeptForm | None:
    """Keep what was typed; None where there is nothing, or too much, to keep."""
    if AUTOSAVE in request.POST:
        return autosave(request, user, at=timezone.now())
    content = content_of(request)
    if not content:
        return None
    path = request.get_full_path()[:500]
    return KeptForm.objects.keep(user, path=path, content=content, at=timezone.now())


def autosave(request: HttpRequest, user: User, *, at: datetime) -> KeptForm | None:
    """Keep the form as it stands now, in the place of what was kept a few seconds ago."""
    content = content_of(request)
    if not content:
        return None
    path, key = request.path[:500], key_of(request)
    return KeptForm.objects.autosave(user, path=path, key=key, content=content, at=at)


def key_of(request: HttpRequest) -> str:
    """Return by what a form that saves itself is told from others of its page."""
    return request.POST.get(KEY_FIELD, "").replace("\x00", "")[:LONGEST_KEY]


def kept_form_url(kept: KeptForm) -> str:
    """Return where its owner goes on: a page that saves itself offers it, others are shown."""
    return kept.path if kept.is_autosave else reverse("admin:kept_form", args=[kept.pk])


def fields_of(kept: KeptForm) -> dict[str, list[str]]:
    """Return what was typed, by the names of the fields."""
    return dict(json.loads(kept.content)["fields"])
