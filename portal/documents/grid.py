"""Where the cells of a table stand, and which header cells speak for a cell. Pure."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

COLUMN_SCOPES = {"col", "colgroup"}
ROW_SCOPES = {"row", "rowgroup"}


class Placed(NamedTuple):
    """A cell and the row and column, from 0, of its top left corner."""

    cell: "Cell"  # noqa: F821  described in portal.documents.description
    row: int
    column: int

    @property
    def key(self) -> tuple[int, int]:
        return self.row, self.column


def place(rows: Sequence[Sequence], caption: str) -> list[list[Placed]]:
    """Return the cells of each row with their places; ValueError on holes and overlaps."""
    taken: set[tuple[int, int]] = set()
    placed = []
    for row, cells in enumerate(rows):
        line = []
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            spots = set(area(cell, row, column))
            if spots & taken:
                raise ValueError(f"“{caption}”第{row + 1}行的单元格互相重叠")
            taken |= spots
            line.append(Placed(cell, row, column))
            column += cell.colspan
        placed.append(line)
    width = 1 + max((column for _, column in taken), default=-1)
    if not taken or len(taken) != len(rows) * width:
        raise ValueError(f"“{caption}”各行的单元格不能拼成完整的{len(rows)}行{width}列")
    return placed


def area(cell, row: int, column: int) -> Iterator[tuple[int, int]]:
    for down in range(cell.rowspan):
        for right in range(cell.colspan):
            yield row + down, column + right


def headers_of(placed: list[list[Placed]]) -> dict[tuple[int, int], list[tuple[int, int]]]:
    """Return, by place of a data cell, the places of its headers: columns first, then rows.

    Column headers hold until a row below the data brings new ones.
    """
    row_headers = row_headers_by_row(placed)
    column_headers: list[Placed] = []
    data_seen = False
    found = {}
    for row, line in enumerate(placed):
        fresh = [item for item in line if item.cell.scope in COLUMN_SCOPES]
        if fresh:
            column_headers = fresh if data_seen else column_headers + fresh
            data_seen = False
        for item in line:
            if item.cell.is_header:
                continue
            data_seen = True
            above = [head.key for head in column_headers if shares_column(head, item)]
            found[item.key] = above + row_headers[row]
    return found


def row_headers_by_row(placed: list[list[Placed]]) -> dict[int, list[tuple[int, int]]]:
    by_row = defaultdict(list)
    for item in chain.from_iterable(placed):
        if item.cell.scope in ROW_SCOPES:
            for row in range(item.row, item.row + item.cell.rowspan):
                by_row[row].append(item.key)
    return by_row


def shares_column(one: Placed, other: Placed) -> bool:
    return (
        one.column < other.column + other.cell.colspan
        and other.column < one.column + one.cell.colspan
    )
