"""The figures of the channels, entered month by month or imported."""

from django.contrib import admin

from portal.admin.ledgers import LedgerAdminMixin
from reports.models import ChannelFigure
from reports.resources import ChannelFigureResource, ChannelLedger


@admin.register(ChannelFigure)
class ChannelFigureAdmin(LedgerAdminMixin, admin.ModelAdmin):
    resource_classes = [ChannelFigureResource]
    import_formats = [ChannelLedger]
    import_rights = ["reports.add_channelfigure", "reports.change_channelfigure"]
    import_template_name = "admin/reports/channelfigure/import.html"
    list_display = ["period", "outlet", "figure", "unit", "source"]
    list_filter = ["year", "outlet"]
    list_per_page = 100
    actions = None
    fieldsets = [(None, {"fields": [("year", "month"), ("outlet", "figure", "unit"), "source"]})]

    @admin.display(description="月份", ordering="year")
    def period(self, figure):
        return f"{figure.year}年{figure.month}月"
