"""The command on published reports: what is wrong in each of them, seen by hand, and no more."""

import json
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.management import CommandError, call_command

from reports.tests.published import DATA

# (id, cells or how many, found, expected)
PUBLISHED = {
    # 125 cells of organisations are blank; one figure is not available.
    "bureau-shuyang-ndrc-2023.json": [("C7", 125, "", "0"), ("READ", 0, "", "")],
    "gov-huaian-city-2024.json": [],
    # Totals of outcome rows and zeros are blank; the text counts 258 where the table has 272 + 3,
    # and 265 where it has 265 + 47 + 25.
    "gov-shanghai-office-2019.json": [
        ("C7", 126, "", "整数"),
        ("C7", 9, "", "0"),
        ("C9", 2, "258", "275"),
        ("C9", 2, "33.9%", "34.2%"),
        ("C9", 3, "265", "337"),
        ("C9", 3, "32.9%", "41.9%"),
    ],
    # Talks and summaries: no tables, no headings of the form, no year in the first.
    "report-a.txt": [("READ", 0, "", "")] * 3,
    "report-b.txt": [("READ", 0, "", "")] * 3,
    # 187 items whose ten parts are 189; 2019 left in a report for 2020; no section 六.
    "report-c.txt": [
        ("C9", 0, "187", "189"),
        ("W2", 0, "2019", "2020"),
        ("READ", 0, "", ""),
        ("READ", 0, "", ""),
    ],
    "report-d.txt": [("READ", 0, "", "")] * 2,
    # Table 二 of the form of 2019 in lines; 三 and 四 are missing, with sections.
    "report-e.txt": [("READ", 0, "", "")] * 3,
}


def run(capsys, *arguments) -> tuple[int, list[dict]]:
    """Return the exit code and what the command lists."""
    code = 0
    try:
        call_command("check_report", *map(str, arguments), "--json")
    except SystemExit as error:
        code = error.code
    return code, json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_published_report_has_these_findings_and_no_others(name, capsys):
    code, listed = run(capsys, DATA / name)

    shown = [(one["id"], len(one["cells"]), one["found"], one["expected"]) for one in listed]
    assert shown == PUBLISHED[name]
    assert code == any(one["level"] == "error" for one in listed)


def test_each_finding_says_what_where_and_how_grave(capsys):
    _, listed = run(capsys, DATA / "gov-shanghai-office-2019.json")

    assert {tuple(one) for one in listed} == {
        ("id", "level", "cells", "found", "expected", "sentence")
    }
    assert "（一）予以公开”行“总计”列应为272" in listed[0]["sentence"]
    assert listed[2]["cells"] == ["S3.R1.TOTAL", "S3.R2.TOTAL"]


def test_people_read_sentences_and_a_count(capsys):
    call_command("check_report", str(DATA / "report-c.txt"))

    printed = capsys.readouterr().out
    assert printed.startswith("桐乡市教育局2020年度报告，按2019年格式检查：")
    assert "4＋3＋1＋6＋12＋12＋74＋57＋16＋4＝189条，多2条" in printed
    assert printed.endswith("共4条：错误0处，提醒2处，未读取2处。\n")


def test_the_year_before_is_compared(capsys, tmp_path):
    name = "gov-huaian-city-2024.json"
    before = json.loads((DATA / name).read_text()) | {"year": 2023}
    (tmp_path / "before.json").write_text(json.dumps(before))

    code, listed = run(capsys, DATA / name, "--previous", tmp_path / "before.json")

    assert code == 1
    assert [(one["id"], one["found"], one["expected"]) for one in listed] == [
        ("C5", "34", "103"),
        ("C5", "34", "103"),
        ("C6", "11", "12"),
        ("C6", "66", "48"),
    ]


def test_a_report_of_another_year_is_not_compared(capsys):
    name = "gov-huaian-city-2024.json"

    code, listed = run(capsys, DATA / name, "--previous", DATA / "gov-shanghai-office-2019.json")

    assert code == 0
    assert "不是上一年度的报告（2019年度）" in listed[0]["sentence"]


@pytest.mark.parametrize(
    "name, content, why",
    [
        ("leer.json", b"", "空文件"),
        ("broken.json", b'{"year": 2024', "不是规范的JSON"),
        ("deep.json", b"[" * 100_000, "不是规范的JSON"),
        ("list.json", b"[1, 2]", "不是年度报告"),
        ("other.json", b'{"cells": 3}', "不是年度报告"),
        ("binary.html", b"\x00\x01\x02", "不是网页文本"),
        ("other.html", "<p>今天天气很好</p>".encode(), "没有找到"),
        ("report.exe", b"MZ", "不能读取.exe文件"),
        ("report.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "不能读取.doc文件"),
        ("report.docx", b"PK\x03\x04nothing", "已损坏"),
        ("picture.docx", b"\x89PNG\r\n\x1a\n", "不是Word文档"),
        ("report.xlsx", b"hello", "不是Excel表格"),
    ],
)
def test_what_is_no_report_is_refused_in_words(tmp_path, name, content, why):
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(CommandError, match=why) as refusal:
        call_command("check_report", str(path))

    assert refusal.value.returncode == 2


def test_a_file_that_is_not_there_is_said_so(tmp_path):
    with pytest.raises(CommandError, match="读不了") as refusal:
        call_command("check_report", str(tmp_path / "none.json"))

    assert refusal.value.returncode == 2


def test_an_archive_that_would_explode_is_refused(tmp_path):
    bomb = tmp_path / "report.docx"
    write_bomb(bomb)

    with pytest.raises(CommandError, match="压缩") as refusal:
        call_command("check_report", str(bomb))

    assert refusal.value.returncode == 2


def write_bomb(path):
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "wordprocessingml.document.main+xml")
        archive.writestr("word/document.xml", b"0" * 30_000_000)
