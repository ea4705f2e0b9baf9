"""The staff pages of one report: overview, texts, checks, acts, files."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from portal.documents import PdfUnavailable
from portal.errors import RuleViolation
from portal.models import AuditAct, AuditEntry
from reports import counting, exports, sheet
from reports.admin.acts import ACTS, offered
from reports.admin.grids import grids, shown_cells
from reports.content import TEXT_SECTIONS, heading
from reports.drafts import first_texts
from reports.forms import LONGEST_OVERVIEW, NoteForm, TextsForm
from reports.models import AnnualReport, RowHelp
from reports.models.finding_note import Judged
from reports.workflow import APPROVE, PREPARE, Origin, Status

FOLDER = "admin/reports/annualreport"
CHANGE = "admin:reports_annualreport_change"
LISTED = 20
SEE_CASES = ["requests_app.view_informationrequest", "requests_app.see_all_informationrequests"]
TURN = {
    Status.DRAFT: "编制中：填报数据、写正文，没有错误之后送核对。",
    Status.OFFICE_CHECK: "等另一位负责人核对并批准。",
    Status.APPROVED: "已批准并冻结，等公开。",
    Status.PUBLISHED: "已公开。",
}


def find(model_admin, request, pk) -> AnnualReport:
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    report = (
        AnnualReport.objects.filter(pk=pk).select_related("submitted_by", "approved_by").first()
    )
    if report is None:
        raise Http404("没有这份年度报告")
    return report


def find_draft(model_admin, request, pk) -> AnnualReport:
    if not request.user.has_perm(PREPARE):
        raise PermissionDenied
    report = find(model_admin, request, pk)
    if report.status != Status.DRAFT:
        raise PermissionDenied(f"“{report.get_status_display()}”的报告不能修改；先退回，或者更正。")
    return report


def page(model_admin, request, template, report, title, **context):
    context |= {
        **model_admin.admin_site.each_context(request),
        "title": title,
        "opts": model_admin.opts,
        "report": report,
        "may_prepare": request.user.has_perm(PREPARE) and report.status == Status.DRAFT,
    }
    request.current_app = model_admin.admin_site.name
    return TemplateResponse(request, f"{FOLDER}/{template}.html", context)


# --- Overview -----------------------------------------------------------------------------------


def overview(model_admin, request, report: AnnualReport):
    acts = offered(request.user, report)
    findings = [] if report.is_frozen else report.judged()
    context = {
        "turn": TURN[report.status],
        "grids": list(grids(report)),
        "acts": [act for act in acts if act.is_main],
        "side_acts": [act for act in acts if not act.is_main],
        "missing": sum(
            cell.origin == Origin.MISSING and not sheet.is_sum(report.form, code)
            for code, cell in shown_cells(report).items()
        ),
        "errors": sum(each.blocks for each in findings),
        "unexplained": sum(each.wants_note for each in findings),
        "finding_count": len(findings),
        "texts": [(heading(n), report.content().texts.get(n, "")) for n in TEXT_SECTIONS],
        "drift": [
            (code, report.form.name_of(code), then, now) for code, then, now in report.drift()
        ],
        "left_out": with_rows(request, counting.left_out(report.year)),
        "has_register": counting.has_register(report.year),
        "events": report.events.select_related("by").order_by("-at", "-pk"),
        "downloads": exports.LABELS if may_export(request) else {},
    }
    return page(model_admin, request, "report", report, str(report), **context)


def with_rows(request, groups) -> list[dict]:
    """Return what is left out; the cases themselves only for who may see cases."""
    may_see = request.user.has_perms(SEE_CASES)
    return [{"group": group, "rows": group.rows[:LISTED] if may_see else []} for group in groups]


def may_export(request) -> bool:
    return request.user.has_perm("reports.export_annualreport")


# --- Texts --------------------------------------------------------------------------------------


def texts_page(model_admin, request, pk):
    report = find_draft(model_admin, request, pk)
    cells = {code: cell.value for code, cell in report.filled.items()}
    known = report.text_values(cells)
    form = TextsForm(
        request.POST or None, texts=report.texts, known=known, notes=RowHelp.objects.by_code()
    )
    if request.method == "POST" and form.is_valid():
        try:
            report.write(form.texts, by=request.user, at=timezone.now())
        except RuleViolation as refusal:
            form.add_error(None, f"没有保存：{refusal}。")
        else:
            messages.success(request, "正文已保存。")
            return redirect("admin:reports_annualreport_texts", pk)
    content, before = report.content(), report.previous()
    draft = first_texts(report.format, known)
    sections = [
        {
            "field": form[f"section_{n}"],
            "shown": content.texts[n],
            "length": len("".join(content.texts[n].split())),
            "limit": LONGEST_OVERVIEW if n == 1 else None,
            "before": before.texts.get(n, "") if before else "",
            "draft": draft[str(n)],
        }
        for n in TEXT_SECTIONS
    ]
    named = [(code, report.form.name_of(code), cells[code]) for code in cells]
    others = [(name, value) for name, value in known.items() if name not in cells]
    context = {"form": form, "sections": sections, "named": named, "others": others}
    return page(model_admin, request, "texts", report, "正文", **context)


# --- Checks -------------------------------------------------------------------------------------


def checks_page(model_admin, request, pk):
    report = find(model_admin, request, pk)
    may_note = (
        request.user.has_perm(PREPARE) or request.user.has_perm(APPROVE)
    ) and not report.is_frozen
    found = judged_of(report)
    if request.method == "POST":
        if not may_note:
            raise PermissionDenied
        return noted(request, report, found)
    rows = [
        {
            "judged": each,
            "cells": [(code, report.form.name_of(code)) for code in each.cells],
            "form": note_form(each) if may_note and not each.blocks else None,
        }
        for each in found
    ]
    return page(model_admin, request, "checks", report, "检查", found=rows)


def judged_of(report: AnnualReport) -> list[Judged]:
    """Return what the checks find; a report published long ago is read, not argued with."""
    if report.is_imported:
        return [Judged(each, "历史报告，按原样收录") for each in report.content().findings()]
    return report.judged()


def note_form(judged: Judged) -> NoteForm:
    initial = {"key": judged.key, "note": judged.note}
    return NoteForm(initial=initial, auto_id=f"n{judged.key[:8]}_%s")


def noted(request, report, found):
    form = NoteForm(request.POST)
    if form.is_valid():
        wanted, note = form.cleaned_data["key"], form.cleaned_data["note"]
        each = next((each for each in found if each.key == wanted), None)
        try:
            if each is None:
                raise RuleViolation("这一处检查结果已经变了，请看现在的结果")
            report.explain(each.finding, note, by=request.user, at=timezone.now())
        except RuleViolation as refusal:
            messages.warning(request, f"{refusal}。")
        else:
            messages.success(request, "说明已保存。")
    return redirect("admin:reports_annualreport_checks", report.pk)


# --- Acts and files -----------------------------------------------------------------------------


def act_page(model_admin, request, pk, name):
    act = ACTS[name]
    report = find(model_admin, request, pk)
    if not any(request.user.has_perm(each) for each in act.permissions):
        raise PermissionDenied
    if request.method != "POST" and report.status not in act.statuses:
        messages.warning(request, f"“{report.get_status_display()}”的报告不能办理“{act.label}”。")
        return redirect(CHANGE, pk)
    form = act.form(request.POST or None) if act.form else None
    refusal = ""
    if request.method == "POST" and (form is None or form.is_valid()):
        reason = [form.cleaned_data["reason"]] if form else []
        try:
            with transaction.atomic():
                done = act.verb(report, *reason, by=request.user, at=timezone.now())
        except RuleViolation as error:
            refusal = f"没有办理：{error}。"
        else:
            messages.success(request, act.said)
            return redirect(CHANGE, done.pk if isinstance(done, AnnualReport) else pk)
    context = {"act": act, "form": form, "refusal": refusal}
    return page(model_admin, request, "act", report, act.label, **context)


def export_page(model_admin, request, pk, form):
    """Send the report as a file; who took it out is on record."""
    report = find(model_admin, request, pk)
    if not may_export(request):
        raise PermissionDenied
    if form not in exports.TYPES:
        raise Http404
    content = exports.content_of(report)
    try:
        made = (
            exports.render_frozen(report, form)
            if report.is_frozen
            else exports.render(content, form)
        )
    except PdfUnavailable as error:
        messages.warning(request, str(error))
        return redirect(CHANGE, pk)
    data = {"year": report.year, "version": report.version, "format": form}
    AuditEntry.objects.record(
        act=AuditAct.EXPORT, by=request.user, at=timezone.now(), obj=report, data=data
    )
    headers = {"Content-Disposition": exports.disposition(exports.file_name(content, form))}
    return HttpResponse(made, content_type=exports.TYPES[form], headers=headers)
