"""ReadReport: a report as it was read, with what could not be read."""

from dataclasses import dataclass

from reports.facts import Facts


class UnreadableReport(Exception):
    """The file gives no report at all; the message is a sentence that says why and what to do."""


@dataclass(frozen=True)
class Gap:
    """A part that could not be read: where, and why."""

    where: str
    why: str

    def __str__(self) -> str:
        return f"{self.where}：{self.why}。"


@dataclass(frozen=True)
class ReadReport:
    facts: Facts
    gaps: tuple[Gap, ...] = ()
