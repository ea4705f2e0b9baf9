"""Finds the cells of the form in rows of text, whatever the layout they stand in.

A row is known by the words of its label, a column by those of its header; where a table has no
header that can be read, by counting. What remains unclear becomes a gap, never a guess.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from reports.cell_values import is_nil_sign, tidy
from reports.readers.labels import (
    APPLICANT_COLUMNS,
    ASSUMED_COLUMNS,
    DISCLOSURE_COLUMNS,
    DISCLOSURE_ROWS,
    GROUP_ROWS,
    REMEDY_CODES,
    REMEDY_COLUMNS,
    REQUEST_ROWS,
    SUBTOTAL,
    known_as,
)
from reports.readers.report import Gap

VALUE = re.compile(
    r"[+\-]?\d+(\.\d+)?(%|件|条|项|个|份|起|万元|元|万|亿元)?"
    r"|[+\-增减][(（]?\d+[)）]?([+\-增减][(（]?\d+[)）]?)?"
)
MAX_LABEL = 60
CAPTION = re.compile(
    r"(信息内容|第二十条第\(.\)项|申请人情况|法人或其他组织|行政复议|行政诉讼|未经复议直接起诉"
    r"|复议后起诉|\(?本列数据的勾稽关系.*)+"
)


def is_value(text: str) -> bool:
    """Tell whether a text could stand in a cell of the form as its figure."""
    return is_nil_sign(text) or bool(VALUE.fullmatch(tidy(text)))


class CellFinder:
    """Takes rows one after the other and keeps what they say of the form's cells, as text."""

    def __init__(self) -> None:
        self.cells: dict[str, str] = {}
        self.gaps: list[Gap] = []
        self.unclear: list[str] = []  # rows of 三 whose figures cannot be told apart
        self.applicants: dict[str, int] = {}  # column → its place in the row
        self.disclosure: dict[str, int] = {}
        self.amount_unit = ""  # where a header names another than the form's
        self.remedies: list[int] = []
        self.has_remedies = False

    def take(self, row: Sequence[str]) -> bool:
        """Read one row; False when it belongs to no table of the form."""
        texts = [tidy(cell) for cell in row]
        return (
            self.take_header(texts)
            or self.take_remedy_row(texts, row)
            or self.take_request_row(texts, row)
            or self.take_disclosure_row(texts, row)
        )

    # --- Headers

    def take_header(self, texts: list[str]) -> bool:
        found = False
        if "自然人" in texts or "商业企业" in texts:
            found = True
            self.add_applicants(texts)
        if self.is_remedies_header(texts):
            if not self.has_remedies:
                self.remedies, self.has_remedies = [], True
            places = [n for n, text in enumerate(texts) if known_as(text, REMEDY_COLUMNS)]
            self.remedies, found = sorted({*self.remedies, *places}), True
        columns = {
            key: n
            for n, text in enumerate(texts)
            if len(text) <= MAX_LABEL and (key := known_as(text, DISCLOSURE_COLUMNS))
        }
        if columns and not any(text and is_value(text) for text in texts):
            self.disclosure, found = columns, True
            self.amount_unit = unit_in(texts[columns["AMOUNT"]]) if "AMOUNT" in columns else ""
        return found or bool(CAPTION.fullmatch("".join(texts)))

    def is_remedies_header(self, texts: list[str]) -> bool:
        words = " ".join(texts)
        return "维持" in words and "审结" in words and not any(map(is_value, texts))

    def take_names(self, words: str) -> None:
        """Take the names of columns from text in which each stands below the other."""
        places = {
            key: match.start()
            for key, pattern in DISCLOSURE_COLUMNS.items()
            if (match := re.search(pattern, words))
        }
        if places:
            self.disclosure = dict.fromkeys(sorted(places, key=places.__getitem__), -1)
        if "复议后起诉" in words or words.count("审结") >= 2:
            self.has_remedies, self.remedies = True, []

    def add_applicants(self, texts: list[str]) -> None:
        if "自然人" in texts and "商业企业" not in texts or len(self.applicants) >= 7:
            self.applicants = {}
        for place, text in enumerate(texts):
            if key := known_as(text, APPLICANT_COLUMNS):
                self.applicants.setdefault(key, place)
            elif re.search(SUBTOTAL, text):
                self.gap("表三表头", f"多出“{text}”一列，格式上没有这一列，未读取")

    # --- 三

    def take_request_row(self, texts: list[str], row: Sequence[str]) -> bool:
        first = min(self.applicants.values()) if self.is_complete else 0
        first = first or first_value(texts)
        labels = [(n, text) for n, text in enumerate(texts[:first]) if text]
        if not labels or len(labels[-1][1]) > MAX_LABEL:
            return False
        place, label = labels[-1]
        values = list(row[first:])
        has_values = any(tidy(value) for value in values)
        if re.search(GROUP_ROWS, label):
            if has_values:
                self.gap(f"表三“{label}”行", "这一行在格式上没有数，所填数字未读取")
            return True
        code = known_as(label, REQUEST_ROWS)
        if not code or not (has_values or self.is_complete):
            return False
        if not all(is_value(value) for value in values if tidy(value)) and not self.is_complete:
            return False
        self.add_request_row(code, label, row, first)
        return True

    @property
    def is_complete(self) -> bool:
        """Tell whether the header gives each column a place of its own: in the form's order, or
        side by side in another.

        It does not where a page lost what merges its cells: the header is then of no use.
        """
        places = [self.applicants.get(column) for column in APPLICANT_COLUMNS]
        if None in places:
            return False
        is_side_by_side = len({*places}) == len(places) == max(places) - min(places) + 1
        return is_side_by_side or all(a < b for a, b in pairwise(places))

    def add_request_row(self, code: str, label: str, row: Sequence[str], first: int) -> None:
        if self.is_complete and not is_shifted(row, max(self.applicants.values())):
            places = self.applicants
        else:
            values = [n for n in range(first, len(row)) if tidy(row[n])]
            if len(values) != len(APPLICANT_COLUMNS):
                self.unclear.append(f"“{label}”{len(values)}个")
                return
            places = dict(zip(APPLICANT_COLUMNS, values, strict=True))
        for column, place in places.items():
            value = row[place] if place < len(row) else ""
            self.cells.setdefault(f"S3.{code}.{column}", value.strip())

    # --- 二

    def take_disclosure_row(self, texts: list[str], row: Sequence[str]) -> bool:
        place = next((n for n, text in enumerate(texts) if text), None)
        if place is None or len(texts[place]) > MAX_LABEL:
            return False
        pattern = next((p for p in DISCLOSURE_ROWS if re.search(p, texts[place])), None)
        values = [n for n in range(place + 1, len(row)) if texts[n]]
        if pattern is None or not all(len(texts[n]) <= 20 for n in values):
            return False
        table, code = DISCLOSURE_ROWS[pattern]
        columns = self.columns_of(table, values)
        if columns is None:
            self.gap(f"表二“{texts[place]}”行", f"读到{len(values)}个数，看不出各属哪一栏，未读取")
            return bool(values)
        for column, where in columns.items():
            value = row[where].strip() if where < len(row) else ""
            if column == "AMOUNT" and re.fullmatch(r"[\d.]*[1-9][\d.]*", tidy(value)):
                value += self.amount_unit
            self.cells.setdefault(f"{table}.{code}.{column}", value)
        return True

    def columns_of(self, table: str, values: list[int]) -> dict[str, int] | None:
        fitting = {key: n for key, n in self.disclosure.items() if (table, key) in COLUMNS_IN_USE}
        if fitting and (not values or set(values) <= set(fitting.values())):
            return fitting
        if fitting and len(fitting) == len(values):  # read line by line: places are lost
            return dict(zip(fitting, values, strict=True))
        assumed = ASSUMED_COLUMNS.get((table, len(values)))
        return dict(zip(assumed, values, strict=True)) if assumed else None

    # --- 四

    def take_remedy_row(self, texts: list[str], row: Sequence[str]) -> bool:
        filled = [n for n, text in enumerate(texts) if is_value(text)]
        if not self.has_remedies or not filled:
            return False
        if len(self.remedies) == len(REMEDY_CODES):
            places = self.remedies
        elif len(filled) == len(REMEDY_CODES):
            places = filled
        else:
            self.gap("表四", f"读到{len(filled)}个数，应为15个，未读取")
            self.has_remedies = False
            return True
        for code, place in zip(REMEDY_CODES, places, strict=True):
            value = row[place] if place < len(row) else ""
            self.cells.setdefault(f"S4.CASES.{code}", value.strip())
        self.has_remedies = False
        return True

    def all_gaps(self) -> list[Gap]:
        """Return what could not be read, the rows of 三 in one sentence."""
        if not self.unclear:
            return self.gaps
        named = "、".join(self.unclear[:3]) + ("等" if len(self.unclear) > 3 else "")
        why = f"有{len(self.unclear)}行读到的数不是7个（{named}），看不出各属哪一列，未读取"
        return [*self.gaps, Gap("表三", why)]

    def gap(self, where: str, why: str) -> None:
        gap = Gap(where, why)
        if gap not in self.gaps:
            self.gaps.append(gap)


COLUMNS_IN_USE = {
    (table, column)
    for table, columns in {
        "S2_20_1": ("ISSUED", "ABOLISHED", "EFFECTIVE", "MADE", "PUBLISHED", "PUBLIC_TOTAL"),
        "S2_20_5": ("PREV", "DELTA", "DECISIONS"),
        "S2_20_6": ("PREV", "DELTA", "DECISIONS"),
        "S2_20_8": ("PREV", "DELTA", "AMOUNT"),
        "S2_20_9": ("PROJECTS", "AMOUNT"),
    }.items()
    for column in columns
}


def is_shifted(row: Sequence[str], last: int) -> bool:
    """Tell whether a row has figures beyond the last column: a merged cell reaches too far down."""
    return any(tidy(value) for value in row[last + 1 :])


def unit_in(header: str) -> str:
    """Return the unit of a column of amounts that is not the form's 万元, "" otherwise."""
    match = re.search(r"单位[:：]?(百元|千元|元|亿元)", header)
    return match[1] if match else ""


def first_value(texts: list[str]) -> int:
    """Return where the figures of a row begin, when no header says so."""
    return next((n for n, text in enumerate(texts) if text and is_value(text)), len(texts))
