"""Seeing who asked, and opening the papers of a case: with a reason, and on record.

A reason given for one paper of a case holds for its others until the log-in ends; a proof of
identity asks each time.
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import content_disposition_header

from portal.models import AuditAct
from portal.personal_data import mask
from requests_app.admin.act_forms import UnmaskForm
from requests_app.admin.act_pages import find, page
from requests_app.admin.case_page import FOR_ALL, may_open, person_rows
from requests_app.models.applicant import MASKS
from requests_app.models.request_file import PERSONAL

REASONS = "reasons to open papers"  # of the session: by the case
REMEMBERED = 50


def unmask(request_admin, request, pk):
    """Ask why, write it down, and show the applicant's data on this one answer."""
    case = find(request_admin, request, pk)
    if not case.may_unmask:
        raise PermissionDenied("查看申请人的完整信息需要专门的权限。")
    form = UnmaskForm(request.POST or None)
    rows = []
    if form.is_valid():
        record(case, reason=mask(form.cleaned_data["reason"]))
        applicant = case.info_request.applicant
        values = {name: getattr(applicant, name) for name in MASKS}
        rows = person_rows(values, case.info_request)
    title = "申请人的完整信息"
    return page(request_admin, request, "unmask", case, title, form=form, rows=rows)


def file_page(request_admin, request, pk, file_pk):
    """Send a file; a proof of identity only after a reason was given."""
    case = find(request_admin, request, pk)
    file = get_object_or_404(case.info_request.files, pk=file_pk)
    if not may_open(case, file):
        raise PermissionDenied("这份材料含有申请人的信息，查看需要专门的权限。")
    if file.kind in FOR_ALL:
        return sent(file)
    form, reason = asked_why(request, case, each_time=file.kind in PERSONAL)
    if not reason:
        return why_page(request_admin, request, case, form, file.get_kind_display())
    record(case, reason=reason, file=file.pk, kind=file.kind)
    return sent(file)


def asked_why(request, case, *, each_time: bool = False) -> tuple[UnmaskForm, str]:
    """Return the form that asks, and the reason: just given, or given before for this case."""
    form, key = UnmaskForm(request.POST or None), str(case.info_request.pk)
    known = request.session.get(REASONS, {})
    if form.is_valid():
        reason = mask(form.cleaned_data["reason"])
        kept = list((known | {key: reason}).items())[-REMEMBERED:]
        request.session[REASONS] = dict(kept)
        return form, reason
    return form, "" if each_time else known.get(key, "")


def why_page(request_admin, request, case, form, what: str):
    return page(request_admin, request, "file", case, f"打开{what}", form=form, what=what)


def sent(file) -> HttpResponse:
    """Answer with the file as a download: nothing a stranger sent is shown in our pages."""
    answer = HttpResponse(file.read(), content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(True, file.name)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@transaction.atomic
def record(case, **data):
    given = {name: value for name, value in data.items() if value}
    case.info_request.audit(AuditAct.UNMASKING, by=case.user, at=timezone.now(), **given)
