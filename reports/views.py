"""The public pages of the annual reports: everything comes from what was frozen."""

from collections.abc import Iterable
from datetime import date

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from disclosure.page_tags import item_tags
from portal.documents import PdfUnavailable
from portal.documents.html import table_html
from reports import exports
from reports.board import panels
from reports.models import AnnualReport
from reports.statistics import year_of

YEARS_SHOWN = 5
STATISTICS_SECONDS = 600


def find_public(year: int) -> AnnualReport:
    return pick_public(AnnualReport.objects.for_page(), year)


def pick_public(reports: Iterable[AnnualReport], year: int) -> AnnualReport:
    report = next((each for each in reports if each.year == year), None)
    if report is None:
        raise Http404(f"{year}年的年度报告还没有公布")
    return report


@require_safe
def annual_report(request: HttpRequest, year: int) -> HttpResponse:
    """The report as it was frozen: one query, and tables drawn once for each hash."""
    reports = list(AnnualReport.objects.for_page())
    report = pick_public(reports, year)
    context = {
        "report": report,
        # Made by the renderer of documents, which escapes every text it is given.
        "document": mark_safe(exports.render_frozen(report, "html").decode()),  # noqa: S308
        "downloads": exports.LABELS,
        "years": list(dict.fromkeys(each.year for each in reports)),
        "page_tags": item_tags(report.item, request.build_absolute_uri()),
    }
    return render(request, "reports/annual_report.html", context)


@require_safe
def report_file(request: HttpRequest, year: int, form: str) -> HttpResponse:
    """Send the report as DOCX, XLSX, PDF or JSON; it is made once and kept."""
    if form not in exports.TYPES:
        raise Http404
    report = find_public(year)
    try:
        made = exports.render_frozen(report, form)
    except PdfUnavailable:
        return render(request, "reports/no_pdf.html", {"report": report}, status=503)
    name = exports.file_name(report.frozen_content, form)
    headers = {"Content-Disposition": exports.disposition(name)}
    if form == "json":
        headers = {"Access-Control-Allow-Origin": "*"}  # figures for everybody
    return HttpResponse(made, content_type=exports.TYPES[form], headers=headers)


@require_safe
def statistics_page(request: HttpRequest) -> HttpResponse:
    """The figures of a year that anybody may see; counted every ten minutes."""
    today = timezone.localdate()
    years = list(range(today.year, today.year - YEARS_SHOWN, -1))
    asked = request.GET.get("year", "")
    year = int(asked) if asked in map(str, years) else today.year
    key = f"public-statistics-{year}-{today}"
    shown = cache.get_or_set(key, lambda: public_panels(year, today), STATISTICS_SECONDS)
    context = {
        "year": year,
        "years": years,
        "period": year_of(year),
        "panels": shown,
        "page_tags": {"ColumnName": "信息公开统计", "ColumnType": "信息公开"},
    }
    return render(request, "reports/statistics.html", context)


def public_panels(year: int, today: date) -> list[tuple]:
    shown = [each for each in panels(year_of(year), today) if each.is_public]
    return [(each, table_html(each.table, each.key) if each.table else "") for each in shown]
