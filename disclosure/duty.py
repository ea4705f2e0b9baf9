"""Who answers for which leaf of the catalogue, and how it stands: the rows of the duty board."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from django.utils import timezone

from disclosure.deadlines import is_due_soon, next_due
from disclosure.models import Category, CategoryStatus

# Pages of the platform that stand without items: nothing is filed there, so nothing is missing.
WITHOUT_ITEMS = {"9001", "9003", "9005"}


class Light(Enum):
    """How a leaf stands, the worst first: a name for the shape, and the word beside it."""

    STALE = "stale", "超期未更新"
    EMPTY = "empty", "空栏目"
    SOON = "soon", "临近更新"
    FRESH = "on", "正常"
    PLANNED = "planned", "筹备中"
    NOT_APPLICABLE = "off", "不适用"

    def __init__(self, shape: str, label: str):
        self.shape, self.label = shape, label

    @property
    def is_red(self) -> bool:
        return self in (Light.STALE, Light.EMPTY)

    @property
    def rank(self) -> int:
        return list(Light).index(self)


@dataclass(frozen=True)
class Duty:
    """A leaf with its last update, its next one, and what follows from them."""

    leaf: Category
    light: Light
    last_update: date | None
    next_due: date | None
    days_late: int

    @property
    def is_counted(self) -> bool:
        """True for leaves that must hold something: the whole that coverage is a share of."""
        return self.light != Light.NOT_APPLICABLE and self.leaf.code not in WITHOUT_ITEMS

    @property
    def remark(self) -> str:
        if self.days_late:
            return f"已超过{self.days_late}天"
        return self.leaf.status_reason if self.light == Light.NOT_APPLICABLE else ""


@dataclass(frozen=True)
class Coverage:
    """公开面 as the reports state it: how many of the leaves that apply hold something public."""

    covered: int
    counted: int

    @property
    def percent(self) -> str:
        """Return the share, rounded down: 100% is said of nothing less than all."""
        tenths = self.covered * 1000 // self.counted if self.counted else 0
        return f"{tenths / 10:g}%"


def duties(leaves: Iterable[Category], *, today: date, days: dict[str, int]) -> list[Duty]:
    """Return the leaves with what is due, stale and empty ones first."""
    found = [duty(leaf, today=today, days=days) for leaf in leaves]
    return sorted(found, key=lambda each: (each.light.rank, -each.days_late, each.leaf.code))


def duty(leaf: Category, *, today: date, days: dict[str, int]) -> Duty:
    last = leaf.last_published_at and timezone.localdate(leaf.last_published_at)
    if leaf.status == CategoryStatus.NOT_APPLICABLE:
        return Duty(leaf, Light.NOT_APPLICABLE, last, None, 0)
    due = next_due(leaf.cadence, last, today, days)
    days_late = max(0, (today - due).days) if due else 0
    return Duty(leaf, light_of(leaf, due, last, today), last, due, days_late)


def light_of(leaf: Category, due: date | None, last: date | None, today: date) -> Light:
    if leaf.code in WITHOUT_ITEMS:
        return Light.FRESH
    if not leaf.published_count:
        return Light.PLANNED if leaf.status == CategoryStatus.PLANNED else Light.EMPTY
    if due and due < today:
        return Light.STALE
    return Light.SOON if due and is_due_soon(due, last, today) else Light.FRESH


def coverage(rows: Iterable[Duty]) -> Coverage:
    counted = [row for row in rows if row.is_counted]
    return Coverage(sum(row.leaf.published_count > 0 for row in counted), len(counted))
