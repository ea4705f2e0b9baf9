"""The staff pages where figures are entered: all that the offices hand in, and one cell."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone

from portal.errors import RuleViolation
from reports import counting, sheet
from reports.admin.grids import shown_cells
from reports.admin.pages import CHANGE, SEE_CASES, find, find_draft, page
from reports.forms import CellForm, FiguresForm
from reports.models import AnnualReport, RowHelp
from reports.models.row_help import help_for
from reports.workflow import PREPARE, Status

CASES_PER_PAGE = 50


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
    fields["notes"] = RowHelp.objects.by_code()
    form = FiguresForm(request.POST or None, **fields)
    if request.method == "POST" and form.is_valid() and enter(request, report, form):
        return redirect(CHANGE, pk)
    return page(model_admin, request, "figures", report, "填报数据", form=form)


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
        "note": help_for(code, RowHelp.objects.by_code()),
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
