"""Tables in DOCX, written cell by cell: merged cells hold in Word and in LibreOffice."""

from docx.document import Document as Word
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu

from portal.documents import layout
from portal.documents.description import TableSpec
from portal.documents.grid import Placed
from portal.documents.word_styles import write

KEEP_BLANKS = qn("xml:space")
PADDING = 57  # twentieths of a point: 1 mm


def add_table(word: Word, table: TableSpec) -> None:
    """Add caption, table and note to the end of the document."""
    if table.captioned:
        write(word.add_paragraph(style="Caption"), table.caption)
    section = word.sections[-1]
    room = section.page_width - section.left_margin - section.right_margin
    widths = [Emu(int(room * share)).twips for share in layout.column_shares(table)]
    grid = word.add_table(0, 0, style="Table Grid")
    grid.autofit = False
    element = grid._tbl
    set_properties(element, table, widths)
    for row, cells in enumerate(rows_of(table)):
        element.append(row_element(table, row, cells, widths))
    write(word.add_paragraph(style="Table Text"), table.note)  # Word wants one after a table


def set_properties(element, table: TableSpec, widths: list[int]) -> None:
    properties = element.tblPr
    properties.find(qn("w:tblW")).attrib.update({qn("w:type"): "dxa", qn("w:w"): str(sum(widths))})
    margins = OxmlElement("w:tblCellMar")
    margins.extend(made(side, w=PADDING, type="dxa") for side in ("left", "right"))
    properties.insert_element_before(margins, "w:tblLook")
    properties.append(made("tblCaption", val=table.caption))
    element.tblGrid.extend(made("gridCol", w=width) for width in widths)


def rows_of(table: TableSpec) -> list[list[tuple[Placed, bool]]]:
    """Return for each row its cells from left to right, and whether they begin there."""
    rows = [[] for _ in table.placed]
    for line in table.placed:
        for item in line:
            for row in range(item.row, item.row + item.cell.rowspan):
                rows[row].append((item, row == item.row))
    return [sorted(row, key=lambda pair: pair[0].column) for row in rows]


def row_element(table: TableSpec, row: int, cells, widths: list[int]):
    element = OxmlElement("w:tr")
    properties = OxmlElement("w:trPr")
    properties.append(OxmlElement("w:cantSplit"))
    if row < table.header_rows:
        properties.append(OxmlElement("w:tblHeader"))
    element.append(properties)
    for item, begins in cells:
        element.append(cell_element(table, item, begins, widths))
    return element


def cell_element(table: TableSpec, item: Placed, begins: bool, widths: list[int]):
    cell = item.cell
    element, properties = OxmlElement("w:tc"), OxmlElement("w:tcPr")
    width = sum(widths[item.column : item.column + cell.colspan])
    properties.append(made("tcW", w=width, type="dxa"))
    if cell.colspan > 1:
        properties.append(made("gridSpan", val=cell.colspan))
    if cell.rowspan > 1:
        properties.append(made("vMerge", val="restart" if begins else "continue"))
    properties.append(made("vAlign", val="center"))
    element.extend([properties, line_element(table, item, begins)])
    return element


def line_element(table: TableSpec, item: Placed, begins: bool):
    """Return the paragraph of a cell; put together by hand, for ledgers have many cells."""
    dense = layout.table_size(table) == layout.DENSE_SIZE
    line, properties = made("p"), made("pPr")
    properties.append(made("pStyle", val="DenseTableText" if dense else "TableText"))
    if item.row < table.header_rows or item.cell.number is not None:
        properties.append(made("jc", val="center"))
    line.append(properties)
    if begins and item.cell.shown:
        line.append(run_element(item.cell.shown))
    return line


def run_element(text: str):
    run, properties = made("r"), made("rPr")
    properties.append(made("rFonts", hint="eastAsia"))
    run.append(properties)
    for number, part in enumerate(text.split("\n")):
        if number:
            run.append(made("br"))
        words = made("t")
        words.text = part
        words.set(KEEP_BLANKS, "preserve")
        run.append(words)
    return run


def made(name: str, **attributes):
    element = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), str(value))
    return element
