"""The self-inspection at the desk: its board, what was found, its numbers and its words."""

from collections import Counter
from datetime import timedelta

from django import forms
from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from portal.admin.base import FORM_FIELDS, state_mark
from portal.admin.bulk_acts import ask_first
from portal.admin_site import Page
from portal.documents import render_document
from portal.documents.html import table_html
from portal.ledger_desks import BulkAct
from portal.models import AuditAct, AuditEntry
from reports import exports
from reports.inspection import BY_CODE, CHECKS, CHOICES
from reports.inspection_sheet import findings_document, history_table
from reports.inspector import vetoes
from reports.models import Inspection, InspectionFinding, InspectionRule, InspectionTerm
from reports.models.inspection_finding import EXPLAIN, SEE_ALL, State
from requests_app.admin.registers import RegisterAdmin

EXPLAINING_MEANS = [
    "说明过的问题不再列为待整改，看板上列为“已说明”；说明写入审计记录。",
    "同一条说明用于所选的每一个问题，请先核对它们的原因是否相同。",
]
MAY_SEE = ["reports.view_inspectionfinding", SEE_ALL]
RUNS_SHOWN = 60
RECENTLY = timedelta(days=90)
SHAPES = {State.OPEN: "stale", State.EXPLAINED: "soon", State.MENDED: "on"}


@require_safe
@permission_required(MAY_SEE, raise_exception=True)
def inspection_board(request: HttpRequest) -> HttpResponse:
    runs = list(Inspection.objects.all()[:RUNS_SHOWN])[::-1]
    history = [(f"{timezone.localtime(run.started_at):%m-%d}", run.open_count) for run in runs]
    context = {
        **admin.site.each_context(request),
        "title": "网站自查",
        "last": runs[-1] if runs else None,
        "vetoes": vetoes(),
        "rows": board_rows(),
        "history": history if len(history) > 1 else [],
        "history_table": table_html(history_table(runs), "history") if runs else "",
    }
    request.current_app = admin.site.name
    return TemplateResponse(request, "admin/reports/inspection.html", context)


def board_rows() -> list[dict]:
    """Return each check with how much of it is open, explained, and lately mended."""
    since = timezone.localdate() - RECENTLY
    standing = InspectionFinding.objects.standing()
    explained = Counter(standing.exclude(explained_at=None).values_list("check_code", flat=True))
    still_open = Counter(InspectionFinding.objects.open().values_list("check_code", flat=True))
    mended = InspectionFinding.objects.filter(mended_on__gte=since)
    lately = Counter(mended.values_list("check_code", flat=True))
    numbers = InspectionRule.objects.numbers()
    return [
        {
            "check": check,
            "open": still_open[check.code],
            "explained": explained[check.code],
            "mended": lately[check.code],
            "limit": numbers.get(f"{check.code}.count") or (1 if check.is_veto else None),
            "weight": numbers.get(f"{check.code}.weight"),
        }
        for check in CHECKS
    ]


@require_safe
@permission_required(MAY_SEE, raise_exception=True)
def inspection_export(request: HttpRequest) -> HttpResponse:
    """Send the findings as inspectors list them; who took them out is on record."""
    since = timezone.localdate() - RECENTLY
    mended_before = InspectionFinding.objects.filter(mended_on__lt=since)
    findings = InspectionFinding.objects.exclude(pk__in=mended_before).select_related("office")
    numbers = InspectionRule.objects.numbers()
    made = render_document(findings_document(findings, numbers), "xlsx")
    with transaction.atomic():
        AuditEntry.objects.record(
            act=AuditAct.EXPORT,
            by=request.user,
            at=timezone.now(),
            data={"model": "reports.inspectionfinding"},
        )
    name = f"网站自查问题清单{timezone.localdate():%Y%m%d}.xlsx"
    headers = {"Content-Disposition": exports.disposition(name)}
    return HttpResponse(made, content_type=exports.TYPES["xlsx"], headers=headers)


class StateFilter(admin.SimpleListFilter):
    title, parameter_name = "整改情况", "state"

    def lookups(self, request, model_admin):
        return State.choices

    def queryset(self, request, queryset):
        if self.value() == State.OPEN:
            return queryset.open()
        if self.value() == State.EXPLAINED:
            return queryset.standing().exclude(explained_at=None)
        return queryset.exclude(mended_on=None) if self.value() == State.MENDED else queryset


class CheckFilter(admin.SimpleListFilter):
    title, parameter_name = "指标", "check"

    def lookups(self, request, model_admin):
        return CHOICES

    def queryset(self, request, queryset):
        return queryset.filter(check_code=self.value()) if self.value() else queryset


class ExplanationForm(forms.Form):
    reason = forms.CharField(
        label="说明",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="不需要整改，或者暂时不能整改的理由。",
        error_messages={"required": "请写明理由，今后的检查人员会看到它。"},
    )


@admin.register(InspectionFinding)
class InspectionFindingAdmin(admin.ModelAdmin):
    """A finding is written by the inspection; a person can only say why it may stand."""

    list_display = ["place", "check_code", "sentence", "office", "state", "first_seen"]
    list_filter = [StateFilter, CheckFilter, "office"]
    list_select_related = ["office"]
    list_per_page = 50
    search_fields = ["place", "sentence"]
    actions = ["explain_chosen"]
    bulk_acts = {
        "explain_chosen": BulkAct(
            "说明",
            InspectionFinding.explain,
            Q(mended_on=None),
            "explain",
            at_once=50,
            told_as="已说明",
        )
    }
    formfield_overrides = FORM_FIELDS
    readonly_fields = [
        *("indicator", "place", "sentence", "page", "office", "state"),
        *("first_seen", "last_seen", "mended_on", "explained_by", "explained_at"),
    ]
    fields = [
        "indicator",
        *("place", "sentence", "page", "office", "state"),
        ("first_seen", "last_seen", "mended_on"),
        "explanation",
        ("explained_by", "explained_at"),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_explain_permission(self, request):
        return request.user.has_perm(EXPLAIN)

    @admin.action(description="说明所选的", permissions=["explain"])
    def explain_chosen(self, request, queryset):
        return ask_first(
            self, request, "explain_chosen", queryset, ExplanationForm, EXPLAINING_MEANS
        )

    def has_change_permission(self, request, obj=None):
        return request.user.has_perm(EXPLAIN) and (obj is None or obj.mended_on is None)

    def save_model(self, request, obj, form, change):
        obj.explain(form.cleaned_data["explanation"], by=request.user, at=timezone.now())

    @admin.display(description="指标", ordering="check_code")
    def indicator(self, finding):
        check = BY_CODE.get(finding.check_code)
        return f"{check.code} {check.title}（{check.kind}）" if check else finding.check_code

    @admin.display(description="网址")
    def page(self, finding):
        return format_html('<a href="{0}">{0}</a>', finding.url) if finding.url else "—"

    @admin.display(description="整改情况")
    def state(self, finding):
        return state_mark(SHAPES[finding.state], finding.state.label)


@admin.register(InspectionRule)
class InspectionRuleAdmin(RegisterAdmin):
    list_display = ["label", "value", "unit", "doubt"]
    fields = ["value"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="标准", ordering="pk")
    def label(self, rule):
        return str(rule)

    @admin.display(description="单位")
    def unit(self, rule):
        return rule.threshold.unit if rule.threshold else ""

    @admin.display(description="依据")
    def doubt(self, rule):
        is_open = rule.threshold and rule.threshold.is_unconfirmed
        return state_mark("soon", "待上级确认") if is_open else "国办秘函〔2019〕19号"


@admin.register(InspectionTerm)
class InspectionTermAdmin(RegisterAdmin):
    list_display = ["text"]
    search_fields = ["text"]
    search_help_text = "按词语查找；错别字在“常见错别字”里登记"
    fields = ["text"]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(kind=InspectionTerm.Kind.FORBIDDEN)


admin.site.add_page(
    Page("inspection/", inspection_board, "inspection", permission=SEE_ALL, title="网站自查")
)
admin.site.add_page(Page("inspection/export/", inspection_export, "inspection_export"))
