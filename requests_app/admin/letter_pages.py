"""Letters of a case at the desk: read as a page, taken out as a file, the receipt with its code."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import content_disposition_header

from portal.documents import PdfUnavailable, render_letter
from portal.errors import RuleViolation
from requests_app.admin.act_pages import find, is_masked, page
from requests_app.admin.personal import asked_why, record, why_page
from requests_app.letters import LetterKind
from requests_app.query_codes import shown_code

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def letter_page(request_admin, request, pk, letter_pk):
    """Show a letter as it went out, or as it stands; the applicant masked as everywhere."""
    case = find(request_admin, request, pk)
    letter = get_object_or_404(case.info_request.letters, pk=letter_pk)
    try:
        html = render_letter(letter.content(masked=is_masked(case, letter.kind)), "html")
    except RuleViolation as refusal:
        html = f"<p>{refusal}。</p>"
    title = letter.name
    may_prove = letter.kind != LetterKind.SERVICE_PROOF and case.may("serve_informationrequest")
    context = {"letter": letter, "html": html, "may_prove": may_prove}
    return page(request_admin, request, "letter", case, title, **context)


def letter_file(request_admin, request, pk, letter_pk):
    """Ask why, then send a letter as its file; of one that has not gone out, as it stands."""
    case = find(request_admin, request, pk)
    if not case.may_unmask:
        raise PermissionDenied("文书写有申请人的信息，下载需要专门的权限；可以看遮盖后的内容。")
    letter = get_object_or_404(case.info_request.letters, pk=letter_pk)
    asked, reason = asked_why(request, case)
    if not reason:
        return why_page(request_admin, request, case, asked, letter.name)
    try:
        form, content = letter.render() if not letter.is_frozen else (None, letter.read())
    except RuleViolation as refusal:
        raise PermissionDenied(f"{refusal}。") from refusal
    record(case, reason=reason, letter=letter.pk)
    return as_file(content, letter, form or letter.form)


def receipt(request_admin, request, pk):
    """Print the receipt that is handed out, with a new query code: it is kept nowhere else."""
    if not request.user.has_perm("requests_app.register_informationrequest"):
        raise PermissionDenied
    case = find(request_admin, request, pk)
    letter = case.info_request.letters.filter(kind=LetterKind.RECEIPT).last()
    if letter is None:
        raise PermissionDenied("这件申请没有接收回执（历史导入的申请不制作回执）。")
    if request.method != "POST":
        return page(request_admin, request, "receipt", case, "打印回执", letter=letter)
    with transaction.atomic():
        code = case.info_request.reissue_query_code(by=request.user, at=timezone.now())
        record(case, letter=letter.pk)
        content = letter.content(query_code=shown_code(code))
        try:
            form, printed = "pdf", render_letter(content, "pdf")
        except PdfUnavailable:
            form, printed = "docx", render_letter(content, "docx")
    return as_file(printed, letter, form)


def as_file(content: bytes, letter, form: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=TYPES[form])
    name = f"{letter.file_name}.{form}"
    answer["Content-Disposition"] = content_disposition_header(True, name)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
