"""A report in every form it leaves the portal in, all from the same content.

A frozen report gives the same bytes each time: they are kept in the cache under its hash.
"""

import json

from django.core.cache import cache
from django.utils.http import content_disposition_header

from portal.documents import render_document
from portal.models import OfficeSettings
from reports import counting, drafts, placeholders
from reports.content import TEXT_SECTIONS, ReportContent
from reports.documents import report_document
from reports.formats import form_for
from reports.models import AnnualReport, ChannelFigure
from reports.sheet import fill
from reports.text_values import text_values

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "json": "application/json",
}
FORMS = ["json", "docx", "xlsx", "pdf", "html"]
LABELS = {"docx": "Word", "xlsx": "Excel", "pdf": "PDF", "json": "JSON 数据"}
KEPT_SECONDS = 30 * 24 * 3600
DRAFT_MARK = "（未批准，仅供核对）"


def content_of(report: AnnualReport) -> ReportContent:
    """Return what a report prints: a frozen one with its day, a draft with a mark that says so."""
    content = report.content()
    fields = {"day": report.published_on} if report.is_frozen else {"mark": DRAFT_MARK}
    return ReportContent(**content.__dict__ | fields)


def content_of_year(year: int) -> ReportContent:
    """Return the report of a year as frozen or as it stands; without one, what can be counted."""
    if report := AnnualReport.objects.of_year(year):
        return content_of(report)
    form = form_for(year)
    body = OfficeSettings.objects.current().bureau_name
    filled = fill(form, counting.count(form, year), {})
    cells = {code: cell.value for code, cell in filled.items()}
    values = text_values(year, form, body, cells, ChannelFigure.objects.all())
    raw = drafts.first_texts(form.name, values)
    texts = {n: placeholders.filled_in(raw[str(n)], values) for n in TEXT_SECTIONS}
    opening = placeholders.filled_in(drafts.OPENING, values)
    return ReportContent(year, form, body, cells, texts, opening, mark=DRAFT_MARK)


def render(content: ReportContent, form: str) -> bytes:
    """Return the report as "json", "docx", "xlsx", "pdf" or an HTML fragment."""
    if form == "json":
        return as_json(content).encode()
    made = render_document(report_document(content), form)
    return made.encode() if isinstance(made, str) else made


def as_json(content: ReportContent) -> str:
    """Return the cells by their codes: a cell nobody filled is null, amounts are text."""
    cells = content.as_json()["cells"]
    data = {"year": content.year, "format": content.form.name, "cells": cells}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def render_frozen(report: AnnualReport, form: str) -> bytes:
    """Return a frozen report in one form, made once for each hash."""
    key = f"annual-report-{report.frozen_hash}-{report.published_on}-{form}"
    return cache.get_or_set(key, lambda: render(content_of(report), form), KEPT_SECONDS)


def file_name(content: ReportContent, form: str) -> str:
    return f"{content.title}.{form}"


def disposition(name: str) -> str:
    """Return the header that makes a browser save a file under a Chinese name."""
    return content_disposition_header(as_attachment=True, filename=name)
