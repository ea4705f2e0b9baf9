"""Table, Line, Form: what a table of the annual report is, and how its cells are counted.

Unit    A cell is a row × a column; its code is TABLE.ROW.COLUMN, as "S3.NEW.NAT".
Source  政府信息公开工作年度报告格式: 国办公开办函〔2021〕30号 in format_2021.py,
        〔2019〕60号 in format_2019.py.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Count, Q, QuerySet

# A number; text that is no number, as published ("" for a blank); None where it is not known.
Value = int | Decimal | str | None
Cells = dict[str, Value]

COUNT, SIGNED, AMOUNT, FREE_TEXT = "int", "signed_int", "decimal", "money_text"


@dataclass(frozen=True)
class Line:
    """A row or a column: its place in the code, the form's own words, and what it counts."""

    code: str
    label: str
    rule: Q | None = None  # which rows of the register; None where an office enters the figure
    is_heading: bool = False  # a label over other rows, without cells of its own
    under: str = ""  # code of the heading this row stands under
    group: tuple[str, ...] = ()  # the words over this column, from the top down
    kind: str = COUNT
    is_sum: bool = False  # computed from other cells, never entered


@dataclass(frozen=True)
class Table:
    code: str
    caption: str
    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    section: int
    row_header: str = ""
    corner_note: str = ""
    scope: Q = Q()  # all that any cell can count; keeps the query from reading every year

    def pairs(self) -> Iterator[tuple[str, Line, Line]]:
        """Yield (code, row, column) of every cell, row by row."""
        for row in self.rows:
            if not row.is_heading:
                for column in self.columns:
                    yield self.cell(row.code, column.code), row, column

    def cell(self, row: str, column: str) -> str:
        return f"{self.code}.{row}.{column}"

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(code for code, _, _ in self.pairs())

    def rules(self) -> dict[str, Q]:
        """Return, by cell code, which rows of the register a computed cell counts."""
        return {
            code: row.rule & column.rule
            for code, row, column in self.pairs()
            if row.rule is not None and column.rule is not None
        }

    def fill(self, queryset: QuerySet) -> dict[str, int]:
        """Return the number of every computed cell, by its code, in one query."""
        rules = self.rules()
        # Codes have dots, which an alias may not have.
        counts = {f"c{n}": Count("pk", filter=rule) for n, rule in enumerate(rules.values())}
        counted = queryset.filter(self.scope).aggregate(**counts)
        return dict(zip(rules, (counted[alias] for alias in counts), strict=True))

    def behind(self, code: str, queryset: QuerySet) -> QuerySet:
        """Return the rows of the register that a computed cell counts."""
        return queryset.filter(self.scope, self.rules()[code])

    def row(self, code: str) -> Line:
        return next(row for row in self.rows if row.code == code)

    def column(self, code: str) -> Line:
        return next(column for column in self.columns if column.code == code)

    def level(self, row: Line) -> int:
        """Return how deep a row stands: 1, or one more than the heading it stands under."""
        return 1 + self.level(self.row(row.under)) if row.under else 1


@dataclass(frozen=True)
class Form:
    """A national format; `tables(year)` gives its tables with the rules of one report year."""

    name: str
    notice: str
    first_year: int
    tables: Callable[[int], tuple[Table, ...]]

    @property
    def layout(self) -> tuple[Table, ...]:
        """The tables where only codes and words matter, not which year is counted."""
        return self.tables(self.first_year)

    def table(self, code: str) -> Table:
        return next(table for table in self.layout if table.code == code)

    def name_of(self, code: str) -> str:
        """Return a cell in the words of the form: 表三“（一）予以公开”行“自然人”列."""
        table_code, row_code, column_code = code.split(".")
        table = self.table(table_code)
        column = table.column(column_code)
        words = "".join(f"{word}·" for word in column.group[-1:] if word != "申请人情况")
        place = SECTION_NAMES[table.section]
        if table.code == "S4":
            return f"{place}“{words}{column.label}”"
        row = table.row(row_code).label.partition("（区分处理")[0]
        return f"{place}“{row}”行“{words}{column.label}”列"


SECTION_NAMES = {2: "表二", 3: "表三", 4: "表四"}
SECTIONS = {
    1: "一、总体情况",
    2: "二、主动公开政府信息情况",
    3: "三、收到和处理政府信息公开申请情况",
    4: "四、政府信息公开行政复议、行政诉讼情况",
    5: "五、存在的主要问题及改进情况",
    6: "六、其他需要报告的事项",
}


def heading(code: str, label: str, *rows: Line, under: str = "") -> tuple[Line, ...]:
    """Return a heading and the rows that stand under it."""
    below = (row if row.under else replace(row, under=code) for row in rows)
    return (Line(code, label, is_heading=True, under=under), *below)
