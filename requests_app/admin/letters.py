"""The register of letters (发文登记): numbers, days, hashes; Word copies, proofs of service.

Letters are read at their case (`letter_pages`); what is here changes none of them. The case
file is taken out here too: with two rights, a reason and an entry in the audit trail.
"""

from tempfile import TemporaryFile

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from portal.admin.base import BoundedPaginator, ReadOnlyMixin
from portal.documents import render_letter
from portal.errors import RuleViolation
from portal.permissions import require
from requests_app import case_file
from requests_app.admin.act_forms import UnmaskForm
from requests_app.admin.act_pages import find, page
from requests_app.admin.letter_pages import as_file
from requests_app.admin.personal import asked_why, record, why_page
from requests_app.models import InformationRequest, Letter

CASE_FILE_RIGHTS = ("requests_app.export_requests", "requests_app.unmask_applicant")


@admin.register(Letter)
class LetterAdmin(ReadOnlyMixin, admin.ModelAdmin):
    list_display = ["number", "kind", "case_number", "dated", "served_on", "is_fixed"]
    list_display_links = ["number"]
    list_filter = ["kind"]
    list_select_related = ["info_request"]
    date_hierarchy = "dated"
    ordering = ["-dated", "-pk"]
    search_fields = ["number", "info_request__number", "sha256"]
    search_help_text = "按文号、申请编号或SHA-256校验值查找"
    paginator = BoundedPaginator
    show_full_result_count = False
    actions = None

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    @admin.display(description="申请编号", ordering="info_request__number")
    def case_number(self, letter):
        return letter.info_request.number

    @admin.display(description="已定稿", boolean=True)
    def is_fixed(self, letter):
        return letter.is_frozen

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Send to where the letter is read: at its case."""
        letter = self.get_object(request, object_id)
        if letter is None:
            raise Http404("没有这份文书")
        return redirect(
            "admin:requests_app_informationrequest_letter", letter.info_request_id, letter.pk
        )

    def get_urls(self):
        guard = self.admin_site.admin_view
        name = "requests_app_letter_{}".format
        return [
            path("<int:pk>/word/", guard(self.word), name=name("word")),
            path("<int:pk>/proof/", guard(require_POST(self.proof)), name=name("proof")),
            path("case/<int:pk>/", guard(self.case_file), name=name("case_file")),
            *super().get_urls(),
        ]

    def case_of(self, request, pk):
        """Return the case of a letter and the letter, if the person works with it."""
        letter = get_object_or_404(Letter, pk=pk)
        desk = self.admin_site.get_model_admin(InformationRequest)
        return find(desk, request, letter.info_request_id), letter

    def word(self, request, pk):
        """Send the letter as a Word file, to be printed or sealed; the kept file stays the PDF."""
        case, letter = self.case_of(request, pk)
        if not case.may_unmask:
            raise PermissionDenied("文书写有申请人的信息，下载需要专门的权限。")
        form, reason = asked_why(request, case)
        if not reason:
            desk = self.admin_site.get_model_admin(InformationRequest)
            return why_page(desk, request, case, form, letter.name)
        try:
            content = render_letter(letter.content(), "docx")
        except RuleViolation as refusal:
            raise PermissionDenied(f"{refusal}。") from refusal
        record(case, reason=reason, letter=letter.pk)
        return as_file(content, letter, "docx")

    def proof(self, request, pk):
        """Make a 送达回证 for the letter and show it."""
        case, letter = self.case_of(request, pk)
        require(request.user, "requests_app.serve_informationrequest")
        now = timezone.now()
        try:
            proof = Letter.objects.prove_service(
                letter, by=request.user, on=timezone.localdate(now), at=now
            )
        except RuleViolation as refusal:
            messages.error(request, f"没有制作：{refusal}。")
            proof = letter
        return redirect(
            "admin:requests_app_informationrequest_letter", case.info_request.pk, proof.pk
        )

    def case_file(self, request, pk):
        """Ask why, then send the whole file of a case as ZIP."""
        for right in CASE_FILE_RIGHTS:
            if not request.user.has_perm(right):
                raise PermissionDenied("导出案卷需要导出和查看申请人信息两项权限。")
        desk = self.admin_site.get_model_admin(InformationRequest)
        case = find(desk, request, pk)
        form = UnmaskForm(request.POST or None)
        if not form.is_valid():
            return page(desk, request, "case_file", case, "导出案卷", form=form)
        return zipped(case, reason=form.cleaned_data["reason"])


def zipped(case, reason: str) -> FileResponse:
    """Write the file to the disk and send it from there: it never stands in memory."""
    file = TemporaryFile()  # noqa: SIM115  the answer closes it
    try:
        at = timezone.now()
        case_file.export(case.info_request, file, by=case.user, at=at, reason=reason)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    name = f"{case.info_request.number}案卷.zip"
    answer = FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
