"""What is typed into a cell of a report, as a number where it is one.

People write 3,119 and ３件, 增10 and +(0) -(0), 282.1万元 and 251000元; for nil they write /
or —, or leave the cell blank.
PURE: no model, no setting.
"""

import re
import unicodedata
from decimal import Decimal, InvalidOperation

from reports.tables import AMOUNT, COUNT, FREE_TEXT, SIGNED, Value

MAX_DIGITS = 15
LARGEST = 99_999_999
LONGEST_TEXT = 60
LONGEST_READ = 200  # of what stands in a cell; more is no figure
DECIMALS = Decimal("0.000001")
NIL_SIGNS = {"/", "\\", "-", "--", "—", "——", "–", "无", "none", "n/a", "/件", "空"}
COUNT_UNIT = re.compile(r"(?<=\d)\s*(?:件|条|项|个|份|起|宗|次)$")
MONEY_UNIT = re.compile(r"(?<=\d)\s*(万元|元|万|亿元)")
CHANGE = re.compile(r"([+\-增减])[^\d+\-增减]{0,3}(\d+)")


def tidy(raw: str) -> str:
    """Return the text with half-width digits and signs, without spaces and grouping commas."""
    text = unicodedata.normalize("NFKC", raw)
    text = "".join(text.split()).replace("−", "-")
    return re.sub(r"(?<=\d)[,，](?=\d{3}(?!\d))", "", text)


def is_blank(value: Value) -> bool:
    return isinstance(value, str) and not tidy(value)


def is_nil_sign(value: Value) -> bool:
    """Tell whether somebody wrote a stroke or 无 where the form wants 0."""
    return isinstance(value, str) and tidy(value).lower() in NIL_SIGNS


def read_value(raw: object, kind: str = COUNT) -> Value:
    """Return the number that `raw` stands for, or the text itself when it stands for none."""
    if raw is None:
        return None
    if isinstance(raw, int) and not isinstance(raw, bool) and abs(raw) < 10**MAX_DIGITS:
        return raw
    if isinstance(raw, float):
        raw = f"{raw:.15g}"
    text = str(raw).strip()[:LONGEST_READ]
    if kind == FREE_TEXT or not tidy(text):
        return text
    number = read_number(COUNT_UNIT.sub("", tidy(text)))
    if number is None and kind == SIGNED:
        number = read_change(tidy(text))
    return text if number is None else number


def read_number(text: str) -> int | Decimal | None:
    """Return a plain number, whole ones as int; None when the text is not just a number."""
    if len(text) > MAX_DIGITS + 8 or not re.fullmatch(r"[+-]?\d+(\.\d+)?", text):
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return int(number) if number == number.to_integral_value() else number


def read_change(text: str) -> int | None:
    """Return the sum of what was added and taken away: 增10, +(0) -(0), 增5减2."""
    found = CHANGE.findall(text)
    if not found:
        return None
    return sum(int(size) if sign in "+增" else -int(size) for sign, size in found)


def read_money(value: Value) -> tuple[Decimal, str] | None:
    """Return the amount and the unit written beside it ("" for none), None when unreadable."""
    if isinstance(value, int | Decimal):
        return Decimal(value), ""
    if value is None:
        return None
    text = tidy(value)
    unit = MONEY_UNIT.search(text)
    number = read_number(MONEY_UNIT.sub("", text))
    return None if number is None else (Decimal(number), unit[1] if unit else "")


def is_value(kind: str, value: Value) -> bool:
    """Tell whether a value can stand in a cell of this kind."""
    if kind == FREE_TEXT:
        return isinstance(value, str) and 0 < len(value) <= LONGEST_TEXT
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or abs(value) > LARGEST:
        return False
    if kind == AMOUNT:
        return value >= 0 and Decimal(value) == Decimal(value).quantize(DECIMALS)
    return isinstance(value, int) and (kind == SIGNED or value >= 0)
