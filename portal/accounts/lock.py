"""Lock-out after wrong passwords (django-axes): the office's numbers, our words, our trail.

Axes counts in the database: one count for all web processes, and no restart forgets it. It counts
by account, so that many addresses guess no better than one. What was typed as a login may be a
password typed into the wrong field: axes is given an HMAC of it, never the text.
"""

import hmac
from datetime import datetime, timedelta
from http import HTTPStatus

from axes.backends import AxesStandaloneBackend
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from axes.signals import user_locked_out
from django.conf import settings
from django.contrib import admin
from django.db import transaction
from django.db.models import Max, Sum
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from portal.client_address import client_address
from portal.models import AccessRules, AuditAct, AuditEntry, User


class LockOutBackend(AxesStandaloneBackend):
    """Lets nobody in while the account is locked; a command without a request is nobody's guess."""

    def authenticate(self, request, username=None, password=None, **kwargs):
        if request is None:
            return None
        return super().authenticate(request, username, password, **kwargs)


def failure_limit(request: HttpRequest, credentials: dict | None) -> int:
    return AccessRules.objects.current().lock_failures


def lock_time(request: HttpRequest | None) -> timedelta:
    return timedelta(minutes=AccessRules.objects.current().lock_minutes)


def address_for_axes(request: HttpRequest) -> str | None:
    return client_address(request) or None


def name_for_axes(request: HttpRequest, credentials: dict | None) -> str:
    typed = (credentials or {}).get("username") or request.POST.get("username") or ""
    return axes_name(typed)


def axes_name(username: str) -> str:
    """Return what axes knows an account by."""
    return hmac.digest(settings.MATCH_KEY.encode(), f"login:{username}".encode(), "sha256").hex()


def locked_until(username: str, *, at: datetime) -> datetime | None:
    """Return when the lock of an account ends, None while it has none."""
    rules = AccessRules.objects.current()
    lasting = timedelta(minutes=rules.lock_minutes)
    counted = AccessAttempt.objects.filter(
        username=axes_name(username), attempt_time__gt=at - lasting
    ).aggregate(failures=Sum("failures_since_start"), last=Max("attempt_time"))
    is_locked = (counted["failures"] or 0) >= rules.lock_failures
    return counted["last"] + lasting if is_locked else None


@transaction.atomic
def unlock(user: User, *, by: User | None, at: datetime) -> bool:
    """Forget the wrong passwords of `user`; False when none were counted."""
    count = AxesProxyHandler.reset_attempts(username=axes_name(user.username))
    if count:
        AuditEntry.objects.record(act=AuditAct.UNLOCK, by=by, at=at, obj=user)
    return bool(count)


@receiver(user_locked_out)
def record_lock(sender, request: HttpRequest, **kwargs) -> None:
    """Write down the moment a lock begins, not each try against it."""
    if request.axes_failures_since_start is None:
        return
    typed = (request.axes_credentials or {}).get("username") or ""
    account = User.objects.filter(username=typed).first()
    data = {"address": client_address(request), "is_account": account is not None}
    AuditEntry.objects.record(
        act=AuditAct.LOCKOUT, by=None, at=timezone.now(), obj=account, data=data
    )


def locked_page(request: HttpRequest, original=None, credentials=None) -> HttpResponse:
    """Say why nobody gets in, until when, and what to do; the same for a login that is none."""
    rules = AccessRules.objects.current()
    now = timezone.now()
    ends_at = locked_until((credentials or {}).get("username") or "", at=now)
    context = {
        **admin.site.each_context(request),
        "title": "账号已锁定",
        "rules": rules,
        "ends_at": ends_at or now + timedelta(minutes=rules.lock_minutes),
    }
    response = TemplateResponse(
        request, "admin/accounts/locked.html", context, status=HTTPStatus.TOO_MANY_REQUESTS
    )
    return response.render()
