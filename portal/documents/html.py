"""Documents as HTML: fragments for our pages, and whole pages for the PDF renderer."""

from base64 import b64encode
from collections.abc import Iterable, Iterator
from itertools import groupby

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from portal.documents import layout
from portal.documents.description import (
    Block,
    Document,
    Heading,
    Kind,
    Letter,
    Paragraph,
    Picture,
    TableSpec,
)
from portal.documents.qr import qr_svg

FOLDER = "portal/documents"
ON_PAPER, IN_A_PAGE = 1, 2  # the level of the title; a page has a title of its own


def letter_html(letter: Letter, *, level: int = IN_A_PAGE) -> SafeString:
    first = len(letter.tables_in_order) - len(letter.annexes) + 1
    context = {
        "letter": letter,
        "level": level,
        "title_lines": layout.title_lines(letter.title),
        "blocks": blocks_html(letter.blocks, level),
        "annexes": [table_html(table, f"t{n}") for n, table in enumerate(letter.annexes, first)],
        "attachments": numbered(letter.attachments),
        "day": layout.chinese_day(letter.date),
        "qr": qr_svg(letter.qr_url) if letter.qr_url else "",
    }
    return render_to_string(f"{FOLDER}/letter.html", context)


def document_html(document: Document, *, level: int = IN_A_PAGE) -> SafeString:
    context = {
        "document": document,
        "level": level,
        "title_lines": layout.title_lines(document.title),
        "blocks": blocks_html(document.blocks, level),
    }
    return render_to_string(f"{FOLDER}/document.html", context)


def numbered(names: tuple[str, ...]) -> list[str]:
    """Return 附件说明: numbers only when there are several."""
    if len(names) < 2:
        return list(names)
    return [f"{number}. {name}" for number, name in enumerate(names, start=1)]


# --- Blocks -------------------------------------------------------------------------------------


def blocks_html(blocks: Iterable[Block], level: int) -> list[SafeString]:
    return list(each_block(blocks, level))


def each_block(blocks: Iterable[Block], level: int) -> Iterator[SafeString]:
    tables = 0
    for is_list, group in groupby(blocks, is_list_item):
        if is_list:
            yield render_to_string(f"{FOLDER}/_list.html", {"items": list(group)})
            continue
        for block in group:
            tables += isinstance(block, TableSpec)
            yield block_html(block, level, f"t{tables}")


def is_list_item(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.kind is Kind.LIST


def block_html(block: Block, level: int, table_id: str) -> SafeString:
    if isinstance(block, TableSpec):
        return table_html(block, table_id)
    if isinstance(block, Picture):
        source = f"data:image/png;base64,{b64encode(block.data).decode()}"
        return render_to_string(f"{FOLDER}/_picture.html", {"picture": block, "source": source})
    below = heading_level(block)
    context = {"text": block.text, "tag": f"h{min(level + below, 6)}" if below else "p"}
    context["kind"] = f"heading-{below}" if below else block.kind.value
    return render_to_string(f"{FOLDER}/_paragraph.html", context)


def heading_level(block: Heading | Paragraph) -> int:
    """Return how far below the title a heading stands, 0 for other text."""
    if isinstance(block, Heading):
        return block.level
    return {Kind.HEADING: 1, Kind.SUBHEADING: 2}.get(block.kind, 0)


def table_html(table: TableSpec, table_id: str = "t1") -> SafeString:
    def name(place: tuple[int, int]) -> str:
        return f"{table_id}-{place[0] + 1}-{place[1] + 1}"

    rows = [
        [
            {
                "cell": item.cell,
                "id": name(item.key),
                "headers": " ".join(map(name, table.headers.get(item.key, ()))),
            }
            for item in line
        ]
        for line in table.placed
    ]
    context = {
        "table": table,
        "id": table_id,
        "head": rows[: table.header_rows],
        "body": rows[table.header_rows :],
        "columns": range(table.column_count),
        "dense": layout.table_size(table) == layout.DENSE_SIZE,
    }
    return render_to_string(f"{FOLDER}/_table.html", context)


# --- Pages for print ----------------------------------------------------------------------------


def letter_page(letter: Letter) -> str:
    return page(
        letter_html(letter, level=ON_PAPER),
        title=letter.title,
        author=letter.signed_by,
        day=letter.date,
        tables=letter.tables_in_order,
        copies_height=layout.copies_height(letter.copies),
        head_size=layout.head_size(letter.issuer),
        signature=layout.signature_indents(letter.signed_by, layout.chinese_day(letter.date)),
    )


def document_page(document: Document) -> str:
    return page(
        document_html(document, level=ON_PAPER),
        title=document.title,
        author=document.author,
        day=document.date,
        tables=document.tables,
    )


def page(content: SafeString, *, title, tables, **context) -> str:
    faces = ("BODY", "KAI", "HEI", "SONG", "TITLE")
    context |= {
        "content": content,
        "title": title.replace("\n", ""),
        "columns": [percentages(table) for table in tables],
        "layout": {name: getattr(layout, name) for name in dir(layout) if name.isupper()},
        "face": {
            face.lower(): SafeString(layout.css_families(getattr(layout, f"{face}_FACE")))
            for face in faces
        },
    }
    return render_to_string(f"{FOLDER}/print.html", context)


def percentages(table: TableSpec) -> list[str]:
    return [f"{share:.2%}" for share in layout.column_shares(table)]
