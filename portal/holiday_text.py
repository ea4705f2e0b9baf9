"""PURE: reading the days out of a holiday notice, as people paste it.

Unit    Whole days (datetime.date), each 放假 or 上班.
Source  The wording of 《国务院办公厅关于部分节假日安排的通知》, 2019–2026: “10月1日（周四）至7日
        （周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。”
Errors  HolidayTextError with one sentence for each thing that does not add up: a notice read
        wrongly would move the last day of every open case.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
LONGEST = 5_000  # characters; a whole notice has about 800
LONGEST_HOLIDAY = 31
HOLIDAY, MAKEUP = "放假", "上班"
WEEKDAYS = "一二三四五六日"
EXAMPLE = "10月1日至7日放假；9月28日、10月11日上班"

# An optional remark such as “(农历除夕、周二)”; its weekday is held against the date.
REMARK = r"(?:\((?:[^()]*(?:周|星期)(?P<{}>[一二三四五六日天]))?[^()]*\))?"
DAYS = (
    r"(?<![(\d月年])(?:(?P<year>\d{4})年)?(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})[日号]"
    + REMARK.format("weekday")
    + r"(?:[至到~—–-]+"
    + r"(?:(?:(?P<to_year>\d{4})年)?(?P<to_month>\d{1,2})月)?(?P<to_day>\d{1,2})[日号]"
    + REMARK.format("to_weekday")
    + ")?"
)
TOKEN = re.compile(
    rf"(?P<extended>延长.{{0,20}}?至)|(?P<name>元旦|春节|清明节?|劳动节|端午节?|中秋节?|国庆节?)"
    rf"|{DAYS}|(?P<usual>起(?:恢复)?正常上班)|(?P<verb>放假|上班)|(?:共|^)(?P<count>\d+)天"
)
SENTENCE = re.compile(r"[。;\n]+")
SIGNED = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")  # the day of issue under the notice


@dataclass(frozen=True)
class NamedDay:
    date: date
    kind: str  # HOLIDAY or MAKEUP
    name: str


class HolidayTextError(ValueError):
    """The text cannot be read with certainty; `sentences` say where and what to do."""

    def __init__(self, sentences: list[str]):
        super().__init__("".join(sentences))
        self.sentences = sentences


def read_days(text: str, year: int) -> list[NamedDay]:
    """Return the days a notice for `year` names, in order. Raises HolidayTextError."""
    if len(text) > LONGEST:
        raise HolidayTextError([f"内容超过{LONGEST}字，请只粘贴放假和上班的安排。"])
    reader = Reader(year)
    plain = unicodedata.normalize("NFKC", text)
    for sentence in SENTENCE.split(re.sub(r"[^\S\n]", "", plain)):
        if not SIGNED.fullmatch(sentence):
            reader.read(sentence)
    if not reader.days and not reader.faults:
        reader.faults.append(f"没有读到放假或上班的日期，请写成“{EXAMPLE}”这样的形式。")
    if reader.faults:
        raise HolidayTextError(reader.faults)
    return sorted(reader.days.values(), key=lambda day: day.date)


class Reader:
    """Goes through the sentences; a holiday's name holds until the next one."""

    def __init__(self, year: int):
        self.year = year
        self.days: dict[date, NamedDay] = {}
        self.faults: list[str] = []
        self.name = ""

    def read(self, sentence: str) -> None:
        """Take in one sentence: dates wait for the word that says what they are."""
        waiting: list[tuple[str, list[date]]] = []
        named: list[date] = []
        month = after_name = None
        for token in TOKEN.finditer(sentence):
            word = token.group()
            if token["extended"]:
                self.faults.append(
                    f"“{word}”没有写明从哪一天起，请改写为“1月31日至2月2日放假”这样的形式。"
                )
                return
            if token["name"]:
                self.name = f"{self.name}、{word}" if after_name else word
            elif token["day"]:
                month = token["to_month"] or token["month"] or month
                waiting.append((word, self.span(token, month)))
            elif token["usual"]:
                waiting = []
            elif token["verb"] and waiting:
                named = [day for _, days in waiting for day in days]
                for text, days in waiting:
                    self.add(text, days, word)
                waiting = []
            elif token["count"] and named and int(token["count"]) != len(named):
                self.faults.append(f"“{sentence}”写的是{word}，列出的却是{len(named)}天，请核对。")
            after_name = token["name"]
        for text, days in waiting:
            if days:
                self.faults.append(f"“{text}”没有写明放假还是上班，请补上，或者删去。")

    def span(self, token: re.Match, last_month: str | None) -> list[date]:
        """Return the days of “4月30日至5月4日”; none, and a fault, when they do not exist."""
        month = token["month"] or last_month
        first = self.day(token["year"], month, token["day"], token)
        last = first
        if token["to_day"]:
            to_month = token["to_month"] or month
            last = self.day(token["to_year"] or token["year"], to_month, token["to_day"], token)
        if not first or not last:
            return []
        if first > last and not token["year"]:  # 12月31日至1月2日 begins in the year before
            first = first.replace(year=first.year - 1)
        if not 0 <= (last - first).days < LONGEST_HOLIDAY:
            self.faults.append(f"“{token.group()}”的起止日期不对，请核对。")
            return []
        self.compare(first, token["weekday"])
        self.compare(last, token["to_weekday"])
        return list(each_day(first, last))

    def day(self, year, month, day, token) -> date | None:
        try:
            found = date(int(year or self.year), int(month or 0), int(day))
        except ValueError:
            self.faults.append(f"“{token.group()}”不是完整、存在的日期，请核对。")
            return None
        if not year and found.month == 12 and self.name == "元旦" and not token["to_day"]:
            return found.replace(year=found.year - 1)
        return found

    def compare(self, day: date, weekday: str | None) -> None:
        """A weekday in brackets that does not fit tells of a slip, or of another year."""
        if weekday and weekday.replace("天", "日") != WEEKDAYS[day.weekday()]:
            is_on = f"{day.year}年{day.month}月{day.day}日是星期{WEEKDAYS[day.weekday()]}"
            self.faults.append(f"{is_on}，不是星期{weekday}，请核对日期和年份。")

    def add(self, text: str, days: list[date], kind: str) -> None:
        for day in days:
            known = self.days.get(day)
            if known and known.kind != kind:
                self.faults.append(f"“{text}”里的{day:%m月%d日}既写了放假又写了上班，请核对。")
            if kind == MAKEUP and day.weekday() < 5:
                weekday = WEEKDAYS[day.weekday()]
                self.faults.append(f"“{text}”是星期{weekday}，本来就上班，请核对日期和年份。")
            self.days.setdefault(day, NamedDay(day, kind, self.name))


def each_day(first: date, last: date) -> Iterator[date]:
    return (first + ONE_DAY * n for n in range((last - first).days + 1))
