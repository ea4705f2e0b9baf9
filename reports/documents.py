"""The annual report as a document: six sections, the tables as the national form prints them."""

from xlsxwriter.utility import xl_rowcol_to_cell

from portal.documents import Cell, Document, Heading, Paragraph, TableSpec
from reports.content import ReportContent
from reports.facts import result_rows
from reports.tables import SECTIONS, Cells, Line, Table

LABELS = 3  # columns of labels before the figures of table 三
HEAD = 3  # rows of head of tables 三 and 四


def report_document(content: ReportContent) -> Document:
    """Return the whole report, ready for any renderer."""
    blocks = [Paragraph(content.opening)] if content.opening else []
    for section, heading in SECTIONS.items():
        blocks.append(Heading(heading))
        lines = content.texts.get(section, "").splitlines()
        blocks += [Paragraph(line.strip()) for line in lines if line.strip()]
        for table in content.form.layout:
            if table.section == section:
                blocks.append(table_spec(table, content))
    return Document(
        title=content.title,
        subtitle=content.mark,
        author=content.body,
        date=content.day,
        blocks=tuple(blocks),
    )


def table_spec(table: Table, content: ReportContent) -> TableSpec:
    if table.code == "S3":
        return requests_spec(table, content)
    return remedies_spec(table, content) if table.code == "S4" else disclosure_spec(table, content)


def figure(cells: Cells, code: str, formula: str | None = None) -> Cell:
    """Return a figure; a formula stands only where all it adds up is there."""
    value = cells.get(code)
    number = value if not isinstance(value, str) else None
    return Cell(value, formula=formula if number is not None else None)


# --- 二 -----------------------------------------------------------------------------------------


def disclosure_spec(table: Table, content: ReportContent) -> TableSpec:
    names = [table.row_header, *(column.label for column in table.columns)]
    rows = [[Cell(table.caption, colspan=len(names), scope="colgroup")], names]
    for row in table.rows:
        codes = [table.cell(row.code, column.code) for column in table.columns]
        figures = [figure(content.cells, code) for code in codes]
        rows.append([Cell(row.label, scope="row"), *figures])
    return TableSpec(table.caption, rows, header_rows=2, captioned=False)


# --- 三 -----------------------------------------------------------------------------------------


def requests_spec(table: Table, content: ReportContent) -> TableSpec:
    organisations = [column.label for column in table.columns[1:-1]]
    rows = [
        [
            Cell(table.corner_note, rowspan=HEAD, colspan=LABELS),
            Cell("申请人情况", colspan=len(table.columns), scope="colgroup"),
        ],
        [
            Cell(table.columns[0].label, rowspan=2),
            Cell("法人或其他组织", colspan=len(organisations), scope="colgroup"),
            Cell(table.columns[-1].label, rowspan=2),
        ],
        organisations,
    ]
    headings: list[Cell] = []
    parts = result_rows(content.form)
    for row in table.rows:
        if row.is_heading:
            headings.append(Cell(row.label, rowspan=rows_under(table, row), scope="rowgroup"))
            continue
        label = Cell(row.label, colspan=LABELS + 1 - table.level(row), scope="row")
        rows.append(
            [*headings, label, *request_figures(table, row, len(rows), len(parts), content)]
        )
        headings = []
    return TableSpec(
        table.caption, rows, header_rows=HEAD, widths=(2.4, 2.8, 9.4, *[2.1] * 7), captioned=False
    )


def rows_under(table: Table, heading: Line) -> int:
    """Return how many rows with figures a heading spans, at any depth."""
    below = [row for row in table.rows if row.under == heading.code]
    return sum(rows_under(table, row) if row.is_heading else 1 for row in below)


def request_figures(table, row: Line, at: int, parts: int, content) -> list[Cell]:
    """Return the figures of the row that stands `at` rows below the top of the table."""
    last = LABELS + len(table.columns) - 2  # the column of the last kind of applicant
    cells = []
    for number, column in enumerate(table.columns, start=LABELS):
        formula = None
        if column.is_sum:
            formula = sum_of((at, LABELS), (at, last))
        elif row.is_sum:
            formula = sum_of((at - parts, number), (at - 1, number))
        cells.append(figure(content.cells, table.cell(row.code, column.code), formula))
    return cells


def sum_of(first: tuple[int, int], last: tuple[int, int]) -> str:
    return f"=SUM({xl_rowcol_to_cell(*first)}:{xl_rowcol_to_cell(*last)})"


# --- 四 -----------------------------------------------------------------------------------------


def remedies_spec(table: Table, content: ReportContent) -> TableSpec:
    group = len(table.columns) // 3
    labels = [column.label for column in table.columns]
    rows = [
        [
            Cell("行政复议", colspan=group, scope="colgroup"),
            Cell("行政诉讼", colspan=2 * group, scope="colgroup"),
        ],
        [
            *(Cell(label, rowspan=2) for label in labels[:group]),
            Cell("未经复议直接起诉", colspan=group, scope="colgroup"),
            Cell("复议后起诉", colspan=group, scope="colgroup"),
        ],
        labels[group:],
    ]
    figures = []
    for number, column in enumerate(table.columns):
        formula = sum_of((HEAD, number - group + 1), (HEAD, number - 1)) if column.is_sum else None
        figures.append(figure(content.cells, table.cell("CASES", column.code), formula))
    return TableSpec(table.caption, [*rows, figures], header_rows=HEAD, captioned=False)
