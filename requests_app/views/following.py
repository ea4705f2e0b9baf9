"""Following a request with its number and query code, and acting on it. No account needed."""

from functools import wraps

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.errors import RuleViolation
from portal.models import HolidayNotice
from portal.rate_limits import SENT, WRONG_PAIR
from requests_app import case_page
from requests_app.case_forms import ACTS, FileRefused, StatusForm
from requests_app.models import InformationRequest, RequestRules
from requests_app.query_codes import typed_code
from requests_app.views.access import admit, admitted, find_by_code, leave, personal
from requests_app.views.files import file_response

DONE = "requests_app.done"
WRONG = "申请编号或查询码不对，请对照提交成功的页面或回执检查。"
MANY_ACTS = "从您所在的网络提交的次数太多，请一小时后再提交。填写的内容都还在，附件请届时重新选择。"
TOO_OFTEN = "输错的次数太多，请15分钟后再试。查询码遗失的，可以持身份证明到公开办申请补发。"


@personal
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def status_entry(request: HttpRequest) -> HttpResponse:
    """Ask for number and query code; every wrong pair gets the same answer."""
    if request.method != "POST":
        form = StatusForm(initial={"number": request.GET.get("number", "")[:40]})
        return render(request, "requests_app/status_entry.html", {"form": form})
    form = StatusForm(request.POST)
    if WRONG_PAIR.is_used_up(request):
        form.add_error(None, TOO_OFTEN)
        page = render(request, "requests_app/status_entry.html", {"form": form}, status=429)
        return WRONG_PAIR.mark(request, page)
    if form.is_valid():
        number, code = form.cleaned_data["number"], typed_code(form.cleaned_data["code"])
        if info_request := find_by_code(number, code):
            admit(request, info_request)
            return redirect("requests_app:request_status", info_request.number)
        WRONG_PAIR.use(request)
        form.add_error(None, WRONG)
    return render(request, "requests_app/status_entry.html", {"form": form})


def of_this_session(view):
    """Hand the view the case of its address, or ask for the query code first."""

    @personal
    @wraps(view)
    def answer(request: HttpRequest, number: str, *args, **kwargs):
        info_request = admitted(request, number)
        if info_request is None:
            return redirect(reverse("requests_app:status_entry", query={"number": number}))
        return view(request, info_request, *args, **kwargs)

    return answer


@of_this_session
@require_safe
def request_status(request: HttpRequest, info_request: InformationRequest) -> HttpResponse:
    """Where the request stands: whose turn, the due day and why, what one may do until when."""
    today, rules = timezone.localdate(), RequestRules.objects.current()
    calendar = HolidayNotice.objects.calendar()
    turn, sentence = case_page.TURNS[info_request.status]
    context = {
        "info_request": info_request,
        "today": today,
        "turn": turn,
        "turn_sentence": sentence,
        "clock": info_request.clock(calendar, rules, today),
        "timeline": case_page.timeline(info_request),
        "letters": case_page.letters_for_applicant(info_request),
        "files": case_page.files_for_applicant(info_request),
        "acts": open_acts(info_request, today),
        "remedies": case_page.remedies(info_request, rules, calendar, today),
        "rules": rules,
        "masked": case_page.masked_rows(info_request.applicant),
        "done": request.session.pop(DONE, ""),
    }
    return render(request, "requests_app/request_status.html", context)


def open_acts(info_request: InformationRequest, today) -> list[dict]:
    """Return what the applicant may do today, each with its last day and the days left."""
    acts = []
    for name, form in ACTS.items():
        if form.is_open(info_request, today):
            until = form.until(info_request)
            left = (until - today).days if until else None
            acts.append({"name": name, "title": form.title, "until": until, "left": left})
    return acts


@of_this_session
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def request_act(request: HttpRequest, info_request: InformationRequest, act: str) -> HttpResponse:
    """One act of the applicant: its form, and what comes of it."""
    if act not in ACTS:
        raise Http404(f"没有“{act}”这一事项")
    form_class, today = ACTS[act], timezone.localdate()
    if not form_class.is_open(info_request, today):
        context = {"info_request": info_request, "title": form_class.title}
        return render(request, "requests_app/act_closed.html", context, status=409)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = form_class(*sent, info_request=info_request)
    is_too_much = form.is_bound and SENT.is_used_up(request)
    if is_too_much:
        form.add_error(None, MANY_ACTS)
    elif form.is_bound:
        SENT.use(request)
        if form.is_valid() and perform(form):
            request.session[DONE] = form_class.done
            return redirect("requests_app:request_status", info_request.number)
    until = form_class.until(info_request)
    context = {
        "info_request": info_request,
        "form": form,
        "until": until,
        "left": (until - today).days if until else None,
    }
    page = render(
        request, "requests_app/request_act.html", context, status=429 if is_too_much else 200
    )
    return SENT.mark(request, page) if is_too_much else page


def perform(form) -> bool:
    """Do the act; False, with the reason in the form, when the rules or a file forbid it."""
    try:
        with transaction.atomic():
            form.perform(today=timezone.localdate(), at=timezone.now())
    except FileRefused as error:
        form.add_error("attached", error.messages)
    except RuleViolation as error:
        form.add_error(None, str(error))
    return not form.errors


@of_this_session
@require_safe
def letter_file(request: HttpRequest, info_request: InformationRequest, pk: int) -> HttpResponse:
    """A letter that went out to the applicant, as it is kept in the file."""
    letter = get_object_or_404(info_request.letters.all(), pk=pk)
    if letter not in case_page.letters_for_applicant(info_request):
        raise Http404("没有这份文书")
    try:
        content = letter.read()
    except RuleViolation as error:
        raise Http404(str(error)) from error
    return file_response(content, f"{letter}.{letter.form}")


@of_this_session
@require_safe
def answer_file(request: HttpRequest, info_request: InformationRequest, pk: int) -> HttpResponse:
    """A file handed out with the answer, decrypted after the check of the session."""
    files = {file.pk: file for file in case_page.files_for_applicant(info_request)}
    if pk not in files:
        raise Http404("没有这个文件")
    return file_response(files[pk].read(), files[pk].name)


@of_this_session
@require_safe
def own_data(request: HttpRequest, info_request: InformationRequest) -> HttpResponse:
    """Everything the applicant gave, to read and to print."""
    context = {
        "info_request": info_request,
        "person": case_page.own_data(info_request),
        "wanted": case_page.wanted_data(info_request),
        "files": info_request.files.filter(added_by=None),
    }
    return render(request, "requests_app/own_data.html", context)


@of_this_session
@require_safe
def own_data_json(request: HttpRequest, info_request: InformationRequest) -> HttpResponse:
    """The same for machines (个人信息保护法 art. 45)."""
    content = {
        "申请编号": info_request.number,
        "申请人": case_page.own_data(info_request),
        "申请": case_page.wanted_data(info_request),
        "办理经过": case_page.timeline(info_request),
        "文书": [str(letter) for letter in case_page.letters_for_applicant(info_request)],
    }
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="{info_request.number}.json"'
    return response


@personal
@require_POST
def status_leave(request: HttpRequest) -> HttpResponse:
    """Close the cases this browser has open: for a shared computer."""
    leave(request)
    return redirect("requests_app:status_entry")
