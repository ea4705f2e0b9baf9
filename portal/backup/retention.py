"""PURE  Which backups are kept: the newest of each of the last days, weeks and months.

Weeks are ISO weeks. A day, week or month without any backup does not count, so that a machine
that was off for a month keeps what it has. The newest backup is always kept.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

PERIODS: dict[str, Callable[[datetime], tuple[int, ...]]] = {
    "daily": lambda at: (at.year, at.month, at.day),
    "weekly": lambda at: at.isocalendar()[:2],
    "monthly": lambda at: (at.year, at.month),
}


@dataclass(frozen=True)
class Retention:
    """So many days, weeks and months; nothing asked for keeps everything."""

    daily: int = 0
    weekly: int = 0
    monthly: int = 0

    def kept(self, moments: Iterable[datetime]) -> set[datetime]:
        newest_first = sorted(moments, reverse=True)
        if not (self.daily or self.weekly or self.monthly):
            return set(newest_first)
        kept = set(newest_first[:1])
        for name, period_of in PERIODS.items():
            newest_of_each: dict[tuple[int, ...], datetime] = {}
            for moment in newest_first:
                newest_of_each.setdefault(period_of(moment), moment)
            kept.update(list(newest_of_each.values())[: getattr(self, name)])
        return kept
