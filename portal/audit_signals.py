"""Log-ins, failed log-ins and log-outs in the audit trail: Django's own signals tell of them."""

from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from portal.models import AuditAct, AuditEntry, User

LONGEST_ADDRESS = 45  # IPv6


@receiver(user_logged_in)
def record_login(sender, request, user, **kwargs):
    record(AuditAct.LOGIN, request, by=user, obj=user)


@receiver(user_logged_out)
def record_logout(sender, request, user, **kwargs):
    if user is not None:  # else the session had ended already
        record(AuditAct.LOGOUT, request, by=user, obj=user)


@receiver(user_login_failed)
def record_login_failure(sender, credentials, request=None, **kwargs):
    """Name the account only if there is one: people type passwords into the wrong field."""
    account = User.objects.filter(username=credentials.get(User.USERNAME_FIELD)).first()
    record(AuditAct.LOGIN_FAILURE, request, by=None, obj=account, is_account=account is not None)


def record(act, request, *, by, obj, **data):
    data["address"] = address_of(request) if request else ""
    AuditEntry.objects.record(act=act, by=by, at=timezone.now(), obj=obj, data=data)


def address_of(request: HttpRequest) -> str:
    """Return where a request came from; behind our proxy, what the proxy itself saw."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.HTTPS:
        address = request.headers.get("X-Forwarded-For", address).split(",")[-1].strip()
    return address[:LONGEST_ADDRESS]
