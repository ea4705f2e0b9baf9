"""The yearly plan as a table, in and out: what comes in is added, or replaces the same task."""

from collections.abc import Mapping

from import_export.fields import Field

from disclosure.models import YearlyTask
from disclosure.models.yearly_task import DONE
from disclosure.resources.cells import OfficeWidget
from portal.ledger_files import Ledger, LedgerDataset, TableResource
from portal.ledger_files.cells import LineWidget, NumberWidget, RequiredDayWidget

REQUIRED = ["年度", "任务", "责任机构", "完成时限"]
OPTIONAL = ["责任人", "进展（%）", "进展说明"]
FIRST_YEAR, LAST_YEAR = 2000, 2100


def longest(field: str) -> int:
    return YearlyTask._meta.get_field(field).max_length


class TaskLedger(Ledger):
    """The yearly plan, read."""

    required, optional = REQUIRED, OPTIONAL


class RequiredOfficeWidget(OfficeWidget):
    def clean(self, value, row=None, **kwargs):
        if office := super().clean(value, row, **kwargs):
            return office
        raise ValueError("不能为空，请填写机构名称。")


class YearlyTaskResource(TableResource):
    audited_as = "yearly_tasks"
    repeated = ("任务", "与第{number}行是同一机构的同一任务，请删去其中一行。")
    preview_columns = [*REQUIRED, *OPTIONAL]

    year = Field("year", "年度", NumberWidget(FIRST_YEAR, LAST_YEAR))
    task = Field("task", "任务", LineWidget(longest("task"), is_required=True))
    office = Field("office", "责任机构", RequiredOfficeWidget())
    person = Field("person", "责任人", LineWidget(longest("person")))
    due_on = Field("due_on", "完成时限", RequiredDayWidget())
    progress = Field("progress", "进展（%）", NumberWidget(0, DONE, empty=0))
    note = Field("note", "进展说明", LineWidget(longest("note")))

    class Meta:
        model = YearlyTask
        fields = ["year", "task", "office", "person", "due_on", "progress", "note"]
        import_id_fields = ["year", "office", "task"]
        skip_diff = True
        name = "年度责任分解"

    def before_import(self, dataset, **kwargs):
        self.fields["office"].widget.load()
        super().before_import(dataset, **kwargs)

    def find_stored(self, dataset: LedgerDataset):
        years = {text for text in map(str, dataset["年度"]) if text.isascii() and text.isdecimal()}
        return YearlyTask.objects.filter(year__in=[int(year) for year in years if len(year) == 4])

    def key_of(self, task: YearlyTask) -> tuple:
        return task.year, task.office_id, task.task

    def key_in(self, row: Mapping) -> tuple:
        year, office, task = (self.fields[name].clean(row) for name in ("year", "office", "task"))
        return year, office.pk, task

    def filter_export(self, queryset, **kwargs):
        return queryset.select_related("office")
