"""The statistics board at the desk, and its export."""

from datetime import date

from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from disclosure.duty import Duty, duties
from disclosure.models import Category
from portal.admin_site import Page
from portal.documents import render_document
from portal.documents.html import table_html
from portal.models import AuditAct, AuditEntry, OfficeSettings
from reports import exports
from reports.assessment import coverage_table, score_table, scores
from reports.board import Panel, PeriodForm, as_document, panels
from reports.models import AssessmentWeight
from reports.statistics import Period, presets
from requests_app.admin.registers import RegisterAdmin

MAY_SEE = "reports.view_statistics"


def all_panels(form: PeriodForm, today: date) -> list[Panel]:
    """Return the panels of the board; the offices are compared only where all are shown."""
    found = duties_today(today)
    shown = panels(form.period, today, form.office_pk)
    if form.office_pk:
        found = [duty for duty in found if duty.leaf.office_id == form.office_pk]
        return [*shown, coverage_panel(found)]
    return [*shown, coverage_panel(found), assessment_panel(found, form.period)]


def duties_today(today: date) -> list[Duty]:
    leaves = Category.objects.leaves().select_related("office")
    return duties(leaves, today=today, days=OfficeSettings.objects.current().cadence_days)


def coverage_panel(found: list[Duty]) -> Panel:
    names = dict(Category.objects.filter(parent=None).values_list("code", "name"))
    return Panel("coverage", "栏目覆盖", coverage_table(found, names), is_public=False)


def assessment_panel(found: list[Duty], period: Period) -> Panel:
    weights = AssessmentWeight.objects.by_measure()
    scored = score_table(scores(found, period, weights), weights)
    return Panel("assessment", "科室考核", scored, is_public=False)


@require_safe
@permission_required(MAY_SEE, raise_exception=True)
def statistics_board(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    form = PeriodForm(request.GET or None, today=today)
    shown = all_panels(form, today)
    context = {
        **admin.site.each_context(request),
        "title": "统计看板",
        "form": form,
        "period": form.period,
        "presets": list(presets(today)),
        "panels": [
            (each, table_html(each.table, each.key) if each.table else "") for each in shown
        ],
        "query": request.GET.urlencode(),
    }
    request.current_app = admin.site.name
    return TemplateResponse(request, "admin/reports/statistics.html", context)


@require_safe
@permission_required(MAY_SEE, raise_exception=True)
def statistics_export(request: HttpRequest) -> HttpResponse:
    """Send the tables as XLSX; who took them out is on record."""
    today = timezone.localdate()
    form = PeriodForm(request.GET or None, today=today)
    title = form.period.title
    made = render_document(as_document(title, all_panels(form, today)), "xlsx")
    data = {"model": "statistics", "period": str(form.period), "office": form.office_pk}
    AuditEntry.objects.record(act=AuditAct.EXPORT, by=request.user, at=timezone.now(), data=data)
    headers = {"Content-Disposition": exports.disposition(f"{title}.xlsx")}
    return HttpResponse(made, content_type=exports.TYPES["xlsx"], headers=headers)


@admin.register(AssessmentWeight)
class AssessmentWeightAdmin(RegisterAdmin):
    list_display = ["measure", "weight"]
    fields = [("measure", "weight")]


admin.site.add_page(
    Page("statistics/", statistics_board, "statistics", permission=MAY_SEE, title="统计看板")
)
admin.site.add_page(Page("statistics/export/", statistics_export, "statistics_export"))
