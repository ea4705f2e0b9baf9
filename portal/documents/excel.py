"""Documents as XLSX: a sheet for each table, the text on one of its own.

Text stays text: what looks like a formula is written as a string and marked so, that it
does not become one when someone edits the cell. Formulas are only those of `Cell.formula`.
"""

import re
from datetime import date, datetime, time
from io import BytesIO
from math import ceil

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from portal.documents import layout
from portal.documents.description import Document, Heading, Paragraph, TableSpec
from portal.documents.grid import Placed
from portal.ledgers import FORMULA

FIRST_EDITION = date(2000, 1, 1)  # where a document has no day: the bytes must not change
LONGEST_CELL = 32_767
LONGEST_NAME = 31
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]|^'|'$")
REFERENCE = re.compile(r"(?<![A-Za-z0-9_.])(\$?[A-Z]{1,3}\$?)(\d+)(?![\d(A-Za-z_])")
CAPTION_ROWS = 1
TEXT_SHEET = "正文"
TEXT_WIDTH, SHEET_WIDTH = 72, 100  # characters; text as wide as A4 is, whatever the font
A4 = 9
SIZE = layout.TABLE_SIZE
TALLEST_ROW = 409  # points


def document_xlsx(document: Document) -> bytes:
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    created = datetime.combine(document.date or FIRST_EDITION, time())
    book.set_properties({"title": document.title, "author": document.author, "created": created})
    formats = Formats(book)
    names: set[str] = set()
    if len(document.tables) < len(document.blocks):
        write_text(named_sheet(book, TEXT_SHEET, names), document, formats)
    for table in document.tables:
        write_table(named_sheet(book, table.caption, names), table, formats)
    book.close()
    return file.getvalue()


class Formats:
    """The few formats in use, each made once."""

    def __init__(self, book: Workbook):
        self.book = book
        self.made: dict[tuple, Format] = {}

    def get(self, **properties) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self.made:
            base = {"font_name": layout.SONG_FACE.word, "font_size": SIZE, "valign": "vcenter"}
            self.made[key] = self.book.add_format(base | {"text_wrap": True} | properties)
        return self.made[key]

    def text(self, text: str, **properties) -> Format:
        quoted = {"quote_prefix": True} if FORMULA.match(text) else {}
        return self.get(**properties | quoted)


def named_sheet(book: Workbook, title: str, names: set[str]) -> Worksheet:
    """Return a new sheet under a name Excel accepts, told apart from the others."""
    plain = NOT_IN_NAMES.sub(" ", title.replace("\n", " ")).strip(" '") or "表"
    name, number = plain[:LONGEST_NAME], 2
    while name.lower() in names:
        ending = f"（{number}）"
        name = plain[: LONGEST_NAME - len(ending)] + ending
        number += 1
    names.add(name.lower())
    sheet = book.add_worksheet(name)
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C— &P —")
    return sheet


def write_text(sheet: Worksheet, document: Document, formats: Formats) -> None:
    title = {"bold": True, "font_size": 16, "align": "center"}
    lines = [(document.title, title)]
    if document.subtitle:
        lines.append((document.subtitle, {"align": "center"}))
    for block in document.blocks:
        if isinstance(block, Heading):
            lines.append((block.text, {"bold": True, "font_size": 12}))
        elif isinstance(block, Paragraph):
            lines.append((block.text, {}))
        elif isinstance(block, TableSpec):
            lines.append((f"（见“{block.caption}”表）", {}))
    sheet.set_column(0, 0, TEXT_WIDTH)
    for row, (text, properties) in enumerate(lines):
        size = properties.get("font_size", SIZE)
        sheet.set_row(row, height_of(text, TEXT_WIDTH * SIZE / size, size))
        write_string(sheet, row, 0, text, formats.text(text, **properties))


def write_table(sheet: Worksheet, table: TableSpec, formats: Formats) -> None:
    if table.landscape:
        sheet.set_landscape()
    widths = [max(6, share * SHEET_WIDTH) for share in layout.column_shares(table)]
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    caption = {"bold": True, "font_size": 12, "align": "center"}
    write_wide(sheet, 0, table, table.caption, formats.text(table.caption, **caption))
    for row, line in enumerate(table.placed):
        sheet.set_row(row + CAPTION_ROWS, row_height(line, widths))
        for item in line:
            write_cell(sheet, item, row < table.header_rows, formats)
    if table.note:
        row = CAPTION_ROWS + len(table.rows)
        write_wide(sheet, row, table, table.note, formats.text(table.note))
    if table.header_rows:
        sheet.repeat_rows(CAPTION_ROWS, CAPTION_ROWS + table.header_rows - 1)
        sheet.freeze_panes(CAPTION_ROWS + table.header_rows, 0)


def row_height(line: list[Placed], widths: list[float]) -> float:
    """Return how high a row must be; Excel does not find out for merged cells."""
    heights = [
        height_of(item.cell.shown, sum(widths[item.column : item.column + item.cell.colspan]))
        for item in line
        if item.cell.rowspan == 1
    ]
    return max(heights, default=height_of("", SHEET_WIDTH))


def height_of(text: str, width: float, size: float = SIZE) -> float:
    """Return the height of wrapped text in points; `width` in Latin characters, as Excel has."""
    lines = sum(max(1, ceil(2 * layout.width_of(line) / (width - 1))) for line in text.split("\n"))
    return min(TALLEST_ROW, lines * size * 1.4 + 3)


def write_wide(sheet: Worksheet, row: int, table: TableSpec, text: str, form: Format) -> None:
    if table.column_count > 1:
        sheet.merge_range(row, 0, row, table.column_count - 1, "", form)
    write_string(sheet, row, 0, text, form)


def write_cell(sheet: Worksheet, item: Placed, in_head: bool, formats: Formats) -> None:
    cell, row = item.cell, item.row + CAPTION_ROWS
    centred = in_head or cell.number is not None
    properties = {"border": 1, "align": "center" if centred else "left", "bold": in_head}
    form = formats.text(cell.shown, **properties) if cell.number is None else None
    form = form or formats.get(**properties)
    if cell.rowspan > 1 or cell.colspan > 1:
        end = row + cell.rowspan - 1, item.column + cell.colspan - 1
        sheet.merge_range(row, item.column, *end, "", form)
    if cell.formula:
        moved = shifted(cell.formula, CAPTION_ROWS)
        sheet.write_formula(row, item.column, moved, form, cell.number)
    elif cell.number is not None:
        sheet.write_number(row, item.column, cell.number, form)
    else:
        write_string(sheet, row, item.column, cell.shown, form)


def write_string(sheet: Worksheet, row: int, column: int, text: str, form: Format) -> None:
    # XlsxWriter leaves out, in silence, what is longer than Excel allows.
    if len(text) > LONGEST_CELL:
        text = text[: LONGEST_CELL - 1] + "…"
    if text:
        sheet.write_string(row, column, text, form)
    else:
        sheet.write_blank(row, column, None, form)


def shifted(formula: str, rows: int) -> str:
    """Return the formula with its references moved down."""
    return REFERENCE.sub(lambda match: f"{match[1]}{int(match[2]) + rows}", formula)
