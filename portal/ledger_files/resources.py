"""What every ledger has in common: rows checked one by one, complaints by row and column."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from import_export.resources import ModelResource

from portal.ledger_files.formats import ExportedTable, LedgerDataset
from portal.ledger_files.results import PREVIEW_ROWS, LedgerResult
from portal.ledgers import neutralise

CHUNK = 500
LONGEST_SHOWN = 60
TOLD_EVERY = 200  # rows
VALUES_PER_QUERY = 5_000

Complaint = tuple[str, str]  # the column, and a sentence
Progress = Callable[[str, int, int], None]  # the step in a word, rows done, rows in all


def nobody_asks(step: str, done: int, total: int) -> None:
    """How far it is nobody wants to know."""


def nothing_more() -> None:
    """Nothing else belongs to the act."""


class LedgerResource(ModelResource):
    """A ledger in and out: read cell by cell, exported row by row while the file is written.

    An app says what its fields are, what a row must not break (`broken_rules`), and which cells
    of it the preview shows.
    """

    result_class: ClassVar[type[LedgerResult]] = LedgerResult
    preview_columns: ClassVar[list[str]] = []

    def __init__(
        self, progress: Progress = nobody_asks, sign_off: Callable[[], None] = nothing_more
    ):
        """Tell `progress` how far it is; call `sign_off` in the act that ends an import."""
        super().__init__()
        self.tell, self.sign_off = progress, sign_off

    # --- In -------------------------------------------------------------------------------------

    @classmethod
    def get_result_class(cls):
        return cls.result_class

    def get_diff_headers(self):
        return self.preview_columns

    def before_import(self, dataset: LedgerDataset, **kwargs):
        self.numbers = dataset.numbers

    def before_import_row(self, row, **kwargs):
        if kwargs["row_number"] % TOLD_EVERY == 0:
            self.tell("检查", kwargs["row_number"], len(self.numbers))

    def import_instance(self, instance, row, row_number, **kwargs):
        """As in the library, with complaints by column, and with the rules between cells."""
        errors: dict[str, list[str]] = {}
        for field in self.get_import_fields():
            try:
                self.import_field(field, instance, row)
            except ValueError as error:
                errors[field.column_name] = [f"{str(error).rstrip('。')}。"]
        number = self.numbers[row_number - 1]
        for column, complaint in self.broken_rules(instance, number, errors):
            errors.setdefault(column, []).append(complaint)
        if errors:
            raise ValidationError(errors)

    def broken_rules(self, instance, number: int, errors: Mapping) -> Iterable[Complaint]:
        """Yield what contradicts itself; `errors` are the cells that could not be read."""
        return ()

    def after_import_row(self, row, row_result, row_number, **kwargs):
        if row_number <= PREVIEW_ROWS:
            row_result.diff = [Truncator(cell).chars(LONGEST_SHOWN) for cell in self.shown(row)]

    def shown(self, row: Mapping) -> Iterator[str]:
        """Yield the cells of a row the preview shows."""
        return (str(row.get(name, "")) for name in self.preview_columns)

    def describe(self, result: LedgerResult, dataset: LedgerDataset) -> None:
        """Put the row numbers of the file into the result; raise what is no fault of the ledger."""
        for fault in [*result.base_errors, *(row.errors[0] for row in result.error_rows)]:
            raise fault.error  # the library catches everything
        for row in result.invalid_rows:
            row.number = dataset.numbers[row.number - 1]

    # --- Out ------------------------------------------------------------------------------------

    def export(self, queryset=None, **kwargs) -> ExportedTable:
        queryset = self.get_queryset() if queryset is None else queryset
        queryset = self.filter_export(queryset, **kwargs)
        self.before_export(queryset, **kwargs)
        fields = self.get_export_fields(kwargs.get("export_fields"))
        rows = (
            [neutralise(self.export_field(field, instance)) for field in fields]
            for instance in self.followed(queryset.iterator(chunk_size=CHUNK))
        )
        return ExportedTable([field.column_name for field in fields], rows)

    def followed(self, instances: Iterable) -> Iterator:
        for number, instance in enumerate(instances, start=1):
            yield instance
            if number % TOLD_EVERY == 0:
                self.tell("导出", number, 0)


def values_of(dataset: LedgerDataset, column: str, clean) -> Iterator[str]:
    """Yield the values of a column as they will be stored; cells with a mistake yield none."""
    for cell in dataset[column] if column in dataset.headers else []:
        try:
            yield from clean(cell)
        except ValueError:
            continue


def some_of(values: Iterable[str]) -> Iterator[list[str]]:
    """Yield the distinct values in portions a query can take."""
    distinct = sorted(set(values) - {""})
    for start in range(0, len(distinct), VALUES_PER_QUERY):
        yield distinct[start : start + VALUES_PER_QUERY]
