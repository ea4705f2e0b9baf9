"""Reads the text of Word and Excel files (Office Open XML: a ZIP of XML parts, ISO/IEC 29500)."""

import posixpath
from collections.abc import Iterator
from datetime import datetime, time
from typing import Any, BinaryIO
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from defusedxml.ElementTree import fromstring, iterparse

from portal.files.text import ENCRYPTED, Collector, Unreadable, clean

OLE = b"\xd0\xcf\x11\xe0"


def opened(file: BinaryIO) -> ZipFile:
    if file.read(len(OLE)) == OLE:  # what has a password is no ZIP but wrapped in an OLE file
        raise Unreadable(ENCRYPTED)
    return ZipFile(file)


def parsed(package: ZipFile, part: str) -> Element:
    root = fromstring(package.read(part), forbid_dtd=True)
    for parent in list(root.iter()):
        for child in list(parent):
            if local(child) == "Fallback":  # says again, for old programs, what stands beside it
                parent.remove(child)
    return root


def local(element: Element) -> str:
    """Return the name without namespace: the two editions of the standard have different ones."""
    return element.tag.rpartition("}")[2]


def attribute(element: Element, name: str) -> str:
    matches = (value for key, value in element.items() if key.rpartition("}")[2] == name)
    return next(matches, "")


def named(root: Element, name: str) -> list[Element]:
    return [element for element in root.iter() if local(element) == name]


def related(package: ZipFile, part: str) -> list[tuple[str, str, str]]:
    """Return (id, what it is, name) of the parts that `part` refers to; "" is the package."""
    folder, name = posixpath.split(part)
    listing = posixpath.join(folder, "_rels", f"{name}.rels")
    if listing not in package.namelist():
        return []
    found = []
    for link in parsed(package, listing):
        target = posixpath.normpath(posixpath.join("/", folder, link.get("Target", "")))
        if link.get("TargetMode") != "External":
            is_a = posixpath.basename(link.get("Type", ""))
            found.append((link.get("Id", ""), is_a, target.lstrip("/")))
    return found


# --- DOCX ---------------------------------------------------------------------------------------

BESIDE_THE_BODY = {
    "header": "页眉",
    "footer": "页脚",
    "footnotes": "脚注",
    "endnotes": "尾注",
    "comments": "批注",
}
CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
OUTLINE_LEVELS = tuple("012345678")  # 9 is body text
MAX_COLUMNS = 63  # as many as Word allows
# Properties, text boxes (read on their own), deleted or moved text, pronunciation.
NOT_IN_LINE = {"pPr", "rPr", "txbxContent", "del", "moveFrom", "rt"}


def read_docx(file: BinaryIO, found: Collector) -> None:
    package = opened(file)
    main = next(part for _, is_a, part in related(package, "") if is_a == "officeDocument")
    beside = related(package, main)
    styles = [part for _, is_a, part in beside if is_a == "styles"]
    headings = heading_styles(parsed(package, styles[0])) if styles else set()
    document = parsed(package, main)
    add_story(found, "", document, headings)
    for _, is_a, part in beside:
        if is_a in BESIDE_THE_BODY:
            add_story(found, BESIDE_THE_BODY[is_a], parsed(package, part), headings)
    for deletion in named(document, "del"):
        deleted = "".join(text.text or "" for text in named(deletion, "delText"))
        found.add("修订中删除的文字", deleted)


def heading_styles(styles: Element) -> set[str]:
    """Return the ids of the styles for headings, whatever language they are named in."""
    found = set()
    for style in named(styles, "style"):
        names = {attribute(name, "val").lower() for name in style if local(name) == "name"}
        is_named_so = any(name == "title" or name.startswith("heading ") for name in names)
        if is_named_so or setting(style, "pPr", "outlineLvl") in OUTLINE_LEVELS:
            found.add(attribute(style, "styleId"))
    return found


def setting(element: Element, properties: str, name: str) -> str:
    """Return a value from the element's own properties, not from those of what it contains."""
    for own in (child for child in element if local(child) == properties):
        return next((attribute(value, "val") for value in named(own, name)), "")
    return ""


def add_story(found: Collector, place: str, root: Element, headings: set[str]) -> None:
    """Add what stands in the body or beside it, then what stands in its text boxes."""
    add_flow(found, place, root, headings)
    for box in named(root, "txbxContent"):
        add_flow(found, f"{place}文本框", box, headings)


def add_flow(found: Collector, place: str, root: Element, headings: set[str]) -> None:
    for element in flow(root):
        if local(element) == "tbl":
            found.add_table(place, table_rows(element))
            continue
        is_heading = (
            setting(element, "pPr", "pStyle") in headings
            or setting(element, "pPr", "outlineLvl") in OUTLINE_LEVELS
        )
        found.add(place, line(element), "heading" if is_heading else "paragraph")


def flow(container: Element, wanted: tuple[str, ...] = ("p", "tbl")) -> Iterator[Element]:
    """Yield the paragraphs and tables in order, through whatever wraps them."""
    for child in container:
        if local(child) in wanted:
            yield child
        elif local(child) not in NOT_IN_LINE:
            yield from flow(child, wanted)


def line(paragraph: Element) -> str:
    return "".join(pieces(paragraph))


def pieces(element: Element) -> Iterator[str]:
    for child in element:
        name = local(child)
        if name == "t":
            yield child.text or ""
        elif name in CHARACTERS:
            yield CHARACTERS[name]
        elif name not in NOT_IN_LINE:
            yield from pieces(child)


def table_rows(table: Element) -> Iterator[list[str]]:
    for row in flow(table, ("tr",)):
        cells: list[str] = []
        for cell in flow(row, ("tc",)):
            columns = int(setting(cell, "tcPr", "gridSpan") or 1)
            cells += [cell_lines(cell)] + [""] * (min(columns, MAX_COLUMNS) - 1)
        yield cells


def cell_lines(cell: Element) -> str:
    lines = []
    for element in flow(cell):
        if local(element) == "tbl":
            lines += [" ".join(row) for row in table_rows(element)]
        else:
            lines.append(line(element))
    return "\n".join(lines)


# --- XLSX ---------------------------------------------------------------------------------------


def read_xlsx(file: BinaryIO, found: Collector) -> None:
    from openpyxl import load_workbook

    package = opened(file)
    refuse_dtd(package)
    workbook = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    parts = sheet_parts(package)
    for sheet in workbook.worksheets:
        hidden = "" if sheet.sheet_state == "visible" else "（隐藏工作表）"
        place = f"工作表“{clean(sheet.title)}”{hidden}"
        sheet.reset_dimensions()  # what a sheet says of its size need not be true
        found.add_table(place, ([shown(cell) for cell in row] for row in sheet.iter_rows()))
        for _, is_a, part in related(package, parts[sheet.title]):
            if is_a == "comments":
                for comment in named(parsed(package, part), "comment"):
                    found.add(f"{place}批注", f"{attribute(comment, 'ref')}：{line(comment)}")
            elif is_a == "drawing":
                for paragraph in named(parsed(package, part), "p"):
                    found.add(f"{place}文本框", line(paragraph))


def refuse_dtd(package: ZipFile) -> None:
    """Refuse entity tricks before openpyxl reads the parts with a parser of its own choice."""
    for part in package.namelist():
        if part.endswith((".xml", ".rels")) and not part.startswith("customXml/"):
            with package.open(part) as stream:
                next(iterparse(stream, events=("start",), forbid_dtd=True))


def sheet_parts(package: ZipFile) -> dict[str, str]:
    """Return the part of each sheet, by its title."""
    main = next(part for _, is_a, part in related(package, "") if is_a == "officeDocument")
    by_id = {key: part for key, _, part in related(package, main)}
    sheets = named(parsed(package, main), "sheet")
    return {attribute(sheet, "name"): by_id[attribute(sheet, "id")] for sheet in sheets}


def shown(cell: Any) -> str:
    """Return the value about as Excel shows it."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        if "%" in (cell.number_format or ""):
            return f"{value * 100:.10g}%"
        return str(int(value)) if value.is_integer() else f"{value:.15g}"
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return str(value)
