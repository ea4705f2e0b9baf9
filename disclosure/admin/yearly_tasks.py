"""The yearly plan: the disclosure office writes it, each office says how far it has come."""

from django.contrib import admin
from django.utils import timezone

from disclosure.models import YearlyTask
from disclosure.resources.yearly_tasks import TaskLedger, YearlyTaskResource
from portal.admin.base import FORM_FIELDS, LookupMixin, state_mark
from portal.admin.ledgers import LedgerAdminMixin

MAY_REPORT = "disclosure.report_yearlytask"
REPORTED = ["progress", "note"]


@admin.register(YearlyTask)
class YearlyTaskAdmin(LookupMixin, LedgerAdminMixin, admin.ModelAdmin):
    resource_classes = [YearlyTaskResource]
    import_formats = [TaskLedger]
    import_rights = ["disclosure.add_yearlytask", "disclosure.change_yearlytask"]
    import_template_name = "admin/disclosure/yearlytask/import.html"
    formfield_overrides = FORM_FIELDS
    list_display = ["task", "year", "office", "person", "due_on", "state"]
    list_filter = ["year", "office"]
    list_select_related = ["office"]
    list_per_page = 100
    search_fields = ["task", "person"]
    search_help_text = "按任务或责任人查找"
    autocomplete_fields = ["office"]
    actions = None
    fieldsets = [
        (None, {"fields": ["task", ("office", "person"), ("year", "due_on")]}),
        ("进展", {"fields": REPORTED}),
    ]

    def get_queryset(self, request):
        self.today = timezone.localdate()
        return super().get_queryset(request)

    def get_readonly_fields(self, request, obj=None):
        """Whoever only reports changes nothing of the plan itself."""
        if super().has_change_permission(request, obj):
            return []
        return ["task", "office", "person", "year", "due_on"]

    def has_change_permission(self, request, obj=None):
        if super().has_change_permission(request, obj):
            return True
        user = request.user
        own = obj is None or (user.office_id is not None and obj.office_id == user.office_id)
        return own and user.has_perm(MAY_REPORT)

    @admin.display(description="进展", ordering="progress")
    def state(self, task):
        if task.is_done:
            return state_mark("on", "已完成")
        if days := task.days_late(self.today):
            return state_mark("stale", f"{task.progress}%，逾期{days}天")
        return state_mark("draft", f"{task.progress}%")
