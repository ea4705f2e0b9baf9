"""Filing a request: say what is wanted, see what is public already, fill in one form, once."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from disclosure import search
from disclosure.search_tokens import MAX_QUERY
from portal.documents import PdfUnavailable, qr_svg, render_letter
from portal.models import OfficeSettings
from portal.rate_limits import FILED, SENT
from portal.row_keys import is_key
from requests_app.form_ticket import Ticket, open_ticket, read_ticket
from requests_app.forms import RequestForm
from requests_app.letters import LetterKind
from requests_app.models import Channel, HeldUpload, InformationRequest, RequestRules
from requests_app.query_codes import code_of_form, shown_code
from requests_app.views.access import admit, admitted, fresh_code, personal
from requests_app.views.files import file_response, pdf_refused
from requests_app.wanted_form import WantedForm

OFFERED = 5  # public documents beside what somebody is about to ask for
EXPIRED = "页面打开得太久，已经换了新的页面。您填写的内容都还在，请核对后再提交一次。"
FORGED = "页面已经过期，已经换了新的页面。填写的文字都还在；附件请重新选择，然后再提交一次。"
MANY = (
    "今天从您所在的网络提交的申请已经很多，请明天再提交，"
    "或者把申请表当面提交、邮寄到公开办（两种方式任何时候都可以用）。"
)


@personal
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def request_form(request: HttpRequest) -> HttpResponse:
    """Ask what is wanted; then the whole form, with what is public already beside it."""
    if not Channel.objects.open().filter(pk=Channel.PORTAL).exists():
        return redirect("requests_app:request_guide")
    if request.method != "POST":
        response = look_first(request, WantedForm())
        response["X-Robots-Tag"] = "all"  # empty, and what people look for in search engines
        return response
    if request.POST.get("step") == "wanted":
        return offer(request)
    return file_request(request)


def when_expired(request: HttpRequest) -> HttpResponse:
    """Answer a form whose CSRF token has gone stale: nothing is filed, nothing is lost."""
    if request.POST.get("step") == "wanted":
        return look_first(request, WantedForm(request.POST), status=403)
    ticket = read_ticket(request.POST.get("ticket", ""))
    form = RequestForm(request.POST, request.FILES, ticket=ticket)
    form.hold_uploads(at=timezone.now())
    form.add_error(None, EXPIRED)
    return whole_form(request, form, status=403)


request_form.when_expired = when_expired


def look_first(request: HttpRequest, form: WantedForm, status: int = 200) -> HttpResponse:
    """Show the first step: search what is public, or say what is wanted."""
    query = request.GET.get("q", "").replace("\x00", "").strip()
    context = {"form": form, "query": query, "results": look_up(query)}
    return render(request, "requests_app/request_wanted.html", context, status=status)


def look_up(text: str) -> search.Results | None:
    """Return the public documents nearest to a text, None for no text."""
    text = " ".join(text.split())[:MAX_QUERY]
    return search.search(search.Query(text=text, per_page=OFFERED)) if text else None


def offer(request: HttpRequest) -> HttpResponse:
    """Take what is wanted, offer what is public already, and show the whole form below it."""
    wanted = WantedForm(request.POST)
    if not wanted.is_valid():
        return look_first(request, wanted)
    form = RequestForm(initial=wanted.cleaned_data, ticket=open_ticket())
    return whole_form(request, form, results=look_up(wanted.wanted_words))


def whole_form(request: HttpRequest, form: RequestForm, results=None, status=200) -> HttpResponse:
    context = {"form": form, "results": results, "ticket": form.ticket, "held": form.held}
    return render(request, "requests_app/request_form.html", context, status=status)


def file_request(request: HttpRequest) -> HttpResponse:
    """File the request, or give everything back with what to mend beside each field."""
    now = timezone.now()
    ticket = read_ticket(request.POST.get("ticket", ""))
    if filed := filed_with(ticket):  # sent twice, or gone back and sent again
        return welcome(request, filed, ticket)
    form = RequestForm(request.POST, request.FILES, ticket=ticket)
    used_up = next((limit for limit in (SENT, FILED) if limit.is_used_up(request)), None)
    SENT.use(request)
    if used_up:
        form.add_error(None, MANY)
        return used_up.mark(request, whole_form(request, form, status=429))
    form.hold_uploads(at=now)
    take_back(request, form)
    if ticket.is_expired or ticket.is_forged:
        form.add_error(None, FORGED if ticket.is_forged else EXPIRED)
        form.ticket = open_ticket(ticket.nonce)
    if not form.is_valid():
        if filed := filed_with(ticket):  # meanwhile: sent twice at one moment, its files are there
            return welcome(request, filed, ticket)
        return whole_form(request, form)
    info_request = form.save(at=now)
    FILED.use(request)
    return welcome(request, info_request, ticket)


def filed_with(ticket: Ticket) -> InformationRequest | None:
    """Return the request that was filed with this form already."""
    return InformationRequest.objects.filter(form_key=ticket.key).first()


def take_back(request: HttpRequest, form: RequestForm) -> None:
    """Delete the kept files the person no longer wants to hand in."""
    typed = request.POST.getlist("take_back")
    pks = [int(pk) for pk in typed if is_key(pk)]
    if pks:
        HeldUpload.objects.take_back(form.ticket.key, pks)


def welcome(request: HttpRequest, info_request: InformationRequest, ticket: Ticket):
    """Let this session follow the request, and show its number and code."""
    admit(request, info_request, code_of_form(ticket.nonce))
    return redirect("requests_app:request_filed", info_request.number)


@personal
@require_safe
def request_filed(request: HttpRequest, number: str) -> HttpResponse:
    """The number and the query code, shown to who has just filed the request."""
    info_request = admitted(request, number)
    code = fresh_code(request, info_request) if info_request else ""
    if not code:
        return redirect("requests_app:request_status", number)
    address = f"{reverse('requests_app:status_entry')}?number={number}"  # the code is not in it
    context = {
        "info_request": info_request,
        "code": shown_code(code),
        "qr": qr_svg(OfficeSettings.objects.current().url_of(address), "扫码打开查询页面"),
        "rules": RequestRules.objects.current(),
    }
    return render(request, "requests_app/request_filed.html", context)


@personal
@require_safe
def request_receipt(request: HttpRequest, number: str) -> HttpResponse:
    """The receipt as PDF, with the query code while this session still knows it."""
    info_request = admitted(request, number)
    if info_request is None:
        return redirect("requests_app:request_status", number)
    letter = get_object_or_404(info_request.letters.filter(kind=LetterKind.RECEIPT)[:1])
    code = fresh_code(request, info_request)
    try:
        content = render_letter(letter.content(query_code=shown_code(code) if code else ""), "pdf")
    except PdfUnavailable as error:
        return pdf_refused(request, error)
    return file_response(content, f"申请回执{number}.pdf", inline=True)
