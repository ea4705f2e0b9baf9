"""What is known of one report: the cells and texts that the checks look at.

PURE: a report of our own, one that somebody published, or one that is still being written all
become the same value; the checks cannot tell them apart.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from reports.cell_values import is_blank
from reports.tables import Cells, Form

APPLICANT_PARTS = ("NAT", "ORG_BUS", "ORG_RES", "ORG_SOC", "ORG_LAW", "ORG_OTH")
REMEDY_PARTS = ("UPHELD", "CORRECTED", "OTHER", "PENDING")
Number = int | Decimal


@dataclass(frozen=True)
class Figure:
    """A number of the report's text whose meaning is known without reading the text."""

    words: str
    codes: tuple[str, ...]
    value: Number
    share_of: tuple[str, ...] = ()  # then `value` is a percentage with this base


@dataclass(frozen=True)
class Breakdown:
    """A total the text states, with its parts."""

    words: str
    stated: Number
    parts: tuple[Number, ...]


@dataclass(frozen=True)
class Facts:
    form: Form
    year: int | None
    cells: Cells
    texts: Mapping[int, str] = field(default_factory=dict)  # section → text; 0: before section 一
    has_texts: bool = True  # False where the source has tables only
    body: str = ""  # who reports
    figures: tuple[Figure, ...] = ()
    breakdowns: tuple[Breakdown, ...] = ()
    previous: Cells | None = None  # the cells of the year before
    register: Cells | None = None  # what the register counts

    def number(self, code: str) -> Number | None:
        """Return the number in a cell: nil for a blank or a stroke, None where it is not known.

        A sum that was left blank is the sum of its parts, so that one blank does not hide
        what the other cells say.
        """
        value = self.cells.get(code)
        if isinstance(value, int | Decimal):
            return value
        if value is None:
            return None
        if is_blank(value) and (parts := sum_parts(self.form, code)):
            return self.total(parts)
        return 0

    def total(self, codes: Iterable[str]) -> Number | None:
        """Return the sum of the cells, None as soon as one of them is not known."""
        numbers = [self.number(code) for code in codes]
        return None if None in numbers else sum(numbers)

    def has_any(self, codes: Iterable[str]) -> bool:
        """Tell whether something is printed in one of the cells."""
        return any(not is_blank(self.cells.get(code, "")) for code in codes)

    def quoted(self, codes: Iterable[str]) -> str:
        """Return the cells' numbers as a sum to print: 26＋0."""
        return "＋".join(str(self.number(code)) for code in codes)

    def text_of(self, *sections: int) -> str:
        return "\n".join(self.texts[section] for section in sections if section in self.texts)

    @property
    def whole_text(self) -> str:
        return self.text_of(*sorted(self.texts))


def result_rows(form: Form) -> tuple[str, ...]:
    """Return the codes of the rows that （七）总计 adds up."""
    rows = form.table("S3").rows
    inside = [row for row in rows if row.under and not row.is_heading and not row.is_sum]
    return tuple(row.code for row in inside)


def sum_parts(form: Form, code: str) -> tuple[str, ...]:
    """Return the cells whose sum a cell is, () for one that is no sum."""
    table, row, column = code.split(".")
    if table == "S3" and column == "TOTAL":
        return tuple(f"S3.{row}.{part}" for part in APPLICANT_PARTS)
    if table == "S3" and row == "R7":
        return tuple(f"S3.{part}.{column}" for part in result_rows(form))
    if table == "S4" and column.endswith("_TOTAL"):
        group = column.removesuffix("_TOTAL")
        return tuple(f"S4.CASES.{group}_{part}" for part in REMEDY_PARTS)
    return ()
