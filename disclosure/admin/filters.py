"""Filters of the list of items that cost next to nothing, however many items there are."""

from django.contrib.admin import SimpleListFilter

from disclosure.models import Family
from disclosure.worklists import WORK_LISTS
from portal.admin import filters as portal_filters


class WorkFilter(portal_filters.WorkFilter):
    work_lists = WORK_LISTS


class YearFilter(portal_filters.YearFilter):
    title = "年份"
    counters, year_of = "index-", "year"


class FamilyFilter(SimpleListFilter):
    title = "首页分类"
    parameter_name = "family"

    def lookups(self, request, model_admin):
        return Family.choices

    def queryset(self, request, queryset):
        if self.value() in Family.values:
            return queryset.filter(category__family=self.value())
        return queryset
