"""The catalogue and what describes it: categories, national rows, genres, the guide."""

from django.contrib import admin
from django.contrib.admin.widgets import AdminIntegerFieldWidget
from django.db import models
from django.forms import CheckboxInput
from django.urls import reverse

from disclosure.admin.forms import CategoryForm
from disclosure.models import Category, CategoryStatus, Genre, Guide, NationalRow
from disclosure.resources import CategoryResource
from portal import calendar_users
from portal.admin.base import FORM_FIELDS, OneRowAdmin, TracedAdmin, indented, state_mark
from portal.admin.ledgers import RecordedExportMixin


@admin.register(Category)
class CategoryAdmin(RecordedExportMixin, TracedAdmin):
    """The catalogue goes out as a table here; it comes in by `load_catalogue`."""

    form = CategoryForm
    resource_classes = [CategoryResource]
    list_display = [
        *("name_in_tree", "office", "rhythm", "limit", "state", "published"),
    ]
    list_filter = ["status", "family", "is_leaf", "personal_data_risk", "office"]
    list_select_related = ["parent__parent", "office"]
    list_per_page = 200
    ordering = ["code"]
    search_fields = ["code", "name", "parent__name"]
    search_help_text = "按代码或名称查找"
    autocomplete_fields = ["parent", "office", "national_rows"]
    actions = None
    fieldsets = [
        (None, {"fields": ["name", "description", ("office", "person")]}),
        ("公开要求", {"fields": [("limit_workdays", "cadence"), ("mode", "audience"), "channels"]}),
        ("审核环节", {"fields": [("needs_office_review", "needs_head_release")]}),
        ("栏目状态", {"fields": ["status", "status_reason"]}),
        (
            "目录位置与依据",
            {
                "fields": [
                    ("code", "parent"),
                    "is_leaf",
                    ("family", "article20"),
                    "personal_data_risk",
                    "national_rows",
                ]
            },
        ),
    ]

    def get_readonly_fields(self, request, obj=None):
        return ["code"] if obj else []

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if "limit_workdays" in form.changed_data:
            calendar_users.recount()

    def has_export_permission(self, request):
        return self.has_view_permission(request)

    def has_delete_permission(self, request, obj=None):
        is_used = obj is not None and (obj.items.exists() or obj.children.exists())
        return not is_used and super().has_delete_permission(request, obj)

    def get_search_results(self, request, queryset, search_term):
        """For the category of an item offer only what items may be filed under."""
        asks_for = (request.GET.get("model_name"), request.GET.get("field_name"))
        if asks_for == ("item", "category"):
            queryset = queryset.usable()
        return super().get_search_results(request, queryset, search_term)

    def view_on_site(self, category):
        return category.get_absolute_url()

    @admin.display(description="栏目", ordering="code")
    def name_in_tree(self, category):
        return indented(str(category), len(category.ancestors()))

    @admin.display(description="更新频率", ordering="cadence")
    def rhythm(self, category):
        if not category.is_leaf:
            return None
        cadence = category.get_cadence_display()
        return cadence if cadence.startswith(category.rhythm) else f"{category.rhythm}（{cadence}）"

    @admin.display(description="公开时限", ordering="limit_workdays")
    def limit(self, category):
        has_limit = category.is_leaf and category.limit_workdays
        return f"{category.limit_workdays}个工作日" if has_limit else None

    @admin.display(description="已公开", ordering="published_count")
    def published(self, category):
        return f"{category.published_count}条" if category.is_leaf else None

    @admin.display(description="状态", ordering="status")
    def state(self, category):
        shape = "on" if category.status == CategoryStatus.ACTIVE else "off"
        return state_mark(shape, category.get_status_display())


@admin.register(NationalRow)
class NationalRowAdmin(admin.ModelAdmin):
    """The rows as loaded; a person ticks those compared with the printed standard."""

    formfield_overrides = FORM_FIELDS | {
        models.BooleanField: {"widget": CheckboxInput(attrs={"aria-label": "已核对"})}
    }
    list_display = ["seq", "level1", "level2", "time_limit", "is_confirmed"]
    list_display_links = ["level2"]
    list_editable = ["is_confirmed"]
    list_filter = ["is_confirmed", "level1"]
    list_per_page = 100
    search_fields = ["seq", "level1", "level2"]
    search_help_text = "按序号或事项名称查找"
    actions = None
    fieldsets = [
        (None, {"fields": ["is_confirmed", "seq", ("level1", "level2"), "elements", "basis"]}),
        (
            "要求",
            {"fields": [("time_limit", "publisher"), "channels", ("audience", "mode", "level")]},
        ),
    ]

    def has_delete_permission(self, request, obj=None):
        is_used = obj is not None and obj.categories.exists()
        return not is_used and super().has_delete_permission(request, obj)


@admin.register(Genre)
class GenreAdmin(admin.ModelAdmin):
    formfield_overrides = {
        models.PositiveSmallIntegerField: {
            "widget": AdminIntegerFieldWidget(attrs={"aria-label": "排序"})
        }
    }
    list_display = ["name", "position"]
    list_editable = ["position"]
    search_fields = ["name"]
    actions = None

    def has_delete_permission(self, request, obj=None):
        is_used = obj is not None and obj.items.exists()
        return not is_used and super().has_delete_permission(request, obj)


@admin.register(Guide)
class GuideAdmin(OneRowAdmin):
    fieldsets = [
        ("政府信息", {"fields": ["classification", "arrangement", "ways_to_obtain"]}),
        (
            "公开工作机构",
            {
                "fields": [
                    "office_name",
                    "address",
                    ("office_hours", "phone"),
                    ("fax", "internet_contact"),
                ]
            },
        ),
        ("核对", {"fields": ["reviewed_on"]}),
    ]

    def view_on_site(self, guide):
        return reverse("disclosure:guide")
