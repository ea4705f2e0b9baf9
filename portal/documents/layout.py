"""The form of official documents, GB/T 9704-2012, as numbers. Pure.

Unit    Millimetres for places, points for type and lines, 字 (one body character) for indents.
"""

import unicodedata
from datetime import date
from itertools import chain
from math import ceil
from typing import NamedTuple

PAGE_WIDTH, PAGE_HEIGHT = 210, 297  # A4
TOP, LEFT = 37, 28
TEXT_WIDTH, TEXT_HEIGHT = 156, 225
RIGHT = PAGE_WIDTH - LEFT - TEXT_WIDTH
BOTTOM = PAGE_HEIGHT - TOP - TEXT_HEIGHT
LINE = 28.95  # 22 lines a page
CHARACTERS = 28  # a line
TIGHTEN = -0.25  # 28 characters of 16 pt are 2 mm too wide for the text area
HEAD_TOP = 35  # from the text area to the red head
RULE_GAP = 4  # from the number to the red line
PAGE_NUMBER_GAP = 7  # from the text area to the page number
QR_SIZE, QR_COLUMN = 24, 32
SEAL = 42  # across
RED = "d7000f"

TITLE_SIZE = 22  # 二号
BODY_SIZE = 16  # 三号
SMALL_SIZE = 14  # 四号: page number, 抄送
TABLE_SIZE = 10.5  # 五号
DENSE_SIZE = 9  # 小五
TITLE_LINE = 34
DENSE_FROM = 9  # columns
LONGEST_SHARE = 16  # 字 of a cell that count for the width of its column
LARGEST_HEAD = 46
POINTS_PER_MM = 72 / 25.4


class Typeface(NamedTuple):
    word: str  # what Word and WPS have
    free: tuple[str, ...]  # what a server may have, best first
    family: str = "roman"


SONG = ("Noto Serif CJK SC", "Source Han Serif SC", "Noto Serif SC")
HEI = ("Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC")
BODY_FACE = Typeface("仿宋", ("仿宋_GB2312", "FangSong", "STFangsong", "FandolFang R", *SONG))
KAI_FACE = Typeface("楷体", ("楷体_GB2312", "KaiTi", "STKaiti", "FandolKai", *SONG))
HEI_FACE = Typeface("黑体", ("SimHei", "STHeiti", "FandolHei", *HEI), "swiss")
SONG_FACE = Typeface("宋体", ("SimSun", "FandolSong", *SONG))
TITLE_FACE = Typeface("方正小标宋简体", ("方正小标宋_GBK", "STZhongsong", *SONG))
FACES = (BODY_FACE, KAI_FACE, HEI_FACE, SONG_FACE, TITLE_FACE)

BREAK_AFTER = "的和与及、，"
NO_LINE_START = "》）〕”’、，。：；的"
NO_LINE_END = "《（〔“‘"


def css_families(face: Typeface) -> str:
    return ", ".join(f'"{name}"' for name in (face.word, *face.free)) + ", serif"


def width_of(text: str) -> float:
    """Return the width in 字; letters and figures are half as wide."""
    return sum(1 if unicodedata.east_asian_width(mark) in "WFA" else 0.5 for mark in text)


def chinese_day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def head_size(issuer: str) -> float:
    """Return the type size at which the red head stands in one line, if that is legible."""
    fitting = TEXT_WIDTH * POINTS_PER_MM / max(1, width_of(issuer))
    return round(max(min(LARGEST_HEAD, fitting), TITLE_SIZE), 1)


def title_lines(title: str) -> list[str]:
    """Return the title in lines of much the same length, cut where it may be cut."""
    if "\n" in title:
        return [line.strip() for line in title.split("\n") if line.strip()]
    room = TEXT_WIDTH * POINTS_PER_MM // TITLE_SIZE
    lines, rest = [], title
    for left in range(ceil(width_of(title) / room), 1, -1):
        cut = best_cut(rest, len(rest) / left, int(room))
        lines.append(rest[:cut])
        rest = rest[cut:]
    return [*lines, rest]


def best_cut(text: str, wanted: float, room: int) -> int:
    """Return where to cut near `wanted`; after a joining word if one is close."""
    near = [cut for cut in range(1, len(text)) if may_cut(text, cut) and cut <= room]
    return min(
        near or [ceil(wanted)],
        key=lambda cut: abs(cut - wanted) - 3 * (text[cut - 1] in BREAK_AFTER),
    )


def may_cut(text: str, cut: int) -> bool:
    before, after = text[cut - 1], text[cut]
    if after in NO_LINE_START or before in NO_LINE_END:
        return False
    return not (before.isascii() and after.isascii())


def copies_height(copies: tuple[str, ...]) -> float:
    """Return the height of 抄送, in points, to be kept free at the foot of the last page."""
    room = TEXT_WIDTH * POINTS_PER_MM / SMALL_SIZE - 5
    return (ceil((width_of("，".join(copies)) + 1) / room) + 1) * LINE


class Signature(NamedTuple):
    """Blank 字 to the right of the signing agency and of the date."""

    signer: float
    day: float


def signature_indents(signer: str, day: str) -> Signature:
    """Return the places of a sealed signature: date four 字 from the right, agency over it.

    A long name stands at the right edge, and the date below its middle.
    """
    over = (width_of(signer) - width_of(day)) / 2
    if over <= 4:
        return Signature(4 - over, 4)
    return Signature(0, min(over, (CHARACTERS - width_of(day)) / 2))


def column_shares(table) -> list[float]:
    """Return the share of each column in the width: as described, else by what it holds."""
    widths = list(table.widths) or [2.0] * table.column_count
    head = 2 if table.column_count >= DENSE_FROM else 4
    if not table.widths:
        for item in chain.from_iterable(table.placed):
            if item.cell.colspan == 1:
                longest = max(map(width_of, item.cell.shown.split("\n")))
                most = LONGEST_SHARE if item.row >= table.header_rows else head
                widths[item.column] = max(widths[item.column], min(longest, most))
    return [width / sum(widths) for width in widths]


def table_size(table) -> float:
    return DENSE_SIZE if table.column_count >= DENSE_FROM else TABLE_SIZE
