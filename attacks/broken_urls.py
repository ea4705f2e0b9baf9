"""The addresses of the portal, and one whose view breaks."""

from django.http import HttpRequest
from django.urls import path

from portal import urls

SECRET = "password-of-somebody"


def broken(request: HttpRequest):
    raise RuntimeError(SECRET)


urlpatterns = [path("broken/", broken), *urls.urlpatterns]
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500
