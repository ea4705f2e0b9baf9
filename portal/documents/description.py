"""What a document says, before anyone prints it.

Pure. Text is cleaned at this door: characters that XML forbids, and those that turn the
direction of what follows, are dropped; line ends become "\\n". Lists become tuples.
Errors  ValueError when a table has holes, overlaps or cells beyond its width.
"""

import datetime
import re
from dataclasses import dataclass, fields
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from itertools import chain

from portal.documents.grid import Placed, headers_of, place

Number = int | float | Decimal

# Characters no XML file may hold, and those that reverse the reading order of what follows.
FORBIDDEN = re.compile(
    "[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]"
    "|[\u202a-\u202e\u2066-\u2069\ufeff]"
)
HEADING_LEVELS = (1, 2, 3)


class Kind(StrEnum):
    """What a paragraph is; a heading numbers itself in its text (一、, （一）)."""

    BODY = "body"
    HEADING = "heading"
    SUBHEADING = "subheading"
    QUOTE = "quote"
    LIST = "list"
    CENTER = "center"


class Scope(StrEnum):
    """Which cells a header cell speaks for, as in HTML."""

    COL = "col"
    COLGROUP = "colgroup"
    ROW = "row"
    ROWGROUP = "rowgroup"


class Described:
    """Cleans the text of a frozen dataclass when it is made."""

    def __post_init__(self):
        for field in fields(self):
            object.__setattr__(self, field.name, clean(getattr(self, field.name)))


def clean(value):
    if isinstance(value, StrEnum):
        return value
    if isinstance(value, str):
        return FORBIDDEN.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    if isinstance(value, list | tuple):
        return tuple(map(clean, value))
    return value


@dataclass(frozen=True)
class Paragraph(Described):
    text: str
    kind: Kind = Kind.BODY

    def __post_init__(self):
        super().__post_init__()
        object.__setattr__(self, "kind", Kind(self.kind))


@dataclass(frozen=True)
class Heading(Described):
    text: str
    level: int = 1  # below the title

    def __post_init__(self):
        super().__post_init__()
        if self.level not in HEADING_LEVELS:
            raise ValueError(f"标题“{self.text}”的级别应为1至3")


@dataclass(frozen=True)
class Picture(Described):
    """A PNG; `alt` says in words what it shows."""

    data: bytes
    alt: str
    width: float = 120  # mm


@dataclass(frozen=True)
class Cell(Described):
    """One cell; with a scope it is a header.

    `value` is the number behind a text ("1 234.50元"), for spreadsheets. References of a
    `formula` count from the table's own first cell, A1; it carries the value beside it.
    """

    text: str | Number | None
    rowspan: int = 1
    colspan: int = 1
    scope: Scope | str = ""
    formula: str | None = None
    value: Number | None = None

    def __post_init__(self):
        super().__post_init__()
        object.__setattr__(self, "scope", self.scope and Scope(self.scope))
        if self.formula and self.number is None:
            raise ValueError(f"公式{self.formula}没有带上它的值")

    @property
    def is_header(self) -> bool:
        return bool(self.scope)

    @property
    def number(self) -> Number | None:
        return self.text if isinstance(self.text, Number) else self.value

    @property
    def shown(self) -> str:
        if self.text is None:
            return ""
        if isinstance(self.text, Decimal):
            return f"{self.text.normalize():f}"
        return str(self.text)


@dataclass(frozen=True)
class TableSpec(Described):
    """A table: rows of cells, as in HTML, left to right; plain values are data cells.

    `header_rows` rows stand again on top of every page; in the first of them each cell
    without a scope speaks for its columns. `widths` are shares, by content when empty. A
    caption under a heading that says the same need not be `captioned`: it is then only heard.
    """

    caption: str
    rows: tuple[tuple[Cell, ...], ...]
    header_rows: int = 1
    widths: tuple[float, ...] = ()
    landscape: bool = False
    note: str = ""
    captioned: bool = True

    def __post_init__(self):
        super().__post_init__()
        rows = tuple(
            tuple(as_cell(cell, Scope.COL if number < self.header_rows else "") for cell in row)
            for number, row in enumerate(self.rows)
        )
        object.__setattr__(self, "rows", rows)
        if any(item.row + item.cell.rowspan > self.header_rows for item in self.head):
            raise ValueError(f"“{self.caption}”的表头有单元格伸进了数据行")
        if self.widths and len(self.widths) != self.column_count:
            raise ValueError(
                f"“{self.caption}”有{self.column_count}列，列宽却有{len(self.widths)}个"
            )

    @cached_property
    def placed(self) -> list[list[Placed]]:
        """The cells of each row, with the row and column they begin at."""
        return place(self.rows, self.caption)

    @property
    def head(self) -> list[Placed]:
        return list(chain.from_iterable(self.placed[: self.header_rows]))

    @cached_property
    def headers(self) -> dict[tuple[int, int], list[tuple[int, int]]]:
        """For each data cell the header cells that speak for it, by row and column."""
        return headers_of(self.placed)

    @cached_property
    def column_count(self) -> int:
        return max(item.column + item.cell.colspan for item in chain.from_iterable(self.placed))


def as_cell(value, scope: str) -> Cell:
    if not isinstance(value, Cell):
        return Cell(value, scope=scope)
    if value.scope or not scope:
        return value
    return Cell(value.text, value.rowspan, value.colspan, scope, value.formula, value.value)


Block = Heading | Paragraph | TableSpec | Picture


@dataclass(frozen=True, kw_only=True)
class Letter(Described):
    """An official letter of one agency, in the order of GB/T 9704-2012.

    Line ends in `title` are kept; without any a long one is cut into even lines. Tables may
    stand among the paragraphs; `tables` follow the text, `annexes` the signature, each on a page
    of its own: a slip to be filled in and sent back.
    """

    issuer: str  # 发文机关, in full: the red head
    number: str  # 发文字号, with 六角括号: 云教公复〔2026〕12号
    title: str
    addressee: str  # 主送: an applicant or an agency
    paragraphs: tuple[Paragraph | TableSpec, ...]
    tables: tuple[TableSpec, ...] = ()
    annexes: tuple[TableSpec, ...] = ()
    attachments: tuple[str, ...] = ()
    signer: str = ""  # 发文机关署名; the issuer when empty
    date: datetime.date | None = None  # 成文日期; open in a draft
    copies: tuple[str, ...] = ()  # 抄送
    contact: tuple[str, ...] = ()  # printed as 附注
    qr_url: str = ""
    mark: str = ""  # above the red head: “预览稿，未签发”
    is_form: bool = False  # filled in by hand: one page, so no empty space above the red head

    @property
    def blocks(self) -> tuple[Block, ...]:
        return self.paragraphs + self.tables

    @property
    def tables_in_order(self) -> list[TableSpec]:
        return [block for block in self.blocks if isinstance(block, TableSpec)] + [*self.annexes]

    @property
    def salutation(self) -> str:
        return f"{self.addressee.rstrip('：:')}：" if self.addressee else ""

    @property
    def signed_by(self) -> str:
        return self.signer or self.issuer


@dataclass(frozen=True, kw_only=True)
class Document(Described):
    """A report or a case file: a title and what stands below it."""

    title: str
    blocks: tuple[Block, ...]
    subtitle: str = ""
    author: str = ""
    date: datetime.date | None = None

    @property
    def tables(self) -> list[TableSpec]:
        return [block for block in self.blocks if isinstance(block, TableSpec)]
