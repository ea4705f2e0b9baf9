"""The audit trail as a file for the auditor: CSV while it is read, XLSX up to so many rows.

Only linked entries are written, in the order of the chain, each with its HMAC; the last line is
the head of the chain at that moment. Kept on another machine, it shows later whether the trail
was cut or rewritten since (`portal/audit.py`, “Proof”).
"""

import csv
import json
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import BinaryIO

import xlsxwriter
from django.utils import timezone

from portal.audit import BATCH, NO_HEAD, Head, audit_head
from portal.ledgers import neutralise
from portal.models.audit import AuditEntry, AuditEntryQuerySet

BOM = "\ufeff"  # without it Excel reads Chinese CSV in another encoding
HEADERS = ["序号", "时间", "事项", "事项代码", "登录名", "姓名", "对象", "内容", "校验码"]
WIDTHS = [10, 26, 20, 18, 16, 12, 34, 60, 68]
HEAD_OF_CHAIN = "链头"
CUT = -2  # xlsxwriter: the text is longer than a cell holds
TOO_LONG = "内容超过表格一格的上限，完整内容请导出 CSV"
SHEET_ROWS = 200_000  # what a spreadsheet still opens; a longer trail is a CSV


def rows(entries: AuditEntryQuerySet, head: Head) -> Iterator[list]:
    """Yield header, entries up to the head in the order of the chain, and the head itself."""
    yield HEADERS
    chosen = entries.order_by("number").select_related("by")
    last = 0
    while batch := list(chosen.filter(number__gt=last, number__lte=head.number)[:BATCH]):
        yield from map(row, batch)
        last = batch[-1].number
    yield [head.number, head.sealed_at, HEAD_OF_CHAIN, "", "", "", "", "", head.mac]


def row(entry: AuditEntry) -> list:
    by = entry.by.get_full_name() if entry.by else ""
    data = json.dumps(entry.data, ensure_ascii=False, sort_keys=True)
    at = timezone.localtime(entry.at).isoformat(timespec="milliseconds")
    cells = [entry.get_act_display(), entry.act, entry.by_name, by, entry.object_label, data]
    return [entry.number, at, *map(neutralise, cells), entry.mac]


def csv_lines(entries: AuditEntryQuerySet) -> Iterator[str]:
    """Yield the file line by line: memory stays the same however long the trail is."""
    write = csv.writer(Line()).writerow
    yield BOM
    yield from map(write, rows(entries, audit_head() or NO_HEAD))


class Line:
    """A file for `csv.writer` that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def is_too_long(entries: AuditEntryQuerySet) -> bool:
    """True where a spreadsheet would not hold the entries; counts no further than that."""
    return entries.order_by()[: SHEET_ROWS + 1].count() > SHEET_ROWS


def workbook(entries: AuditEntryQuerySet) -> BinaryIO:
    """Return the sheet as an open file, written row by row to the disk."""
    file = TemporaryFile()  # noqa: SIM115  the answer closes it
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("审计记录")
        for place, width in enumerate(WIDTHS):
            sheet.set_column(place, place, width)
        sheet.freeze_panes(1, 0)
        for line, cells in enumerate(rows(entries, audit_head() or NO_HEAD)):
            for place, cell in enumerate(cells):
                write = sheet.write_string if isinstance(cell, str) else sheet.write_number
                if write(line, place, cell) == CUT:
                    sheet.write_string(line, place, TOO_LONG)
    file.seek(0)
    return file
