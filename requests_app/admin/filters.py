"""Filters of the register of requests."""

from django.contrib.admin import SimpleListFilter
from django.utils import timezone

from portal.models import Counter
from requests_app.models import Channel, InformationRequest
from requests_app.outcomes import Outcome
from requests_app.worklists import WORK_LISTS


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
    """The years that ever gave a number, and those of the ledger that was imported."""

    title = "登记年份"
    parameter_name = "year"

    def lookups(self, request, model_admin):
        names = Counter.objects.filter(name__startswith="request-").values_list("name", flat=True)
        years = {int(name.removeprefix("request-")) for name in names}
        imported = InformationRequest.objects.filter(is_imported=True)
        years |= {day.year for day in imported.dates("submitted_on", "year")}
        return [(year, f"{year}年") for year in sorted(years, reverse=True)]

    def queryset(self, request, queryset):
        known = self.value() in {str(year) for year, _ in self.lookup_choices}
        return queryset.filter(submitted_on__year=self.value()) if known else queryset


class ChannelFilter(SimpleListFilter):
    title = "渠道"
    parameter_name = "channel"

    def lookups(self, request, model_admin):
        return [(channel.pk, channel.name) for channel in Channel.objects.all()]

    def queryset(self, request, queryset):
        return queryset.filter(channel_id=self.value()) if self.value() else queryset


class OutcomeFilter(SimpleListFilter):
    title = "办理结果"
    parameter_name = "outcome"

    def lookups(self, request, model_admin):
        return Outcome.choices

    def queryset(self, request, queryset):
        known = self.value() in Outcome.values
        return queryset.filter(outcome=self.value()) if known else queryset


class SameApplicantFilter(SimpleListFilter):
    """The requests of whoever made one; shown only while it is on: `?of=<pk>`."""

    title = "同一申请人"
    parameter_name = "of"

    def lookups(self, request, model_admin):
        self.info_request = None
        value = request.GET.get("of", "")
        if value.isdecimal():
            seen = InformationRequest.objects.visible_to(request.user)
            self.info_request = seen.select_related("applicant").filter(pk=value).first()
        return [(value, f"{self.info_request.number} 的申请人")] if self.info_request else []

    def queryset(self, request, queryset):
        if self.info_request is None:
            return queryset
        return queryset.of_applicant(self.info_request.applicant.key)
