"""The yearly plan as a table, in and out: what comes in is added, or replaces the same task."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import Truncator
from import_export.fields import Field
from import_export.results import RowResult
from import_export.widgets import Widget

from disclosure.models import YearlyTask
from disclosure.models.yearly_task import DONE
from disclosure.resources import cells
from disclosure.resources.formats import ItemLedger, LedgerDataset, LedgerResource
from disclosure.resources.results import PREVIEW_ROWS, LedgerResult
from portal.ledgers import LedgerError, read_ledger
from portal.models import AuditAct, AuditEntry

REQUIRED = ["年度", "任务", "责任机构", "完成时限"]
OPTIONAL = ["责任人", "进展（%）", "进展说明"]
FIRST_YEAR, LAST_YEAR = 2000, 2100
LONGEST_SHOWN = 60


class TaskLedger(ItemLedger):
    """The yearly plan, read; CSV or XLSX is told by content."""

    def create_dataset(self, in_stream: bytes, name: str = "台账") -> LedgerDataset:
        """Raises LedgerError when the file is no plan."""
        ledger = read_ledger(in_stream, name, columns=[*REQUIRED, *OPTIONAL], required=REQUIRED)
        if not ledger.rows:
            raise LedgerError(f"“{name}”只有表头，没有数据；请填写后再导入。")
        dataset = LedgerDataset(headers=ledger.headers)
        dataset.sha256 = ledger.sha256
        for number, row in ledger.rows:
            dataset.append(list(row.values()))
            dataset.numbers.append(number)
        return dataset


class TaskTextWidget(cells.TextWidget):
    """Text for one field of a task, as long as the field allows."""

    def __init__(self, field: str, *, is_required: bool = False):
        Widget.__init__(self)
        self.longest = YearlyTask._meta.get_field(field).max_length
        self.is_required = is_required


class NumberWidget(Widget):
    """A whole number within bounds; a per cent sign or “年” behind it is dropped."""

    def __init__(self, least: int, most: int, *, empty: int | None = None):
        super().__init__()
        self.least, self.most, self.empty = least, most, empty

    def clean(self, value, row=None, **kwargs) -> int:
        text = str(value).strip().rstrip("%％年").strip()
        if not text and self.empty is not None:
            return self.empty
        within = text.isascii() and text.isdecimal() and self.least <= int(text) <= self.most
        if not within:
            raise ValueError(f"“{text[:20]}”无效，请填{self.least}至{self.most}的整数。")
        return int(text)

    def render(self, value, **kwargs):
        return value


class RequiredDayWidget(cells.DayWidget):
    def clean(self, value, row=None, **kwargs):
        if day := super().clean(value, row, **kwargs):
            return day
        raise ValueError("不能为空，请填写日期。")


class RequiredOfficeWidget(cells.OfficeWidget):
    def clean(self, value, row=None, **kwargs):
        if office := super().clean(value, row, **kwargs):
            return office
        raise ValueError("不能为空，请填写机构名称。")


class YearlyTaskResource(LedgerResource):
    year = Field("year", "年度", NumberWidget(FIRST_YEAR, LAST_YEAR))
    task = Field("task", "任务", TaskTextWidget("task", is_required=True))
    office = Field("office", "责任机构", RequiredOfficeWidget())
    person = Field("person", "责任人", TaskTextWidget("person"))
    due_on = Field("due_on", "完成时限", RequiredDayWidget())
    progress = Field("progress", "进展（%）", NumberWidget(0, DONE, empty=0))
    note = Field("note", "进展说明", TaskTextWidget("note"))

    class Meta:
        model = YearlyTask
        fields = ["year", "task", "office", "person", "due_on", "progress", "note"]
        import_id_fields = ["year", "office", "task"]
        skip_diff = True
        name = "年度责任分解"

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
        self.fields["office"].widget.load()
        self.numbers = dataset.numbers
        years = {text for text in map(str, dataset["年度"]) if text.isascii() and text.isdecimal()}
        tasks = YearlyTask.objects.filter(year__in=[int(year) for year in years if len(year) == 4])
        self.stored = {(each.year, each.office_id, each.task): each for each in tasks}
        self.seen: dict[tuple, int] = {}

    def get_instance(self, instance_loader, row):
        try:
            year, task = (self.fields[name].clean(row) for name in ("year", "task"))
            return self.stored.get((year, self.fields["office"].clean(row).pk, task))
        except ValueError:  # said beside its column when the row is read
            return None

    def import_instance(self, instance, row, row_number, **kwargs):
        """As in the library, with complaints by column."""
        errors: dict[str, list[str]] = {}
        for field in self.get_import_fields():
            try:
                self.import_field(field, instance, row)
            except ValueError as error:
                errors[field.column_name] = [f"{str(error).rstrip('。')}。"]
        if not errors:
            errors = dict(self.broken_by_repetition(instance, self.numbers[row_number - 1]))
        if errors:
            raise ValidationError(errors)

    def broken_by_repetition(self, task: YearlyTask, number: int) -> Iterator[tuple]:
        key = (task.year, task.office_id, task.task)
        if key in self.seen:
            yield "任务", [f"与第{self.seen[key]}行是同一机构的同一任务，请删去其中一行。"]
        self.seen.setdefault(key, number)

    def after_import_row(self, row, row_result, row_number, **kwargs):
        if row_number <= PREVIEW_ROWS:
            shown = (row.get(name, "") for name in self.get_diff_headers())
            row_result.diff = [Truncator(str(cell)).chars(LONGEST_SHOWN) for cell in shown]

    def after_import(self, dataset, result, **kwargs):
        """In the transaction of the import: it is on record, or it did not happen."""
        if not kwargs.get("dry_run") and result.is_good:
            data = {"what": "yearly_tasks", "rows": len(dataset), "sha256": dataset.sha256}
            AuditEntry.objects.record(
                act=AuditAct.IMPORT, by=kwargs.get("user"), at=timezone.now(), data=data
            )

    def filter_export(self, queryset, **kwargs):
        return queryset.select_related("office")


def summary(result: LedgerResult) -> str:
    """Return what an import did, or would do."""
    added = result.totals[RowResult.IMPORT_TYPE_NEW]
    return f"新增{added}条，更新{result.totals[RowResult.IMPORT_TYPE_UPDATE]}条"
