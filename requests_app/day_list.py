"""PURE: a term day by day, in the one wording that staff and applicant both see."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.workdays import ONE_DAY, WorkCalendar

WEEKDAYS = "一二三四五六日"


class DayKind(StrEnum):
    """Why a day counts, or does not."""

    START = "start"
    COUNTED = "counted"
    MAKEUP = "makeup"  # counted
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    PAUSED = "paused"
    DELAYED = "delayed"  # after the term, before the day that was set: art. 35, an order


COUNTING = (DayKind.COUNTED, DayKind.MAKEUP)
DELAYED = "延期办理期间（条例第三十五条）"
ORDERED = "复议决定或者裁判确定的期限内"


@dataclass(frozen=True)
class Day:
    """One day of a term; `number` is the how-manieth it is, if it counts."""

    on: date
    kind: DayKind
    number: int | None = None
    note: str = ""
    extension: int = 0  # the how-manieth day of the extension
    is_estimate: bool = False

    @property
    def weekday(self) -> str:
        return f"周{WEEKDAYS[self.on.weekday()]}"

    @property
    def text(self) -> str:
        """The sentence for this day: “第3日”, “周末，不计” …"""
        extension = f"（延期第{self.extension}日）" if self.extension else ""
        words = {
            DayKind.START: self.note,
            DayKind.COUNTED: f"第{self.number}日{extension}",
            DayKind.MAKEUP: f"调休上班，第{self.number}日{extension}",
            DayKind.WEEKEND: "周末，不计",
            DayKind.HOLIDAY: f"放假（{self.note}），不计" if self.note else "放假，不计",
            DayKind.PAUSED: f"{self.note}期间，不计",
            DayKind.DELAYED: self.note or DELAYED,
        }[self.kind]
        return f"{words}（暂估）" if self.is_estimate else words


@dataclass(frozen=True)
class Pause:
    """Days that do not count: after `start`, up to and including `end` (None: still open)."""

    start: date
    end: date | None
    note: str

    def covers(self, day: date) -> bool:
        return self.start < day and (self.end is None or day <= self.end)


@dataclass(frozen=True)
class Stretch:
    """What is to be explained: a term of `limit` days from `start`, as far as `until`.

    It goes on after its last day only if another day `is_delayed` to was set (art. 35).
    """

    start: date
    until: date
    limit: int
    regular: int  # the days of the term without its extension
    note: str  # why the term starts on `start`
    pauses: Sequence[Pause]
    is_delayed: bool = False
    is_ordered: bool = False  # a review or a court set that day


def day_list(stretch: Stretch, calendar: WorkCalendar) -> Iterator[Day]:
    """Yield each day of the stretch with what it is; estimated where the calendar has no year."""
    known = calendar.years
    calendar = calendar.estimate(range(stretch.start.year, stretch.until.year + 1))
    yield Day(stretch.start, DayKind.START, note=stretch.note)
    day, number = stretch.start, 0
    while day < stretch.until and (stretch.is_delayed or number < stretch.limit):
        day += ONE_DAY
        kind, note = _what_is(day, stretch.pauses, calendar)
        if kind in COUNTING and number == stretch.limit:
            kind, note = DayKind.DELAYED, ORDERED if stretch.is_ordered else ""
        counts = kind in COUNTING
        number += counts
        yield Day(
            day,
            kind,
            number=number if counts else None,
            note=note,
            extension=max(number - stretch.regular, 0) if counts else 0,
            is_estimate=day.year not in known,
        )


def _what_is(day: date, pauses: Sequence[Pause], calendar: WorkCalendar) -> tuple[DayKind, str]:
    if not calendar.is_workday(day):
        if day in calendar.holidays:
            return DayKind.HOLIDAY, "，".join(filter(None, calendar.named.get(day, ())))
        return DayKind.WEEKEND, ""
    if pause := next((pause for pause in pauses if pause.covers(day)), None):
        return DayKind.PAUSED, pause.note
    return DayKind.MAKEUP if day in calendar.makeup_days else DayKind.COUNTED, ""
