"""Reports as other bureaus publish them: other orders, copied text, hidden sheets."""

import pytest
from openpyxl import load_workbook

from reports.checks import check_report
from reports.readers import read_report
from reports.tests.filled import facts_of_2023
from reports.tests.published import TEXTS, parts_of, size_of, write_html, write_xlsx

FACTS = facts_of_2023()
TITLE = f"{FACTS.body}2023年政府信息公开工作年度报告"
LONG = {
    1: "2023年，我局认真办理依申请公开事项，共收到政府信息公开申请26件，上年结转2件，办\n"
    "结26件，结转下年度2件，其中予以公开15件、部分公开3件。"
}


def parts(texts=TEXTS):
    return list(parts_of(FACTS.form, FACTS.cells, TITLE, texts))


def printed(parts) -> list[str]:
    """The lines a PDF viewer copies: a row of a table to the line."""
    return [
        line
        for part in parts
        for line in (
            [part] if isinstance(part, str) else [" ".join(t for t, _, _ in row) for row in part]
        )
    ]


def read(path, lines):
    path.write_text("\n".join(lines))
    return read_report(path)


def test_organisations_before_natural_persons_are_read_into_their_own_columns(tmp_path):
    report_parts = parts()
    grid = next(p for p in report_parts if isinstance(p, list) and size_of(p)[0] > 20)
    grid[1] = [grid[1][1], grid[1][0], grid[1][2]]
    for row in grid[3:]:
        row[-7:] = [*row[-6:-1], row[-7], row[-1]]

    report = read_report(write_html(tmp_path / "r.html", report_parts))

    assert report.facts.cells == FACTS.cells
    assert report.gaps == ()


def test_rows_copied_as_lines_are_read_whole(tmp_path):
    report = read(tmp_path / "r.txt", printed(parts()))

    assert report.facts.cells == FACTS.cells
    assert report.gaps == ()


def test_a_label_broken_over_lines_keeps_its_figures(tmp_path):
    lines = "\n".join(printed(parts()))
    lines = lines.replace(
        "行政机关不再处理其政府信息公开申请 ", "行政机关不再处\n理其政府信息公开申请\n", 1
    )
    lines = lines.replace("按收费通知要求缴纳费用、", "按收费通知要求缴\n纳费用、\n")
    lines = lines.replace("只计这一情形，", "只计这一情\n形，")

    report = read(tmp_path / "r.txt", lines.split("\n"))

    assert report.facts.cells == FACTS.cells
    assert report.gaps == ()


def test_a_sentence_cut_at_the_edge_of_a_page_is_read_as_one(tmp_path):
    report = read(tmp_path / "r.txt", printed(parts(TEXTS | LONG)))

    assert "办结26件" in report.facts.texts[1]
    assert check_report(report.facts) == []


def test_a_hidden_sheet_is_not_part_of_the_report(tmp_path):
    path = write_xlsx(tmp_path / "r.xlsx", parts())
    book = load_workbook(path)
    book.create_sheet("去年", 0).append(["一、本年新收政府信息公开申请数量", 99, 0, 0, 0, 0, 0, 99])
    book["去年"].sheet_state = "hidden"
    book.save(path)

    report = read_report(path)

    assert report.facts.cells["S3.NEW.NAT"] == FACTS.cells["S3.NEW.NAT"]
    assert ["隐藏的工作表" in str(gap) for gap in report.gaps] == [True]


@pytest.mark.parametrize("numeral", ["（{}）", "第{}部分 "])
def test_headings_are_known_however_they_are_numbered(numeral, tmp_path):
    numbered = [
        numeral.format(part[0]) + part[2:]
        if isinstance(part, str) and part[1:2] == "、" and part[0] in "一二三四五六"
        else part
        for part in parts()
    ]

    report = read_report(write_html(tmp_path / "r.html", numbered))

    assert set(report.facts.texts) == {0, 1, 2, 3, 4, 5, 6}
