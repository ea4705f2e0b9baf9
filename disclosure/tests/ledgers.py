"""Ledgers of items as clerks make them, for tests."""

import csv
from datetime import date
from io import BytesIO, StringIO
from zipfile import ZipFile, ZipInfo

from openpyxl import Workbook

from disclosure.resources import Archive, ItemLedger, ItemLedgerResult, ItemResource

TODAY = date(2026, 3, 2)
HEADER = ["标题", "发文字号", "栏目代码", "发布机构", "成文日期", "发布日期", "来源链接"]
ROW = {
    "标题": "关于做好2025年招生工作的通知",
    "发文字号": "云教〔2025〕3号",
    "栏目代码": "0601",
    "发布机构": "云溪县教育局",
    "成文日期": "2025-03-01",
    "发布日期": "2025-03-03",
    "来源链接": "http://old.example.org/3.html",
}


def row(**cells) -> dict:
    return ROW | cells


def draft(**cells) -> dict:
    return ROW | {"发布日期": ""} | cells


def table(rows: list[dict]) -> list[list]:
    """The header with all columns of the rows, and the rows."""
    names = dict.fromkeys(name for each in rows for name in each)
    header = [*HEADER, *(name for name in names if name not in HEADER)]
    return [header, *([each.get(name, "") for name in header] for each in rows)]


def csv_ledger(*rows: dict, encoding="utf-8") -> bytes:
    text = StringIO(newline="")
    csv.writer(text).writerows(table(list(rows)))
    return text.getvalue().encode(encoding)


def xlsx_ledger(*rows: dict, above=()) -> bytes:
    book = Workbook()
    for line in [*above, *table(list(rows))]:
        book.active.append(line)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


class UnmarkedEntry(ZipInfo):
    """An entry whose name is written as Windows and macOS do: without saying in which encoding."""

    encoding = "utf-8"

    def _encodeFilenameFlags(self):
        return self.filename.encode(self.encoding), self.flag_bits


def zip_of(files: dict[str, bytes], *, encoding="utf-8") -> BytesIO:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, content in files.items():
            entry = UnmarkedEntry(name)
            entry.encoding = encoding
            archive.writestr(entry, content)
    packed.seek(0)
    return packed


def import_ledger(data: bytes, *, archive=None, name="台账.csv", **options) -> ItemLedgerResult:
    dataset = ItemLedger().create_dataset(data, name)
    if archive is not None:
        options["archive"] = Archive(archive, "附件.zip")
    options = {"today": TODAY, "file_name": name} | options
    return ItemResource().import_data(dataset, **options)


def complaints(data: bytes, **options) -> list[str]:
    return list(import_ledger(data, **options).complaints())
