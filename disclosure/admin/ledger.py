"""The ledger of items in the admin, with the ZIP of the files it names beside it."""

from contextlib import ExitStack
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage

from disclosure.resources import Archive, ItemLedger, ItemResource
from portal.admin.ledgers import WAITING, LedgerAdminMixin, LedgerConfirmForm, LedgerImportForm
from portal.ledgers import LedgerError


class ItemImportForm(LedgerImportForm):
    archive = forms.FileField(
        label="附件压缩包",
        required=False,
        help_text="台账“附件”一栏写了文件名的，请把这些文件打成一个ZIP在此提交。",
    )
    field_order = ["resource", "import_file", "archive", "format"]

    def clean_archive(self):
        upload = self.cleaned_data["archive"]
        if upload:
            try:
                Archive(upload, upload.name)
            except LedgerError as error:
                raise ValidationError(error.messages) from error
        return upload


class ItemConfirmForm(LedgerConfirmForm):
    waiting_files = ["import_file_name", "archive_name"]
    archive_name = forms.CharField(required=False, widget=forms.HiddenInput)


class ItemLedgerMixin(LedgerAdminMixin):
    """Import and export of the item ledger, to be put before ModelAdmin."""

    resource_classes = [ItemResource]
    import_formats = [ItemLedger]
    import_form_class = ItemImportForm
    confirm_form_class = ItemConfirmForm
    import_template_name = "admin/disclosure/item/import.html"

    def has_import_permission(self, request):
        may_publish = request.user.has_perm("disclosure.import_published_items")
        return may_publish or self.has_add_permission(request)

    def import_confirmed(self, request, form, **kwargs):
        with ExitStack() as request.at_the_end:
            response = super().import_confirmed(request, form, **kwargs)
        if name := form.cleaned_data["archive_name"]:
            default_storage.delete(f"{WAITING}/{name}")
        return response

    def get_import_data_kwargs(self, *, request, form, **kwargs):
        file = form.cleaned_data.get("archive")
        if name := form.cleaned_data.get("archive_name"):
            file = request.at_the_end.enter_context(default_storage.open(f"{WAITING}/{name}"))
        return self.import_options(file)

    def import_options(self, archive=None):
        opened = Archive(archive, "附件.zip") if archive else None
        return super().import_options() | {"archive": opened}

    def get_confirm_form_initial(self, request, import_form):
        initial = super().get_confirm_form_initial(request, import_form)
        if import_form and (archive := import_form.cleaned_data["archive"]):
            path = default_storage.save(f"{WAITING}/{uuid4().hex}", archive)
            initial["archive_name"] = path.rpartition("/")[2]
        return initial
