"""Every form a report leaves the portal in says what its cells say."""

import io
import json
import subprocess

import pytest
from django.core.management import CommandError, call_command
from docx import Document as WordDocument
from openpyxl import load_workbook

from portal.documents import Document, TableSpec, render_document
from portal.errors import RuleViolation
from portal.tests.document_samples import converted
from reports import exports
from reports.checks import ERROR
from reports.formats import FORMS
from reports.models import AnnualReport
from reports.readers import read_report
from reports.tests import people
from reports.tests.registers import register_cases

pytestmark = pytest.mark.django_db


@pytest.fixture
def content():
    return exports.content_of(people.published_2024())


def printed(year: int, **options) -> dict:
    out = io.StringIO()
    call_command("annual_report", year, stdout=out, stderr=io.StringIO(), **options)
    return json.loads(out.getvalue())


def test_the_command_counts_straight_from_the_register():
    people.register_2024()

    report = printed(2024)

    assert list(report) == ["year", "format", "cells"]
    assert (report["year"], report["format"], len(report["cells"])) == (2024, "2021", 200)
    assert report["cells"]["S3.NEW.TOTAL"] == 3
    assert report["cells"]["S3.CARRY_IN.NAT"] == 1
    assert report["cells"]["S4.CASES.REV_TOTAL"] == 0
    assert report["cells"]["S2_20_5.LICENSE.DECISIONS"] is None


def test_the_command_prints_what_was_frozen_whatever_is_corrected_meanwhile():
    by = people.officer()
    report = people.published_2024(by)
    second = report.correct("更正", by=by, at=people.JANUARY)
    second.enter("S2_20_5.LICENSE.DECISIONS", 999, "更正", by=by, at=people.JANUARY)

    cells = printed(2024)["cells"]

    assert cells["S2_20_5.LICENSE.DECISIONS"] == 126
    assert cells["S2_20_8.FEE.AMOUNT"] == "282.1"


def test_an_old_year_is_printed_in_the_form_of_its_time():
    register_cases(
        {"received_on": "2019-05-06", "closed_on": "2019-05-20", "outcome": "OTHER_MISC"}
    )

    report = printed(2019)

    assert (report["format"], len(report["cells"])) == ("2019", 198)
    assert report["cells"]["S3.R6.TOTAL"] == 1


def test_a_year_before_the_register_says_so_instead_of_printing_zeros():
    people.register_2024()
    out, err = io.StringIO(), io.StringIO()

    call_command("annual_report", 2022, stdout=out, stderr=err)

    assert json.loads(out.getvalue())["cells"]["S3.NEW.TOTAL"] is None
    assert "2022年没有依申请公开登记" in err.getvalue()


def test_the_command_writes_files_and_says_what_it_cannot_do(tmp_path):
    people.register_2024()
    target = tmp_path / "report.docx"

    call_command("annual_report", 2024, format="docx", output=target, stderr=io.StringIO())
    with pytest.raises(CommandError, match="写不了"):
        call_command("annual_report", 2024, output=tmp_path / "none" / "x", stderr=io.StringIO())
    with pytest.raises(CommandError, match="年度应在"):
        call_command("annual_report", 1990)

    assert target.read_bytes().startswith(b"PK")


@pytest.mark.parametrize("form", ["json", "docx", "xlsx", "html"])
def test_our_own_export_is_read_back_with_every_cell(content, form, tmp_path):
    path = tmp_path / f"report.{form}"
    path.write_bytes(exports.render(content, form))

    report = read_report(path)

    read = {code: str(value) for code, value in report.facts.cells.items()}
    assert read == {code: str(value) for code, value in content.as_json()["cells"].items()}
    assert report.facts.year == 2024


def test_word_has_merged_heads_that_repeat_on_every_page(content):
    document = WordDocument(io.BytesIO(exports.render(content, "docx")))

    table = next(each for each in document.tables if len(each.columns) == 10)

    assert len(table.rows) == 3 + 25
    heads = [row._tr.xpath("./w:trPr/w:tblHeader") for row in table.rows]
    assert [bool(head) for head in heads] == [True] * 3 + [False] * 25
    assert table.cell(0, 0).text == table.cell(2, 2).text  # one merged corner
    assert table.cell(5, 0).text == table.cell(26, 0).text == "三、本年度办理结果"


def test_excel_has_sums_as_formulas_that_carry_their_values(content):
    data = exports.render(content, "xlsx")
    name = "收到和处理政府信息公开申请情况"
    formulas = load_workbook(io.BytesIO(data))[name]
    values = load_workbook(io.BytesIO(data), data_only=True)[name]

    sums = [cell for row in formulas.iter_rows() for cell in row if str(cell.value).startswith("=")]

    assert len(sums) == 25 + 6
    assert formulas["J5"].value == "=SUM(D5:I5)" and values["J5"].value == 3
    assert formulas["D28"].value == "=SUM(D7:D27)" and values["D28"].value == 2
    assert "A2:C4" in map(str, formulas.merged_cells.ranges)


def test_libreoffice_reckons_the_same_sums(content, tmp_path):
    stored = exports.render(content, "xlsx")
    again = converted(stored, "report.xlsx", "xlsx", tmp_path)

    sheets = load_workbook(again, data_only=True)

    before = load_workbook(io.BytesIO(stored), data_only=True)
    for sheet in before.worksheets[1:]:
        figures = [[cell.value for cell in row] for row in sheet.iter_rows()]
        reckoned = [[cell.value for cell in row] for row in sheets[sheet.title].iter_rows()]
        assert reckoned == figures


def test_the_pdf_is_tagged_and_says_the_same(content, tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(exports.render(content, "pdf"))

    info = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
    text = subprocess.run(
        ["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True
    ).stdout

    assert "Tagged:          yes" in info
    assert "282.1" in text and "126" in text
    row = next(line for line in text.splitlines() if "本年新收政府信息公开申请数量" in line)
    assert row.split()[-7:] == ["2", "1", "0", "0", "0", "0", "3"]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_draft_with_blanks_prints_in_every_form(form):
    register_cases({"received_on": f"{form.first_year}-05-06"})
    content = exports.content_of_year(form.first_year)

    for each in exports.FORMS:
        assert exports.render(content, each)


def test_the_same_content_gives_the_same_bytes(content):
    for form in ("json", "docx", "xlsx", "html"):
        assert exports.render(content, form) == exports.render(content, form)


def test_a_published_report_of_another_time_is_imported_as_it_stands(tmp_path):
    by = people.officer()
    people.make_category("9004", name="政府信息公开年报")
    source = people.published_file("gov-shanghai-office-2019", tmp_path)

    report = people.import_file(source, by)

    assert report.format == "2019" and report.year == 2019
    assert report.content().cells["S3.R1.TOTAL"] == ""  # a blank stays a blank
    assert AnnualReport.objects.current().get() == report
    assert exports.render(exports.content_of(report), "docx")
    assert any(finding.level == ERROR for finding in report.content().findings())


def test_the_report_of_the_year_before_is_what_carry_over_is_held_against(tmp_path):
    by = people.officer()
    people.make_category("9004", name="政府信息公开年报")
    before = people.import_file(people.published_file("bureau-shuyang-ndrc-2023", tmp_path), by)
    report = AnnualReport.objects.start(2024, by=by, at=people.JANUARY)
    report.fill_blanks("没有", by=by, at=people.JANUARY)

    carried = before.content().cells["S3.CARRY_OUT.NAT"]
    report.enter("S3.CARRY_IN.NAT", carried + 1, "台账", by=by, at=people.JANUARY)

    assert "C5" in {finding.id for finding in report.findings()}


def test_a_table_too_long_for_paper_is_refused_in_words():
    rows = [["编号"], *([str(n)] for n in range(1001))]

    with pytest.raises(RuleViolation, match="请导出Excel"):
        render_document(Document(title="清单", blocks=(TableSpec("清单", rows),)), "pdf")
