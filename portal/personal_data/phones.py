"""Finding telephones: mobile numbers, which are personal, and landlines, which mostly are not."""

import re
from collections.abc import Iterator

from portal.personal_data.kinds import Kind
from portal.personal_data.numbers import is_compact_date
from portal.personal_data.pages import Page
from portal.personal_data.surroundings import PHONE_WORD, UNIT, Hit, Span, is_something_else, runs

BLANK = re.compile(r"[ \t\n]")
MOBILE = re.compile(r"(?<!\d)(?:(?:00)?86)?(1[3-9]\d{9})(?!\d)")
LABELLED_MOBILE = re.compile(
    rf"{PHONE_WORD}[^\d。；;]{{0,12}}(?:\+?(?:00)?86[ )-]{{0,2}}|0)?"
    r"(1[ \t\n.-]{0,8}[3-9](?:[ \t\n.-]{0,8}\d){9})(?!\d)"
)
SPLITS = {(3, 4, 4), (4, 3, 4), (4, 4, 3), (3, 3, 5), (3, 8), (7, 4), (1,) * 11}
WRAPPED = re.compile(r"(?<![\d.-])(1|1[3-9]\d*) {0,4}\n {0,4}(\d+)(?![\d.-])")
ROW_OF_FIGURES = re.compile(r"\d+(?:[ \t]+\d+)+")
SOME_PHONE = re.compile(r"1[3-9]\d{9}|0\d{9}")
AREA = r"\(?0(?:10|2\d|[3-9]\d\d)(?:\) {0,2}| ?- ?| {1,2})"
LOCAL = r"[2-9]\d{2,3}[ -]?\d{4}"
LANDLINE = re.compile(rf"(?<![\dA-Za-z/-]){AREA}{LOCAL}(?!\d)")
LABELLED_LANDLINE = re.compile(
    rf"{PHONE_WORD}[^\d。；;\n]{{0,8}}?((?:{AREA}|0\d{{2,3}})?{LOCAL})(?!\d)"
)


def mobiles(page: Page) -> Iterator[Hit]:
    for match in LABELLED_MOBILE.finditer(page.text):
        yield Hit(Kind.MOBILE, *match.span(1), "标明是联系电话的11位手机号")
    for match in MOBILE.finditer(page.text):
        if not is_something_else(page, *match.span(1)):
            yield Hit(Kind.MOBILE, *match.span(1), "11位手机号")
    for start, end in [*spaced_mobiles(page.text), *wrapped_mobiles(page.text)]:
        if not is_something_else(page, start, end):
            yield Hit(Kind.MOBILE, start, end, "分段书写的11位手机号")


def spaced_mobiles(text: str) -> Iterator[Span]:
    """Figures in a row that are nothing but mobile numbers, as in 138 0013 8000."""
    for run in runs(text):
        while run and text[slice(*run[0])] in ("86", "0086"):
            run = run[1:]
        spans = []
        while size := mobile_size(text, run):
            spans.append((run[0][0], run[size - 1][1]))
            run = run[size:]
        if not run:
            yield from (span for span in spans if not is_in_table(text, *span))


def mobile_size(text: str, run: list[Span]) -> int:
    """Return how many figures at the beginning of a run make a mobile number, 0 if none do."""
    for split in SPLITS:
        figures = [text[slice(*span)] for span in run[: len(split)]]
        if tuple(map(len, figures)) == split and is_mobile(figures):
            return len(split)
    return 0


def is_mobile(figures: list[str]) -> bool:
    digits, last = "".join(figures), figures[-1]
    is_day = is_compact_date(last) or (len(figures) == 2 and re.fullmatch(r"(19|20)\d\d", last))
    return len(digits) == 11 and digits[0] == "1" and digits[1] in "3456789" and not is_day


def is_in_table(text: str, start: int, end: int) -> bool:
    """True when the line above or below is a row of figures that are no telephone."""
    if not BLANK.search(text[start:end]) or "-" in text[start:end]:
        return False
    rows = [ROW_OF_FIGURES.search(line) for line in neighbours(text, start, end)]
    return any(row and not SOME_PHONE.search(BLANK.sub("", row[0])) for row in rows)


def neighbours(text: str, start: int, end: int) -> list[str]:
    """Return the line above the one where `start` is and the line below that of `end`."""
    above = text[max(0, start - 400) : start].split("\n")[-2:-1]
    below = text[end : end + 400].split("\n")[1:2]
    return above + below


def wrapped_mobiles(text: str) -> Iterator[Span]:
    """Numbers that a line break cuts in two, as the text of a PDF often has them."""
    for match in WRAPPED.finditer(text):
        if not is_mobile([match[1], match[2]]):
            continue
        before = text[max(0, match.start() - 400) : match.start()].rpartition("\n")[2]
        after = text[match.end() : match.end() + 400].partition("\n")[0]
        alone = not before.strip() and not after.strip()
        figures = any(line.strip().isdigit() for line in neighbours(text, *match.span()))
        # A number that wraps in its cell fills the first line.
        column = alone and (figures or len(match[1]) < len(match[2]))
        row = re.search(r"\d[ \t]+$", before) or re.match(r"[ \t]+\d", after)
        if not (column or row):
            yield match.span()


def landlines(page: Page) -> Iterator[Hit]:
    """Telephones of offices are public (条例 12): shown for a look, not blocking."""
    for match in LABELLED_LANDLINE.finditer(page.text):
        if not is_compact_date(match[1]):
            yield Hit(Kind.LANDLINE, *match.span(1), "固定电话，办公电话可以公开", blocking=False)
    for match in LANDLINE.finditer(page.text):
        if not (page.is_public(*match.span()) or UNIT.match(page.after(match.end()))):
            yield Hit(Kind.LANDLINE, *match.span(), "固定电话，办公电话可以公开", blocking=False)
