"""The day that a cell of a ledger means, however a clerk or a program wrote it. Pure."""

import re
import unicodedata
from datetime import date, datetime, timedelta

EXCEL_EPOCH = date(1899, 12, 30)
FIRST_YEAR, LAST_YEAR = 1900, 2100
SERIALS = range(18_264, 73_416)  # 1950 to 2100: a smaller number is a year or a count, not a day
DAY_FORMS = "2024-01-05、2024/1/5、2024.1.5、2024年1月5日或20240105"
DAY_PATTERNS = (
    re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})"),
    re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})"),
    re.compile(r"(\d{4})\.(\d{1,2})\.(\d{1,2})"),
    re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日"),
    re.compile(r"(\d{4})(\d{2})(\d{2})"),
)
# What databases and websites append to a day; a day needs no time.
TIME_OF_DAY = re.compile(
    r"(?<=[\d日])[\sT]+([01]?\d|2[0-3])[:：][0-5]\d([:：][0-5]\d(\.\d+)?)?(Z|\+08:?00)?$"
)
# 二〇二四年一月五日: as official documents were dated until 2012.
WRITTEN_OUT = re.compile(
    r"([〇○零Ｏ一二三四五六七八九]{4})年([一二三]?十?[一二三四五六七八九]?)月([一二三]?十?[一二三四五六七八九]?)日"
)
NUMERALS = str.maketrans("〇○零Ｏ一二三四五六七八九", "0000123456789")


def parse_day(value: object) -> date | None:
    """Return the day a cell means, None when it is empty.

    A number is a day as Excel counts them, or the eight digits of 20240105.
    Raises ValueError with a sentence that says which forms are understood.
    """
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and value // 1 in SERIALS:
        return EXCEL_EPOCH + timedelta(days=int(value))
    return day_in_text(str(value))


def day_in_text(text: str) -> date:
    plain = unicodedata.normalize("NFKC", TIME_OF_DAY.sub("", text.strip()))
    plain = in_digits("".join(plain.split()))
    matches = (pattern.fullmatch(plain) for pattern in DAY_PATTERNS)
    match = next(filter(None, matches), None)
    if match is None:
        raise ValueError(f"“{text[:30]}”不是能识别的日期，请写成{DAY_FORMS}这样的形式")
    year, month, day = map(int, match.groups())
    try:
        found = date(year, month, day)
    except ValueError:
        raise ValueError(f"“{text}”这一天不存在，请改正；日期写成{DAY_FORMS}") from None
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(
            f"“{text}”的年份不在{FIRST_YEAR}至{LAST_YEAR}之间，请改正；日期写成{DAY_FORMS}"
        )
    return found


def in_digits(text: str) -> str:
    """Return 二〇二四年一月十五日 as 2024年1月15日, any other text as it is."""
    match = WRITTEN_OUT.fullmatch(text)
    if match is None:
        return text
    year, *counts = (part.translate(NUMERALS) for part in match.groups())
    month, day = (tens_and_ones(count) for count in counts)
    return f"{year}年{month}月{day}日"


def tens_and_ones(count: str) -> int:
    tens, ten, ones = count.rpartition("十")
    return (int(tens or 1) * 10 if ten else 0) + int(ones or 0)
