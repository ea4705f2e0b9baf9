"""The figures of the channels, entered month by month or imported."""

from django.contrib import admin, messages
from django.shortcuts import redirect
from import_export.admin import ImportMixin

from disclosure.resources.admin import LedgerAdminMixin, LedgerImportForm
from disclosure.resources.yearly_tasks import summary
from reports.models import ChannelFigure
from reports.resources import ChannelFigureResource, ChannelLedger


class ChannelImportForm(LedgerImportForm):
    archive = None


@admin.register(ChannelFigure)
class ChannelFigureAdmin(LedgerAdminMixin, admin.ModelAdmin):
    resource_classes = [ChannelFigureResource]
    import_formats = [ChannelLedger]
    import_form_class = ChannelImportForm
    import_template_name = "admin/reports/channelfigure/import.html"
    list_display = ["period", "outlet", "figure", "unit", "source"]
    list_filter = ["year", "outlet"]
    list_per_page = 100
    actions = None
    fieldsets = [(None, {"fields": [("year", "month"), ("outlet", "figure", "unit"), "source"]})]

    @admin.display(description="月份", ordering="year")
    def period(self, figure):
        return f"{figure.year}年{figure.month}月"

    def has_import_permission(self, request):
        return request.user.has_perms(["reports.add_channelfigure", "reports.change_channelfigure"])

    def get_import_data_kwargs(self, **kwargs):
        return {}

    def get_confirm_form_initial(self, request, import_form):
        return ImportMixin.get_confirm_form_initial(self, request, import_form)

    def process_result(self, result, request):
        for complaint in result.complaints():
            self.message_user(request, complaint, messages.ERROR)
        if result.is_good:
            self.message_user(request, f"导入完成：{summary(result)}。", messages.SUCCESS)
        return redirect(self.ledger_url("changelist" if result.is_good else "import"))
