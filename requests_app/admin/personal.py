"""Seeing who asked, and opening the files of a case: with a reason, and on record."""

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
    reason = ""
    if file.kind in PERSONAL:
        form = UnmaskForm(request.POST or None)
        if not form.is_valid():
            return page(request_admin, request, "file", case, "打开材料", form=form, file=file)
        reason = mask(form.cleaned_data["reason"])
    if file.kind not in FOR_ALL:
        record(case, reason=reason, file=file.pk, kind=file.kind)
    return sent(file)


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
