"""The figures of the channels as a table, in and out: the same month replaces what stood there."""

from collections.abc import Mapping

from import_export.fields import Field
from import_export.widgets import Widget

from portal.ledger_files import Ledger, LedgerDataset, TableResource
from portal.ledger_files.cells import LineWidget, NumberWidget
from reports.models import ChannelFigure
from reports.workflow import Outlet, unit_of

REQUIRED = ["年度", "月份", "渠道", "数量", "数据来源"]
OPTIONAL = ["单位"]
LARGEST = 2_000_000_000
NO_SOURCE = "不能为空，请写明由谁、从哪里统计。"


class ChannelLedger(Ledger):
    """The monthly figures, read."""

    required, optional = REQUIRED, OPTIONAL


class OutletWidget(Widget):
    def clean(self, value, row=None, **kwargs) -> str:
        text = str(value).strip()
        for outlet in Outlet:
            if text in (outlet.label, outlet.value):
                return outlet
        known = "、".join(Outlet.labels)
        raise ValueError(f"没有“{text[:20]}”这个渠道，请填：{known}。")

    def render(self, value, **kwargs):
        return Outlet(value).label if value else ""


class ChannelFigureResource(TableResource):
    audited_as = "channel_figures"
    repeated = ("渠道", "与第{number}行是同一个月的同一渠道，请合并成一行。")
    preview_columns = [*REQUIRED, *OPTIONAL]

    year = Field("year", "年度", NumberWidget(2000, 2100))
    month = Field("month", "月份", NumberWidget(1, 12))
    outlet = Field("outlet", "渠道", OutletWidget())
    unit = Field("unit", "单位", LineWidget(8))
    figure = Field("figure", "数量", NumberWidget(0, LARGEST))
    source = Field("source", "数据来源", LineWidget(100, is_required=True, if_missing=NO_SOURCE))

    class Meta:
        model = ChannelFigure
        fields = ["year", "month", "outlet", "unit", "figure", "source"]
        import_id_fields = ["year", "month", "outlet"]
        skip_diff = True
        name = "渠道数据"

    def find_stored(self, dataset: LedgerDataset):
        return ChannelFigure.objects.all()

    def key_of(self, figure: ChannelFigure) -> tuple:
        return figure.year, figure.month, figure.outlet, figure.unit or unit_of(figure.outlet)

    def key_in(self, row: Mapping) -> tuple:
        year, month, outlet = (self.fields[name].clean(row) for name in ("year", "month", "outlet"))
        unit = self.fields["unit"].clean(row) if "单位" in row else ""
        return year, month, outlet, unit or unit_of(outlet)

    def before_save_instance(self, instance, row, **kwargs):
        instance.unit = instance.unit or unit_of(instance.outlet)
