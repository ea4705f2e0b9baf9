"""Matters: the stages of one thing, each an item of its own."""

from django.contrib import admin
from django.db.models import Count

from disclosure.models import Item, Matter
from portal.admin.base import BoundedPaginator, ReadOnlyMixin


class MatterItemInline(ReadOnlyMixin, admin.TabularInline):
    model = Item
    template = "admin/edit_inline/stages.html"
    verbose_name_plural = "各阶段的信息"
    fields = readonly_fields = ["matter_order", "matter_stage", "title", "status"]
    ordering = ["matter_order", "pk"]
    extra = max_num = 0
    can_delete = False

    def get_queryset(self, request):
        return super().get_queryset(request).defer("body")


@admin.register(Matter)
class MatterAdmin(admin.ModelAdmin):
    """Stages are set on each item; here is the line they make."""

    list_display = ["title", "stages"]
    search_fields = ["title"]
    search_help_text = "按事项名称查找"
    list_per_page = 50
    paginator = BoundedPaginator
    show_full_result_count = False
    inlines = [MatterItemInline]
    actions = None

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(stage_count=Count("items"))

    def has_delete_permission(self, request, obj=None):
        is_used = obj is not None and obj.items.exists()
        return not is_used and super().has_delete_permission(request, obj)

    @admin.display(description="阶段数")
    def stages(self, matter):
        return matter.stage_count
