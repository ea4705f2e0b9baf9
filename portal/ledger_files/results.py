"""What became of a ledger: for the preview page and for the command line."""

from collections.abc import Iterator

from import_export.results import Result, RowResult

PREVIEW_ROWS, SHOWN_ERRORS = 50, 200


class LedgerResult(Result):
    """What became of a ledger: counts, the first rows, the first complaints."""

    unused_files: list[str] = []

    def append_row_result(self, row_result):
        if len(self.rows) < PREVIEW_ROWS:
            super().append_row_result(row_result)

    def append_invalid_row(self, number, row, validation_error):
        if len(self.invalid_rows) < SHOWN_ERRORS:
            super().append_invalid_row(number, row, validation_error)

    @property
    def is_good(self) -> bool:
        return not (self.has_errors() or self.has_validation_errors())

    @property
    def bad_rows(self) -> int:
        return self.totals[RowResult.IMPORT_TYPE_INVALID]

    @property
    def summary(self) -> str:
        """What the import did, or would do."""
        added = self.totals[RowResult.IMPORT_TYPE_NEW]
        return f"新增{added}条，更新{self.totals[RowResult.IMPORT_TYPE_UPDATE]}条"

    def complaints(self) -> Iterator[str]:
        """Yield the complaints as sentences with row and column."""
        for error in self.base_errors:
            yield str(error.error)
        for row in self.invalid_rows:
            for column, sentences in row.error_dict.items():
                yield from (f"第{row.number}行“{column}”：{sentence}" for sentence in sentences)
