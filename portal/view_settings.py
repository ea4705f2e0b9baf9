"""How pages look, chosen by the reader: a page of settings, and the address that keeps them."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal import appearance


@require_safe
def view_page(request: HttpRequest) -> HttpResponse:
    """Show every setting with what it does; works without JavaScript."""
    chosen = appearance.read(request)
    context = {
        "switches": [
            (name, label, appearance.ON if getattr(chosen, name) else appearance.OFF)
            for name, label in appearance.SWITCHES.items()
        ],
        "on_or_off": [(appearance.OFF, "关"), (appearance.ON, "开")],
        "page_tags": {"ColumnName": "阅读设置"},
    }
    return render(request, "portal/view_settings.html", context)


@never_cache
@require_safe
def view_set(request: HttpRequest) -> HttpResponse:
    """Keep what the address names (`text=150`), then lead back to where the reader was."""
    chosen = appearance.read(request).changed(request.GET)
    response = HttpResponseRedirect(safe_return(request))
    if chosen.is_default:
        response.delete_cookie(appearance.COOKIE, samesite="Lax")
    else:
        response.set_cookie(
            appearance.COOKIE,
            chosen.key,
            max_age=appearance.COOKIE_SECONDS,
            samesite="Lax",
            secure=settings.HTTPS,
            httponly=True,
        )
    return response


def safe_return(request: HttpRequest) -> str:
    """Return the page to go back to: an address of this site, otherwise the home page."""
    address = request.GET.get("next", "")
    hosts = {request.get_host()}
    is_ours = url_has_allowed_host_and_scheme(address, hosts, require_https=request.is_secure())
    return address if is_ours and address.startswith("/") else "/"
