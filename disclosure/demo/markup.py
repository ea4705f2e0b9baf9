"""Official text to clean HTML, so that content modules hold prose and tables, not tags.

Every line is a paragraph, unless it begins as Chinese documents mark their parts:

    一、招生对象          a heading (h2), when the line is short and no sentence
    （一）城区小学        a heading below it (h3), likewise
    - 户口簿             an entry of a bulleted list
    1. 网上登记          an entry of a numbered list

Within a line, **words** are strong and [words](address) is a link. Tables stand between texts.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from html import escape

HEADING = re.compile(r"[一二三四五六七八九十]+、")
SUBHEADING = re.compile(r"（[一二三四五六七八九十]+）")
BULLET = re.compile(r"- ")
NUMBER = re.compile(r"\d{1,2}\. ")
STRONG = re.compile(r"\*\*(.+?)\*\*")
SENTENCE = re.compile(r"[。；：]")
LINK = re.compile(r"\[(.+?)\]\((.+?)\)")

LONGEST_HEADING = 30
LONGEST_SUMMARY = 100

Cell = str | int | Decimal


@dataclass(frozen=True)
class Table:
    """A table with a caption; `total` adds a 合计 row under the numeric columns."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: bool = False

    @property
    def all_rows(self) -> tuple[tuple[Cell, ...], ...]:
        return (*self.rows, self.total_row) if self.total else self.rows

    @property
    def total_row(self) -> tuple[Cell, ...]:
        columns = list(zip(*self.rows, strict=True))[1:]
        return ("合计", *(sum_or_dash(column) for column in columns))

    def html(self) -> str:
        head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in self.head)
        body = "".join(self.row_html(row) for row in self.all_rows)
        return (
            f"<table><caption>{escape(self.caption)}</caption>"
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        )

    @staticmethod
    def row_html(row: tuple[Cell, ...]) -> str:
        first, *rest = (escape(shown(cell)) for cell in row)
        cells = "".join(f"<td>{cell}</td>" for cell in rest)
        return f'<tr><th scope="row">{first}</th>{cells}</tr>'


Part = str | Table


def shown(cell: Cell) -> str:
    """Amounts carry two decimals, as in every budget table."""
    return f"{cell:.2f}" if isinstance(cell, Decimal) else str(cell)


def sum_or_dash(column: tuple[Cell, ...]) -> Cell:
    return "—" if any(isinstance(cell, str) for cell in column) else sum(column)


def to_html(parts: tuple[Part, ...]) -> str:
    """The body of an item: texts and tables in their order."""
    made = (part.html() if isinstance(part, Table) else prose(part) for part in parts)
    return "\n".join(filter(None, made))


def prose(text: str) -> str:
    """One text as headings, paragraphs and lists."""
    pieces, in_list = [], ""
    for block in blocks(text):
        tag, content = tag_of(block)
        wanted = {"ul": "ul", "ol": "ol"}.get(tag, "")
        if wanted != in_list:
            pieces += [f"</{in_list}>"] * bool(in_list) + [f"<{wanted}>"] * bool(wanted)
            in_list = wanted
        element = "li" if wanted else tag
        pieces.append(f"<{element}>{inline(content)}</{element}>")
    return "\n".join(pieces + [f"</{in_list}>"] * bool(in_list))


def blocks(text: str) -> list[str]:
    """The headings, paragraphs and list entries of a text."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def is_heading(line: str) -> bool:
    """A short numbered line that is no sentence; a longer one is a paragraph."""
    numbered = HEADING.match(line) or SUBHEADING.match(line)
    return bool(numbered) and len(line) <= LONGEST_HEADING and not SENTENCE.search(line)


def tag_of(block: str) -> tuple[str, str]:
    if BULLET.match(block):
        return "ul", BULLET.sub("", block, count=1)
    if NUMBER.match(block):
        return "ol", NUMBER.sub("", block, count=1)
    if is_heading(block):
        return ("h2" if HEADING.match(block) else "h3"), block
    return "p", block


def inline(text: str) -> str:
    strong = STRONG.sub(r"<strong>\1</strong>", escape(text))
    return LINK.sub(r'<a href="\2">\1</a>', strong)


def summary_of(parts: tuple[Part, ...]) -> str:
    """The first paragraph that says something, within the 100 characters of a 内容概述."""
    texts = [block for part in parts if isinstance(part, str) for block in blocks(part)]
    paragraphs = [text for text in texts if tag_of(text)[0] == "p" and text[-1] != "："]
    telling = (text for text in paragraphs if "印发给你们" not in text)
    first = next(telling, paragraphs[0] if paragraphs else "")
    plain = LINK.sub(r"\1", STRONG.sub(r"\1", first))
    if len(plain) <= LONGEST_SUMMARY:
        return plain
    cut = plain.rfind("。", 0, LONGEST_SUMMARY) + 1
    return plain[:cut] if cut > LONGEST_SUMMARY // 3 else plain[: LONGEST_SUMMARY - 1] + "…"
