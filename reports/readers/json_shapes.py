"""Finds the report in JSON that wraps it otherwise than we do.

Accepted: a list of one, an object around it ({"data": {…}}), cells as {"S3": {"NEW": {"NAT": 0}}}
and as [{"code": "S3.NEW.NAT", "value": 0}].
"""

from collections.abc import Iterator

PARTS = {"section2", "section3", "section4"}
DEEPEST = 3


def report_in(data: object, depth: int = 0) -> dict:
    """Return the object that has the figures, its cells by their codes; {} when none has."""
    data = without_halves(data) if not depth else data
    if isinstance(data, list) and len(data) == 1:
        data = data[0]
    if not isinstance(data, dict):
        return {}
    if isinstance(data.get("cells"), dict | list):
        return data | {"cells": by_code(data["cells"])}
    if PARTS & data.keys():
        return data
    if depth == DEEPEST:
        return {}
    found = [each for value in data.values() if (each := report_in(value, depth + 1))]
    return found[0] if len(found) == 1 else {}


def without_halves(value):
    """Return the data with half characters (a lone \\ud800), which no file can hold, replaced."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [without_halves(each) for each in value]
    if isinstance(value, dict):
        return {without_halves(key): without_halves(each) for key, each in value.items()}
    return value


def by_code(cells: dict | list) -> dict:
    if isinstance(cells, dict):
        return dict(flat(cells))
    rows = (row for row in cells if isinstance(row, dict) and isinstance(row.get("code"), str))
    return {row["code"]: row.get("value") for row in rows}


def flat(cells: dict, stem: str = "", depth: int = 1) -> Iterator[tuple[str, object]]:
    for key, value in cells.items():
        if isinstance(value, dict) and depth < DEEPEST:
            yield from flat(value, f"{stem}{key}.", depth + 1)
        else:
            yield f"{stem}{key}", value
