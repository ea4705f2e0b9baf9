"""Reading a clerk's ledger: CSV or XLSX in, headed rows out, complaints in Chinese.

Pure: it knows columns and cells, not what they mean; who imports a ledger says which columns
there are. Row numbers are those Excel shows. Empty cells are "".
Which day a cell means is read by portal/ledger_days.py.
Errors  LedgerError: the file as a whole cannot be read; its messages are sentences for the
        person who made it.
"""

import codecs
import csv
import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from io import BytesIO, TextIOWrapper
from itertools import islice, zip_longest
from typing import BinaryIO, NamedTuple
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.cell.cell import ERROR_CODES

MB = 1024 * 1024
MAX_MEGABYTES = 20
MAX_ROWS = 200_000
MAX_UNPACKED = 300 * MB  # of an XLSX, which is a ZIP: 100,000 rows with their texts
MAX_ENTRIES = 2_000
MAX_COLUMNS = 300
LAST_EXCEL_ROW = 1_048_576
HEADER_WITHIN = 5  # rows; a title may stand above the header
SHOWN = 20  # complaints about rows; nobody reads the two hundredth
IGNORED = {"", "序号"}
REMARK = re.compile(r"\([^()]*\)$")  # what a header says of a column: （必填）, （年-月-日）
EMPTY = {None, ""}

ZIP = b"PK"
ZIP_ENTRY = b"PK\x01\x02"  # each entry of a ZIP directory begins so
OTHER_FILES = {
    b"\xd0\xcf\x11\xe0": "旧版Excel（.xls）、WPS表格（.et）或者设有密码的文件",
    b"%PDF-": "PDF文件",
    b"<": "网页或XML（有的系统导出的“.xls”其实是网页）",
    b"\xff\xd8\xff": "图片",
    b"\x89PNG": "图片",
    b"Rar!": "压缩包",
    b"7z\xbc\xaf": "压缩包",
}
SAVE_AS = "请用Excel或WPS打开，另存为“Excel工作簿（.xlsx）”或“CSV UTF-8”后再导入"
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
ENCODINGS = ("utf-8-sig", "gb18030")
DELIMITERS = ",;\t"

# What a spreadsheet may run as a formula: in half or full width, also behind blanks.
FORMULA = re.compile(r"[\t\r]|[\s\ufeff\u200b]*[=+\-@＝＋－＠]")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff]")

Cell = str | int | float | bool | date | time | timedelta
Row = tuple[int, dict[str, Cell]]
Names = Mapping[str, str]  # as a header may say it → the column


class LedgerError(Exception):
    """The file is no ledger we can read; `messages` say why and what to do, in Chinese."""

    def __init__(self, messages: str | Iterable[str]):
        self.messages = [messages] if isinstance(messages, str) else list(messages)
        super().__init__("\n".join(self.messages))


@dataclass(frozen=True)
class Ledger:
    headers: tuple[str, ...]  # the known columns, in the order of the file
    rows: list[Row]  # number and cells; each of `headers` has a value, "" when empty
    sha256: str
    sheet: str = ""  # the worksheet that was read


class Grid(NamedTuple):
    """A worksheet, or a CSV file cut at one delimiter: rows of cells as they stand."""

    title: str
    top: Callable[[], Iterable[Sequence]]
    rows: Callable[[int], Iterable[Sequence]]  # of an XLSX only as wide as the header


class Header(NamedTuple):
    row: int
    cells: list[str]


# --- What callers use ---------------------------------------------------------------------------


def read_ledger(
    file: BinaryIO | bytes,
    name: str,
    *,
    columns: Sequence[str],
    required: Sequence[str],
    synonyms: Mapping[str, Sequence[str]] | None = None,
    max_megabytes: int = MAX_MEGABYTES,
    max_rows: int = MAX_ROWS,
) -> Ledger:
    """Return the rows of a CSV or XLSX file called `name`, told apart by content.

    CSV is UTF-8 or GB18030, cut at commas, semicolons or tabs; of an XLSX the first visible
    sheet with the header is read. `synonyms` are other names of a column. Columns outside
    `columns` are refused, save 序号 and nameless ones. Raises LedgerError.
    """
    data = file if isinstance(file, bytes) else file.read(max_megabytes * MB + 1)
    check_file(data, name, max_megabytes)
    open_grids = open_workbook if data.startswith(ZIP) else open_text
    known = names_of(columns, synonyms or {})
    with open_grids(data, name) as grids:
        grid, header = find_header(grids, name, known, required)
        headers = name_columns(header, name, known, required)
        rows = read_rows(grid, header.row, headers, max_rows)
    found = tuple(column for column in headers if column)
    return Ledger(found, rows, hashlib.sha256(data).hexdigest(), grid.title)


def rows_at_most(file: BinaryIO, most: int) -> int:
    """Return about how many rows a file has, counting no further than a little over `most`.

    Quick and blind: for the choice whether somebody waits for it. A file that is no ledger has
    none; reading it says why.
    """
    start = file.read(len(ZIP))
    file.seek(0)
    try:
        sources = open_sheets(file) if start == ZIP else [(file, b"\n")]
        return max((marks_in(source, mark, most) for source, mark in sources), default=0)
    except (BadZipFile, OSError, NotImplementedError, RuntimeError, ValueError):
        return 0


def neutralise(value: object) -> object:
    """Return what may be written into a cell that a spreadsheet will open.

    Text that would run as a formula gets an apostrophe in front; read_ledger() takes it off
    again. Numbers and dates are what they are and stay.
    """
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value


# --- The file -----------------------------------------------------------------------------------


def check_file(data: bytes, name: str, max_megabytes: int) -> None:
    if not data:
        raise LedgerError(f"“{name}”是空文件（0字节），请检查后重新选择文件。")
    if len(data) > max_megabytes * MB:
        raise LedgerError(f"“{name}”超过{max_megabytes} MB的上限，请按年度拆成几个文件分别导入。")
    start = data[:200].removeprefix(codecs.BOM_UTF8).lstrip()
    for magic, what in OTHER_FILES.items():
        if start.startswith(magic):
            raise LedgerError(f"“{name}”不是CSV或XLSX文件，而是{what}；{SAVE_AS}。")


@contextmanager
def open_text(data: bytes, name: str) -> Iterator[list[Grid]]:
    """Yield the file cut at each delimiter in turn; only at the right one it has a header."""
    encoding = encoding_of(data, name)

    def rows(delimiter: str, width: int = 0) -> Iterator[list[str]]:
        with TextIOWrapper(BytesIO(data), encoding, newline="") as text:
            # Cut at the wrong delimiter the quotes look wrong, so the first look is lenient.
            reader = csv.reader(text, delimiter=delimiter, strict=width > 0)
            line = 1
            try:
                for row in reader:
                    yield row
                    line = reader.line_num + 1
            except csv.Error as error:
                sentence = (
                    f"“{name}”从第{line}行起读不下去：双引号没有成对，或者一格超过"
                    f"{csv.field_size_limit()}字；请改正，或者{SAVE_AS.removeprefix('请')}。"
                )
                raise LedgerError(sentence) from error

    yield [Grid("", partial(rows, mark), partial(rows, mark)) for mark in DELIMITERS]


def encoding_of(data: bytes, name: str) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise LedgerError(f"“{name}”是UTF-16编码（Excel的“Unicode文本”）；{SAVE_AS}。")
    if b"\x00" in data:
        raise LedgerError(f"“{name}”里有空字符（NUL），不是CSV文件或者已损坏；{SAVE_AS}。")
    readable_to = 0
    for encoding in ENCODINGS:
        try:
            data.decode(encoding)
        except UnicodeDecodeError as error:
            readable_to = max(readable_to, error.start)
        else:
            return encoding
    line = data.count(b"\n", 0, readable_to) + 1
    raise LedgerError(
        f"“{name}”的文字编码无法识别：按UTF-8和GB18030都读不下去（第{line}行）；"
        "请用Excel或WPS打开，另存为“CSV UTF-8”后再导入。"
    )


@contextmanager
def open_workbook(data: bytes, name: str) -> Iterator[list[Grid]]:
    """Yield the visible worksheets."""
    broken = LedgerError(f"“{name}”不是Excel工作簿（.xlsx），或者已损坏打不开；{SAVE_AS}。")
    with BytesIO(data) as source:
        try:
            check_unpacked(source, data, name)
            book = load_workbook(source, read_only=True, data_only=True, keep_links=False)
        except LedgerError:
            raise
        except Exception as error:  # the parsers raise anything at all on damaged files
            raise broken from error
        with closing(book):
            sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
            yield [worksheet_grid(sheet, broken) for sheet in sheets]


def check_unpacked(source: BinaryIO, data: bytes, name: str) -> None:
    # Counted in the raw bytes: opening the archive would already build an object per entry.
    if data.count(ZIP_ENTRY) > MAX_ENTRIES:
        raise LedgerError(f"“{name}”里的部件超过{MAX_ENTRIES}个，不像是台账；{SAVE_AS}。")
    with ZipFile(source) as archive:
        # zipfile reads no more of an entry than the archive declares: the sum cannot lie.
        unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked > MAX_UNPACKED:
        raise LedgerError(
            f"“{name}”解压后有{unpacked // MB} MB，超过{MAX_UNPACKED // MB} MB的上限；"
            "请删去图片和多余的工作表，或者按年度拆成几个文件分别导入。"
        )


def worksheet_grid(sheet, broken: LedgerError) -> Grid:
    def rows(width: int, last: int | None = None) -> Iterator[tuple]:
        try:
            found = sheet.iter_rows(max_col=width, max_row=last, values_only=True)
            yield from islice(found, LAST_EXCEL_ROW)
        except Exception as error:  # as above: a sheet is parsed only while it is read
            raise broken from error

    sheet.reset_dimensions()  # some programs declare fewer rows than they write
    return Grid(sheet.title, partial(rows, MAX_COLUMNS, HEADER_WITHIN), rows)


def open_sheets(file: BinaryIO) -> Iterator[tuple[BinaryIO, bytes]]:
    with ZipFile(file) as archive:
        for name in archive.namelist():
            if SHEET.fullmatch(name):
                with archive.open(name) as sheet:
                    yield sheet, b"<row"


def marks_in(source: BinaryIO, mark: bytes, most: int) -> int:
    """Count a mark in what is read piece by piece, till there are more than `most`."""
    count, before = 0, b""
    while count <= most and (piece := source.read(MB)):
        count += (before + piece).count(mark)
        before = piece[1 - len(mark) :] if len(mark) > 1 else b""
    return count


# --- The header ---------------------------------------------------------------------------------


def names_of(columns: Sequence[str], synonyms: Mapping[str, Sequence[str]]) -> Names:
    """Return, for each name a column may have in a header, the column."""
    return {
        column_key(name): column
        for column in columns
        for name in (column, *synonyms.get(column, ()))
    }


def find_header(
    grids: list[Grid], name: str, known: Names, required: Sequence[str]
) -> tuple[Grid, Header]:
    """Return the first grid that has the header, one with all that is required if there is."""
    found = [(grid, header) for grid in grids if (header := header_of(grid, known))]
    for grid, header in found:
        if {meant(cell, known) for cell in header.cells} >= set(required):
            return grid, header
    if found:
        return found[0]
    optional = [column for column in dict.fromkeys(known.values()) if column not in required]
    may = f"；可以有：{'、'.join(optional)}" if optional else ""
    raise LedgerError(
        f"在“{name}”的前{HEADER_WITHIN}行里没有找到表头。表头须有：{'、'.join(required)}{may}。"
        f"顺序不限。如果打开后看到的是乱码，{SAVE_AS}。"
    )


def header_of(grid: Grid, known: Names) -> Header | None:
    """Return the row with the most known columns, if it looks like a header at all."""
    best, most = None, 0
    for number, row in enumerate(islice(grid.top(), HEADER_WITHIN), start=1):
        cells = ["" if cell is None else str(cell).strip() for cell in row]
        named = [cell for cell in cells if cell]
        hits = sum(bool(meant(cell, known)) for cell in named)
        if hits > most and (hits > 1 or len(named) < 3):
            best, most = Header(number, cells), hits
    return best


def name_columns(header: Header, name: str, known: Names, required: Sequence[str]) -> list[str]:
    """Return, for each cell of the header, the column it means, "" where it is to be ignored."""
    columns = [meant(cell, known) for cell in header.cells]
    pairs = list(zip(header.cells, columns, strict=True))
    strange = [cell for cell, column in pairs if not column and column_key(cell) not in IGNORED]
    missing = [column for column in required if column not in columns]
    times = Counter(filter(None, columns))
    doubled = {
        column: [cell for cell, meaning in pairs if meaning == column]
        for column in times
        if times[column] > 1
    }
    where = f"“{name}”的表头（第{header.row}行）"
    messages = []
    if strange:
        unknown, choice = dict.fromkeys(strange), "、".join(dict.fromkeys(known.values()))
        messages.append(
            f"{where}有不认识的栏目{quoted(unknown)}，请删除或改名；可用的是：{choice}。"
        )
    if missing:
        messages.append(f"{where}缺少必需的栏目{quoted(missing)}，请补上这一列。")
    if doubled:
        messages.append(f"{where}有重复的栏目{said_twice(doubled)}，请只留一列。")
    if messages:
        raise LedgerError(messages)
    return columns


def meant(cell: str, known: Names) -> str:
    """Return the column a cell of the header names, also as 标题* and 栏目代码（必填）."""
    key = column_key(cell)
    return known.get(key) or known.get(REMARK.sub("", key).strip("*"), "")


def said_twice(doubled: Mapping[str, Sequence[str]]) -> str:
    """Name the columns, with the words of the header where these are others."""
    return "".join(
        f"“{column}”" + (f"（{'、'.join(cells)}）" if set(cells) != {column} else "")
        for column, cells in doubled.items()
    )


def column_key(cell: str) -> str:
    return "".join(unicodedata.normalize("NFKC", cell).split()).strip("\ufeff\u200b")


def quoted(words: Iterable[str]) -> str:
    return "".join(f"“{word}”" for word in words)


# --- The rows -----------------------------------------------------------------------------------


def read_rows(grid: Grid, header_row: int, headers: list[str], max_rows: int) -> list[Row]:
    rows: list[Row] = []
    complaints: list[str] = []
    for number, cells in enumerate(grid.rows(len(headers)), start=1):
        if number <= header_row or EMPTY.issuperset(cells):
            continue
        row = {column: clean(cell) for column, cell in zip_longest(headers, cells) if column}
        complaints += row_problems(number, row, cells[len(headers) :])
        if EMPTY.issuperset(row.values()):
            continue
        rows.append((number, row))
        if len(rows) > max_rows:
            raise LedgerError(f"数据超过{max_rows}行的上限，请按年度拆成几个文件分别导入。")
        if len(complaints) >= SHOWN:
            break
    if complaints:
        raise LedgerError(complaints[:SHOWN])
    return rows


def row_problems(number: int, row: dict[str, Cell], beyond: Sequence[str]) -> Iterator[str]:
    if extra := [cell for cell in beyond if cell.strip()]:
        yield (
            f"第{number}行比表头多出“{extra[0][:20]}”等{len(extra)}格：多半是某一格里有逗号等"
            "分隔符，却没有用双引号括起来；请改正，或者改用XLSX。"
        )
    for column, value in row.items():
        if value in ERROR_CODES:
            yield f"第{number}行“{column}”是Excel的错误值{value}，请改正公式或重新填写。"


def clean(cell: object) -> Cell:
    """Return a cell as people mean it: blanks around it gone, whole numbers whole."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell if cell.time() != time() else cell.date()
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if not isinstance(cell, str):
        return cell
    text = cell.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")
    text = CONTROL.sub("", text).strip()
    return text[1:] if text.startswith("'") and FORMULA.match(text, 1) else text
