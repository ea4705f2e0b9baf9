"""Log-ins, failed log-ins and log-outs: Django's own signals tell of them.

Each goes into the audit trail, and a log-in becomes a row its owner can see and end.
"""

from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from portal.accounts.devices import device_name
from portal.accounts.gate import COOKIE_LASTS, LOGIN_KEY
from portal.client_address import client_address
from portal.models import (
    AccessRules,
    AuditAct,
    AuditEntry,
    Login,
    LoginEnd,
    SecondFactor,
    User,
)


@receiver(user_logged_in)
def begin_login(sender, request, user, **kwargs):
    """Begin a log-in in the session, and end the one that was there."""
    record(AuditAct.LOGIN, request, by=user, obj=user)
    end_login(request, LoginEnd.AGAIN)
    now = timezone.now()
    login = Login.objects.begin(
        user,
        address=client_address(request),
        device=device_name(request.headers.get("User-Agent", "")),
        has_factor=SecondFactor.objects.of(user) is not None,
        at=now,
    )
    request.session[LOGIN_KEY] = login.pk
    request.session.set_expiry(int(COOKIE_LASTS.total_seconds()))
    if not settings.DEMO and AccessRules.objects.current().is_expired(user, at=now):
        User.objects.filter(pk=user.pk).update(must_change_password=True)


@receiver(user_logged_out)
def record_logout(sender, request, user, **kwargs):
    end_login(request, LoginEnd.LOGOUT)
    if user is not None:  # else the session had ended already
        record(AuditAct.LOGOUT, request, by=user, obj=user)


@receiver(user_login_failed)
def record_login_failure(sender, credentials, request=None, **kwargs):
    """Name the account only if there is one: people type passwords into the wrong field."""
    account = User.objects.filter(username=credentials.get(User.USERNAME_FIELD)).first()
    record(AuditAct.LOGIN_FAILURE, request, by=None, obj=account, is_account=account is not None)


def end_login(request: HttpRequest, because: LoginEnd) -> None:
    login = Login.objects.filter(pk=request.session.get(LOGIN_KEY)).first()
    if login:
        login.end(because=because, by=None, at=timezone.now())


def record(act, request, *, by, obj, **data):
    data["address"] = client_address(request) if request else ""
    AuditEntry.objects.record(act=act, by=by, at=timezone.now(), obj=obj, data=data)
