"""The staff pages of one report: overview, figures, texts, checks, acts, files."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
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
from reports.checks import ERROR
from reports.content import TEXT_SECTIONS, heading
from reports.drafts import first_texts
from reports.forms import LONGEST_OVERVIEW, CellForm, FiguresForm, NoteForm, TextsForm
from reports.models import AnnualReport
from reports.models.annual_report import APPROVE, EXPLAINABLE, PREPARE
from reports.models.finding_note import key_of
from reports.workflow import Origin, Status

FOLDER = "admin/reports/annualreport"
CHANGE = "admin:reports_annualreport_change"
CASES_PER_PAGE = 50
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
    findings = [] if report.is_frozen else judged(report)
    context = {
        "turn": TURN[report.status],
        "grids": list(grids(report)),
        "acts": [act for act in acts if act.is_main],
        "side_acts": [act for act in acts if not act.is_main],
        "missing": sum(
            cell.origin == Origin.MISSING and not sheet.is_sum(report.form, code)
            for code, cell in shown_cells(report).items()
        ),
        "errors": sum(each["blocks"] for each in findings),
        "unexplained": sum(each["wants_note"] for each in findings),
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


# --- Figures ------------------------------------------------------------------------------------


def handed_in(report: AnnualReport) -> list[str]:
    """Return the cells of 表二: what the offices hand in, counted or not."""
    return [
        code
        for table in report.form.layout
        for code in table.codes
        if table.section == 2 or report.filled[code].counted is None
        if not sheet.is_sum(report.form, code)
    ]


def figures_page(model_admin, request, pk):
    report = find_draft(model_admin, request, pk)
    codes = handed_in(report)
    fields = {"form_of": report.form, "filled": report.filled, "codes": codes}
    form = FiguresForm(request.POST or None, **fields)
    if request.method == "POST" and form.is_valid() and enter(request, report, form):
        return redirect(CHANGE, pk)
    return page(model_admin, request, "figures", report, "填报数据", form=form)


def find_draft(model_admin, request, pk) -> AnnualReport:
    if not request.user.has_perm(PREPARE):
        raise PermissionDenied
    report = find(model_admin, request, pk)
    if report.status != Status.DRAFT:
        raise PermissionDenied(f"“{report.get_status_display()}”的报告不能修改；先退回，或者更正。")
    return report


def enter(request, report, form) -> bool:
    """Do what a form of figures asks; what the rules refuse is said in the form."""
    if not form.values:
        messages.info(request, "数据没有变动。")
        return True
    try:
        report.enter_all(
            form.values, form.cleaned_data["reason"], by=request.user, at=timezone.now()
        )
    except RuleViolation as refusal:
        form.add_error("reason", f"{refusal}。")
        return False
    messages.success(request, f"已保存{len(form.values)}格数据。")
    return True


def cell_page(model_admin, request, pk, code):
    """One cell: its figure, where it comes from, the cases behind it, and a way to correct it."""
    report = find(model_admin, request, pk)
    cells = shown_cells(report)
    if code not in cells:
        raise Http404("没有这一格")
    is_sum = sheet.is_sum(report.form, code)
    may_enter = request.user.has_perm(PREPARE) and report.status == Status.DRAFT and not is_sum
    form = None
    if may_enter:
        fields = {"form_of": report.form, "filled": report.filled, "code": code}
        typed = request.POST if "restore" not in request.POST else None
        form = CellForm(typed or None, **fields)
        if request.method == "POST" and "restore" in request.POST:
            return restored(request, report, code)
        if request.method == "POST" and form.is_valid() and enter(request, report, form):
            return redirect(CHANGE, pk)
    rows = counting.behind(report.form, report.year, code)
    may_see = request.user.has_perms(SEE_CASES)
    context = {
        "cell": cells[code],
        "code": code,
        "form": form,
        "is_sum": is_sum,
        "entries": report.entries.filter(code=code).select_related("by").order_by("-pk"),
        "is_entered": code in report.last_entries,
        "may_see": may_see,
        "cases": cases_of(request, code, rows) if may_see and rows is not None else None,
    }
    return page(model_admin, request, "cell", report, report.form.name_of(code), **context)


def restored(request, report, code):
    try:
        report.restore(code, by=request.user, at=timezone.now())
    except RuleViolation as refusal:
        messages.warning(request, f"{refusal}。")
    else:
        messages.success(request, "已恢复统计数。")
    return redirect("admin:reports_annualreport_cell", report.pk, code)


def cases_of(request, code, rows) -> dict:
    """Return a page of what is behind a cell, with the words its kind of row is shown in."""
    if code.startswith("S4"):
        rows = rows.select_related("info_request").order_by("filed_on", "pk")
    elif code.startswith("S3"):
        rows = rows.order_by("received_on", "pk")
    else:
        rows = rows.order_by("written_on", "pk").defer("body")
    listed = Paginator(rows, CASES_PER_PAGE).get_page(request.GET.get("page"))
    return {"kind": code[:2], "page": listed}


# --- Texts --------------------------------------------------------------------------------------


def texts_page(model_admin, request, pk):
    report = find_draft(model_admin, request, pk)
    cells = {code: cell.value for code, cell in report.filled.items()}
    known = report.text_values(cells)
    form = TextsForm(request.POST or None, texts=report.texts, known=known)
    if request.method == "POST" and form.is_valid():
        try:
            report.write(form.texts, by=request.user, at=timezone.now())
        except RuleViolation as refusal:
            form.add_error(None, f"没有保存：{refusal}。")
        else:
            messages.success(request, "正文已保存。")
            return redirect("admin:reports_annualreport_texts", pk)
    content, before = report.content(), report.previous()
    draft = first_texts(report.format, has_fees=bool(known["FEE.INFO"]))
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


def judged(report: AnnualReport) -> list[dict]:
    """Return what the checks found, with what keeps each from standing."""
    notes = report.explanations()
    found = []
    for finding in report.findings():
        note = report.explanation_of(finding, notes)
        blocks = finding.level == ERROR and finding.id not in EXPLAINABLE
        found.append(
            {
                "finding": finding,
                "key": key_of(finding),
                "note": note,
                "blocks": blocks,
                "wants_note": not blocks and not note,
                "cells": finding.cells[:3],
            }
        )
    return sorted(found, key=lambda each: (not each["blocks"], not each["wants_note"]))


def checks_page(model_admin, request, pk):
    report = find(model_admin, request, pk)
    may_note = (
        request.user.has_perm(PREPARE) or request.user.has_perm(APPROVE)
    ) and not report.is_frozen
    found = [] if report.is_imported else judged(report)
    if report.is_imported:
        found = [
            {"finding": each, "blocks": each.level == ERROR, "cells": each.cells[:3]}
            for each in report.content().findings()
        ]
    if request.method == "POST":
        if not may_note:
            raise PermissionDenied
        return noted(request, report, found)
    for each in found:
        if may_note and not each["blocks"]:
            each["form"] = NoteForm(
                initial={"key": each["key"], "note": each["note"]}, auto_id=f"n{each['key'][:8]}_%s"
            )
    return page(model_admin, request, "checks", report, "检查", found=found)


def noted(request, report, found):
    form = NoteForm(request.POST)
    if form.is_valid():
        wanted = form.cleaned_data["key"]
        each = next((each for each in found if each["key"] == wanted), None)
        if each is None:
            messages.warning(request, "这一处检查结果已经变了，请看现在的结果。")
        else:
            note = form.cleaned_data["note"]
            try:
                report.explain(each["finding"], note, by=request.user, at=timezone.now())
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
