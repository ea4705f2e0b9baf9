"""What every answer says to browsers, and input no view should ever see."""

import secrets

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.utils.functional import SimpleLazyObject

from portal.errors import bad_request, method_not_allowed, too_large

LONGEST_QUERY_STRING = 8 * 1024
MB = 1024 * 1024
METHODS = ("GET", "HEAD", "POST", "OPTIONS")

PUBLIC_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "media-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
# The rich text editor writes style attributes, and its import map is an inline script
# that carries the nonce of the response.
EDITOR_POLICY = PUBLIC_POLICY | {
    "script-src": "'self' 'nonce-{nonce}'",
    "style-src": "'self' 'unsafe-inline'",
}
# What a page of ours never asks of a browser, nor of a frame in it.
UNUSED = (
    *("accelerometer", "autoplay", "bluetooth", "browsing-topics", "camera", "display-capture"),
    *("geolocation", "gyroscope", "hid", "identity-credentials-get", "idle-detection"),
    *("magnetometer", "microphone", "midi", "payment", "publickey-credentials-get"),
    *("screen-wake-lock", "serial", "usb", "xr-spatial-tracking"),
)
HEADERS = {
    "X-Frame-Options": "DENY",  # also where Django's own middleware does not get to
    "Permissions-Policy": ", ".join(f"{name}=()" for name in UNUSED),
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}


def policy_text(policy: dict[str, str]) -> str:
    """Return a policy as the header says it."""
    return "; ".join(f"{name} {value}" for name, value in policy.items())


class PackingMiddleware(GZipMiddleware):
    """Packs a page made while its reader waits, where no nginx does; files go as they are."""

    def __init__(self, get_response):
        if settings.HTTPS:
            raise MiddlewareNotUsed
        super().__init__(get_response)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        is_page = response.get("Content-Type", "").startswith("text/html")
        if response.streaming or not is_page:
            return response
        return super().process_response(request, response)


class ContentSecurityPolicyMiddleware:
    """Sends the policy; only a page that took `request.csp_nonce` gets that of the editor."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        taken = []

        def nonce():
            taken.append(secrets.token_urlsafe(16))
            return taken[0]

        request.csp_nonce = SimpleLazyObject(nonce)
        response = self.get_response(request)
        policy = EDITOR_POLICY if taken else PUBLIC_POLICY
        text = policy_text(policy).format(nonce="".join(taken))
        response.setdefault("Content-Security-Policy", text)
        for name, value in HEADERS.items():
            response.setdefault(name, value)
        return response


class BadInputMiddleware:
    """Answers what no view should see: NUL bytes, endless addresses and bodies, odd methods."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if len(query) > LONGEST_QUERY_STRING or "%00" in query or "\x00" in request.path:
            return bad_request(request)
        if request.method not in METHODS:
            return method_not_allowed(request)
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > settings.MAX_REQUEST_MEGABYTES * MB:
            return too_large(request)
        response = self.get_response(request)
        if response.status_code == 405 and not response.content:
            return method_not_allowed(request, allow=response["Allow"])
        return response
