"""The duty board (值守看板): who owes which leaf of the catalogue what, and by when."""

from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from disclosure.duty import Duty, Light, coverage, duties
from disclosure.models import Cadence, Category, YearlyTask
from portal import calendar_users
from portal.admin_site import Page
from portal.ledger_files import ExportedTable, XlsxLedger
from portal.ledgers import neutralise
from portal.models import AuditAct, AuditEntry, Office, OfficeSettings
from portal.row_keys import is_key

MAY_SEE = "disclosure.view_category"
HEADERS = [
    *("栏目代码", "栏目名称", "责任机构", "责任人", "更新频率", "已公开条数"),
    *("最近更新", "下次更新期限", "状态", "说明"),
]


@require_safe
@permission_required(MAY_SEE, raise_exception=True)
def duty_board(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    everything = all_duties(today)
    office = chosen_office(request)
    rows = [each for each in everything if not office or each.leaf.office_id == office]
    tasks = YearlyTask.objects.filter(year=today.year).select_related("office")
    tasks = [each for each in tasks if not office or each.office_id == office]
    context = {
        **admin.site.each_context(request),
        "title": "值守看板",
        "rows": rows,
        "counts": [(light, sum(row.light == light for row in rows)) for light in Light],
        "coverage": coverage(rows),
        "gaps": calendar_users.gaps(today),
        "offices": Office.objects.all(),
        "office": office,
        "year": today.year,
        "tasks": [(each, each.days_late(today)) for each in tasks],
        "may_see_tasks": request.user.has_perm("disclosure.view_yearlytask"),
    }
    return TemplateResponse(request, "admin/disclosure/duty_board.html", context)


@require_safe
@permission_required(MAY_SEE, raise_exception=True)
def duty_export(request: HttpRequest) -> HttpResponse:
    """Return the board as XLSX; who took it out is on record."""
    today = timezone.localdate()
    office = chosen_office(request)
    rows = [each for each in all_duties(today) if not office or each.leaf.office_id == office]
    cells = ([neutralise(cell) for cell in cells_of(row)] for row in rows)
    data = XlsxLedger().export_data(ExportedTable(HEADERS, cells))
    with transaction.atomic():
        what = {"what": "duty_board", "rows": len(rows), "office": office}
        AuditEntry.objects.record(
            act=AuditAct.EXPORT, by=request.user, at=timezone.now(), data=what
        )
    response = HttpResponse(data, content_type=XlsxLedger().get_content_type())
    response["Content-Disposition"] = f'attachment; filename="duty-board-{today}.xlsx"'
    return response


def all_duties(today) -> list[Duty]:
    leaves = Category.objects.leaves().select_related("office")
    return duties(leaves, today=today, days=OfficeSettings.objects.current().cadence_days)


def chosen_office(request) -> int | None:
    """Return the office to show, None for all; an address typed wrongly shows all."""
    chosen = request.GET.get("office", "")
    return int(chosen) if is_key(chosen) else None


def cells_of(row: Duty) -> list:
    leaf = row.leaf
    return [
        leaf.code,
        leaf.name,
        leaf.office.name if leaf.office else "",
        leaf.person,
        Cadence(leaf.cadence).label,
        leaf.published_count,
        row.last_update,
        row.next_due,
        row.light.label,
        row.remark,
    ]


admin.site.add_page(Page("duty/", duty_board, "duty_board", MAY_SEE, "值守看板"))
admin.site.add_page(Page("duty/export/", duty_export, "duty_export"))
