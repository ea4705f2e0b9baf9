"""Filters of the register of requests."""

from django.contrib.admin import SimpleListFilter
from django.db.models import Max, Min

from portal.admin import filters as portal_filters
from portal.row_keys import is_key
from requests_app.models import Channel, InformationRequest
from requests_app.outcomes import Outcome
from requests_app.worklists import WORK_LISTS


class WorkFilter(portal_filters.WorkFilter):
    work_lists = WORK_LISTS


class YearFilter(portal_filters.YearFilter):
    """The years that ever gave a number, and those of the ledger that was imported."""

    title = "登记年份"
    counters, year_of = "request-", "submitted_on__year"

    def years(self):
        imported = InformationRequest.objects.filter(is_imported=True)
        days = imported.aggregate(first=Min("submitted_on"), last=Max("submitted_on"))
        if days["first"] is None:
            return super().years()
        between = range(days["first"].year, days["last"].year + 1)
        return super().years() | {str(year) for year in between}


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
        if is_key(value):
            seen = InformationRequest.objects.visible_to(request.user)
            self.info_request = seen.select_related("applicant").filter(pk=value).first()
        return [(value, f"{self.info_request.number} 的申请人")] if self.info_request else []

    def queryset(self, request, queryset):
        if self.info_request is None:
            return queryset
        return queryset.of_applicant(self.info_request.applicant.key)
