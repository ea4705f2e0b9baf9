"""Attachments as real files: kept ones from `files/`, the others built as DOCX or XLSX."""

from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path

from docx import Document
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from disclosure.demo.markup import Cell, Table, blocks, shown
from disclosure.demo.spec import DemoFile

STORED = Path(__file__).parent / "files"
MADE_AT = datetime(2020, 1, 1, tzinfo=UTC)  # what a file says of itself is the same every time


def content(file: DemoFile) -> bytes:
    """Return the bytes of an attachment."""
    if file.stored:
        return (STORED / file.stored).read_bytes()
    return workbook(file.tables) if file.name.endswith(".xlsx") else document(file)


def document(file: DemoFile) -> bytes:
    docx = Document()
    docx.core_properties.author = docx.core_properties.last_modified_by = "云溪县教育局"
    docx.core_properties.created = docx.core_properties.modified = MADE_AT
    title, *paragraphs = blocks(file.text)
    docx.add_heading(title, level=1)
    for paragraph in paragraphs:
        docx.add_paragraph(paragraph)
    for table in file.tables:
        add_table(docx, table)
    return saved(docx)


def add_table(docx, table: Table):
    docx.add_paragraph(table.caption)
    grid = docx.add_table(rows=0, cols=len(table.head), style="Table Grid")
    for row in (table.head, *table.all_rows):
        for cell, value in zip(grid.add_row().cells, row, strict=True):
            cell.text = shown(value)


def workbook(tables: tuple[Table, ...]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    book.properties.creator = "云溪县教育局"
    book.properties.created = book.properties.modified = MADE_AT
    for number, table in enumerate(tables, start=1):
        sheet = book.create_sheet(f"表{number}")
        sheet.append([table.caption])
        sheet.append(list(table.head))
        for row in table.all_rows:
            sheet.append([as_number(cell) for cell in row])
        sheet["A1"].font = Font(bold=True, size=14)
        for column, width in enumerate(widths(table), start=1):
            sheet.column_dimensions[get_column_letter(column)].width = width
        sheet.freeze_panes = "A3"
    return saved(book)


def as_number(cell: Cell) -> str | int | float:
    return float(cell) if isinstance(cell, Decimal) else cell


def widths(table: Table) -> list[int]:
    """Column widths that show the longest cell, two units to a Han character."""
    columns = zip(table.head, *table.all_rows, strict=True)
    return [min(60, 4 + 2 * max(len(str(cell)) for cell in column)) for column in columns]


def saved(file) -> bytes:
    buffer = BytesIO()
    file.save(buffer)
    return buffer.getvalue()
