"""The audit trail, for reading."""

import json

from django.contrib import admin
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html

from portal.admin import BoundedPaginator, ReadOnlyMixin
from portal.models import AuditEntry


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
