"""What every page's template knows."""

from django.conf import settings
from django.http import HttpRequest

from portal.models import OfficeSettings


def site(request: HttpRequest) -> dict:
    """Return the office's settings as `site`, read once per request."""
    if not hasattr(request, "office_settings"):
        request.office_settings = OfficeSettings.objects.current()
    return {"site": request.office_settings, "demo": settings.DEMO}
