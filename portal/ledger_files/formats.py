"""Ledger files as formats of django-import-export: CSV and XLSX, in and out.

Reading is `portal.ledgers`, whichever format was chosen: the content tells what a file is.
Writing goes row by row, so that an export needs no more memory than a few of its rows.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO, TextIOWrapper
from typing import BinaryIO, ClassVar, NamedTuple

import tablib
from django.conf import settings
from import_export.formats.base_formats import Format
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from portal.ledgers import LedgerError, read_ledger

EXCEL_CELL = 32_767  # characters; Excel and openpyxl cut the rest off without a word
COLUMN_WIDTH = 18


class LedgerDataset(tablib.Dataset):
    """A dataset that knows the rows of the file it came from, and the file's SHA-256."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.numbers: list[int] = []
        self.sha256 = ""

    def __iter__(self) -> Iterator[tuple]:
        """Yield each row once and let go of it: a long ledger need not stand in memory twice."""
        for index, row in enumerate(self._data):
            self._data[index] = None
            yield row.tuple


class ExportedTable(NamedTuple):
    """What a resource exports: read once, row by row."""

    headers: list[str]
    rows: Iterator[list]


class Ledger(Format):
    """A ledger with its columns, read; CSV or XLSX is told by content."""

    required: ClassVar[Sequence[str]]
    optional: ClassVar[Sequence[str]] = ()
    synonyms: ClassVar[Mapping[str, Sequence[str]]] = {}  # what others call a column

    def __init__(self, encoding=None):  # the admin gives one; the content knows better
        super().__init__()

    def get_title(self):
        return "CSV 或 XLSX（自动识别）"

    def create_dataset(self, in_stream: BinaryIO | bytes, name: str = "台账") -> LedgerDataset:
        """Raises LedgerError when the file is no such ledger."""
        ledger = read_ledger(
            in_stream,
            name,
            columns=[*self.required, *self.optional],
            required=self.required,
            synonyms=self.synonyms,
            max_megabytes=settings.MAX_UPLOAD_MEGABYTES,
        )
        if not ledger.rows:
            raise LedgerError(f"“{name}”只有表头，没有数据；请填写后再导入。")
        dataset = LedgerDataset(headers=ledger.headers)
        dataset.sha256 = ledger.sha256
        ledger.rows.reverse()
        while ledger.rows:  # each row leaves the one memory as it enters the other
            number, row = ledger.rows.pop()
            dataset.append(list(row.values()))
            dataset.numbers.append(number)
        return dataset

    def can_import(self):
        return True


class CsvLedger(Format):
    """CSV as Excel in China opens it without asking: UTF-8 with a byte order mark."""

    def get_title(self):
        return "CSV（UTF-8）"

    def get_extension(self):
        return "csv"

    def get_content_type(self):
        return "text/csv; charset=utf-8"

    def can_export(self):
        return True

    def write(self, table: ExportedTable, file: BinaryIO) -> None:
        text = TextIOWrapper(file, "utf-8-sig", newline="")
        writer = csv.writer(text)
        writer.writerow(table.headers)
        writer.writerows(table.rows)
        text.flush()
        text.detach()  # the file stays open: it is the caller's

    def export_data(self, table: ExportedTable, **kwargs) -> bytes:
        with BytesIO() as file:
            self.write(table, file)
            return file.getvalue()


class XlsxLedger(Format):
    def get_title(self):
        return "Excel（XLSX）"

    def get_extension(self):
        return "xlsx"

    def get_content_type(self):
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def can_export(self):
        return True

    def write(self, table: ExportedTable, file: BinaryIO) -> None:
        """Raises ValueError, in words, when a text does not fit into a cell."""
        book = Workbook(write_only=True)
        sheet = book.create_sheet("台账")
        sheet.freeze_panes = "A2"
        sheet.sheet_format.defaultColWidth = COLUMN_WIDTH
        sheet.append([bold(sheet, header) for header in table.headers])
        try:
            for row in table.rows:
                sheet.append([excel_cell(value, row) for value in row])
        except BaseException:
            sheet.close()
            raise
        book.save(file)

    def export_data(self, table: ExportedTable, **kwargs) -> bytes:
        """Raises ValueError, in words, when a text does not fit into a cell."""
        with BytesIO() as file:
            self.write(table, file)
            return file.getvalue()


def bold(sheet, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, text)
    cell.font = Font(bold=True)
    return cell


def excel_cell(value: object, row: list) -> object:
    if not isinstance(value, str):
        return value
    if len(value) > EXCEL_CELL:
        raise ValueError(
            f"《{row[0]}》一格里有{len(value)}字，超过Excel每格{EXCEL_CELL}字的上限；请改用CSV格式导出。"
        )
    return ILLEGAL_CHARACTERS_RE.sub("", value)


LEDGER_FORMATS = [XlsxLedger, CsvLedger]
