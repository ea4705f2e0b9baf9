"""Working days: the one clock behind every statutory deadline.

Unit    Whole days (datetime.date). Turn a moment into a day at the edge, with
        timezone.localdate(), never in here.
Source  民法典 arts 201, 203: the first day does not count. Which days are worked:
        the State Council's notice of each year, with its make-up days (调休).
Errors  CalendarGap when the count enters a year without a notice: a day computed
        without one would be wrong and look right.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import NamedTuple

ONE_DAY = timedelta(days=1)
# 全国年节及纪念日放假办法 art. 2 (2024): the statutory days that fall on the same day every year.
FIXED_HOLIDAYS = ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))

Pause = tuple[date, date]


class NamedDay(NamedTuple):
    """What a notice says of a day: the holiday it belongs to, and the number of the notice."""

    name: str
    notice: str


class CalendarGap(Exception):
    """The State Council's notice for `year` is not entered."""

    def __init__(self, year: int):
        super().__init__(f"No holiday notice entered for {year}")
        self.year = year


@dataclass(frozen=True)
class WorkCalendar:
    """Which days are worked in the years whose notices are entered.

    `holidays` and `makeup_days` are the days the notices name. A notice may name days of a
    neighbouring year (元旦 often begins in December); `years` says which years are complete.
    `named` tells those days' names; nothing is counted by it.
    """

    years: frozenset[int]
    holidays: frozenset[date]
    makeup_days: frozenset[date]
    named: Mapping[date, NamedDay] = field(default_factory=dict, compare=False)

    def is_workday(self, day: date) -> bool:
        if day.year not in self.years:
            raise CalendarGap(day.year)
        if day in self.makeup_days:
            return True
        return day.weekday() < 5 and day not in self.holidays

    def end_of_term(self, start: date, length: int, pauses: Collection[Pause] = ()) -> date:
        """Return the last day of a term of `length` working days.

        `start` is day zero, worked or not. In a pause (first, last) the days after `first`,
        up to and including `last`, do not count; where pauses overlap a day is left out once.
        """
        if length < 0:
            raise ValueError(f"A term cannot be {length} working days long")
        day = start
        while length:
            day += ONE_DAY
            paused = any(first < day <= last for first, last in pauses)
            if self.is_workday(day) and not paused:
                length -= 1
        return day

    def workdays_left(self, today: date, due: date) -> int:
        """Count the working days after `today`, up to and including `due`.

        0 on the due day and ever after; whether a term has passed is a question
        of dates, `due < today`.
        """
        days = (today + ONE_DAY * n for n in range(1, (due - today).days + 1))
        return sum(self.is_workday(day) for day in days)

    def estimate(self, years: Iterable[int]) -> "WorkCalendar":
        """Return a calendar that also counts `years` without a notice, as early as they may end.

        In them Monday to Friday are worked, but for the statutory days of fixed date. Whatever
        is counted with it may be shown only as an estimate (暂估).
        """
        missing = frozenset(years) - self.years
        fixed = {date(year, month, day) for year in missing for month, day in FIXED_HOLIDAYS}
        return replace(self, years=self.years | missing, holidays=self.holidays | fixed)
