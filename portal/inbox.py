"""The inbox: what each member of staff was told, for that person alone."""

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from portal.models.notice_queries import WAITING
from portal.notices import DELIVER
from portal.nudge import nudge

PER_PAGE = 20


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    found = request.user.notices.unread_first()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    notices = page.object_list.with_about()
    context = {
        **admin.site.each_context(request),
        "title": "通知",
        "page": page,
        "notices": notices,
        "newest_unread": max((each.pk for each in notices if not each.read_at), default=None),
    }
    return TemplateResponse(request, "admin/inbox.html", context)


@require_POST
def inbox_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Go to what the notice is about; who goes there has read it."""
    notice = get_object_or_404(request.user.notices, pk=pk)
    request.user.notices.filter(pk=pk).mark_read(at=timezone.now())
    return redirect(notice.path)


@require_POST
def inbox_read(request: HttpRequest, pk: int) -> HttpResponse:
    request.user.notices.filter(pk=pk).mark_read(at=timezone.now())
    return redirect("admin:inbox")


@require_POST
def inbox_read_all(request: HttpRequest, newest: int) -> HttpResponse:
    """Mark everything up to `newest` read, not what came in after the page was shown."""
    request.user.notices.filter(pk__lte=newest).mark_read(at=timezone.now())
    return redirect("admin:inbox")


@require_POST
def inbox_digest(request: HttpRequest) -> HttpResponse:
    """Choose one mail a day, or a mail for each notice; what waits for the morning goes at once."""
    user = request.user
    user.wants_digest = request.POST.get("digest") == "on"
    user.save(update_fields=["wants_digest"])
    if not user.wants_digest:
        user.notices.filter(status__in=WAITING).update(next_try_at=timezone.now())
        nudge(DELIVER)
    said = "以后每天8点收一封通知邮件。" if user.wants_digest else "以后每条通知单独发邮件。"
    messages.success(request, said)
    return redirect("admin:inbox")


def urls(guard) -> list:
    """Return the addresses, each view behind `guard` (the admin site's)."""
    return [
        path("inbox/", guard(inbox), name="inbox"),
        path("inbox/digest/", guard(inbox_digest), name="inbox_digest"),
        path("inbox/read-to/<int:newest>/", guard(inbox_read_all), name="inbox_read_all"),
        path("inbox/<int:pk>/", guard(inbox_open), name="inbox_open"),
        path("inbox/<int:pk>/read/", guard(inbox_read), name="inbox_read"),
    ]
