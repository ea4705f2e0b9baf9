"""Personal data in an item: where it stands, what nobody has masked or justified yet.

Looked through are the texts, the body and the text of every published file (properties, comments
and hidden sheets included, for `portal.file_text` reads those too).
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import html

from portal.personal_data import scan, scan_table

SCANNED_TEXTS = [
    *("title", "issuer", "co_issuers", "source", "audience", "matter_stage"),
    *("summary", "keywords", "change_note"),
]


@dataclass(frozen=True)
class Hit:
    """One personal detail: `place` in words, what it is, how it would stand once masked."""

    place: str
    label: str
    text: str
    masked: str
    blocking: bool
    reason: str

    @property
    def finding(self) -> str:
        """Return what a waiver is recorded against: it holds for this text at this place only."""
        return hashlib.sha256(f"{self.place}\n{self.label}\n{self.text}".encode()).hexdigest()


def scan_item(item) -> Iterator[Hit]:
    """Yield every personal detail of `item`, in reading order."""
    yield from scan_texts(item)
    for file in item.attachments.order_by("position"):
        prefix = f"附件《{file.name}》"
        for place, text in [("文件名", file.stem), ("替代文字", file.alt_text)]:
            yield from scan_blocks([{"place": place, "kind": "paragraph", "text": text}], prefix)
        yield from scan_blocks(file.blocks, prefix)


def scan_texts(item) -> Iterator[Hit]:
    """Yield the details in what was typed: the fields and the body."""
    for name in SCANNED_TEXTS:
        label = item._meta.get_field(name).verbose_name
        yield from scan_blocks([{"place": label, "kind": "paragraph", "text": getattr(item, name)}])
    yield from scan_blocks(body_blocks(item.body))


def unresolved(item) -> list[Hit]:
    """Return the blocking details that are neither masked nor justified by a reviewer."""
    waived = set(item.waivers.values_list("finding", flat=True))
    return [hit for hit in scan_item(item) if hit.blocking and hit.finding not in waived]


def scan_blocks(blocks: Iterable[dict], prefix: str = "") -> Iterator[Hit]:
    """Yield the details in text blocks as `portal.file_text` makes them."""
    for block in blocks:
        place = f"{prefix}{block['place']}"
        if block["kind"] == "table":
            for cell in scan_table(block["rows"]):
                where = f"{place}表格第{cell.row}行第{cell.column}列"
                yield Hit(
                    where, cell.kind.label, cell.text, cell.masked, cell.blocking, cell.reason
                )
        else:
            for found in scan(block["text"]):
                yield Hit(
                    place, found.kind.label, found.text, found.masked, found.blocking, found.reason
                )


def body_blocks(body: str) -> list[dict]:
    """Return the paragraphs and tables of a cleaned body as text blocks."""
    blocks = []
    root = html.fragment_fromstring(body, create_parent="div")
    for number, element in enumerate(root, start=1):
        place = f"正文第{number}段"
        for table in [element] if element.tag == "table" else element.iter("table"):
            rows = [
                [cell.text_content() for cell in row.iter("td", "th")] for row in table.iter("tr")
            ]
            blocks.append({"place": place, "kind": "table", "rows": rows})
        if element.tag != "table":
            blocks.append({"place": place, "kind": "paragraph", "text": element.text_content()})
    return blocks
