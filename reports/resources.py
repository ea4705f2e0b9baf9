"""The figures of the channels as a table, in and out: the same month replaces what stood there."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils import timezone
from import_export.fields import Field
from import_export.widgets import Widget

from disclosure.resources.formats import ItemLedger, LedgerDataset, LedgerResource
from disclosure.resources.results import PREVIEW_ROWS, LedgerResult
from disclosure.resources.yearly_tasks import NumberWidget
from portal.ledgers import LedgerError, read_ledger
from portal.models import AuditAct, AuditEntry
from reports.models import ChannelFigure
from reports.workflow import Outlet, unit_of

REQUIRED = ["年度", "月份", "渠道", "数量", "数据来源"]
OPTIONAL = ["单位"]
LARGEST = 2_000_000_000


class ChannelLedger(ItemLedger):
    """The monthly figures, read; CSV or XLSX is told by content."""

    def create_dataset(self, in_stream: bytes, name: str = "台账") -> LedgerDataset:
        """Raises LedgerError when the file is no such table."""
        ledger = read_ledger(in_stream, name, columns=[*REQUIRED, *OPTIONAL], required=REQUIRED)
        if not ledger.rows:
            raise LedgerError(f"“{name}”只有表头，没有数据；请填写后再导入。")
        dataset = LedgerDataset(headers=ledger.headers)
        dataset.sha256 = ledger.sha256
        for number, row in ledger.rows:
            dataset.append(list(row.values()))
            dataset.numbers.append(number)
        return dataset


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


class WordWidget(Widget):
    def __init__(self, longest: int, *, is_required: bool = False):
        super().__init__()
        self.longest, self.is_required = longest, is_required

    def clean(self, value, row=None, **kwargs) -> str:
        text = str(value or "").strip()
        if self.is_required and not text:
            raise ValueError("不能为空，请写明由谁、从哪里统计。")
        if len(text) > self.longest:
            raise ValueError(f"超过{self.longest}字，请缩短。")
        return text

    def render(self, value, **kwargs):
        return value


class ChannelFigureResource(LedgerResource):
    year = Field("year", "年度", NumberWidget(2000, 2100))
    month = Field("month", "月份", NumberWidget(1, 12))
    outlet = Field("outlet", "渠道", OutletWidget())
    unit = Field("unit", "单位", WordWidget(8))
    figure = Field("figure", "数量", NumberWidget(0, LARGEST))
    source = Field("source", "数据来源", WordWidget(100, is_required=True))

    class Meta:
        model = ChannelFigure
        fields = ["year", "month", "outlet", "unit", "figure", "source"]
        import_id_fields = ["year", "month", "outlet", "unit"]
        skip_diff = True
        name = "渠道数据"

    @classmethod
    def get_result_class(cls):
        return LedgerResult

    def get_diff_headers(self):
        return [*REQUIRED, *OPTIONAL]

    def import_data(self, dataset: LedgerDataset, dry_run=False, **kwargs) -> LedgerResult:
        """Check and write every row, or none of them."""
        kwargs |= {"raise_errors": False, "rollback_on_validation_errors": True}
        result = super().import_data(dataset, dry_run, **kwargs)
        for row in result.invalid_rows:
            row.number = dataset.numbers[row.number - 1]
        for row in result.error_rows:
            raise row.errors[0].error  # not of the ledger: the library catches everything
        return result

    def before_import(self, dataset, **kwargs):
        self.numbers = dataset.numbers
        self.stored = {key_of(each): each for each in ChannelFigure.objects.all()}
        self.seen: dict[tuple, int] = {}

    def get_instance(self, instance_loader, row):
        try:
            year, month, outlet, unit = (
                self.fields[name].clean(row) for name in self._meta.import_id_fields
            )
        except (ValueError, KeyError):  # said beside its column when the row is read
            return None
        return self.stored.get((year, month, outlet, unit or unit_of(outlet)))

    def import_instance(self, instance, row, row_number, **kwargs):
        """As in the library, with complaints by column."""
        errors: dict[str, list[str]] = {}
        for field in self.get_import_fields():
            if field.column_name not in row:
                continue
            try:
                self.import_field(field, instance, row)
            except ValueError as error:
                errors[field.column_name] = [f"{str(error).rstrip('。')}。"]
        if not errors:
            instance.unit = instance.unit or unit_of(instance.outlet)
            errors = dict(self.broken_by_repetition(instance, self.numbers[row_number - 1]))
        if errors:
            raise ValidationError(errors)

    def broken_by_repetition(self, figure: ChannelFigure, number: int) -> Iterator[tuple]:
        key = key_of(figure)
        if key in self.seen:
            yield "渠道", [f"与第{self.seen[key]}行是同一个月的同一渠道，请合并成一行。"]
        self.seen.setdefault(key, number)

    def after_import_row(self, row, row_result, row_number, **kwargs):
        if row_number <= PREVIEW_ROWS:
            row_result.diff = [str(row.get(name, "")) for name in self.get_diff_headers()]

    def after_import(self, dataset, result, **kwargs):
        """In the transaction of the import: it is on record, or it did not happen."""
        if not kwargs.get("dry_run") and result.is_good:
            data = {"what": "channel_figures", "rows": len(dataset), "sha256": dataset.sha256}
            AuditEntry.objects.record(
                act=AuditAct.IMPORT, by=kwargs.get("user"), at=timezone.now(), data=data
            )

    def filter_export(self, queryset, **kwargs):
        return queryset


def key_of(figure: ChannelFigure) -> tuple:
    return figure.year, figure.month, figure.outlet, figure.unit
