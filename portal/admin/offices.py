"""The office itself, and the tree of its sections, schools and units."""

from django.contrib import admin
from django.db.models import Case, Count, When
from django.db.models.functions import Coalesce

from portal.admin.base import OneRowAdmin, TracedAdmin, indented
from portal.forms import OfficeForm, OfficeSettingsForm
from portal.models import Office, OfficeSettings


@admin.register(OfficeSettings)
class OfficeSettingsAdmin(OneRowAdmin):
    form = OfficeSettingsForm
    fieldsets = [
        ("网站", {"fields": ["site_name", "bureau_name", ("site_domain", "site_id_code")]}),
        ("给申请人的邮件", {"fields": [("quiet_from", "quiet_until")]}),
        (
            "联系方式",
            {"fields": ["address", ("postcode", "phone"), ("email", "office_hours")]},
        ),
        ("索引号", {"fields": ["credit_code", "index_no_format"]}),
        (
            "栏目更新间隔",
            {
                "fields": [
                    ("weekly_days", "continuous_days"),
                    ("term_days", "half_year_days", "year_days"),
                ]
            },
        ),
        (
            "页脚",
            {
                "fields": [
                    ("icp_number", "police_number"),
                    "party_mark_url",
                    "error_report_url",
                ]
            },
        ),
    ]


def tree_ordering() -> list:
    """Order offices as a tree of three levels: each one after the one above it."""
    has_parent, has_two = {"parent__isnull": False}, {"parent__parent__isnull": False}
    names = ("position", "code")
    first = [Coalesce(f"parent__parent__{name}", f"parent__{name}", name) for name in names]
    second = [
        Case(When(**has_two, then=f"parent__{name}"), When(**has_parent, then=name))
        for name in names
    ]
    third = [Case(When(**has_two, then=name)) for name in names]
    return [*first, *(level.asc(nulls_first=True) for level in second + third)]


@admin.register(Office)
class OfficeAdmin(TracedAdmin):
    form = OfficeForm
    list_display = ["name_in_tree", "full_name", "kind", "staff_count", "phone"]
    list_filter = ["kind"]
    list_per_page = 100
    search_fields = ["name", "full_name", "code"]
    search_help_text = "按名称、全称或代码查找"
    autocomplete_fields = ["parent"]
    actions = None
    fieldsets = [
        (None, {"fields": ["name", "full_name", ("kind", "parent")]}),
        ("联系方式", {"fields": [("phone", "address")]}),
        ("登记", {"fields": [("code", "position")]}),
    ]

    def get_queryset(self, request):
        offices = super().get_queryset(request).select_related("parent__parent")
        return offices.annotate(staff_count=Count("staff"))

    def get_ordering(self, request):
        return tree_ordering()

    def get_readonly_fields(self, request, obj=None):
        return ["code"] if obj else []

    @admin.display(description="名称")
    def name_in_tree(self, office):
        depth = 0 if not office.parent else 1 if not office.parent.parent else 2
        return indented(office.name, depth)

    @admin.display(description="工作人员")
    def staff_count(self, office):
        return f"{office.staff_count}人"
