import csv
import hashlib
import io
import subprocess
import sys
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from portal.ledgers import FORMULA, LedgerError, neutralise, read_ledger

COLUMNS = ["标题", "发文字号", "栏目代码", "发布日期"]
REQUIRED = ["标题", "栏目代码"]
HEADER = ["标题", "发文字号", "栏目代码", "发布日期"]
ROW = ["关于做好招生工作的通知", "云教〔2024〕3号", "0601", "2024-01-05"]


def csv_bytes(*rows, encoding="utf-8", delimiter=","):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx_bytes(*rows, title="台账", before=(), hidden=()):
    book = Workbook()
    book.remove(book.active)
    for name, sheet_rows in before:
        sheet = book.create_sheet(name)
        sheet.sheet_state = "hidden" if name in hidden else "visible"
        for row in sheet_rows:
            sheet.append(row)
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_part(data, part, change):
    """The same XLSX with one of its parts changed."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name == part else content)
    return file.getvalue()


def read(data, **options):
    return read_ledger(data, "台账.csv", **{"columns": COLUMNS, "required": REQUIRED} | options)


def refusal(data, **options):
    with pytest.raises(LedgerError) as error:
        read(data, **options)
    assert all(message.endswith("。") for message in error.value.messages)
    return "\n".join(error.value.messages)


# --- What is read -------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_is_read_in_the_encodings_and_delimiters_of_chinese_offices(encoding, delimiter):
    rare = ["㛃、𠮷和阿卜杜·热合曼", "", "0601", ""]
    data = csv_bytes(HEADER, ROW, rare, encoding=encoding, delimiter=delimiter)

    ledger = read(data)

    assert ledger.headers == tuple(HEADER)
    expected = [dict(zip(HEADER, row, strict=True)) for row in (ROW, rare)]
    assert ledger.rows == [(2, expected[0]), (3, expected[1])]
    assert ledger.sha256 == hashlib.sha256(data).hexdigest()


def test_a_file_object_is_read_like_its_bytes():
    data = csv_bytes(HEADER, ROW)

    assert read(io.BytesIO(data)) == read(data)


def test_quoted_cells_keep_commas_quotes_and_line_breaks():
    title = '关于“招生”的通知,含"附件"\r\n第二行'

    ledger = read(csv_bytes(HEADER, [title, "", "0601", ""]))

    assert ledger.rows[0][1]["标题"] == '关于“招生”的通知,含"附件"\n第二行'


def test_row_numbers_are_those_excel_shows_over_titles_blank_rows_and_long_cells():
    data = csv_bytes(
        ["云溪县教育局政府信息台账"], [], HEADER, ROW, ["", " ", "　", ""], ["两\n行", "", "1", ""]
    )

    assert [number for number, _ in read(data).rows] == [4, 6]


def test_a_header_is_found_in_any_order_with_full_width_letters_and_blanks():
    data = csv_bytes(
        [" 发 布\n日期", "栏目代码　", "ＩＤ", "标题"], ["2024-01-05", "0601", "7", "甲"]
    )

    ledger = read(data, columns=[*COLUMNS, "ID"])

    assert ledger.headers == ("发布日期", "栏目代码", "ID", "标题")
    cells = {"发布日期": "2024-01-05", "栏目代码": "0601", "ID": "7", "标题": "甲"}
    assert ledger.rows == [(2, cells)]


def test_serial_numbers_and_nameless_columns_are_ignored():
    data = csv_bytes(["序 号", *HEADER, "", ""], ["1", *ROW, "备忘", ""], ["2"], ["合计", "", ""])

    ledger = read(data)

    assert ledger.headers == tuple(HEADER)
    assert ledger.rows == [(2, dict(zip(HEADER, ROW, strict=True)))]


def test_short_rows_are_filled_with_empty_cells():
    ledger = read(csv_bytes(HEADER, ["甲", "", "0601"]))

    assert ledger.rows[0][1]["发布日期"] == ""


def test_control_characters_and_blanks_around_a_cell_are_dropped():
    ledger = read(csv_bytes(HEADER, ["\ufeff　甲\x0b乙\x07 ", "", "0601", ""]))

    assert ledger.rows[0][1]["标题"] == "甲乙"


def test_xlsx_cells_keep_their_types():
    row = ["甲", 103, 601.0, datetime.fromisoformat("2024-01-05 00:00"), None]
    later = ["乙", 1.5, True, datetime.fromisoformat("2024-01-05 08:30"), None]

    ledger = read(xlsx_bytes(["序号行"], [*HEADER, None], row, [], later))

    assert [number for number, _ in ledger.rows] == [3, 5]
    assert list(ledger.rows[0][1].values()) == ["甲", 103, 601, date(2024, 1, 5)]
    assert type(ledger.rows[0][1]["栏目代码"]) is int
    assert list(ledger.rows[1][1].values()) == [
        "乙",
        1.5,
        True,
        datetime.fromisoformat("2024-01-05 08:30"),
    ]


def test_the_first_visible_sheet_with_the_header_is_read():
    notes = ("填表说明", [["标题", "必填，不超过200字"], ["栏目代码", "必填"]])
    old = ("旧", [HEADER, ["不要", "", "0601", ""]])

    ledger = read(xlsx_bytes(HEADER, ROW, title="2024", before=[old, notes], hidden=["旧"]))

    assert ledger.sheet == "2024"
    assert [cells["标题"] for _, cells in ledger.rows] == [ROW[0]]


def test_rows_beyond_the_declared_dimension_are_read_too():
    data = xlsx_bytes(HEADER, ROW, ROW)
    sheet = "xl/worksheets/sheet1.xml"
    wrong = with_part(data, sheet, lambda xml: xml.replace(b'ref="A1:D3"', b'ref="A1:B1"'))

    ledger = read(wrong)

    assert wrong != data
    assert len(ledger.rows) == 2
    assert ledger.rows[1][1]["发布日期"] == "2024-01-05"


def test_carriage_returns_that_excel_wrote_as_an_escape_are_line_breaks():
    ledger = read(xlsx_bytes(HEADER, ["甲_x000D_\n乙", None, "0601", None]))

    assert ledger.rows[0][1]["标题"] == "甲\n乙"


def test_content_decides_and_not_the_name():
    assert read(xlsx_bytes(HEADER, ROW)).rows == read(csv_bytes(HEADER, ROW)).rows


# --- What is refused ----------------------------------------------------------------------------


def test_unknown_missing_and_doubled_columns_are_named_at_once():
    said = refusal(csv_bytes(["标题", "文号", "标 题", "发布日期"], ROW))

    assert "第1行" in said
    assert "不认识的栏目“文号”" in said
    assert "缺少必需的栏目“栏目代码”" in said
    assert "重复的栏目“标题”" in said


def test_without_a_header_the_expected_columns_are_named():
    said = refusal(csv_bytes(*[[f"{n}", "甲", "乙", "丙"] for n in range(5)], HEADER, ROW))

    assert "前5行" in said
    assert "须有：标题、栏目代码；可以有：发文字号、发布日期" in said


def test_a_table_of_other_columns_is_no_ledger():
    assert "没有找到表头" in refusal(
        xlsx_bytes(["学校", "班级", "人数", "标题"], ["一小", 1, 2, ""])
    )


def test_a_file_without_rows_is_refused_as_empty():
    assert "空文件" in refusal(b"")


def test_a_file_that_is_too_large_is_refused_without_reading_it_all():
    class Endless:
        def read(self, size):
            return b"," * size

    assert "1 MB" in refusal(Endless(), max_megabytes=1)


def test_too_many_rows_are_refused():
    data = csv_bytes(HEADER, *[ROW] * 4)

    assert len(read(data, max_rows=4).rows) == 4
    assert "3行" in refusal(data, max_rows=3)


@pytest.mark.parametrize(
    "data, what",
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ".xls"),
        (b"%PDF-1.7\n", "PDF"),
        ("\ufeff\r\n <html><table><tr><td>标题</td></tr></table>".encode(), "网页"),
        (b"\x89PNG\r\n\x1a\n", "图片"),
        (b"\xff\xd8\xff\xe0", "图片"),
        (b"Rar!\x1a\x07", "压缩包"),
    ],
)
def test_other_files_are_refused_by_what_they_are(data, what):
    said = refusal(data)

    assert what in said
    assert "另存为" in said


def test_nul_bytes_are_refused():
    assert "NUL" in refusal("标题,栏目代码\n甲\0,0601\n".encode())


def test_utf_16_is_refused_by_name():
    assert "UTF-16" in refusal(csv_bytes(HEADER, ROW, encoding="utf-16"))


def test_an_unknown_encoding_names_the_line_and_how_to_save():
    said = refusal(csv_bytes(HEADER, ROW) + b"\xff\xff\xfe\n")

    assert "第3行" in said
    assert "UTF-8" in said and "GB18030" in said


def test_a_quote_that_is_never_closed_is_refused_with_its_line():
    said = refusal('标题,栏目代码\n甲,0601\n"乙,0601\n丙,0602\n'.encode())

    assert "从第3行起" in said
    assert "双引号没有成对" in said


def test_a_row_with_more_cells_than_the_header_is_refused():
    said = refusal(csv_bytes(HEADER, ROW, ["甲", "乙", "0601", "", "", "丙"]))

    assert "第3行比表头多出“丙”" in said


def test_error_values_of_excel_are_refused_with_row_and_column():
    said = refusal(xlsx_bytes(HEADER, ["甲", "#REF!", "#N/A", None]))

    assert "第2行“发文字号”是Excel的错误值#REF!" in said
    assert "第2行“栏目代码”是Excel的错误值#N/A" in said


def test_no_more_than_twenty_complaints_are_made():
    with pytest.raises(LedgerError) as error:
        read(csv_bytes(HEADER, *[["#N/A"] * 4] * 30))

    assert len(error.value.messages) == 20


def other_zip(name="word/document.xml", content=b"<w/>"):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04" + bytes(100),
        other_zip(),
        xlsx_bytes(HEADER, ROW)[:2000],
        with_part(xlsx_bytes(HEADER, ROW), "xl/worksheets/sheet1.xml", lambda xml: xml[:-40]),
        with_part(xlsx_bytes(HEADER, ROW), "xl/workbook.xml", lambda xml: b"<workbook"),
        with_part(
            xlsx_bytes(HEADER, ROW),
            "xl/worksheets/sheet1.xml",
            lambda xml: xml.replace(b'r="A2"', b'r="??"'),
        ),
    ],
    ids=["stump", "docx", "cut", "half a sheet", "no workbook", "wrong cell"],
)
def test_a_broken_workbook_is_refused_in_words(data):
    said = refusal(data)

    assert "已损坏" in said and "另存为" in said


def test_entities_that_would_grow_without_end_are_refused():
    entities = b'<!DOCTYPE worksheet [<!ENTITY a "0601"><!ENTITY b "&a;&a;">]>'
    sheet = "xl/worksheets/sheet1.xml"
    bomb = with_part(
        xlsx_bytes(HEADER, ROW), sheet, lambda xml: entities + xml.replace(b"0601", b"&b;")
    )

    assert "已损坏" in refusal(bomb)


def test_a_zip_bomb_is_refused_by_its_declared_size():
    data = other_zip("xl/workbook.xml", bytes(301 * 1024 * 1024))

    assert len(data) < 1024 * 1024
    assert "解压后有301 MB" in refusal(data)


def test_an_archive_of_too_many_parts_is_refused_before_it_is_opened():
    assert "部件超过" in refusal(b"PK\x03\x04" + b"PK\x01\x02" * 3000)


def test_a_row_far_below_the_last_of_excel_ends_the_reading(monkeypatch):
    monkeypatch.setattr("portal.ledgers.LAST_EXCEL_ROW", 1000)  # a million takes seconds
    sheet = "xl/worksheets/sheet1.xml"
    far = with_part(
        xlsx_bytes(HEADER, ROW, ROW),
        sheet,
        lambda xml: xml.replace(b'<row r="3"', b'<row r="99999999999"'),
    )

    assert len(read(far).rows) == 1


def test_a_hundred_thousand_rows_stay_below_300_megabytes(tmp_path):
    path = tmp_path / "large.csv"
    path.write_bytes(csv_bytes(HEADER, *[[f"{ROW[0]}（{n}）", *ROW[1:]] for n in range(100_000)]))
    program = f"""
from pathlib import Path
from portal.ledgers import read_ledger
with open({str(path)!r}, "rb") as file:
    ledger = read_ledger(file, "large.csv", columns={COLUMNS}, required={REQUIRED})
status = Path("/proc/self/status").read_text()  # ru_maxrss would count the parent's peak too
print(len(ledger.rows), status.split("VmHWM:")[1].split()[0])
"""

    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", program]
    said = subprocess.run(command, cwd=root, capture_output=True, check=True, text=True).stdout

    rows, kilobytes = map(int, said.split())
    assert rows == 100_000
    assert kilobytes < 300 * 1024


# --- What is written ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+SUM(A1)",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "＝1+1",
        "＋1",
        "－1",
        "＠甲",
        "  =HYPERLINK(1)",
        "\n=1",
        "\u200b=1",
        "=cmd|' /C calc'!A0",
    ],
)
def test_text_that_would_run_as_a_formula_gets_an_apostrophe(text):
    assert neutralise(text) == "'" + text


@pytest.mark.parametrize(
    "value",
    ["通知", "", "云教〔2024〕3号", "a=b", "——关于", "'甲", -5, 1.5, None, date(2024, 1, 5)],
)
def test_everything_else_stays_as_it_is(value):
    assert neutralise(value) is value


@given(text=st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=20))
@settings(deadline=None)
def test_what_we_export_is_read_back_as_it_was(text):
    title = f"{text}。".strip().replace("\ufeff", "").replace("_x000D_", "")
    data = csv_bytes(HEADER, [neutralise(title), "", "0601", ""], encoding="utf-8-sig")

    read_back = read(data).rows[0][1]["标题"]

    before = title[1:] if title.startswith("'") and FORMULA.match(title, 1) else title
    assert read_back == before
