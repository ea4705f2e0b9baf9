"""The register of annual reports, and the addresses of everything done to one."""

from functools import partial

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from portal.admin.base import state_mark
from portal.errors import RuleViolation
from portal.row_keys import is_key
from reports.admin import figures, pages
from reports.admin.acts import ACTS
from reports.forms import PublishedReportForm, StartForm
from reports.models import AnnualReport
from reports.models.report_queries import reporting_body
from reports.workflow import PREPARE, PUBLISH


@admin.register(AnnualReport)
class AnnualReportAdmin(admin.ModelAdmin):
    """A report is made by acts, never edited: the form of the model has no page."""

    change_list_template = f"{pages.FOLDER}/change_list.html"
    list_display = ["name", "form_name", "state", "published_on", "approved_by"]
    list_select_related = ["approved_by"]
    list_filter = ["status"]
    list_per_page = 50
    actions = None

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("reports.view_annualreport")

    def has_add_permission(self, request):
        return request.user.has_perm(PREPARE)

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="年度报告", ordering="year")
    def name(self, report):
        return str(report)

    @admin.display(description="格式")
    def form_name(self, report):
        return report.get_format_display()

    @admin.display(description="状态", ordering="status")
    def state(self, report):
        label = report.get_status_display()
        return state_mark(report.status, f"{label}，历史导入" if report.is_imported else label)

    def changelist_view(self, request, extra_context=None):
        may_import = request.user.has_perms([PREPARE, PUBLISH])
        return super().changelist_view(request, {"may_import": may_import, **(extra_context or {})})

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = StartForm(request.POST or None, initial={"year": timezone.localdate().year - 1})
        if request.method == "POST" and form.is_valid():
            year = form.cleaned_data["year"]
            try:
                report = AnnualReport.objects.start(year, by=request.user, at=timezone.now())
            except RuleViolation as refusal:
                form.add_error("year", f"{refusal}。")
            else:
                messages.success(request, f"已开始编制{report}，统计数已取自登记台账。")
                return redirect(pages.CHANGE, report.pk)
        return self.plain_page(request, "start", "开始编制年度报告", form=form)

    def import_page(self, request):
        if not request.user.has_perms([PREPARE, PUBLISH]):
            raise PermissionDenied
        form = PublishedReportForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            try:
                report = self.imported(request, form)
            except RuleViolation as refusal:
                form.add_error(None, f"没有导入：{refusal}。")
            else:
                for gap in form.read.gaps:
                    messages.warning(request, str(gap))
                messages.success(request, f"已导入{report}。")
                return redirect(pages.CHANGE, report.pk)
        return self.plain_page(request, "import", "导入已公布的年度报告", form=form)

    def imported(self, request, form) -> AnnualReport:
        return AnnualReport.objects.import_published(
            form.content(reporting_body()),
            published_on=form.cleaned_data["published_on"],
            by=request.user,
            at=timezone.now(),
            source=form.cleaned_data["file"].name,
        )

    def plain_page(self, request, template, title, **context):
        context |= {**self.admin_site.each_context(request), "title": title, "opts": self.opts}
        request.current_app = self.admin_site.name
        return TemplateResponse(request, f"{pages.FOLDER}/{template}.html", context)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        pk = int(object_id) if is_key(object_id) else 0
        return pages.overview(self, request, pages.find(self, request, pk))

    def history_view(self, request, object_id, extra_context=None):
        return self.change_view(request, object_id)

    def get_urls(self):
        guard = self.admin_site.admin_view
        own = [
            ("<int:pk>/figures/", figures.figures_page, "figures"),
            ("<int:pk>/texts/", pages.texts_page, "texts"),
            ("<int:pk>/checks/", pages.checks_page, "checks"),
            ("<int:pk>/cells/<str:code>/", figures.cell_page, "cell"),
            ("<int:pk>/report.<str:form>", pages.export_page, "export"),
        ]
        own += [(f"<int:pk>/{act}/", partial(pages.act_page, name=act), act) for act in ACTS]
        urls = [
            path(to, guard(partial(view, self)), name=f"reports_annualreport_{name}")
            for to, view, name in own
        ]
        imports = path("import/", guard(self.import_page), name="reports_annualreport_import")
        return [imports, *urls, *super().get_urls()]
