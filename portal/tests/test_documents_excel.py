import re
from decimal import Decimal
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import time_machine
from openpyxl import load_workbook

from portal.documents import Cell, TableSpec, render_document, render_table
from portal.documents.excel import shifted
from portal.tests.document_samples import HOSTILE_READ, converted, make_report


def sheets_of(data, **options):
    book = load_workbook(BytesIO(data), **options)
    return {sheet.title: sheet for sheet in book}


def without_values(data):
    """The workbook with its formulas but not the values they carry."""
    file = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name.startswith("xl/worksheets/"):
                content = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", content)
            new.writestr(name, content)
    return file.getvalue()


def values_of(data):
    sheets = sheets_of(data, data_only=True).values()
    return [[[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in sheets]


def test_a_workbook_has_a_sheet_for_the_text_and_one_for_each_table():
    sheets = sheets_of(render_document(make_report(), "xlsx"))

    assert list(sheets) == ["正文", "收到和处理政府信息公开申请情况", "信息处理费计算表"]
    assert [cell.value for cell in sheets["正文"]["A"]] == [
        "2025年政府信息公开工作年度报告",
        "一、总体情况",
        f"本年度工作：{HOSTILE_READ}",
        "（见“收到和处理政府信息公开申请情况”表）",
        "（见“信息处理费计算表”表）",
    ]


def test_merged_cells_of_a_table_are_merged_below_its_caption():
    sheet = sheets_of(render_document(make_report(), "xlsx"))["收到和处理政府信息公开申请情况"]

    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert merged == {"A1:F1", "A2:B4", "C2:F2", "C3:C4", "D3:E3", "F3:F4", "A5:A6"}
    assert sheet.print_title_rows == "$2:$4"


def test_formulas_count_from_the_table_and_carry_their_values():
    data = render_document(make_report(), "xlsx")

    formulas = sheets_of(data)["收到和处理政府信息公开申请情况"]
    values = sheets_of(data, data_only=True)["收到和处理政府信息公开申请情况"]
    assert (formulas["F5"].value, values["F5"].value) == ("=SUM(C5:E5)", 6)
    assert [values[f"{column}6"].value for column in "CDEF"] == [4, 0, 0, 4]


def test_what_libreoffice_computes_is_what_the_cells_carry(tmp_path):
    data = render_document(make_report(), "xlsx")

    computed = converted(without_values(data), "report.xlsx", "xlsx", tmp_path).read_bytes()

    assert None in values_of(without_values(data))[1][4]
    assert values_of(computed) == values_of(data)


@pytest.mark.parametrize(
    "text", ["=1+1", "+86-0000", "-1", "@SUM(A1)", "＝1", "\t=1", "https://example.org/"]
)
def test_text_that_looks_like_a_formula_stays_text(text):
    sheet = sheets_of(render_table(TableSpec("表", [["栏"], [text]]), "xlsx"))["表"]

    cell = sheet["A3"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)
    assert cell.quotePrefix or text.startswith("https")


def test_a_number_with_a_unit_is_still_a_number():
    rows = [["金额"], [Cell("1 234.50元", value=Decimal("1234.50"))], [Decimal("0.100")]]

    data = render_table(TableSpec("表", rows), "xlsx")

    values = [row[0].value for row in sheets_of(data)["表"].iter_rows(min_row=3)]
    assert values == [1234.5, 0.1]
    assert '<td class="number" headers="t1-1-1">0.1</td>' in render_table(
        TableSpec("表", rows), "html"
    )


def test_names_excel_refuses_are_made_acceptable_and_told_apart():
    tables = [TableSpec(name, [[1]]) for name in ("收/支[2025]" * 6, "收/支[2025]" * 6, "'?", "表")]

    sheets = sheets_of(render_document(make_report(*tables), "xlsx"))

    assert len(sheets) == 4
    assert all(len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) for name in sheets)


def test_a_text_longer_than_a_cell_is_cut_not_lost():
    data = render_table(TableSpec("表", [["栏"], ["长" * 40_000]]), "xlsx")

    value = sheets_of(data)["表"]["A3"].value
    assert len(value) == 32_767
    assert value.endswith("长…")


def test_the_same_workbook_is_the_same_file_on_any_day():
    with time_machine.travel("2026-03-23"):
        first = render_document(make_report(date=None), "xlsx")
    with time_machine.travel("2031-08-01"):
        second = render_document(make_report(date=None), "xlsx")

    assert first == second


@pytest.mark.parametrize(
    "formula, moved",
    [
        ("=SUM(D4:I4)", "=SUM(D5:I5)"),
        ("=$A$1+AB12*2", "=$A$2+AB13*2"),
        ("=LOG10(A1)+ROUND(B2,2)", "=LOG10(A2)+ROUND(B3,2)"),
    ],
)
def test_references_move_down_with_their_table(formula, moved):
    assert shifted(formula, 1) == moved
