"""登记申请: entering a request that arrived in person, by post, e-mail, fax, or orally."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from portal.errors import RuleViolation
from requests_app.admin.act_pages import CHANGE, FOLDER
from requests_app.admin.registration_form import FILES, PERSON, ApplicantForm, RegistrationForm
from requests_app.models import InformationRequest, RequestFile
from requests_app.workflow import Status

# What “submitted on” means, for each channel a clerk enters (art. 31; 国办公开办函〔2015〕207号).
WHICH_DAY = {
    "in_person": "申请人当面提交的日期，即收到日期。打印回执交申请人。",
    "oral_assisted": "代申请人填好登记表的日期，即收到日期。",
    "ems": "本机关签收邮件的日期，即收到日期。保留信封。",
    "ordinary_mail": "平信寄达的日期。当天与申请人确认，以确认日期为收到日期。",
    "email": "邮件到达的日期。与申请人确认，以确认日期为收到日期。",
    "fax": "传真到达的日期。与申请人确认，以确认日期为收到日期。",
}
REQUEST_SECTIONS = [
    (
        "怎样收到的",
        ["channel", "submitted_on", "forwarded_internally", "confirmed_on", "notice"],
    ),
    ("申请什么", ["subject", "kind", "wanted_name", "wanted_number", "wanted", "wanted_period"]),
    (
        "怎样提供",
        [
            *("provide_form", "obtain_way", "accepts_other_way", "help_needed"),
            "suggests_publication",
        ],
    ),
    ("材料", list(FILES)),
]


def registration(request_admin, request):
    """Show the form, or enter the request and go to its page."""
    if not request_admin.has_add_permission(request):
        raise PermissionDenied
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = RegistrationForm(*sent, today=timezone.localdate())
    applicant = ApplicantForm(*sent)
    if sent and all([form.is_valid(), applicant.is_valid()]):
        try:
            info_request = register(form, applicant, by=request.user)
        except RuleViolation as refusal:
            form.add_error(None, f"没有登记：{refusal}。")
        else:
            say(request_admin, request, info_request)
            return redirect(CHANGE, info_request.pk)
    context = {
        **request_admin.admin_site.each_context(request),
        "title": "登记申请",
        "opts": request_admin.opts,
        "form": form,
        "applicant": applicant,
        "sections": sections(form, applicant),
        "which_day": [
            (channel.name, WHICH_DAY.get(channel.pk, channel.get_receipt_rule_display()))
            for channel in form.fields["channel"].queryset
        ],
    }
    request.current_app = request_admin.admin_site.name
    return TemplateResponse(request, f"{FOLDER}/register.html", context)


def sections(form, applicant) -> list[tuple[str, list]]:
    """Return the fields of both forms in the order people fill them in."""
    of_request = [(title, [form[name] for name in names]) for title, names in REQUEST_SECTIONS]
    who = [form["applicant_kind"], *(applicant[name] for name in PERSON)]
    return [of_request[0], ("谁申请", who), *of_request[1:]]


@transaction.atomic
def register(form, applicant, *, by) -> InformationRequest:
    """Enter the request with its files, confirmed where the applicant already agreed."""
    data, now = dict(form.cleaned_data), timezone.now()
    files = {name: data.pop(name) for name in FILES}
    confirmed_on, notice = data.pop("confirmed_on"), data.pop("notice").strip()
    person = {name: applicant.cleaned_data[name] for name in PERSON}
    info_request = InformationRequest.objects.register(applicant=person, by=by, at=now, **data)
    for name, file in files.items():
        if file:
            RequestFile.objects.add(info_request, FILES[name], file, by=by, at=now)
    if notice:
        info_request.log("noted", by=by, at=now, note=notice)
    if confirmed_on and info_request.status == Status.SUBMITTED:
        info_request.confirm(by=by, on=confirmed_on, at=now)
    return info_request


def say(request_admin, request, info_request):
    """Tell the number, the term, and what the receipt of the letter came too late for."""
    said = f"已登记，申请编号 {info_request.number}。"
    if info_request.due_on:
        said += f"答复期限 {info_request.due_on:%Y-%m-%d}。"
    request_admin.message_user(request, said, messages.SUCCESS)
    is_letter = info_request.channel_id == "ordinary_mail"
    if info_request.status == Status.SUBMITTED:
        hint = "还没有确认收到，期限没有开始。请与申请人确认后办理“确认收到”。"
        if is_letter:
            hint += "平信应当在寄达当天确认（条例第三十一条第（二）项）。"
        request_admin.message_user(request, hint, messages.WARNING)
    elif is_letter and info_request.received_on > info_request.submitted_on:
        hint = "平信应当在寄达当天与申请人确认；确认晚于寄达的，请在记事中写明原因。"
        request_admin.message_user(request, hint, messages.WARNING)
