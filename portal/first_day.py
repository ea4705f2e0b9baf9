"""The page “上手指南”: what the person does first, role by role, with the way to each page."""

from dataclasses import replace

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from portal.first_day_guides import BELL, COMMON, FIRST_DAYS, Step


def first_day(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """Show the guides of the roles the person holds; all of them with `?all`."""
    held = list(request.user.groups.values_list("name", flat=True))
    wants_all = "all" in request.GET
    names = [name for name in FIRST_DAYS if wants_all or name in held]
    guides = [(name, linked(request.user, (*FIRST_DAYS[name], BELL))) for name in names]
    context = {
        **site.each_context(request),
        "title": "上手指南",
        "guides": guides or [("所有工作人员", linked(request.user, COMMON))],
        "wants_all": wants_all,
    }
    request.current_app = site.name
    return TemplateResponse(request, "admin/first_day.html", context)


def linked(user, steps: tuple[Step, ...]) -> list[Step]:
    """Return the steps, without the links the person has no right to follow."""
    return [
        step if not step.permission or user.has_perm(step.permission) else replace(step, page="")
        for step in steps
    ]
