"""The request ledger in the admin: choose a file, look at the preview, confirm; and export.

A ledger is full of names: while an uploaded one waits for its confirmation it is encrypted, and
what leaves the register is masked unless who may see applicants says why they need them.
"""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from import_export.admin import ImportMixin
from import_export.tmp_storages import MediaStorage

from disclosure.resources.admin import LedgerAdminMixin, LedgerExportForm, LedgerImportForm
from portal.encryption import decrypt_bytes, encrypt_bytes
from portal.models import AuditAct, AuditEntry
from portal.personal_data import mask
from requests_app.resources import EXPORT_FORMATS, RequestLedger, RequestResource

MAY_IMPORT, MAY_EXPORT = "requests_app.import_requests", "requests_app.export_requests"
MAY_UNMASK = "requests_app.unmask_applicant"
FOLDER = "admin/requests_app"
SHORTEST_REASON = 4


class EncryptedStorage(MediaStorage):
    """Where an uploaded ledger waits for its confirmation."""

    def save(self, data):
        super().save(encrypt_bytes(data))

    def read(self):
        return decrypt_bytes(super().read())


class RequestImportForm(LedgerImportForm):
    archive = None


class RequestExportForm(LedgerExportForm):
    in_clear = forms.BooleanField(
        label="不遮盖姓名和内容",
        required=False,
        help_text="不勾选时，申请人只显示姓氏，内容中的证件号码、电话等遮盖。",
    )
    reason = forms.CharField(
        label="不遮盖的理由",
        required=False,
        max_length=200,
        help_text="写明办理什么事项需要；理由和您的姓名记入审计记录。",
    )

    def clean(self):
        data = super().clean()
        if data.get("in_clear") and len(data.get("reason", "").strip()) < SHORTEST_REASON:
            self.add_error("reason", "导出不遮盖的台账，请写清办理什么事项需要。")
        return data


class RequestLedgerMixin(LedgerAdminMixin):
    """Import and export of the request ledger, to be put before ModelAdmin."""

    resource_classes = [RequestResource]
    import_formats = [RequestLedger]
    export_formats = EXPORT_FORMATS
    import_form_class = RequestImportForm
    export_form_class = RequestExportForm
    import_template_name = f"{FOLDER}/import.html"
    export_template_name = f"{FOLDER}/export.html"
    tmp_storage_class = EncryptedStorage

    # Import

    def has_import_permission(self, request):
        return request.user.has_perm(MAY_IMPORT)

    def get_import_data_kwargs(self, **kwargs):
        return {"today": timezone.localdate()}

    def get_confirm_form_initial(self, request, import_form):
        return ImportMixin.get_confirm_form_initial(self, request, import_form)

    def process_result(self, result, request):
        """Say what was imported; or, when the data changed since the preview, that nothing was."""
        if result.is_good:
            self.message_user(request, f"导入完成：{result.summary}。", messages.SUCCESS)
            return redirect(self.ledger_url("changelist"))
        for complaint in result.complaints():
            self.message_user(request, complaint, messages.ERROR)
        return redirect(self.ledger_url("import"))

    # Export

    def has_export_permission(self, request):
        return request.user.has_perm(MAY_EXPORT)

    def export_action(self, request):
        if request.POST.get("in_clear") and not request.user.has_perm(MAY_UNMASK):
            raise PermissionDenied("导出不遮盖的台账，需要查看申请人完整信息的权限。")
        return super().export_action(request)

    def init_request_context_data(self, request, form):
        context = super().init_request_context_data(request, form)
        if not request.user.has_perm(MAY_UNMASK):
            del form.fields["in_clear"], form.fields["reason"]
        count = self.get_export_queryset(request).count()
        back = reverse(self.ledger_url("changelist"))
        return context | {"title": "导出台账", "count": count, "back": back}

    @transaction.atomic
    def get_export_data(self, file_format, request, queryset, **kwargs):
        """Return the file, and leave a line in the audit trail: who took out what, and why."""
        if not self.has_export_permission(request):
            raise PermissionDenied
        chosen = kwargs["export_form"].cleaned_data
        table = RequestResource().export(queryset, in_clear=chosen["in_clear"])
        content = file_format.export_data(table)
        data = {"model": self.opts.label_lower, "rows": queryset.count()}
        if chosen["in_clear"]:
            data |= {"in_clear": True, "reason": mask(chosen["reason"].strip())}
        AuditEntry.objects.record(
            act=AuditAct.EXPORT, by=request.user, at=timezone.now(), data=data
        )
        return content
