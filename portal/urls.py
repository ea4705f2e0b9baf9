"""The roof: every app's addresses (README, “Addresses”)."""

from django.contrib import admin
from django.urls import include, path

from portal import home

urlpatterns = [
    path("", home.home, name="home"),
    path("healthz", home.healthz, name="healthz"),
    path("readyz", home.readyz, name="readyz"),
    path("robots.txt", home.robots, name="robots"),
    path("admin/", admin.site.urls),
    path("", include("requests_app.urls")),
    path("", include("reports.urls")),
    path("", include("disclosure.urls")),  # last: it answers for addresses of the old website
]

handler400 = "portal.errors.bad_request"
handler403 = "portal.errors.permission_denied"
handler404 = "portal.errors.page_not_found"
handler500 = "portal.errors.server_error"
