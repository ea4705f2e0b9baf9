"""Filters of the list of items that cost next to nothing, however many items there are."""

from django.contrib.admin import SimpleListFilter
from django.utils import timezone

from disclosure.models import Family
from disclosure.worklists import WORK_LISTS
from portal.models import Counter


class WorkFilter(SimpleListFilter):
    title = "待办"
    parameter_name = "work"

    def lookups(self, request, model_admin):
        return [(each.key, each.title) for each in WORK_LISTS.values()]

    def queryset(self, request, queryset):
        if chosen := WORK_LISTS.get(self.value()):
            return chosen.rows(queryset, request.user, timezone.localdate())
        return queryset


class YearFilter(SimpleListFilter):
    """The years that ever gave a number: their counters tell, without reading the items."""

    title = "年份"
    parameter_name = "year"

    def lookups(self, request, model_admin):
        names = Counter.objects.filter(name__startswith="index-").values_list("name", flat=True)
        years = sorted((name.removeprefix("index-") for name in names), reverse=True)
        return [(year, f"{year}年") for year in years]

    def queryset(self, request, queryset):
        value = self.value() or ""
        return queryset.filter(year=value) if value.isdecimal() else queryset


class FamilyFilter(SimpleListFilter):
    title = "首页分类"
    parameter_name = "family"

    def lookups(self, request, model_admin):
        return Family.choices

    def queryset(self, request, queryset):
        if self.value() in Family.values:
            return queryset.filter(category__family=self.value())
        return queryset
