"""The same report in every kind of file gives the same cells, whatever its layout."""

import json
import re
from decimal import Decimal
from zipfile import ZipFile

import pytest

from reports.checks import check_report
from reports.content import ReportContent
from reports.exports import render
from reports.facts import Facts
from reports.formats import form_for, form_named
from reports.readers import UnreadableReport, read_report
from reports.tests.filled import facts_of_2023
from reports.tests.published import (
    DATA,
    TEXTS,
    WRITERS,
    parts_of,
    write_html,
    write_txt,
    write_xlsx,
)

HUAIAN, SHUYANG, SHANGHAI = (
    "gov-huaian-city-2024",
    "bureau-shuyang-ndrc-2023",
    "gov-shanghai-office-2019",
)


def collected(name) -> Facts:
    return read_report(DATA / f"{name}.json").facts


def title_of(facts):
    return f"{facts.body}{facts.year}年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    "name, kind",
    [
        *((name, kind) for name in (HUAIAN, SHUYANG, SHANGHAI) for kind in ("html", "xlsx")),
        (SHUYANG, "docx"),  # slow to write: one of them, with its blanks
    ],
)
def test_a_report_in_the_official_layout_is_read_whole(name, kind, tmp_path):
    facts = collected(name)
    parts = parts_of(facts.form, facts.cells, title_of(facts))
    path = WRITERS[kind](tmp_path / f"report.{kind}", parts)

    report = read_report(path)

    printed = {code: "" if value is None else value for code, value in facts.cells.items()}
    assert report.facts.cells == printed
    assert (report.facts.year, report.facts.body) == (facts.year, facts.body)
    assert report.facts.form is facts.form
    assert report.gaps == ()
    assert set(report.facts.texts) == {0, 1, 2, 3, 4, 5, 6}
    assert report.facts.texts[6] == TEXTS[6]


def test_tables_copied_cell_by_cell_into_a_text_file_are_read(tmp_path):
    facts = collected(HUAIAN)
    path = write_txt(tmp_path / "r.txt", parts_of(facts.form, facts.cells, title_of(facts)))

    report = read_report(path)

    assert report.facts.cells == facts.cells
    assert report.gaps == ()


def test_rows_whose_blanks_were_lost_are_not_guessed(tmp_path):
    facts = collected(SHUYANG)
    path = write_txt(tmp_path / "r.txt", parts_of(facts.form, facts.cells, title_of(facts)))

    report = read_report(path)

    assert not any(code.startswith("S3.") for code in report.facts.cells)
    assert any("有25行读到的数不是7个" in str(gap) for gap in report.gaps)


def test_figures_behind_their_label_in_one_line_are_read(tmp_path):
    path = tmp_path / "r.txt"
    lines = ["云溪县教育局2023年政府信息公开工作年度报告", "行政许可 １２", "行政处罚 3"]
    lines += ["一、本年新收政府信息公开申请数量 26 0 0 0 0 0 26"]
    path.write_text("\n".join(lines), encoding="gb18030")

    cells = read_report(path).facts.cells

    assert cells["S2_20_5.LICENSE.DECISIONS"] == 12
    assert cells["S2_20_6.PENALTY.DECISIONS"] == 3
    assert (cells["S3.NEW.NAT"], cells["S3.NEW.ORG_OTH"], cells["S3.NEW.TOTAL"]) == (26, 0, 26)


def test_the_table_of_report_e_is_read_from_its_lines():
    report = read_report(DATA / "report-e.txt")

    assert report.facts.form is form_named("2019")
    assert len(report.facts.cells) == 22
    assert set(report.facts.cells.values()) == {0, "0"}  # the amount keeps its text
    assert report.facts.texts[6] == "无"


def test_a_column_the_form_does_not_have_is_passed_over(tmp_path):
    facts = collected(HUAIAN)
    parts = list(parts_of(facts.form, facts.cells, title_of(facts)))
    grid = next(part for part in parts if isinstance(part, list) and len(part) > 20)
    grid[0][1] = ("申请人情况", 1, 8)
    grid[1].insert(2, ("小计", 2, 1))
    for row in grid[3:]:
        row.insert(len(row) - 1, ("0", 1, 1))

    report = read_report(write_html(tmp_path / "r.html", parts))

    assert report.facts.cells == facts.cells
    assert ["小计" in str(gap) for gap in report.gaps] == [True]


def test_a_missing_table_and_missing_rows_are_named(tmp_path):
    facts = collected(HUAIAN)
    parts = list(parts_of(facts.form, facts.cells, title_of(facts)))
    tables = [part for part in parts if isinstance(part, list)]
    parts.remove(tables[-1])
    del tables[-2][-1]

    report = read_report(write_html(tmp_path / "r.html", parts))

    told = [str(gap) for gap in report.gaps]
    assert "没有找到1行：“四、结转下年度继续办理”" in told[0]
    assert told[1].startswith("表四（政府信息公开行政复议、行政诉讼情况）：没有找到这张表")


def test_the_tables_of_2019_in_a_report_for_2022_are_found_and_said(tmp_path):
    facts = collected(SHANGHAI)
    title = "云溪县教育局2022年政府信息公开工作年度报告"
    path = write_html(tmp_path / "r.html", parts_of(facts.form, facts.cells, title, {}))

    report = read_report(path)

    assert report.facts.form is form_named("2019")
    findings = {one.id: one for one in check_report(report.facts)}
    assert "应当用2021年格式" in findings["W3"].sentence


@pytest.mark.parametrize(
    "text, cells",
    [
        ("增10", 10),
        ("+(0) -(0)", 0),
        ("-3", -3),
        ("１２件", 12),
        ("1,276", 1276),
        ("1276.5534万元", "1276.5534万元"),
        ("/", "/"),
    ],
)
def test_what_people_typed_into_a_cell_is_a_number_or_kept_as_it_is(tmp_path, text, cells):
    form = form_named("2019")
    filled = dict.fromkeys((code for table in form.layout for code in table.codes), 0)
    filled["S2_20_5.LICENSE.DELTA"] = text
    parts = parts_of(form, filled, "云溪县教育局2020年政府信息公开工作年度报告")

    report = read_report(write_html(tmp_path / "r.html", parts))

    assert report.facts.cells["S2_20_5.LICENSE.DELTA"] == cells


def test_our_own_export_is_read(tmp_path):
    cells = facts_of_2023().cells | {"S2_20_8.FEE.AMOUNT": "282.1", "S2_20_1.RULE.ISSUED": None}
    path = tmp_path / "r.json"
    path.write_text(json.dumps({"year": 2023, "format": "2021", "cells": cells}))

    report = read_report(path)

    assert report.facts.cells["S2_20_8.FEE.AMOUNT"] == Decimal("282.1")
    assert [(one.id, one.cells) for one in check_report(report.facts)] == [
        ("C7", ("S2_20_1.RULE.ISSUED",))
    ]
    assert report.gaps == ()


def test_odd_things_in_json_become_gaps(tmp_path):
    data = {
        "year": "two", "section3": {"rows": [{"code": "strange", "label": "怪"}, 7,
        {"code": "new", "total": [1], "natural_person": True}]},
        "section4": [], "section2": {"art20_1": {"regulations": {"made": {}}}},
        "narrative_figures": [], "narrative_breakdowns": [{"stated": "x", "parts": 3}, 5],
    }  # fmt: skip
    path = tmp_path / "r.json"
    path.write_text(json.dumps(data))

    report = read_report(path)

    told = [str(gap) for gap in report.gaps]
    assert "报告年度“two”不是年份" in told[0]
    assert [gap for gap in told if "不是数也不是文字" in gap] != []
    assert check_report(report.facts) == []


@pytest.mark.parametrize(
    "lines, sections",
    [
        (["一、总体情况", "五、政府信息公开工作存在的主要问题及改进情况", "乙"], {1: "", 5: "乙"}),
        (["一、总体情况：", "甲", "五、存在问题及改进情况", "乙"], {1: "甲", 5: "乙"}),
        (["总体情况", "甲", "存在的主要问题及改进情况", "乙"], {1: "甲", 5: "乙"}),
        (["一、总体情况", "（二）依申请公开。收到0件。"], {1: "（二）依申请公开。收到0件。"}),
        (["一、总体情况", "2.依申请公开情况", "甲"], {1: "2.依申请公开情况\n甲"}),
        (["1、总体情况", "3、 收到和处理政府信息公开申请情况", "无申请"], {1: "", 3: "无申请"}),
        (["五、存在的主要问题及改进情况", "乙", "七、下一年打算", "丙"], {5: "乙"}),
    ],
)  # fmt: skip
def test_headings_are_known_in_their_variants(tmp_path, lines, sections):
    path = tmp_path / "r.txt"
    path.write_text("\n".join(["某局2023年政府信息公开工作年度报告", *lines]))

    texts = read_report(path).facts.texts

    assert {section: text for section, text in texts.items() if section} == sections


def test_a_page_with_menus_scripts_and_nested_tables_is_read(tmp_path):
    facts = collected(HUAIAN)
    path = write_html(tmp_path / "r.html", parts_of(facts.form, facts.cells, title_of(facts)))
    page = (
        path.read_text()
        .replace("<div class=article>", "<table><tr><td>")
        .replace("</div></body>", "</td></tr></table></body>")
    )
    path.write_text(page)

    assert read_report(path).facts.cells == facts.cells


def test_html_that_goes_on_and_on_is_bounded(tmp_path):
    path = tmp_path / "r.html"
    path.write_text("信息公开<table><tr><td rowspan=99999 colspan=99999>" * 500)

    report = read_report(path)

    assert report.facts.cells == {}


PAGES = {
    "in GBK, and saying so": lambda page: page.replace("utf-8", "gb2312").encode("gb18030"),
    "in GBK, and saying UTF-8": lambda page: page.encode("gbk"),
    "in UTF-16": lambda page: page.encode("utf-16"),
    "with nothing merged": lambda page: re.sub(r' (row|col)span="\d+"', "", page).encode(),
    "with no end of a cell": lambda page: re.sub("</t[dr]>|</table></div>", "", page).encode(),
    "with spaces in its labels": lambda page: (
        page.replace("自然人", "自&nbsp;然 人").replace("总计", "总　计").encode()
    ),
    "with full-width digits": lambda page: re.sub(
        r"(?<=<span>)\d+(?=</span>)", lambda match: match[0].translate(FULL_WIDTH), page
    ).encode(),
    "with commas in its numbers": lambda page: re.sub(
        r"(?<=<span>)(\d+)(\d{3})(?=</span>)", r"\1,\2", page
    ).encode(),
}
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


@pytest.mark.parametrize("shape", PAGES)
def test_a_real_table_on_another_bureaus_page_gives_no_false_alarm(tmp_path, shape):
    facts = collected(HUAIAN)
    path = write_html(tmp_path / "r.html", parts_of(facts.form, facts.cells, title_of(facts)))
    path.write_bytes(PAGES[shape](path.read_text()))

    report = read_report(path)

    assert len(report.facts.cells) == 200
    assert check_report(report.facts) == []
    assert report.gaps == ()


def test_a_page_with_a_broken_character_is_read_and_says_so(tmp_path):
    facts = collected(HUAIAN)
    path = write_html(tmp_path / "r.html", parts_of(facts.form, facts.cells, title_of(facts)))
    path.write_bytes(path.read_bytes().replace("形式".encode(), b"\xe5\xbd", 1))

    report = read_report(path)

    assert check_report(report.facts) == []
    assert [str(gap) for gap in report.gaps] == ["r.html：有1处文字的编码已损坏，这些字没有读到。"]


def test_an_amount_in_a_column_of_another_unit_is_found(tmp_path):
    facts = collected(HUAIAN)
    path = write_html(tmp_path / "r.html", parts_of(facts.form, facts.cells, title_of(facts)))
    path.write_text(path.read_text().replace("单位：万元", "单位：元"))

    found = check_report(read_report(path).facts)

    assert [(one.id, one.cells) for one in found] == [("C8", ("S2_20_8.FEE.AMOUNT",))]
    assert "这一格的单位是万元" in found[0].sentence


def test_changes_tracked_in_word_are_read_as_accepted(tmp_path):
    facts = collected(HUAIAN)
    content = ReportContent(facts.year, facts.form, facts.body, facts.cells, TEXTS)
    path = tmp_path / "r.docx"
    path.write_bytes(render(content, "docx"))
    tracked = (
        r'<w:del w:id="1" w:author="a"><w:r><w:delText>99</w:delText></w:r></w:del>'
        r'<w:ins w:id="2" w:author="a"><w:r><w:t>\1</w:t></w:r></w:ins>'
    )
    changes = []

    def track(text):
        changed, number = re.subn(NUMBER_IN_WORD, tracked, text)
        changes.append(number)
        return changed

    report = read_report(repacked(path, {"word/document.xml": track}))

    assert changes[0] > 150
    assert report.facts.cells == facts.cells


def test_formulas_without_a_result_are_refused_not_read_as_blanks(tmp_path):
    facts = collected(HUAIAN)
    path = write_xlsx(tmp_path / "r.xlsx", parts_of(facts.form, facts.cells, title_of(facts)))
    number = r'(<c r="D\d+")[^>]*><v>(\d+)</v></c>'
    formula = r"\1><f>\2+0</f><v></v></c>"
    sheet = {"xl/worksheets/sheet1.xml": lambda text: re.sub(number, formula, text)}

    with pytest.raises(UnreadableReport, match="格是公式，但没有保存计算结果.*保存一次再检查"):
        read_report(repacked(path, sheet))


NUMBER_IN_WORD = r"<w:r>(?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?<w:t[^>]*>(\d+)</w:t></w:r>"


def repacked(path, changes):
    """The same package with some of its parts written otherwise."""
    with ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with ZipFile(path, "w") as package:
        for name, data in parts.items():
            change = changes.get(name, str)
            package.writestr(name, change(data.decode()) if name in changes else data)
    return path


@pytest.mark.parametrize(
    "wrap",
    [
        lambda data: {"data": data},
        lambda data: [data],
        lambda data: data | {"year": "2024年度"},
        lambda data: (
            data
            | {"cells": [{"code": code, "value": value} for code, value in data["cells"].items()]}
        ),
        lambda data: data | {"cells": nested(data["cells"])},
    ],
    ids=["in an object", "in a list", "year in words", "cells as rows", "cells by table"],
)
def test_json_that_wraps_the_report_otherwise_is_read(tmp_path, wrap):
    facts = collected(HUAIAN)
    cells = {code: str(value) for code, value in facts.cells.items()}
    path = tmp_path / "r.json"
    path.write_text(json.dumps(wrap({"year": 2024, "format": "2021", "cells": cells})))

    read = read_report(path).facts

    assert (read.year, read.cells) == (2024, facts.cells)


def nested(cells):
    tables = {}
    for code, value in cells.items():
        table, row, column = code.split(".")
        tables.setdefault(table, {}).setdefault(row, {})[column] = value
    return tables


def test_json_with_broken_characters_and_endless_numbers_is_read_without_a_fall(tmp_path):
    path = tmp_path / "r.json"
    path.write_text(
        '{"year": 2024, "body": "\\ud800", "texts": {"1": "\\udfff"}, "cells":'
        f' {{"S3.NEW.NAT": {"9" * 4000}, "S3.NEW.ORG_BUS": 1e999, "S3.R1.NAT": "\\ud800"}}}}'
    )

    found = check_report(read_report(path).facts)

    assert {one.id for one in found} == {"C7"}
    assert max(len(one.sentence) for one in found) < 400


def test_a_year_of_its_own_form(tmp_path):
    path = tmp_path / "r.txt"
    path.write_text("云溪县教育局\n2024年政府信息公开工作年度报告\n一、总体情况")

    facts = read_report(path).facts

    assert (facts.year, facts.body, facts.form) == (2024, "云溪县教育局", form_for(2024))


def test_a_text_about_something_else_is_no_report(tmp_path):
    path = tmp_path / "r.txt"
    path.write_text("今天天气很好。")

    with pytest.raises(UnreadableReport, match="没有找到"):
        read_report(path)
