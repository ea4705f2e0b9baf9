"""Published reports to read: one report's cells, laid out as people lay them out."""

import json
from html import escape
from pathlib import Path

from docx import Document

from reports.tables import SECTIONS, Cells, Form, Table

DATA = Path(__file__).parent / "data"
TEXTS = {
    1: "2024年，我局认真做好政府信息公开工作。",
    5: "一是公开形式不够多样。针对存在问题，下一步将加强政策解读。",
    6: "本年度未收取信息处理费。无其他需要报告的事项。",
}
Row = list[tuple[str, int, int]]  # text, rows and columns it spans


def collected(name: str) -> dict:
    return json.loads((DATA / f"{name}.json").read_text())


def grid_of(table: Table, cells: Cells) -> list[Row]:
    """Return the rows of a table as the form prints it, merged cells with their spans."""
    return {"S3": requests_grid, "S4": remedies_grid}.get(table.code, disclosure_grid)(table, cells)


def shown(cells: Cells, code: str) -> tuple[str, int, int]:
    value = cells.get(code)
    return ("" if value is None else str(value), 1, 1)


def disclosure_grid(table: Table, cells: Cells) -> list[Row]:
    names = [table.row_header, *(column.label for column in table.columns)]
    rows = [[(table.caption, 1, len(names))], [(name, 1, 1) for name in names]]
    for row in table.rows:
        figures = [shown(cells, table.cell(row.code, column.code)) for column in table.columns]
        rows.append([(row.label, 1, 1), *figures])
    return rows


def requests_grid(table: Table, cells: Cells) -> list[Row]:
    names = [column.label for column in table.columns]
    rows: list[Row] = [
        [(table.corner_note, 3, 3), ("申请人情况", 1, 7)],
        [(names[0], 2, 1), ("法人或其他组织", 1, 5), (names[6], 2, 1)],
        [(name, 1, 1) for name in names[1:6]],
    ]
    pending: Row = []
    for row in table.rows:
        depth = table.level(row)
        if row.is_heading:
            below = [each for each in table.rows if is_below(table, each, row.code)]
            pending.append((row.label, sum(not each.is_heading for each in below), 1))
            continue
        label = (row.label, 1, 4 - depth)
        figures = [shown(cells, table.cell(row.code, column.code)) for column in table.columns]
        rows.append([*pending, label, *figures])
        pending = []
    return rows


def is_below(table: Table, row, code: str) -> bool:
    return row.under == code or bool(row.under) and is_below(table, table.row(row.under), code)


def remedies_grid(table: Table, cells: Cells) -> list[Row]:
    codes = table.codes
    return [
        [("行政复议", 1, 5), ("行政诉讼", 1, 10)],
        [
            *((column.label, 2, 1) for column in table.columns[:5]),
            ("未经复议直接起诉", 1, 5),
            ("复议后起诉", 1, 5),
        ],
        [(column.label, 1, 1) for column in table.columns[5:]],
        [shown(cells, code) for code in codes],
    ]


def parts_of(form: Form, cells: Cells, title: str, texts: dict[int, str] = TEXTS):
    """Yield the report in its order: strings are paragraphs, lists are tables."""
    yield title
    for section, heading in SECTIONS.items():
        yield heading
        if section in texts:
            yield from texts[section].split("\n")
        for table in form.layout:
            if table.section == section:
                yield grid_of(table, cells)


def write_html(path: Path, parts) -> Path:
    words = []
    for part in parts:
        if isinstance(part, str):
            words.append(f"<p>{escape(part)}</p>")
            continue
        words.append("<table>")
        for row in part:
            words.append("<tr>")
            words += [
                f'<td rowspan="{rows}" colspan="{columns}"><p><span>{escape(text)}</span></p></td>'
                for text, rows, columns in row
            ]
            words.append("</tr>")
        words.append("</table>")
    page = "".join(words)
    path.write_text(
        f"<!DOCTYPE html><html><head><meta charset=utf-8><script>var a='<table>';</script></head>"
        f"<body><ul><li><a href='/'>首页</a></li></ul><div class=article>{page}</div></body></html>"
    )
    return path


def placed(grid: list[Row]):
    """Yield (row, column, text, rows, columns) of every cell of a table with merged cells."""
    taken = set()
    for y, row in enumerate(grid):
        x = 0
        for text, rows, columns in row:
            while (y, x) in taken:
                x += 1
            taken |= {(y + j, x + i) for j in range(rows) for i in range(columns)}
            yield y, x, text, rows, columns


def size_of(grid: list[Row]) -> tuple[int, int]:
    cells = list(placed(grid))
    return max(y + rows for y, _, _, rows, _ in cells), max(x + n for _, x, _, _, n in cells)


def write_docx(path: Path, parts) -> Path:

    document = Document()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        table = document.add_table(*size_of(part))
        for y, x, text, rows, columns in placed(part):
            cell = table.cell(y, x).merge(table.cell(y + rows - 1, x + columns - 1))
            cell.text = text
    document.save(path)
    return path


def write_xlsx(path: Path, parts) -> Path:
    from openpyxl import Workbook

    workbook = Workbook()
    sheet, at = workbook.active, 1
    for part in parts:
        if isinstance(part, str):
            sheet.cell(at, 1, part)
            at += 2
            continue
        for y, x, text, rows, columns in placed(part):
            value = int(text) if text.isdecimal() else text
            sheet.cell(at + y, x + 1, value)
            if rows * columns > 1:
                sheet.merge_cells(
                    start_row=at + y,
                    start_column=x + 1,
                    end_row=at + y + rows - 1,
                    end_column=x + columns,
                )
        at += size_of(part)[0] + 1
    workbook.save(path)
    return path


def write_txt(path: Path, parts) -> Path:
    """As a table looks that was copied from a page: each cell on a line of its own."""
    lines = []
    for part in parts:
        lines += [part] if isinstance(part, str) else [text for row in part for text, _, _ in row]
    path.write_text("\n".join(lines))
    return path


WRITERS = {"html": write_html, "docx": write_docx, "xlsx": write_xlsx, "txt": write_txt}
