"""The portal's addresses and an empty one."""

from django.http import HttpResponse
from django.urls import include, path


def empty(request):
    return HttpResponse("empty")


urlpatterns = [path("empty/", empty), path("", include("portal.urls"))]
