"""The cells of a report: the figure in each, and where it comes from.

PURE: what the register counts and what people put in comes in; what is printed goes out. A sum is
always the sum of the cells above it, never typed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from reports.facts import sum_parts
from reports.tables import AMOUNT, FREE_TEXT, Cells, Form, Value
from reports.workflow import Origin


@dataclass(frozen=True)
class FilledCell:
    code: str
    value: Value
    origin: Origin
    counted: Value = None  # what the register or the items gave, whatever stands here


def kinds(form: Form) -> dict[str, str]:
    """Return of which kind the value of every cell is, by its code, in the order of the form."""
    return {code: column.kind for table in form.layout for code, _, column in table.pairs()}


def fill(form: Form, counted: Mapping[str, Value], entered: Mapping[str, Value]):
    """Return every cell of the form by its code."""
    filled: dict[str, FilledCell] = {}

    def cell(code: str) -> FilledCell:
        if code not in filled:
            parts = sum_parts(form, code)
            filled[code] = total(code, map(cell, parts)) if parts else single(code)
        return filled[code]

    def single(code: str) -> FilledCell:
        known = counted.get(code)
        if code in entered:
            origin = Origin.ENTERED if known is None else Origin.CORRECTED
            return FilledCell(code, entered[code], origin, known)
        return FilledCell(code, known, Origin.MISSING if known is None else Origin.COMPUTED, known)

    return {code: cell(code) for code in kinds(form)}


def total(code: str, parts: Iterable[FilledCell]) -> FilledCell:
    values = [part.value for part in parts]
    if all(isinstance(value, int) for value in values):
        return FilledCell(code, sum(values), Origin.SUM)
    return FilledCell(code, None, Origin.MISSING)


def is_sum(form: Form, code: str) -> bool:
    return bool(sum_parts(form, code))


def to_json(cells: Cells, form: Form) -> dict:
    """Return the cells as JSON holds them: amounts and free text as text, blanks as null."""
    return {code: plain_value(cells.get(code), kind) for code, kind in kinds(form).items()}


def plain_value(value: Value, kind: str) -> int | str | None:
    if value is None:
        return None
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value) if kind in (AMOUNT, FREE_TEXT) else value


def from_json(stored: Mapping[str, int | str | None], form: Form) -> Cells:
    """Return the cells that `to_json` wrote down."""
    of = kinds(form)
    return {
        code: Decimal(value) if of.get(code) == AMOUNT and is_amount(value) else value
        for code, value in stored.items()
    }


def is_amount(value) -> bool:
    return isinstance(value, str) and value.replace(".", "", 1).isdecimal()
