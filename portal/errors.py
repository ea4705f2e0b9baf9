"""RuleViolation, and the pages people see when something is refused."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class RuleViolation(Exception):
    """An act the rules forbid; its message is a sentence for staff."""


def bad_request(request: HttpRequest, exception=None) -> HttpResponse:
    return render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception=None) -> HttpResponse:
    return render(request, "403.html", status=403)


def page_not_found(request: HttpRequest, exception=None) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    # No request context: what broke may be the very thing the context needs.
    return render(None, "500.html", status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Refuse a stale form; a view with `when_expired` gives back what was typed."""
    view = getattr(request.resolver_match, "func", None)
    if hasattr(view, "when_expired"):
        return view.when_expired(request)
    return render(request, "403.html", {"csrf": True}, status=403)
