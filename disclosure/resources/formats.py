"""Ledger files as formats of django-import-export: CSV and XLSX, in and out.

Reading is `portal.ledgers`, whichever format was chosen: the content tells what a file is.
Writing goes row by row, so that an export needs no more memory than its file.
"""

import csv
from collections.abc import Iterator
from io import BytesIO, TextIOWrapper
from typing import NamedTuple

import tablib
from django.conf import settings
from import_export.formats.base_formats import Format
from import_export.resources import ModelResource
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from portal.ledgers import LedgerError, neutralise, read_ledger

REQUIRED = ["标题", "发文字号", "栏目代码", "发布机构", "成文日期", "发布日期", "来源链接"]
OPTIONAL = [
    *("索引号", "正文", "摘要", "关键词", "有效性", "公开方式", "责任科室", "附件", "旧网址"),
]
EXCEL_CELL = 32_767  # characters; Excel and openpyxl cut the rest off without a word
CHUNK = 500
COLUMN_WIDTH = 18


class LedgerDataset(tablib.Dataset):
    """A dataset that knows the rows of the file it came from, and the file's SHA-256."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.numbers: list[int] = []
        self.sha256 = ""


class ExportedTable(NamedTuple):
    """What a resource exports: read once, row by row."""

    headers: list[str]
    rows: Iterator[list]


class LedgerResource(ModelResource):
    """A resource whose export is read from the database while the file is written."""

    def export(self, queryset=None, **kwargs) -> ExportedTable:
        queryset = self.get_queryset() if queryset is None else queryset
        queryset = self.filter_export(queryset, **kwargs)
        self.before_export(queryset, **kwargs)
        fields = self.get_export_fields(kwargs.get("export_fields"))
        rows = (
            [neutralise(self.export_field(field, instance)) for field in fields]
            for instance in queryset.iterator(chunk_size=CHUNK)
        )
        return ExportedTable([field.column_name for field in fields], rows)


class ItemLedger(Format):
    """The item ledger, read; CSV or XLSX is told by content."""

    def __init__(self, encoding=None):  # the admin gives one; the content knows better
        super().__init__()

    def get_title(self):
        return "CSV 或 XLSX（自动识别）"

    def create_dataset(self, in_stream: bytes, name: str = "台账") -> LedgerDataset:
        """Raises LedgerError when the file is no item ledger."""
        columns = [*REQUIRED, *OPTIONAL]
        ledger = read_ledger(
            in_stream,
            name,
            columns=columns,
            required=REQUIRED,
            max_megabytes=settings.MAX_UPLOAD_MEGABYTES,
        )
        if not ledger.rows:
            raise LedgerError(f"“{name}”只有表头，没有数据；请填写后再导入。")
        dataset = LedgerDataset(headers=ledger.headers)
        dataset.sha256 = ledger.sha256
        for number, cells in ledger.rows:
            dataset.append(list(cells.values()))
            dataset.numbers.append(number)
        return dataset

    def can_import(self):
        return True


class CsvLedger(ItemLedger):
    """CSV as Excel in China opens it without asking: UTF-8 with a byte order mark."""

    def get_title(self):
        return "CSV（UTF-8）"

    def get_extension(self):
        return "csv"

    def get_content_type(self):
        return "text/csv; charset=utf-8"

    def can_export(self):
        return True

    def export_data(self, table: ExportedTable, **kwargs) -> bytes:
        with BytesIO() as file, TextIOWrapper(file, "utf-8-sig", newline="") as text:
            writer = csv.writer(text)
            writer.writerow(table.headers)
            writer.writerows(table.rows)
            text.flush()
            return file.getvalue()


class XlsxLedger(ItemLedger):
    def get_title(self):
        return "Excel（XLSX）"

    def get_extension(self):
        return "xlsx"

    def get_content_type(self):
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def can_export(self):
        return True

    def export_data(self, table: ExportedTable, **kwargs) -> bytes:
        """Raises ValueError, in words, when a text does not fit into a cell."""
        book = Workbook(write_only=True)
        sheet = book.create_sheet("台账")
        sheet.freeze_panes = "A2"
        sheet.sheet_format.defaultColWidth = COLUMN_WIDTH
        sheet.append([bold(sheet, header) for header in table.headers])
        try:
            for row in table.rows:
                sheet.append([excel_cell(value, row) for value in row])
        except ValueError:
            sheet.close()
            raise
        with BytesIO() as file:
            book.save(file)
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
