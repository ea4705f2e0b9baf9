"""A ledger in the admin: choose a file, look at the preview, confirm; and export what is listed.

Between preview and confirmation the uploaded file waits in a folder that nothing serves; what
nobody confirmed within a day is deleted when the next ledger comes.
"""

import json
from datetime import timedelta
from io import BytesIO
from typing import BinaryIO

from django.conf import settings
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied, SuspiciousOperation, ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from import_export.admin import ExportMixin, ImportMixin
from import_export.forms import ConfirmImportForm, ExportForm, ImportForm

from portal import job_files
from portal.admin import jobs
from portal.files.kinds import safe_name
from portal.ledger_files import LEDGER_FORMATS
from portal.ledgers import MB, LedgerError, rows_at_most
from portal.models import AuditAct, AuditEntry, JobKind

WAITING = "django-import-export"  # the folder the library's MediaStorage uses too
KEPT = timedelta(days=1)
JOB_ROWS = 2_000  # a longer ledger is a job: nobody waits for a page that long


class LedgerImportForm(ImportForm):
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


class LedgerConfirmForm(ConfirmImportForm):
    waiting_files = ["import_file_name"]  # the fields that name a file waiting for confirmation

    def clean_format(self):
        return "0"  # the only format there is: content tells CSV from XLSX

    def clean(self):
        data = super().clean()
        for field in self.waiting_files:
            name = data[field] = data.get(field, "").rpartition("/")[2]
            if name and not default_storage.exists(f"{WAITING}/{name}"):
                raise ValidationError("这份台账已经导入，或者上传后超过一天；请重新选择文件。")
        return data


class LedgerExportForm(ExportForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["format"] = "0"


class RecordedExportMixin(ExportMixin):
    """An export that leaves a line in the audit trail: who took out how many rows of what."""

    export_formats = LEDGER_FORMATS
    export_form_class = LedgerExportForm
    export_template_name = "admin/ledgers/export.html"

    def has_export_permission(self, request):
        return self.has_view_permission(request)

    def get_resource_kwargs(self, request, *args, **kwargs):
        return {}  # what a resource must know, import_data() and export() are told

    def init_request_context_data(self, request, form):
        context = super().init_request_context_data(request, form)
        return context | {"count": self.get_export_queryset(request).count()}

    def get_export_queryset(self, request):
        """Answer 400 to an address whose filters mean nothing; the library would break on it."""
        try:
            return super().get_export_queryset(request)
        except IncorrectLookupParameters as error:
            raise SuspiciousOperation("unknown filter") from error

    def export_action(self, request):
        """Send a short export at once; make a long one a job, with a page of its own."""
        if request.method == "POST" and self.has_export_permission(request):
            formats, resources = self.export_formats, self.get_export_resource_classes(request)
            form = self.get_export_form_class()(formats, resources, data=request.POST)
            is_long = self.get_export_queryset(request)[: JOB_ROWS + 1].count() > JOB_ROWS
            if is_long and form.is_valid():
                return self.start_export(request, form.cleaned_data)
        return super().export_action(request)

    def start_export(self, request, chosen):
        extension = self.export_formats[int(chosen["format"])]().get_extension()
        name = f"{self.opts.verbose_name_plural}-{timezone.localdate()}.{extension}"
        return jobs.start(
            JobKind.EXPORT,
            request,
            register=self.opts.label_lower,
            file_name=name,
            query=request.GET.urlencode(),
            options=json.dumps(chosen, ensure_ascii=False),
        )

    @transaction.atomic
    def get_export_data(self, file_format, request, queryset, *, export_form, **kwargs):
        """Return the file, and leave a line in the audit trail: who took out what, and why."""
        chosen = export_form.cleaned_data
        self.check_export(request, chosen)
        with BytesIO() as file:
            self.write_export(file, queryset, chosen, self.resource_classes[0]())
            self.record_export(request, queryset, chosen)
            return file.getvalue()

    def check_export(self, request, chosen) -> None:
        """Raise PermissionDenied unless the person may take out what was chosen."""
        if not self.has_export_permission(request):
            raise PermissionDenied

    def write_export(self, file, queryset, chosen, resource) -> None:
        """Write the rows one by one; `chosen` is what the form said."""
        table = resource.export(queryset, **self.export_options(chosen))
        self.export_formats[int(chosen["format"])]().write(table, file)

    def export_options(self, chosen) -> dict:
        return {}

    def record_export(self, request, queryset, chosen) -> None:
        data = {"model": self.opts.label_lower, "rows": queryset.count()}
        data |= self.export_facts(chosen)
        by, now = request.user, timezone.now()
        AuditEntry.objects.record(act=AuditAct.EXPORT, by=by, at=now, data=data)

    def export_facts(self, chosen) -> dict:
        """What else the audit trail keeps of an export."""
        return {}

    def ledger_url(self, page: str) -> str:
        app, model = self.get_model_info()
        return reverse(f"{self.admin_site.name}:{app}_{model}_{page}")


class LedgerAdminMixin(ImportMixin, RecordedExportMixin):
    """Import and export of a ledger, to be put before ModelAdmin.

    An app says which ledger it reads (`import_formats`), into what (`resource_classes`), with
    which rights (`import_rights`), and what the pages say (`import_template_name`).
    """

    import_form_class = LedgerImportForm
    confirm_form_class = LedgerConfirmForm
    import_template_name = "admin/ledgers/import.html"
    import_export_change_list_template = "admin/import_export/change_list_import_export.html"
    skip_admin_log = True  # the audit trail, and each row's own history, say more
    import_rights: list[str] = []

    def has_import_permission(self, request):
        return request.user.has_perms(self.import_rights)

    def import_action(self, request, **kwargs):
        """Check a short ledger at once; make a long one a job, with a page of its own."""
        forget_unconfirmed(timezone.now() - KEPT)
        if request.method == "POST" and self.has_import_permission(request):
            form = self.create_import_form(request)
            if form.is_valid() and is_long(form.cleaned_data["import_file"]):
                return self.start_import(request, form)
            for file in request.FILES.values():
                file.seek(0)
        return super().import_action(request, **kwargs)

    def start_import(self, request, form):
        upload, archive = form.cleaned_data["import_file"], form.cleaned_data.get("archive")
        return jobs.start(
            JobKind.IMPORT,
            request,
            register=self.opts.label_lower,
            file_name=safe_name(upload.name),
            file=job_files.store(job_files.pieces_of(upload)),
            archive=job_files.store(job_files.pieces_of(archive)) if archive else "",
        )

    def process_import(self, request, **kwargs):
        if not self.has_import_permission(request):
            raise PermissionDenied
        form = self.create_confirm_form(request)
        if not form.is_valid():
            for sentences in form.errors.values():
                self.message_user(request, " ".join(sentences), messages.ERROR)
            return redirect(self.ledger_url("import"))
        return self.import_confirmed(request, form, **kwargs)

    def import_confirmed(self, request, form, **kwargs):
        """Import what the person has confirmed; return where to go next."""
        return super().process_import(request, **kwargs)

    def get_import_data_kwargs(self, **kwargs):
        return self.import_options()

    def import_options(self, archive: BinaryIO | None = None) -> dict:
        """What the resource is told; `archive` is the open ZIP of the files a ledger names."""
        return {"today": timezone.localdate()}

    def add_data_read_fail_error_to_form(self, form, e):
        if not isinstance(e, LedgerError):
            raise e
        form.add_error("import_file", e.messages)

    def process_result(self, result, request):
        """Say what was imported; or, when the data changed since the preview, that nothing was."""
        if result.is_good:
            self.message_user(request, f"导入完成：{result.summary}。", messages.SUCCESS)
            return redirect(self.ledger_url("changelist"))
        for complaint in result.complaints():
            self.message_user(request, complaint, messages.ERROR)
        return redirect(self.ledger_url("import"))


def is_long(upload) -> bool:
    upload.seek(0)
    count = rows_at_most(upload, JOB_ROWS)
    upload.seek(0)
    return count > JOB_ROWS


def forget_unconfirmed(before) -> None:
    if not default_storage.exists(WAITING):
        return
    for name in default_storage.listdir(WAITING)[1]:
        path = f"{WAITING}/{name}"
        if default_storage.get_modified_time(path) < before:
            default_storage.delete(path)
