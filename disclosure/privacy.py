"""Personal data in an item: where it stands, what nobody has masked or justified yet.

Looked through are the texts, the body with its links, and the text of every published file
(properties, comments and hidden sheets included, for `portal.files.text` reads those too).
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from operator import itemgetter

from lxml.html import HtmlElement

from disclosure.body_text import cells_of, parse, parts, tables_in, text_of, to_html
from portal.personal_data import scan, scan_table

SCANNED_TEXTS = [
    *("title", "issuer", "co_issuers", "source", "audience", "matter_stage"),
    *("summary", "keywords", "change_note"),
]
DIALS = ("tel:", "mailto:")  # links that carry a number or an address themselves


@dataclass(frozen=True)
class Hit:
    """One personal detail: `place` in words, what it is, how it would stand once masked.

    `part` is the part of the body it stands in, counted from 1; 0 outside the body.
    """

    place: str
    label: str
    text: str
    masked: str
    blocking: bool
    reason: str
    part: int = 0

    @property
    def finding(self) -> str:
        """Return what a waiver is recorded against: it holds for this text at this place only."""
        return hashlib.sha256(f"{self.place}\n{self.label}\n{self.text}".encode()).hexdigest()


def scan_item(item) -> list[Hit]:
    """Return every personal detail of `item`, in reading order."""
    files = [
        (file.name, [*file_labels(file), *file.blocks])
        for file in item.attachments.order_by("position")
    ]
    return list(scan_content(typed_texts(item), item.body, files))


def scan_texts(item) -> list[Hit]:
    """Return the details in what was typed: the fields and the body."""
    return list(scan_content(typed_texts(item), item.body, []))


def typed_texts(item) -> dict[str, str]:
    return {item._meta.get_field(name).verbose_name: getattr(item, name) for name in SCANNED_TEXTS}


def file_labels(file) -> list[dict]:
    """Return what stands beside a file: its name, and the words for a picture."""
    return [
        {"place": place, "kind": "paragraph", "text": text}
        for place, text in [("文件名", file.stem), ("替代文字", file.alt_text)]
    ]


def scan_content(
    texts: dict[str, str], body: str, files: Iterable[tuple[str, list[dict]]]
) -> Iterator[Hit]:
    """Yield every personal detail of texts by their labels, a body, and files by their names."""
    for label, text in texts.items():
        yield from scan_blocks([{"place": label, "kind": "paragraph", "text": text}])
    for number, part in parts(body):
        yield from (hit for hit, *_ in part_hits(number, part))
    for name, blocks in files:
        yield from scan_blocks(blocks, f"附件《{name}》")


def unresolved(item) -> list[Hit]:
    """Return the blocking details that are neither masked nor justified by a reviewer."""
    waived = waived_findings(item)
    return [hit for hit in scan_item(item) if hit.blocking and hit.finding not in waived]


def waived_findings(item) -> set[str]:
    """Return what reviewers justified, on the item or, for a revision, on its original."""
    rows = item.waivers.model.objects.filter(item__in=[item.pk, item.revision_of_id or item.pk])
    return set(rows.values_list("finding", flat=True))


def scan_blocks(blocks: Iterable[dict], prefix: str = "") -> Iterator[Hit]:
    """Yield the details in text blocks as `portal.files.text` makes them."""
    for block in blocks:
        place = f"{prefix}{block['place']}"
        if block["kind"] == "table":
            for cell in scan_table(block["rows"]):
                yield hit_of(cell, f"{place}表格第{cell.row}行第{cell.column}列")
        else:
            for found in scan(block["text"]):
                yield hit_of(found, place)


def hit_of(found, place: str, part: int = 0) -> Hit:
    label, masked = found.kind.label, found.masked
    return Hit(place, label, found.text, masked, found.blocking, found.reason, part)


# --- The body, part by part ----------------------------------------------------------------------

Found = tuple[Hit, int, Callable[[], None]]  # where in its text it begins, and what masks it


def part_hits(number: int, part: HtmlElement) -> Iterator[Found]:
    """Yield the details of one part of a body, each with the way to mask it."""
    place = f"正文第{number}段"
    tables = tables_in(part)
    for table in tables:
        yield from table_hits(table, place, number)
    texts = [text_of(part)] if part.tag != "table" else []
    for text in [*texts, *(text_of(each) for table in tables for each in table.iter("caption"))]:
        for found in scan(text.text):
            hide = partial(text.replace, found.start, found.end, found.masked)
            yield hit_of(found, place, number), found.start, hide
    for link in part.iter("a"):
        for found in scan(dialled(link)):
            yield hit_of(found, f"{place}的链接", number), 0, partial(disconnect, link)


def table_hits(table: HtmlElement, place: str, number: int) -> Iterator[Found]:
    cells = [[text_of(cell) for cell in row] for row in cells_of(table)]
    for found in scan_table([[cell.text for cell in row] for row in cells]):
        cell = cells[found.row - 1][found.column - 1]
        start = cell.text.index(found.text)
        where = f"{place}表格第{found.row}行第{found.column}列"
        hide = partial(cell.replace, start, start + len(found.text), found.masked)
        yield hit_of(found, where, number), start, hide


def dialled(link: HtmlElement) -> str:
    """Return what a link says of a person without showing it: whom it calls, its title."""
    address = link.get("href", "")
    address = address.partition(":")[2] if address.lower().startswith(DIALS) else ""
    return f"{link.get('title', '')}\n{address}"


def disconnect(link: HtmlElement) -> None:
    for name in ("href", "title"):
        link.attrib.pop(name, None)


def mask_body(body: str, keep: Collection[str] = ()) -> tuple[str, list[Hit]]:
    """Return the body with every blocking detail masked, tags untouched, and what was masked.

    `keep` names the findings a reviewer has justified: they stay.
    """
    root = parse(body)
    masked = []
    for number, part in enumerate(root, start=1):
        # From the end to the beginning: what stands before keeps its place.
        for hit, _, hide in sorted(part_hits(number, part), key=itemgetter(1), reverse=True):
            if hit.blocking and hit.finding not in keep:
                hide()
                masked.append(hit)
    return (to_html(root) if masked else body), masked
