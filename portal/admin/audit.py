"""The audit trail, for reading and for taking out."""

import json

from django import forms
from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied, SuspiciousOperation, ValidationError
from django.http import FileResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import content_disposition_header

from portal import audit_export
from portal.admin.base import BoundedPaginator, ReadOnlyMixin
from portal.audit import seal
from portal.models import AuditAct, AuditEntry


class AuditExportForm(forms.Form):
    """Which file; `entries` are those to be taken out."""

    format = forms.ChoiceField(
        label="文件格式",
        choices=[("csv", "CSV（条数不限）"), ("xlsx", "XLSX（Excel）")],
        widget=forms.RadioSelect,
        initial="csv",
    )

    def __init__(self, *args, entries, **kwargs):
        super().__init__(*args, **kwargs)
        self.entries = entries

    def clean_format(self):
        chosen = self.cleaned_data["format"]
        if chosen == "xlsx" and audit_export.is_too_long(self.entries):
            raise ValidationError(
                f"超过{audit_export.SHEET_ROWS}条，Excel打不开这么大的表。"
                "请改用CSV，或者先在列表中按事项、时间筛选。"
            )
        return chosen


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyMixin, admin.ModelAdmin):
    """Nobody adds, changes or deletes an entry here, whatever their rights."""

    list_display = ["moment", "act", "actor", "object_label", "place"]
    list_filter = ["act", "at"]
    list_select_related = ["by"]
    list_per_page = 50
    paginator = BoundedPaginator
    show_full_result_count = False
    search_fields = ["by_name"]  # what is searched, AuditEntryQuerySet.matching() says
    search_help_text = "按姓名、登录名、对象（如 disclosure.item:12）或序号查找，须写完整"
    fields = ["place", "moment", "act", "actor", "linked_object", "content", "mac"]
    readonly_fields = fields
    actions = None

    def get_search_results(self, request, queryset, search_term):
        term = search_term.strip()
        return (queryset.matching(term) if term else queryset), False

    def get_urls(self):
        export = self.admin_site.admin_view(self.export)
        return [path("export/", export, name="portal_auditentry_export"), *super().get_urls()]

    def export(self, request):
        """Ask which file, then send what the list shows; that it was taken out is an entry too."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            entries = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters as error:
            raise SuspiciousOperation("unknown filter") from error
        form = AuditExportForm(request.POST or None, entries=entries)
        if form.is_valid():
            return self.exported(request, entries, form.cleaned_data["format"])
        context = self.admin_site.each_context(request)
        context |= {"title": "导出审计记录", "opts": self.opts, "form": form}
        return TemplateResponse(request, "admin/portal/auditentry/export.html", context)

    def exported(self, request, entries, form: str):
        now = timezone.now()
        data = {"model": self.opts.label_lower, "format": form, "filters": sorted(request.GET)}
        AuditEntry.objects.record(act=AuditAct.EXPORT, by=request.user, at=now, data=data)
        seal(at=now)  # so that the file holds everything up to itself
        name = f"审计记录-{timezone.localtime(now):%Y%m%d-%H%M%S}.{form}"
        if form == "xlsx":
            return FileResponse(audit_export.workbook(entries), as_attachment=True, filename=name)
        lines = audit_export.csv_lines(entries)
        answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = content_disposition_header(True, name)
        return answer

    @admin.display(description="时间", ordering="at")
    def moment(self, entry):
        return f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M:%S}"

    @admin.display(description="操作人", ordering="by_name")
    def actor(self, entry):
        return f"{entry.by}（{entry.by_name}）" if entry.by else "门户"

    @admin.display(description="序号", ordering="number")
    def place(self, entry):
        return entry.number or "待入链"

    @admin.display(description="对象")
    def linked_object(self, entry):
        """The object's label; a link where the object has a page of its own."""
        name, _, pk = entry.object_label.partition(":")
        try:
            url = reverse(f"admin:{name.replace('.', '_')}_change", args=[pk])
        except NoReverseMatch:
            return entry.object_label or "—"
        return format_html('<a href="{}">{}</a>', url, entry.object_label)

    @admin.display(description="内容")
    def content(self, entry):
        text = json.dumps(entry.data, ensure_ascii=False, indent=2)
        return format_html("<pre>{}</pre>", text) if entry.data else "—"
