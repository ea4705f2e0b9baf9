"""The ledger of items in the admin: choose files, look at the preview, confirm.

Between preview and confirmation the uploaded files wait in a folder that nothing serves; what
nobody confirmed within a day is deleted when the next ledger comes.
"""

from contextlib import ExitStack
from datetime import timedelta
from uuid import uuid4

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.shortcuts import redirect
from django.utils import timezone
from import_export.admin import ExportMixin, ImportMixin
from import_export.forms import ConfirmImportForm, ExportForm, ImportForm

from disclosure.resources.archive import Archive
from disclosure.resources.formats import LEDGER_FORMATS, ItemLedger
from disclosure.resources.items import ItemResource
from portal.ledgers import MB, LedgerError
from portal.models import AuditAct, AuditEntry

WAITING = "django-import-export"  # the folder the library's MediaStorage uses too
KEPT = timedelta(days=1)


class LedgerImportForm(ImportForm):
    archive = forms.FileField(
        label="附件压缩包",
        required=False,
        help_text="台账“附件”一栏写了文件名的，请把这些文件打成一个ZIP在此提交。",
    )
    field_order = ["resource", "import_file", "archive", "format"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["import_file"].label = "台账文件"
        self.fields["import_file"].help_text = "CSV（UTF-8或GB18030）或XLSX；表头须在前五行之内。"

    def clean_import_file(self):
        upload = self.cleaned_data["import_file"]
        if upload.size > settings.MAX_UPLOAD_MEGABYTES * MB:
            raise ValidationError(
                f"“{upload.name}”超过{settings.MAX_UPLOAD_MEGABYTES} MB的上限；"
                "请按年度拆成几个文件分别导入。"
            )
        return upload

    def clean_archive(self):
        upload = self.cleaned_data["archive"]
        if upload:
            try:
                self.opened = Archive(upload, upload.name)
            except LedgerError as error:
                raise ValidationError(error.messages) from error
        return upload


class LedgerExportForm(ExportForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["format"] = "0"


class LedgerConfirmForm(ConfirmImportForm):
    archive_name = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_format(self):
        return "0"  # the only format there is: content tells CSV from XLSX

    def clean(self):
        data = super().clean()
        for field in ("import_file_name", "archive_name"):
            name = data[field] = data.get(field, "").rpartition("/")[2]
            if name and not default_storage.exists(f"{WAITING}/{name}"):
                raise ValidationError("这份台账已经导入，或者上传后超过一天；请重新选择文件。")
        return data


class RecordedExportMixin(ExportMixin):
    """An export that leaves a line in the audit trail: who took out how many rows of what."""

    def get_export_data(self, file_format, request, queryset, **kwargs):
        exported = super().get_export_data(file_format, request, queryset, **kwargs)
        data = {"model": self.opts.label_lower, "rows": queryset.count()}
        by, now = request.user, timezone.now()
        AuditEntry.objects.record(act=AuditAct.EXPORT, by=by, at=now, data=data)
        return exported


class LedgerAdminMixin(ImportMixin, RecordedExportMixin):
    """Import and export of the item ledger, to be put before ModelAdmin."""

    resource_classes = [ItemResource]
    import_formats = [ItemLedger]
    export_formats = LEDGER_FORMATS
    import_form_class = LedgerImportForm
    confirm_form_class = LedgerConfirmForm
    export_form_class = LedgerExportForm
    import_template_name = "admin/disclosure/item/import.html"
    import_export_change_list_template = "admin/import_export/change_list_import_export.html"
    skip_admin_log = True  # each item's own history says more

    def has_import_permission(self, request):
        may_publish = request.user.has_perm("disclosure.import_published_items")
        return may_publish or self.has_add_permission(request)

    def has_export_permission(self, request):
        return self.has_view_permission(request)

    def import_action(self, request, **kwargs):
        forget_unconfirmed(timezone.now() - KEPT)
        return super().import_action(request, **kwargs)

    def process_import(self, request, **kwargs):
        if not self.has_import_permission(request):
            raise PermissionDenied
        form = self.create_confirm_form(request)
        if not form.is_valid():
            for sentences in form.errors.values():
                self.message_user(request, " ".join(sentences), messages.ERROR)
            return redirect(self.ledger_url("import"))
        with ExitStack() as request.at_the_end:
            response = super().process_import(request, **kwargs)
        if name := form.cleaned_data["archive_name"]:
            default_storage.delete(f"{WAITING}/{name}")
        return response

    def get_import_data_kwargs(self, *, request, form, **kwargs):
        archive = getattr(form, "opened", None)
        if name := form.cleaned_data.get("archive_name"):
            file = request.at_the_end.enter_context(default_storage.open(f"{WAITING}/{name}"))
            archive = Archive(file, "附件.zip")
        return {"today": timezone.localdate(), "archive": archive}

    def get_confirm_form_initial(self, request, import_form):
        initial = super().get_confirm_form_initial(request, import_form)
        if import_form and (archive := import_form.cleaned_data["archive"]):
            path = default_storage.save(f"{WAITING}/{uuid4().hex}", archive)
            initial["archive_name"] = path.rpartition("/")[2]
        return initial

    def add_data_read_fail_error_to_form(self, form, e):
        if not isinstance(e, LedgerError):
            raise e
        form.add_error("import_file", e.messages)

    def process_result(self, result, request):
        """Say what was imported; or, when the data changed since the preview, that nothing was."""
        if result.is_good:
            said = f"导入完成：{result.published}条已公开，{result.drafts}条草稿。"
            self.message_user(request, said, messages.SUCCESS)
            return redirect(self.ledger_url("changelist"))
        for complaint in result.complaints():
            self.message_user(request, complaint, messages.ERROR)
        return redirect(self.ledger_url("import"))

    def ledger_url(self, page: str) -> str:
        app, model = self.get_model_info()
        return f"{self.admin_site.name}:{app}_{model}_{page}"


def forget_unconfirmed(before) -> None:
    if not default_storage.exists(WAITING):
        return
    for name in default_storage.listdir(WAITING)[1]:
        path = f"{WAITING}/{name}"
        if default_storage.get_modified_time(path) < before:
            default_storage.delete(path)
