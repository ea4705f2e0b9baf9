"""Reads the blocks of a document, whatever file they came from, as a report."""

import re
from collections.abc import Iterable
from itertools import groupby

from portal.files.text import Block
from reports.cell_values import read_value, tidy
from reports.facts import Facts
from reports.formats import FORMS, form_for
from reports.readers.labels import HEADER_LINE
from reports.readers.lines import rows_of
from reports.readers.report import Gap, ReadReport, UnreadableReport
from reports.readers.rows import CellFinder
from reports.readers.sections import split_sections, year_and_body
from reports.tables import SECTION_NAMES, SECTIONS, Cells, Form, Line, Table

NO_REPORT = (
    "文件里没有找到政府信息公开工作年度报告的表格，也没有它的标题和正文；请核对是不是选错了文件。"
)
ABOUT = re.compile(r"信息公开|政务公开|信息公開|政務公開")
SHORTEST = 200  # characters of a text without title and headings: less is a menu
MAX_NAME, MAX_HEADER = 20, 60  # characters of a column's name, of all names of a table
PRINTED = range(30, 61)  # characters of a line as wide as the page
FULL_LINE, ENDS = 0.85, "。！？；：:;"
NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十\d]+[)）]|[一二三四五六七八九十\d]+[、.．]")
NO_YEAR = "标题里没有报告年度，与年度有关的检查没有做"


def read_blocks_as_report(blocks: Iterable[Block], *, is_plain: bool = False) -> ReadReport:
    """Return the report that the blocks tell; raises UnreadableReport when they tell none.

    In plain text a line need not be a paragraph: copied from a PDF file, it is a printed line.
    """
    finder, lines = CellFinder(), []
    for is_table, group in groupby(blocks, key=lambda block: "rows" in block):
        if is_table:
            for row in (row for block in group for row in block["rows"]):
                lines += from_table_row(finder, row)
        else:
            text = "\n".join(block["text"] for block in group)
            found = from_lines(finder, text.splitlines())
            lines += unwrapped(found) if is_plain else found
    year, body = year_and_body(lines)
    texts = split_sections(lines)
    words = "\n".join(lines)
    tells = year is not None or set(texts) - {0} or len(words) >= SHORTEST
    if not finder.cells and not (tells and ABOUT.search(words)):
        raise UnreadableReport(NO_REPORT)
    form = form_of(finder.cells, year)
    cells = as_values(finder.cells, form)
    gaps = [*finder.all_gaps(), *missing_tables(form, cells), *missing_parts(texts, year)]
    return ReadReport(Facts(form, year, cells, texts, body=body), tuple(gaps))


def from_table_row(finder: CellFinder, row: list[str]) -> list[str]:
    """Take a row of a table; return its text when it is none of the form's."""
    if finder.take(row):
        return []
    filled = [cell for cell in row if cell.strip()]
    if len(filled) == 1:  # a table for layout only, or a line of text in a sheet
        return from_lines(finder, filled[0].splitlines())
    return ["\t".join(filled)] if filled else []


def from_lines(finder: CellFinder, lines: list[str]) -> list[str]:
    """Take the tables that stand in lines of text; return the lines that are text."""
    text: list[str] = []
    header = ""
    for row, line in rows_of(lines):
        if line:
            # The name of one column may be broken over several lines, or all stand in one.
            is_of_header = len(tidy(line)) < MAX_NAME or HEADER_LINE.fullmatch(tidy(line))
            header = header + tidy(line) if is_of_header else ""
            finder.take_names(header[-MAX_HEADER:])
            text.append(line)
        elif not finder.take(row):
            text.append(" ".join(row))
        else:
            header = ""
    return text


def unwrapped(lines: list[str]) -> list[str]:
    """Return the paragraphs of lines cut at the edge of a page; longer lines were not cut."""
    longest = max(map(len, lines), default=0)
    if longest not in PRINTED:
        return lines
    found: list[str] = []
    is_open = False
    for line in lines:
        if is_open and not NUMBERED.match(line):
            found[-1] += line
        else:
            found.append(line)
        is_sentence = "，" in line or "。" in line  # a heading has neither
        is_open = is_sentence and len(line) >= FULL_LINE * longest and line[-1] not in ENDS
    return found


def form_of(cells: dict[str, str], year: int | None) -> Form:
    """Return the form whose rows and columns the report has; that of its year when in doubt."""
    codes = {form: {code for table in form.layout for code in table.codes} for form in FORMS}
    only = {
        form: sum(code in codes[form] and not in_others(code, form, codes) for code in cells)
        for form in FORMS
    }
    best = max(FORMS, key=lambda form: only[form])
    if sum(count > 0 for count in only.values()) == 1:
        return best
    return form_for(year) if year else best


def in_others(code: str, form: Form, codes: dict[Form, set[str]]) -> bool:
    return any(code in known for other, known in codes.items() if other is not form)


def as_values(raw: dict[str, str], form: Form) -> Cells:
    kinds = {code: column.kind for table in form.layout for code, _, column in table.pairs()}
    return {code: read_value(text, kinds.get(code, "int")) for code, text in raw.items()}


def missing_tables(form: Form, cells: Cells) -> list[Gap]:
    """Return a gap for each table that is not there, or not whole."""
    if not cells:
        return [Gap("表二、表三、表四", "没有找到，或者表格的样子认不出来；只检查了文字")]
    found = []
    for table in form.layout:
        rows = [row for row in table.rows if not row.is_heading]
        missing = [row for row in rows if not has_row(table, row, cells)]
        where = f"{SECTION_NAMES[table.section]}（{table.caption}）"
        if len(missing) == len(rows):
            found.append(Gap(where, "没有找到这张表，或者表格的样子认不出来，没有检查"))
        elif missing:
            named = "、".join(f"“{row.label}”" for row in missing[:5])
            found.append(Gap(where, f"没有找到{len(missing)}行：{named}"))
    return found


def has_row(table: Table, row: Line, cells: Cells) -> bool:
    return any(table.cell(row.code, column.code) in cells for column in table.columns)


def missing_parts(texts: dict[int, str], year: int | None) -> list[Gap]:
    found = []
    missing = [title for section, title in SECTIONS.items() if section not in texts]
    if len(missing) == len(SECTIONS):
        found.append(Gap("正文", "没有找到年度报告的六个标题，只检查了文字本身"))
    elif missing:
        found.append(Gap("正文", f"没有找到标题{'、'.join(f'“{title}”' for title in missing)}"))
    if year is None:
        found.append(Gap("标题", NO_YEAR))
    elif year < FORMS[-1].first_year:
        found.append(Gap("格式", f"{year}年度报告早于全国统一格式（{FORMS[-1].notice}）"))
    return found
