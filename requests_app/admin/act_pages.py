"""The pages on which an act is asked about and done."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from portal.documents import render_letter
from portal.errors import RuleViolation
from requests_app.admin.act_facts import facts_of
from requests_app.admin.acts import ACTS, Act
from requests_app.admin.answer_forms import OutcomeForm, parse_answer
from requests_app.admin.case import Case, wanted_rows
from requests_app.letter_preview import preview as preview_letter
from requests_app.letters import FORMS
from requests_app.models import InformationRequest

FOLDER = "admin/requests_app/informationrequest"
CHANGE = "admin:requests_app_informationrequest_change"
NEWS_SHOWN = 3


@dataclass(frozen=True)
class Preview:
    """What an act would bring, in sentences, and the letter it would issue."""

    lines: list[str]
    letter: str


def find(request_admin, request, pk) -> Case:
    """Return a case the person works with; refuse any other in words."""
    if not request_admin.has_view_permission(request):
        raise PermissionDenied
    rows = request_admin.get_queryset(request).with_clock().select_related("channel", "handler")
    info_request = rows.filter(pk=pk).first()
    if info_request is None:
        raise PermissionDenied("这件申请不存在，或者没有分给您办理。")
    return Case(info_request, request.user, timezone.localdate())


def page(request_admin, request, template, case, title, **context):
    context |= {
        **request_admin.admin_site.each_context(request),
        "title": title,
        "opts": request_admin.opts,
        "case": case,
        "info_request": case.info_request,
    }
    request.current_app = request_admin.admin_site.name
    return TemplateResponse(request, f"{FOLDER}/{template}.html", context)


def act_page(request_admin, request, pk, name, part_pk=None):
    """Ask what an act needs, then do it; what the rules refuse is said, nothing typed is lost."""
    act = ACTS[name]
    if not request.user.has_perm(f"requests_app.{act.permission}"):
        raise PermissionDenied
    case = find(request_admin, request, pk)
    part = find_part(case, act, part_pk)
    if request.method != "POST" and not act.may(case, part):
        return not_now(request_admin, request, case, act)
    if name == "answer" and parse_answer(request.GET.get("answer", "")) is None:
        return outcome_page(request_admin, request, case, act)
    form, preview = form_of(act, case, part, request), None
    facts = facts_of(name, case, part, is_possible=act.is_offered(case, part))
    if request.method == "POST" and form.is_valid():
        done, preview = answer_to(form, act, case, part, request)
        if done is not None:
            return concluded(request_admin, request, case, act, done)
    context = {
        "act": act,
        "form": form,
        "preview": preview,
        "facts": facts,
        "wanted": wanted_rows(case),
    }
    return page(request_admin, request, "act", case, act.label, **context)


def form_of(act: Act, case: Case, part, request):
    """Return the form of the act; that of an answer asks what the chosen outcome must say."""
    chosen = parse_answer(request.GET.get("answer", "")) if act.name == "answer" else ()
    extra = dict(zip(("outcome", "sub_outcome"), chosen, strict=False))
    return act.form(request.POST or None, request.FILES or None, case=case, part=part, **extra)


def find_part(case: Case, act: Act, part_pk):
    """Return the row of the case the act is done to; None for acts on the whole case."""
    if not act.part:
        return None
    rows = getattr(case.info_request, act.part).all()
    part = next((row for row in rows if row.pk == part_pk), None)
    if part is None:
        raise Http404
    return part


def not_now(request_admin, request, case, act):
    where = case.info_request.get_status_display()
    sentence = f"现在不能办理“{act.label}”：申请的状态是“{where}”，或者这一步已经办过。"
    request_admin.message_user(request, sentence, messages.WARNING)
    return redirect(CHANGE, case.info_request.pk)


def answer_to(form, act, case, part, request):
    """Preview or do the act; return what it gave (True for nothing), and what it would give."""
    try:
        if form.has_preview and "_preview" in request.POST:
            return None, Preview(form.preview(), letter_html(case, form.letter()))
        check_unchanged(form, act, case)
        return perform(act, case, part, form.arguments()) or True, None
    except ObjectDoesNotExist:  # a proposal that somebody declined meanwhile
        said = f"“{act.label}”的对象已经不在了，请返回看现在的情况。"
    except ValidationError as refusal:
        said = refusal.messages[0]
    except RuleViolation as refusal:
        said = f"{refusal}。"
    case.info_request.refresh_from_db()
    form.add_error(None, f"没有办理：{said}")
    return None, None


def letter_html(case: Case, letter) -> str:
    """Return the letter an act would issue, as this person may read it."""
    if letter is None:
        return ""
    kind, fields = letter
    content = preview_letter(case.info_request, kind, masked=is_masked(case, kind), **fields)
    return render_letter(content, "html")


def is_masked(case: Case, kind) -> bool:
    """True where a letter on screen hides whom it names: the applicant is seen with a reason."""
    return FORMS[kind].to_applicant or not case.may_unmask


def perform(act: Act, case: Case, part, arguments):
    """Do one act; raises RuleViolation or PermissionDenied, as its verb does."""
    if part is not None:
        part.info_request = case.info_request
    verb = act.verb(case.info_request, part)
    with transaction.atomic():
        return verb(by=case.user, at=timezone.now(), **arguments)


def check_unchanged(form, act: Act, case: Case):
    """Tell a person what happened since they opened the form; pressed again, the act is done."""
    seen = form.cleaned_data.get("seen")
    if act.is_side or seen is None or seen == case.last_event:
        return
    news = case.info_request.events.filter(pk__gt=seen).select_related("by").order_by("-pk")
    said = [f"{each.by or '系统'} {each.get_kind_display()}" for each in news[:NEWS_SHOWN]]
    form.data = form.data.copy()
    form.data[form.add_prefix("seen")] = case.last_event
    raise RuleViolation(
        f"办理情况在您打开之后已有变化（{'；'.join(said)}）。请看过现在的情况；"
        "仍要办理的，再按一次按钮"
    )


def concluded(request_admin, request, case, act, done):
    """Say what was done, and go to the case it led to."""
    info_request = done if isinstance(done, InformationRequest) else case.info_request
    info_request.refresh_from_db()
    status = info_request.get_status_display()
    said = f"{info_request.number} 已办理：{act.label}。现在的状态：{status}。"
    request_admin.message_user(request, said, messages.SUCCESS)
    return redirect(CHANGE, info_request.pk)


def outcome_page(request_admin, request, case, act):
    """The first step of an answer: pick its outcome, then see what it must say."""
    form = OutcomeForm(request.GET if "answer" in request.GET else None)
    context = {"act": act, "form": form}
    return page(request_admin, request, "outcome", case, act.label, **context)
