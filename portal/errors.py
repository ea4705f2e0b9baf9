"""RuleViolation, and the pages people see when something is refused."""

import errno
import sys

from django.conf import settings
from django.core.exceptions import (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal import appearance

UNWRITABLE = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG, errno.EACCES, errno.EPERM}
TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


class RuleViolation(Exception):
    """An act the rules forbid; its message is a sentence for staff."""


def bad_request(request: HttpRequest, exception=None) -> HttpResponse:
    if isinstance(exception, TOO_LARGE):
        return too_large(request)
    return render(request, "400.html", status=400)


def method_not_allowed(request: HttpRequest, allow: str = "GET, HEAD, POST") -> HttpResponse:
    response = render(request, "405.html", status=405)
    response["Allow"] = allow
    return response


def too_large(request: HttpRequest) -> HttpResponse:
    context = {"megabytes": settings.MAX_UPLOAD_MEGABYTES}
    return render(request, "413.html", context, status=413)


def permission_denied(request: HttpRequest, exception=None) -> HttpResponse:
    return render(request, "403.html", status=403)


def page_not_found(request: HttpRequest, exception=None) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    # No request context: what broke may be the very thing the context needs.
    number = getattr(request, "request_id", "")  # stands in the log, with what went wrong
    context = {"number": number, "view": appearance.read(request)}
    if is_disk_trouble(sys.exception()):
        return render(None, "507.html", context, status=507)
    return render(None, "500.html", context, status=500)


def is_disk_trouble(error: BaseException | None) -> bool:
    """True when an error says that nothing can be written: disk full, read-only, over quota."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in UNWRITABLE:
            return True
        error = error.__cause__ or error.__context__
    return False


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Refuse a stale form; a view with `when_expired` gives back what was typed."""
    view = getattr(request.resolver_match, "func", None)
    if hasattr(view, "when_expired"):
        return view.when_expired(request)
    return render(request, "403.html", {"csrf": True}, status=403)
