"""What every page's template knows."""

from functools import cache, partial

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.urls import reverse

from portal import appearance
from portal.models import OfficeSettings
from portal.traditional import with_variant, without_variant

MAIN = [
    *("home", "disclosure:platform", "requests_app:request_guide"),
    *("disclosure:annual_report_list", "disclosure:search"),
]


def site(request: HttpRequest) -> dict:
    """Return the office's settings as `site`, read once per request, and how the page looks."""
    if not hasattr(request, "office_settings"):
        request.office_settings = OfficeSettings.objects.current()
    return {
        "site": request.office_settings,
        "demo": settings.DEMO,
        "here": request.path if request.path in main_addresses() else "",
        "view": appearance.read(request),
        "text_steps": appearance.TEXT_STEPS,
        "themes": appearance.THEMES,
        "canonical": cache(partial(whole_address, request)),
        "alternate": partial(whole_address, request, with_variant),
        "simplified": partial(without_variant, request),
        "traditional": partial(traditional_address, request),
    }


@cache
def main_addresses() -> frozenset[str]:
    """Return the addresses in the main navigation: what differs between pages of its kind."""
    return frozenset(map(reverse, MAIN))


def whole_address(request: HttpRequest, change=str) -> str:
    """Return the whole address of the page in simplified characters; "" for a foreign host."""
    try:
        return request.build_absolute_uri(change(without_variant(request)))
    except DisallowedHost:  # the page that says so is made with this context, too
        return ""


def traditional_address(request: HttpRequest) -> str:
    return with_variant(without_variant(request))
