"""The roof: every app's addresses (README, “Addresses”)."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from portal import home, styleguide, view_settings

urlpatterns = [
    path("", home.home, name="home"),
    path("healthz", home.healthz, name="healthz"),
    path("readyz", home.readyz, name="readyz"),
    path("robots.txt", home.robots, name="robots"),
    path("view/", view_settings.view_page, name="view_page"),
    path("view/set/", view_settings.view_set, name="view_set"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path(settings.ADMIN_PATH, admin.site.urls),
    path("", include("requests_app.urls")),
    path("", include("reports.urls")),
    path("", include("disclosure.urls")),  # last: it answers for addresses of the old website
]

handler400 = "portal.errors.bad_request"
handler403 = "portal.errors.permission_denied"
handler404 = "portal.errors.page_not_found"
handler500 = "portal.errors.server_error"
