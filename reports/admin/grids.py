"""The tables of a report as the staff page shows them: each figure with its place and origin."""

from collections.abc import Iterator

from reports.models import AnnualReport, RowHelp
from reports.sheet import FilledCell, kinds
from reports.tables import Table
from reports.workflow import Origin

GROUPS = (("REV", "行政复议"), ("LITD", "未经复议直接起诉"), ("LITA", "复议后起诉"))


def grids(report: AnnualReport) -> Iterator[dict]:
    """Yield each table with its caption, columns and rows; a heading is a row without figures."""
    cells = shown_cells(report)
    notes = {} if report.is_frozen else RowHelp.objects.by_code()
    for table in report.form.layout:
        if table.code == "S4":
            yield remedies_grid(table, cells)
        else:
            yield plain_grid(table, cells, notes)


def shown_cells(report: AnnualReport) -> dict[str, FilledCell]:
    """Return the cells with their origin; those of a frozen report as they were frozen."""
    if report.is_imported:
        values = report.frozen_content.cells
        return {
            code: FilledCell(code, values.get(code), Origin.ENTERED) for code in kinds(report.form)
        }
    if not report.is_frozen:
        return report.filled
    frozen = report.frozen_content.cells
    return {
        code: FilledCell(code, frozen.get(code), cell.origin, cell.counted)
        for code, cell in report.filled.items()
    }


def plain_grid(table: Table, cells, notes: dict[str, str]) -> dict:
    rows = []
    for row in table.rows:
        figures = (
            [] if row.is_heading else [cells[table.cell(row.code, c.code)] for c in table.columns]
        )
        note = notes.get(f"{table.code}.{row.code}", "")
        rows.append({"label": row.label, "level": table.level(row), "cells": figures, "note": note})
    return {
        "table": table,
        "columns": [column.label for column in table.columns],
        "rows": rows,
        "width": len(table.columns) + 1,
    }


def remedies_grid(table: Table, cells) -> dict:
    """Turn the fifteen columns of 表四 into three rows of five: they fit on a screen."""
    labels = [column.label for column in table.columns[: len(table.columns) // len(GROUPS)]]
    rows = [
        {
            "label": words,
            "level": 1,
            "cells": [
                cells[table.cell("CASES", column.code)]
                for column in table.columns
                if column.code.startswith(f"{code}_")
            ],
        }
        for code, words in GROUPS
    ]
    return {"table": table, "columns": labels, "rows": rows, "width": len(labels) + 1}
