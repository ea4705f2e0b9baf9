"""The request ledger in the admin: choose a file, look at the preview, confirm; and export.

A ledger is full of names: while an uploaded one waits for its confirmation it is encrypted, and
what leaves the register is masked unless who may see applicants says why they need them.
"""

from django import forms
from django.core.exceptions import PermissionDenied
from import_export.tmp_storages import MediaStorage

from portal.admin.ledgers import LedgerAdminMixin, LedgerExportForm
from portal.encryption import decrypt_bytes, encrypt_bytes
from portal.personal_data import mask
from requests_app.resources import RequestLedger, RequestResource

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
    import_rights = [MAY_IMPORT]
    export_form_class = RequestExportForm
    import_template_name = f"{FOLDER}/import.html"
    export_template_name = f"{FOLDER}/export.html"
    tmp_storage_class = EncryptedStorage

    def has_export_permission(self, request):
        return request.user.has_perm(MAY_EXPORT)

    def export_action(self, request):
        self.check_export(request, request.POST)
        return super().export_action(request)

    def check_export(self, request, chosen):
        super().check_export(request, chosen)
        if chosen.get("in_clear") and not request.user.has_perm(MAY_UNMASK):
            raise PermissionDenied("导出不遮盖的台账，需要查看申请人完整信息的权限。")

    def init_request_context_data(self, request, form):
        context = super().init_request_context_data(request, form)
        if not request.user.has_perm(MAY_UNMASK):
            del form.fields["in_clear"], form.fields["reason"]
        return context

    def export_options(self, chosen):
        return {"in_clear": chosen.get("in_clear", False)}

    def export_facts(self, chosen):
        if not chosen.get("in_clear"):
            return {}
        return {"in_clear": True, "reason": mask(chosen["reason"].strip())}
