"""The register of requests, and the addresses of everything done to them."""

from functools import partial

from django.contrib import admin
from django.contrib.admin.views.main import ORDER_VAR
from django.core.exceptions import PermissionDenied
from django.db.models import Case as Choice
from django.db.models import DateField, F, Value, When
from django.db.models.functions import Coalesce
from django.urls import path
from django.utils import timezone

from portal.admin.base import BoundedPaginator, DeskList
from portal.models import HolidayNotice
from portal.personal_data import mask_name
from portal.row_keys import is_key
from requests_app.admin.act_pages import act_page, find
from requests_app.admin.acts import ACTS
from requests_app.admin.case_page import case_page
from requests_app.admin.filters import (
    ChannelFilter,
    OutcomeFilter,
    SameApplicantFilter,
    WorkFilter,
    YearFilter,
)
from requests_app.admin.ledger import RequestLedgerMixin
from requests_app.admin.letter_pages import letter_file, letter_page, receipt
from requests_app.admin.marks import due_mark, status_mark
from requests_app.admin.personal import file_page, unmask
from requests_app.admin.registration import registration
from requests_app.admin.seeking import seek_applicant
from requests_app.models import InformationRequest
from requests_app.workflow import Status

FOUND = 1000  # requests a search shows
# What is to be confirmed counts from the day it came; what waits for others has no day.
URGENCY = Choice(
    When(status=Status.SUBMITTED, then="submitted_on"),
    When(status=Status.CLOSED, then=Value(None)),
    default=Coalesce("due_on", "provisional_due_on"),
    output_field=DateField(),
)


class CasePaginator(BoundedPaginator):
    """What is open comes first, by urgency; then what is closed, by the index of its day."""

    def pks(self, first, last):
        keys = self.object_list.values_list("pk", flat=True)
        count = keys.open().order_by().count()
        found = list(keys.open()[first:last]) if first < count else []
        if last > count:
            closed = keys.closed().order_by("-closed_on", "-pk")
            found += closed[max(first - count, 0) : last - count]
        return found


def term_column(calendar, today):
    """Return the column of due days as they stand on one day."""

    @admin.display(description="答复期限", ordering="due_on")
    def term(info_request):
        return due_mark(info_request, calendar, today)

    return term


@admin.register(InformationRequest)
class InformationRequestAdmin(RequestLedgerMixin, admin.ModelAdmin):
    """A request is entered and acted upon, never edited: its facts are what the acts left."""

    change_list_template = "admin/requests_app/informationrequest/change_list.html"
    list_display_links = ["number", "subject"]
    list_filter = [
        WorkFilter,
        "status",
        YearFilter,
        ChannelFilter,
        "applicant_kind",
        OutcomeFilter,
        SameApplicantFilter,
    ]
    list_select_related = ["applicant", "channel", "handler"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["number"]
    search_help_text = "按编号、事由或申请内容查找；姓名和证件加密保存，请用“按申请人查找”"
    actions = None

    # Who may

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("requests_app.view_informationrequest")

    def has_add_permission(self, request):
        return request.user.has_perm("requests_app.register_informationrequest")

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    # The list

    def get_list_display(self, request):
        term = term_column(self.calendar_of(request), timezone.localdate())
        names = ("number", "subject", "applicant_masked", "channel_name", "state")
        return [*names, term, "handler_name", "result"]

    def calendar_of(self, request):
        if not hasattr(request, "work_calendar"):
            request.work_calendar = HolidayNotice.objects.calendar()
        return request.work_calendar

    def changelist_view(self, request, extra_context=None):
        may_seek = request.user.has_perm("requests_app.unmask_applicant")
        context = {"may_seek": may_seek, "title": self.opts.verbose_name_plural}
        return super().changelist_view(request, context | (extra_context or {}))

    def get_changelist(self, request, **kwargs):
        return DeskList

    def get_paginator(self, request, queryset, per_page, *args, **kwargs):
        kind = BoundedPaginator if ORDER_VAR in request.GET else CasePaginator
        return kind(queryset, per_page, *args, **kwargs)

    def get_ordering(self, request):
        return [F("closed_on").desc(nulls_first=True), URGENCY.asc(nulls_last=True), "-pk"]

    def get_search_results(self, request, queryset, search_term):
        """Every word in the number or the texts; the newest ones, looked for once."""
        if not search_term.split():
            return queryset, False
        found = queryset
        for word in search_term.split():
            found = found.matching(word)
        pks = list(found.order_by("-pk").values_list("pk", flat=True)[:FOUND])
        return queryset.filter(pk__in=pks), False

    @admin.display(description="编号", ordering="pk")
    def number(self, info_request):
        return info_request.number

    @admin.display(description="申请人")
    def applicant_masked(self, info_request):
        return mask_name(info_request.applicant.name)

    @admin.display(description="渠道")
    def channel_name(self, info_request):
        return info_request.channel.name

    @admin.display(description="状态", ordering="status")
    def state(self, info_request):
        return status_mark(info_request)

    @admin.display(description="承办人")
    def handler_name(self, info_request):
        return info_request.handler or ""

    @admin.display(description="办理结果", ordering="outcome")
    def result(self, info_request):
        return info_request.get_outcome_display()

    # Pages of their own

    def add_view(self, request, form_url="", extra_context=None):
        return registration(self, request)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if not is_key(object_id):
            raise PermissionDenied("这件申请不存在，或者没有分给您办理。")
        return case_page(self, request, find(self, request, int(object_id)))

    def history_view(self, request, object_id, extra_context=None):
        return self.change_view(request, object_id)

    def get_urls(self):
        guard = self.admin_site.admin_view
        pages = [
            ("unmask/", partial(unmask, self), "unmask"),
            ("files/<int:file_pk>/", partial(file_page, self), "file"),
            ("letters/<int:letter_pk>/", partial(letter_page, self), "letter"),
            ("letters/<int:letter_pk>/file/", partial(letter_file, self), "letter_file"),
            ("receipt/", partial(receipt, self), "receipt"),
        ]
        for name, act in ACTS.items():
            to = f"{name}/<int:part_pk>/" if act.part else f"{name}/"
            pages.append((to, partial(act_page, self, name=name), name))
        own = [
            path(f"<int:pk>/{to}", guard(view), name=f"requests_app_informationrequest_{name}")
            for to, view, name in pages
        ]
        seek = path(
            "seek/",
            guard(partial(seek_applicant, self)),
            name="requests_app_informationrequest_seek",
        )
        return [seek, *own, *super().get_urls()]
