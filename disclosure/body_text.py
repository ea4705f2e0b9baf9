"""PURE: the text people read in a cleaned body, with the way back to its tags.

Unit    A part: what stands at the top level of the body (a paragraph, a list, a table), counted
        from 1 as people count; text outside any tag is a part of its own.
Text    Of a part as it is read: a new line where a block begins or a line breaks, so that the
        digits of one line never run into those of the next; digits that inline tags split
        stand together again.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape

from lxml import html

INLINE = {"strong", "em", "u", "s", "sub", "sup", "a", "span"}


@dataclass
class Text:
    """Readable text, made of the pieces of its nodes; a piece is (start, node, slot)."""

    text: str = ""
    pieces: list[tuple[int, html.HtmlElement, str]] = field(default_factory=list)

    def add(self, node, slot: str) -> None:
        if piece := getattr(node, slot):
            self.pieces.append((len(self.text), node, slot))
            self.text += piece

    def break_line(self) -> None:
        if self.text and not self.text.endswith("\n"):
            self.text += "\n"

    def replace(self, start: int, end: int, new: str) -> None:
        """Put `new` where `start` to `end` stood, whatever tags lie between.

        Replace from the end of the text to its beginning: what lies before keeps its place.
        """
        for begin, node, slot in self.pieces:
            old = getattr(node, slot)
            first, last = max(start, begin), min(end, begin + len(old))
            if first < last:
                kept = old[: first - begin] + new + old[last - begin :]
                setattr(node, slot, kept)
                new = ""


def text_of(element) -> Text:
    """Return the readable text of an element."""
    found = Text()
    collect(element, found)
    return found


def collect(element, found: Text) -> None:
    found.add(element, "text")
    for child in element:
        is_block = child.tag not in INLINE
        if is_block:
            found.break_line()
        if child.tag != "table":  # its cells are texts of their own
            collect(child, found)
        if is_block:
            found.break_line()
        found.add(child, "tail")


def parse(body: str) -> html.HtmlElement:
    """Return the body below one root; loose text is put into paragraphs of its own."""
    root = html.fragment_fromstring(body, create_parent="div")
    loose = [(0, root.text)] + [(at, child.tail) for at, child in enumerate(root, start=1)]
    for at, words in reversed(loose):
        if words and words.strip():
            paragraph = html.Element("p")
            paragraph.text = words
            root.insert(at, paragraph)
    root.text = None
    for child in root:
        child.tail = None
    return root


def parts(body: str) -> Iterator[tuple[int, html.HtmlElement]]:
    """Yield the parts of a body with their numbers."""
    yield from enumerate(parse(body), start=1)


def tables_in(part) -> list[html.HtmlElement]:
    return list(part.iter("table"))


def cells_of(table) -> list[list[html.HtmlElement]]:
    """Return the cells of a table, row by row."""
    return [list(row.iter("td", "th")) for row in table.iter("tr")]


def to_html(root) -> str:
    """Return what stands below the root as HTML again."""
    inner = "".join(html.tostring(child, encoding="unicode") for child in root)
    return escape(root.text or "", quote=False) + inner
