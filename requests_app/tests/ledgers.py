"""Ledgers of requests as clerks make them, for tests."""

import csv
from datetime import date
from io import BytesIO, StringIO

from openpyxl import Workbook

from requests_app.resources import RequestLedger, RequestLedgerResult, RequestResource

TODAY = date(2026, 3, 2)
ROW = {
    "申请编号": "2025-旧1",
    "申请人类型": "自然人",
    "申请人": "王小明",
    "提交日期": "2025-03-01",
    "收到日期": "2025-03-03",
    "渠道": "网络",
    "申请内容": "各小学2024年招生人数",
    "办理结果": "（一）予以公开",
    "办结日期": "2025-03-20",
}
HEADER = list(ROW)


def row(**cells) -> dict:
    return ROW | cells


def open_row(**cells) -> dict:
    return ROW | {"办理结果": "", "办结日期": ""} | cells


def table(rows) -> list[list]:
    """The header with all columns of the rows, and the rows."""
    names = dict.fromkeys(name for each in rows for name in each)
    header = [*HEADER, *(name for name in names if name not in HEADER)]
    return [header, *([each.get(name, "") for name in header] for each in rows)]


def csv_ledger(*rows: dict, encoding="utf-8") -> bytes:
    text = StringIO(newline="")
    csv.writer(text).writerows(table(rows))
    return text.getvalue().encode(encoding)


def xlsx_ledger(*rows: dict, above=()) -> bytes:
    book = Workbook()
    for line in [*above, *table(rows)]:
        book.active.append(line)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def import_ledger(data: bytes, *, name="台账.csv", **options) -> RequestLedgerResult:
    dataset = RequestLedger().create_dataset(data, name)
    return RequestResource().import_data(
        dataset, **{"today": TODAY, "file_name": name, "user": None} | options
    )


def complaints(*rows: dict) -> list[str]:
    return list(import_ledger(csv_ledger(*rows)).complaints())
