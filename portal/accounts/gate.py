"""The gate of the staff side: who is let in, who has something to do first, whose time is up.

A right password makes a session, but no page sees a user in it until everything is done that this
log-in owes: the second factor, then a new password where one is due. Until then `request.user`
is anonymous everywhere, on public pages too; so a view nobody thought of is closed, not open.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from http import HTTPStatus
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import get_user
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from portal.accounts.kept import KEPT_FIELD, keep_form, kept_form_url
from portal.client_address import client_address, is_within
from portal.models import KeptForm, Login, LoginEnd, User
from portal.row_keys import is_key

logger = logging.getLogger(__name__)

LOGIN_KEY = "login"  # in the session: the number of its Login
COOKIE_LASTS = timedelta(days=7)  # so that a text typed before the weekend still finds its owner
OPEN_VIEWS = {"login", "jsi18n"}


class Standing(Enum):
    """How far a log-in has come; the value is the page that leads on."""

    ADMITTED = ""
    OWES_FACTOR = "second_factor"
    OWES_PASSWORD = "password_change"
    IDLE = "idle"
    ENDED = "ended"


@dataclass(frozen=True)
class Entry:
    """Who came with the session, on which log-in, and how far they are."""

    user: User
    login: Login | None
    standing: Standing


def standing_of(user: User, login: Login | None, at) -> Standing:
    """Return how far a log-in has come."""
    if login is None or login.ended_at:
        return Standing.ENDED
    if at >= login.idle_at or at >= login.ends_at:
        return Standing.IDLE
    if not login.verified_at and (login.has_factor or factor_is_required()):
        return Standing.OWES_FACTOR
    return Standing.OWES_PASSWORD if user.must_change_password else Standing.ADMITTED


def factor_is_required() -> bool:
    """Outside the demonstration everybody who works here confirms with a second factor."""
    return not settings.DEMO


class StaffNetworkMiddleware:
    """Closes the staff side to addresses outside ADMIN_NETWORKS, before anything else is read."""

    def __init__(self, get_response: Callable):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_staff_side = request.path_info.startswith(f"/{settings.ADMIN_PATH}")
        if is_staff_side and settings.ADMIN_NETWORKS:
            address = client_address(request)
            if not is_within(address, settings.ADMIN_NETWORKS):
                logger.warning("staff page asked for from outside ADMIN_NETWORKS")
                request.user = AnonymousUser()
                context = {"address": address}
                return render(request, "403_network.html", context, status=HTTPStatus.FORBIDDEN)
        return self.get_response(request)


class AccountGateMiddleware:
    """Sets `request.user` to whom the gate lets in, and `request.entry` to who stands before it."""

    def __init__(self, get_response: Callable):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.entry = SimpleLazyObject(lambda: entry_of(request))
        request.user = SimpleLazyObject(lambda: admitted(request))
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        match = request.resolver_match
        if match.app_name != "admin" or match.url_name in OPEN_VIEWS:
            return None
        entry = request.entry
        if not entry:
            return None  # Django asks for the log-in
        if match.url_name == "logout":
            request.user = entry.user  # whoever it is, and however far
            return None
        if entry.standing is Standing.ADMITTED:
            return drop_kept_form(request)
        if entry.standing in (Standing.IDLE, Standing.ENDED):
            return log_out(request, entry)
        if match.url_name == entry.standing.value:
            if entry.standing is Standing.OWES_PASSWORD:
                request.user = entry.user
            return None
        onward = {"next": request.get_full_path() if request.method == "GET" else ""}
        return redirect(f"{reverse(f'admin:{entry.standing.value}')}?{urlencode(onward)}")


def entry_of(request: HttpRequest) -> Entry | None:
    """Return who came with the session, None for nobody."""
    user = get_user(request)
    if not user.is_authenticated:
        return None
    login = Login.objects.filter(pk=request.session.get(LOGIN_KEY), user=user.pk).first()
    now = timezone.now()
    entry = Entry(user, login, standing_of(user, login, now))
    if entry.standing is Standing.ADMITTED:
        login.touch(at=now)
    return entry


def admitted(request: HttpRequest) -> User | AnonymousUser:
    is_in = request.entry and request.entry.standing is Standing.ADMITTED
    return request.entry.user if is_in else AnonymousUser()


def log_out(request: HttpRequest, entry: Entry) -> HttpResponse:
    """End the session, keep what was typed, and lead to the log-in and from there back to it."""
    onward, said = request.get_full_path(), "本次登录已经结束，请重新登录。"
    if entry.standing is Standing.IDLE:
        is_old = timezone.now() >= entry.login.ends_at
        because = LoginEnd.AGE if is_old else LoginEnd.IDLE
        entry.login.end(because=because, by=None, at=timezone.now())
        said = why_logged_out(entry.login, is_old)
        if request.method == "POST":
            kept = keep_form(request, entry.user)
            onward = kept_form_url(kept) if kept else ""
            said += "您刚才填写的内容已经保留，登录后可以接着提交。" if kept else ""
    elif request.method == "POST":
        onward = ""
    request.session.flush()
    request.user = AnonymousUser()
    messages.warning(request, said)
    query = f"?{urlencode({'next': onward})}" if onward else ""
    return HttpResponseRedirect(reverse("admin:login") + query)


def why_logged_out(login: Login, is_old: bool) -> str:
    if is_old:
        return "本次登录已满规定的时间，请重新登录。"
    return f"超过{login.idle_minutes}分钟没有操作，已自动退出，请重新登录。"


def drop_kept_form(request: HttpRequest) -> None:
    """Forget what was kept, once its owner sends it."""
    kept = request.POST.get(KEPT_FIELD, "") if request.method == "POST" else ""
    if is_key(kept):
        KeptForm.objects.filter(pk=kept, user=request.entry.user).delete()
