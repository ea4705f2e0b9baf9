"""How long a ledger is, told at a glance; how far it is, told where somebody looks."""

from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.core.management.base import OutputWrapper
from openpyxl import Workbook

from portal.ledger_files.progress import OnTerminal
from portal.ledgers import rows_at_most


def xlsx(rows: int) -> BytesIO:
    book = Workbook()
    for n in range(rows):
        book.active.append([n, "文字"])
    file = BytesIO()
    book.save(file)
    file.seek(0)
    return file


def zip_of_anything() -> BytesIO:
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("readme.txt", "<row" * 9000)
    file.seek(0)
    return file


class Terminal(StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(
    "file, rows",
    [
        (BytesIO("标题,文号\n甲,1\n乙,2\n".encode()), 3),
        (xlsx(7), 7),
        (zip_of_anything(), 0),
        (BytesIO(b"PK\x03\x04 no archive at all"), 0),
        (BytesIO(b""), 0),
    ],
)
def test_the_rows_of_a_file_are_counted_without_reading_them(file, rows):
    assert rows_at_most(file, 100) == rows


def test_counting_ends_soon_after_the_limit():
    file = BytesIO(b"a\n" * 3_000_000)

    assert 10 < rows_at_most(file, 10) < 1_000_000


def test_a_terminal_shows_how_far_a_ledger_is_and_a_file_does_not():
    terminal, file = Terminal(), StringIO()

    for out in (terminal, file):
        progress = OnTerminal(OutputWrapper(out))
        progress("检查", 1200, 10_000)
        progress("写入", 10_000, 10_000)
        progress.end()

    assert terminal.getvalue() == "\r检查 1,200 / 10,000 行  \r写入 10,000 / 10,000 行  \n"
    assert file.getvalue() == ""
