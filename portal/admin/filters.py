"""Filters of registers that cost next to nothing, however many rows there are."""

from collections.abc import Mapping
from typing import ClassVar

from django.contrib.admin import SimpleListFilter
from django.utils import timezone

from portal.models import Counter
from portal.worklists import WorkList


class WorkFilter(SimpleListFilter):
    """The rows of one work list of the person who looks."""

    title = "待办"
    parameter_name = "work"
    work_lists: ClassVar[Mapping[str, WorkList]]

    def lookups(self, request, model_admin):
        return [(each.key, each.title) for each in self.work_lists.values()]

    def queryset(self, request, queryset):
        if chosen := self.work_lists.get(self.value()):
            return chosen.rows(queryset, request.user, timezone.localdate())
        return queryset


class YearFilter(SimpleListFilter):
    """The years that ever gave a number: their counters tell, without reading the rows."""

    parameter_name = "year"
    counters: ClassVar[str]  # how the names of the counters begin
    year_of: ClassVar[str]  # the column a year is looked for in

    def years(self) -> set[str]:
        counters = Counter.objects.filter(name__startswith=self.counters)
        names = counters.values_list("name", flat=True)
        return {name.removeprefix(self.counters) for name in names}

    def lookups(self, request, model_admin):
        return [(year, f"{year}年") for year in sorted(self.years(), reverse=True)]

    def queryset(self, request, queryset):
        known = self.value() in dict(self.lookup_choices)
        return queryset.filter(**{self.year_of: self.value()}) if known else queryset
