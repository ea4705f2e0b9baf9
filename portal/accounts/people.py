"""What the security officer does with the account of another: unlock, log out, reset."""

from datetime import datetime, timedelta

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from portal.accounts.forms import ReasonForm, out_of_reach
from portal.accounts.lock import locked_until, unlock
from portal.models import AccessRules, Login, LoginEnd, SecondFactor, User
from portal.permissions import require
from portal.row_keys import is_key

GUARD = "portal.guard_user"


def access_of(user: User, *, rules: AccessRules, at: datetime) -> dict:
    """Return how somebody logs in, for a page: password, second factor, log-ins."""
    factor = SecondFactor.objects.of(user)
    set_at = user.password_set_at or user.date_joined
    days = rules.password_days
    return {
        "password_set_at": set_at,
        "password_ends_at": set_at + timedelta(days=days) if days else None,
        "factor": factor,
        "codes_left": factor.recovery_codes.filter(used_at=None).count() if factor else 0,
        "logins": user.logins.open(at),
    }


def person_access(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how a person logs in, and act on it."""
    require(request.user, GUARD)
    person = get_object_or_404(User, pk=pk)
    refusal = out_of_reach(person, request.user)
    form = ReasonForm(request.POST if request.POST.get("act") == "reset" else None)
    if request.method == "POST":
        if refusal:
            raise PermissionDenied(refusal)
        if said := ACTS.get(request.POST.get("act"), nothing)(request, person, form):
            messages.success(request, said)
            return redirect("admin:person_access", pk)
    now = timezone.now()
    context = {
        **admin.site.each_context(request),
        **access_of(person, rules=AccessRules.objects.current(), at=now),
        "title": f"{person}的登录安全",
        "person": person,
        "locked_until": locked_until(person.username, at=now),
        "refusal": refusal,
        "form": form,
    }
    return TemplateResponse(request, "admin/accounts/person.html", context)


def nothing(request: HttpRequest, person: User, form: ReasonForm) -> str:
    return ""


def unlock_person(request: HttpRequest, person: User, form: ReasonForm) -> str:
    is_done = unlock(person, by=request.user, at=timezone.now())
    return "已解除锁定。" if is_done else "账号没有锁定，不需要解除。"


def end_logins(request: HttpRequest, person: User, form: ReasonForm) -> str:
    """End the log-in that was chosen, or all of them."""
    ending = Login.objects.all()
    if chosen := request.POST.get("login"):
        ending = ending.filter(pk=chosen) if is_key(chosen) else ending.none()
    end = {"because": LoginEnd.BY_GUARD, "by": request.user, "at": timezone.now()}
    return f"已结束 {ending.end_all(user=person, **end)} 处登录。"


@transaction.atomic
def reset_factor(request: HttpRequest, person: User, form: ReasonForm) -> str:
    """Forget the phone of a person, and end their log-ins: who has the phone is out."""
    if not form.is_valid():
        return ""
    now, reason = timezone.now(), form.cleaned_data["reason"]
    SecondFactor.objects.reset(person, by=request.user, at=now, reason=reason)
    end = {"because": LoginEnd.FACTOR, "by": request.user, "at": now}
    Login.objects.all().end_all(user=person, **end)
    return "双因素验证已重置，该同志下次登录时须重新设置。"


ACTS = {"unlock": unlock_person, "end": end_logins, "reset": reset_factor}
