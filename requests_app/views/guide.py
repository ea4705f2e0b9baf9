"""How to ask for what is not published, and how working days are counted. For everybody."""

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from disclosure.models import Guide
from disclosure.views import REQUESTS, render_block
from portal.documents import PdfUnavailable, render_document
from portal.models import HolidayNotice, OfficeSettings
from requests_app.calculator import CalculatorForm
from requests_app.models import Channel, RequestRules
from requests_app.paper_form import paper_form
from requests_app.views.files import file_response, pdf_refused

PAPER_FORMS = ("docx", "pdf")
KEPT_SECONDS = 60 * 60


@require_safe
def request_guide(request: HttpRequest) -> HttpResponse:
    """Who may ask, by which ways, how long it takes, what it costs."""
    channels = list(Channel.objects.open())
    context = {
        "guide": Guide.objects.current(),
        "rules": RequestRules.objects.current(),
        "channels": channels,
        "is_online": any(channel.pk == Channel.PORTAL for channel in channels),
    }
    return render_block(request, REQUESTS, "requests_app/request_guide.html", context)


@require_safe
def paper_form_file(request: HttpRequest, form: str) -> HttpResponse:
    """The application form to be filled in by hand, as DOCX or PDF."""
    if form not in PAPER_FORMS:
        raise Http404("申请表有DOCX和PDF两种")
    site = OfficeSettings.objects.current()
    key = f"paper-form-{form}-{site.bureau_name.encode().hex()}"
    content = cache.get(key)
    try:
        content = content or render_document(paper_form(site), form)
    except PdfUnavailable as error:
        return pdf_refused(request, error)
    cache.set(key, content, KEPT_SECONDS)
    return file_response(content, f"政府信息公开申请表.{form}")


@require_safe
def workday_calculator(request: HttpRequest) -> HttpResponse:
    """Count a term day by day, by the calendar and the law the office itself counts with."""
    form = CalculatorForm(request.GET or None, initial={"start": timezone.localdate()})
    context = {"form": form}
    if form.is_bound and form.is_valid():
        calendar = HolidayNotice.objects.calendar()
        context["counted"] = form.count(calendar)
    return render(request, "requests_app/workday_calculator.html", context)
