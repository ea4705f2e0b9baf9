"""PURE: the HTML of a letter's template into the blocks a renderer prints.

Templates escape what people typed, so it can be text only, never structure. Known are h2, h3,
p (also class="center"), blockquote, li, br, and table (class="annex": on a page of its own) with
caption, tr, th, td; a <br> begins a new block of the same kind, or a line of a cell.
Errors: ValueError for any other tag, which only we can have written.
"""

import re
from html.parser import HTMLParser

from portal.documents import Cell, Kind, Paragraph, TableSpec

KINDS = {
    "p": Kind.BODY,
    "h2": Kind.HEADING,
    "h3": Kind.SUBHEADING,
    "blockquote": Kind.QUOTE,
    "li": Kind.LIST,
}
WIDTH = re.compile(r"\d+(?: \d+)*")
INDENT = re.compile(r"[ \t\r]*\n[ \t\r\n]*")  # of the template: Chinese has no blanks there


def blocks_of(html: str) -> dict[str, list]:
    """Return paragraphs and tables as a letter's `paragraphs`, slips to return as `annexes`."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    return {"paragraphs": reader.blocks, "annexes": reader.annexes}


class Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.blocks: list[Paragraph | TableSpec] = []
        self.annexes: list[TableSpec] = []
        self.tables = self.blocks
        self.text: list[str] = []
        self.kind: Kind | None = None
        self.attributes: dict[str, str] = {}
        self.table: dict | None = None

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "br":
            self.end_line()
        elif tag == "table":
            self.tables = self.annexes if attributes.get("class") == "annex" else self.blocks
            widths = WIDTH.fullmatch(attributes.get("data-widths", ""))
            widths = tuple(map(int, widths[0].split())) if widths else ()
            self.table = {"caption": "", "rows": [], "widths": widths}
        elif tag == "tr":
            self.table["rows"].append([])
        elif tag in ("caption", "th", "td"):
            self.text, self.attributes = [], attributes
        elif tag in KINDS:
            is_centred = attributes.get("class") == "center"
            self.text, self.kind = [], Kind.CENTER if is_centred else KINDS[tag]
        else:
            raise ValueError(f"unknown in a letter: <{tag}>")

    def handle_endtag(self, tag):
        if tag == "table":
            head = sum(all(cell.scope == "col" for cell in row) for row in self.table["rows"])
            self.tables.append(TableSpec(**self.table, header_rows=head))
            self.table = None
        elif tag == "caption":
            self.table["caption"] = self.take()
        elif tag in ("th", "td"):
            self.table["rows"][-1].append(self.cell(tag))
        elif tag in KINDS:
            self.end_line()
            self.kind = None

    def handle_data(self, data):
        self.text.append(data)

    def take(self) -> str:
        text, self.text = INDENT.sub("", "".join(self.text)).strip(" \t"), []
        return text

    def end_line(self):
        if self.table is not None:
            self.text.append("\v")  # a line end inside a cell
        elif text := self.take():
            self.blocks.append(Paragraph(text, self.kind))

    def cell(self, tag: str) -> Cell:
        span = {name: int(self.attributes.get(name, 1)) for name in ("rowspan", "colspan")}
        scope = self.attributes.get("scope", "row") if tag == "th" else ""
        return Cell(self.take().replace("\v", "\n"), scope=scope, **span)
