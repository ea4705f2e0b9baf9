"""Finds the formulas of a workbook whose results were never saved: they would be read as blanks."""

import re
from pathlib import Path
from zipfile import ZipFile

SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
WITHOUT_RESULT = re.compile(rb"<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>|</c>)")


def formulas_without_result(path: Path) -> int:
    """Return how many cells hold a formula and no value; the archive was measured before."""
    with ZipFile(path) as package:
        sheets = [name for name in package.namelist() if SHEET.fullmatch(name)]
        return sum(len(WITHOUT_RESULT.findall(package.read(name))) for name in sheets)
