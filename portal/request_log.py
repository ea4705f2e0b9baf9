"""Every request has a number and a line in the log; who meets an error is shown the number."""

import logging
import re
import secrets
import time

from django.http import HttpRequest, HttpResponse

from portal.client_address import is_trusted
from portal.logs import address_of, request_id

HEADER = "X-Request-ID"
NUMBER = re.compile(r"[0-9a-f]{16,64}")
UNLOGGED = ("/static/", "/healthz")

logger = logging.getLogger("portal.access")


class RequestLogMiddleware:
    """First of all: whatever the others log carries the number."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begin = time.perf_counter()
        request.request_id = number_of(request)
        token = request_id.set(request.request_id)
        try:
            response = self.get_response(request)
            response[HEADER] = request.request_id
            if not request.path.startswith(UNLOGGED):
                write_line(request, response, time.perf_counter() - begin)
        finally:
            request_id.reset(token)
        return response


def number_of(request: HttpRequest) -> str:
    """Return the number nginx gave, so that both logs can be compared; else one of our own."""
    given = request.headers.get(HEADER, "")
    if NUMBER.fullmatch(given) and is_trusted(request.META.get("REMOTE_ADDR", "")):
        return given
    return secrets.token_hex(8)


def write_line(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    """Write what was asked and how it went: no query, no form, nothing of the person."""
    facts = {
        "method": request.method if request.method.isalpha() else "?",
        "address": address_of(request),
        "status": response.status_code,
        "ms": round(seconds * 1000),
    }
    logger.info("request", extra={"facts": facts})
