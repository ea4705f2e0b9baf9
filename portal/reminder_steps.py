"""PURE: how far off a last day is, and which reminder that makes.

Unit    Whole days; working days where the term is one of working days. A day ahead is positive,
        a day past is negative, and 0 is the last day itself, with the free days around it.
Errors  None: a year whose holiday notice is missing counts Monday to Friday as worked. That is
        good enough to remind somebody, and never stored as a term.
"""

from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import date, timedelta

from portal.workdays import ONE_DAY, WorkCalendar

BEHIND, AHEAD = timedelta(days=1100), timedelta(days=400)


@dataclass(frozen=True)
class Steps:
    """When somebody is reminded: so many days ahead, then again and again, and of whom besides."""

    ahead: tuple[int, ...]  # days left; 0 is the last day
    overdue_every: int | None = None
    escalate_after: int | None = None  # days past

    def reached(self, left: int) -> int | None:
        """Return the most urgent step reached with `left` days to go; None while it is early.

        Steps passed while nobody looked are not made up one by one: the last one says it all.
        """
        steps = [step for step in self.ahead if left <= step]
        past = -left
        if self.overdue_every and past > 0:
            steps.append(-1 - (past - 1) // self.overdue_every * self.overdue_every)
        if self.escalate_after and past >= self.escalate_after:
            steps.append(-self.escalate_after)
        return min(steps, default=None)

    def is_escalated(self, step: int) -> bool:
        return bool(self.escalate_after) and -step >= self.escalate_after

    @property
    def earliest(self) -> int:
        """Return how many days ahead the first reminder may be due; -1 for none ahead."""
        return max(self.ahead, default=-1)


class Ruler:
    """Measures from one day to any other, in working days or in plain ones."""

    def __init__(self, today: date, calendar: WorkCalendar):
        self.today = today
        first, last = today - BEHIND, today + AHEAD
        calendar = replace(calendar, years=frozenset(range(first.year, last.year + 1)))
        days = (first + ONE_DAY * n for n in range((last - first).days + 1))
        self.worked = [day for day in days if calendar.is_workday(day)]

    def left(self, due: date, *, in_workdays: bool) -> int:
        """Return the days to go until `due`: negative once it is past."""
        if not in_workdays:
            return (due - self.today).days
        return bisect_right(self.worked, due) - bisect_right(self.worked, self.today)

    def last_with(self, left: int, *, in_workdays: bool) -> date:
        """Return the last day that is at most `left` days off: nothing later can be owed."""
        if not in_workdays:
            return self.today + ONE_DAY * left
        following = bisect_right(self.worked, self.today) + left
        return self.worked[min(following, len(self.worked) - 1)] - ONE_DAY


def term_in_words(due: date, left: int, *, on: date, in_workdays: bool) -> str:
    """Return a sentence that stays true whenever it is read."""
    unit = "个工作日" if in_workdays else "天"
    last_day = f"期限是{due.year}年{due.month}月{due.day}日"
    today = f"{on.month}月{on.day}日"
    if left > 0:
        return f"{last_day}（从{today}起还有{left}{unit}）。"
    if left < 0:
        return f"{last_day}（到{today}已经超过{-left}{unit}）。"
    if on == due:
        return f"{last_day}（{today}到期）。"
    if on < due:  # only free days in between
        return f"{last_day}（从{today}起已没有其他工作日）。"
    return f"{last_day}（到{today}已到期）。"
