"""Content security policy, and input no view should ever see."""

import secrets

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from portal.errors import bad_request

LONGEST_QUERY_STRING = 8 * 1024

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
STAFF_POLICY = PUBLIC_POLICY | {
    "script-src": "'self' 'nonce-{nonce}'",
    "style-src": "'self' 'unsafe-inline'",
}


class ContentSecurityPolicyMiddleware:
    """Sends the policy; staff pages may use `request.csp_nonce`."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        nonce = SimpleLazyObject(lambda: secrets.token_urlsafe(16))
        request.csp_nonce = nonce
        response = self.get_response(request)
        is_staff_page = getattr(request.resolver_match, "app_name", "") == "admin"
        policy = STAFF_POLICY if is_staff_page else PUBLIC_POLICY
        text = "; ".join(f"{name} {value}" for name, value in policy.items())
        response.setdefault("Content-Security-Policy", text.format(nonce=nonce))
        response.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        return response


class BadInputMiddleware:
    """Answers 400 to addresses with NUL bytes or an endless query, before any view runs."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if len(query) > LONGEST_QUERY_STRING or "%00" in query or "\x00" in request.path:
            return bad_request(request)
        return self.get_response(request)
