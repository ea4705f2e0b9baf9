"""What a demo item is: plain data that knows no model. Content makes it, `load.py` stores it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zlib import crc32
from zoneinfo import ZoneInfo

from disclosure.demo.markup import Part, Table, summary_of, to_html
from disclosure.demo.world import BUREAU, GENERAL_OFFICE

ONE_DAY = timedelta(days=1)
OFFICE_TIME = ZoneInfo("Asia/Shanghai")
YEARS_SHOWN = 6


@dataclass(frozen=True)
class DemoFile:
    """An attachment: kept in `files/` (`stored`), or built from `text` and `tables` at loading."""

    name: str
    stored: str = ""
    text: str = ""
    tables: tuple[Table, ...] = ()
    alt_text: str = ""


@dataclass(frozen=True, kw_only=True)
class DemoItem:
    """One item of the portal; relations are keys of other demo items."""

    key: str
    title: str
    category: str
    body: str
    summary: str
    written_on: date | None = None
    published_at: datetime | None = None  # None: a draft
    issuer: str = BUREAU
    co_issuers: tuple[str, ...] = ()
    office: str = GENERAL_OFFICE
    genre: str = "通知"
    doc_no: str = ""
    effective_on: date | None = None
    expires_on: date | None = None
    abolished_on: date | None = None
    validity: str = "na"
    replaces: tuple[str, ...] = ()
    amends: tuple[str, ...] = ()
    interprets: tuple[str, ...] = ()
    matter: str = ""
    matter_stage: str = ""
    matter_order: int = 0
    postpones: str = ""
    stage: str = ""
    openness: str = ""
    origin: str = "original"
    source: str = ""
    source_url: str = ""
    period_kind: str = ""
    begins_on: date | None = None
    ends_on: date | None = None
    keywords: tuple[str, ...] = ()
    mode: str = "active"
    withdrawn_reason: str = ""
    files: tuple[DemoFile, ...] = ()


@dataclass(frozen=True)
class Span:
    """The six years a demo loaded on `day` shows. Nothing in it is dated after `last`."""

    day: date

    @property
    def last(self) -> date:
        return self.day - ONE_DAY

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(range(self.last.year - YEARS_SHOWN + 1, self.last.year + 1))

    def year(self, back: int) -> int:
        return self.last.year - back

    def ago(self, days: int) -> date:
        return self.day - timedelta(days=days)

    def ahead(self, days: int) -> date:
        return self.day + timedelta(days=days)


def item(
    key: str,
    title: str,
    category: str,
    on: date | None,
    body: tuple[Part, ...],
    *,
    lag: int = 1,
    follows: DemoItem | None = None,
    draft: bool = False,
    **fields,
) -> DemoItem:
    """An item signed `on` a day and published `lag` days later, at an hour drawn from its key.

    One that `follows` another is published on the working day after it.
    """
    fields["summary"] = fields.get("summary") or summary_of(body)
    if not draft and "published_at" not in fields:
        day = follows.published_at.date() + ONE_DAY if follows else on + lag * ONE_DAY
        fields["published_at"] = moment(key, next_workday(day))
    return DemoItem(
        key=key, title=title, category=category, written_on=on, body=to_html(body), **fields
    )


def moment(key: str, day: date) -> datetime:
    """A moment in office hours of `day`, always the same for the same key."""
    seed = crc32(key.encode())
    hour = (8, 9, 9, 10, 11, 14, 15, 15, 16, 17)[seed % 10]
    return datetime.combine(day, time(hour, seed // 10 % 60), OFFICE_TIME)


def workday(year: int, month: int, day: int) -> date:
    """That day, or the Monday after it when it falls on a weekend."""
    return next_workday(date(year, month, day))


def next_workday(day: date) -> date:
    return day + ONE_DAY * (7 - day.weekday() if day.weekday() > 4 else 0)


def weekdays_from(start: date, count: int) -> date:
    """The last of `count` weekdays, the first of which is `start`: a publicity period."""
    day = start
    for _ in range(count - 1):
        day = next_workday(day + ONE_DAY)
    return day


def numbered(mark: str, year: int, number: int) -> str:
    """A document number: 云教〔2025〕12号."""
    return f"{mark}〔{year}〕{number}号"


def chinese_date(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def day_of_month(day: date) -> str:
    return f"{day.month}月{day.day}日"
