import pytest

from portal.documents import Cell, Heading, Letter, Paragraph, TableSpec
from portal.documents.layout import (
    CHARACTERS,
    head_size,
    signature_indents,
    title_lines,
    width_of,
)
from portal.tests.document_samples import APPLICANTS, HOSTILE, HOSTILE_READ, RARE


def test_what_xml_forbids_never_gets_into_a_document():
    text = f"{HOSTILE}\r\n{RARE}\ud800\u202eabc"

    paragraph = Paragraph(text)

    assert paragraph.text == f"{HOSTILE_READ}\n{RARE}abc"


def test_lists_of_a_letter_are_cleaned_and_cannot_be_changed_later():
    letter = Letter(
        issuer="局", number="", title="书", addressee="", paragraphs=[], copies=["甲\x00", "乙"]
    )

    assert letter.copies == ("甲", "乙")
    assert letter.salutation == ""
    assert letter.signed_by == "局"


def test_a_paragraph_of_unknown_kind_or_a_fourth_heading_is_refused():
    with pytest.raises(ValueError, match="headline"):
        Paragraph("一、", "headline")
    with pytest.raises(ValueError, match="1至3"):
        Heading("一、", 4)


@pytest.mark.parametrize(
    "rows",
    [
        [["甲", "乙"], ["丙"]],
        [["甲", Cell("乙", rowspan=3)], ["丙"]],
        [["甲", Cell("乙", rowspan=2)], [Cell("丙", colspan=2)]],
        [],
    ],
    ids=["hole", "beyond the last row", "overlap", "no cell"],
)
def test_a_table_that_does_not_fit_together_is_refused(rows):
    with pytest.raises(ValueError, match="“表”"):
        TableSpec("表", rows, header_rows=0)


def test_a_header_that_reaches_into_the_data_is_refused():
    with pytest.raises(ValueError, match="表头"):
        TableSpec("表", [[Cell("甲", rowspan=2), "乙"], [1]])


def test_a_formula_without_its_value_is_refused():
    with pytest.raises(ValueError, match="SUM"):
        Cell("", formula="=SUM(A1:A2)")


def test_a_cell_knows_the_headers_over_and_beside_it():
    headers = APPLICANTS.headers

    # 法人或其他组织 › 商业企业, 本年度办理结果 › 予以公开
    assert headers[3, 3] == [(0, 2), (1, 3), (2, 3), (3, 0), (3, 1)]
    assert headers[4, 5] == [(0, 2), (1, 5), (3, 0), (4, 1)]


def test_headers_within_a_table_hold_from_there_on():
    col = {"scope": "col"}
    rows = [
        [Cell("信息内容", **col), Cell("本年制发件数", **col)],
        [Cell("规章", scope="row"), 0],
        [Cell("信息内容", **col), Cell("本年处理决定数量", **col)],
        [Cell("行政许可", scope="row"), 12],
    ]

    headers = TableSpec("主动公开", rows, header_rows=0).headers

    assert headers == {(1, 1): [(0, 1), (1, 0)], (3, 1): [(2, 1), (3, 0)]}


@pytest.mark.parametrize(
    "title, lines",
    [
        ("政府信息公开申请答复书", ["政府信息公开申请答复书"]),
        (
            "云州市教育局关于延长政府信息公开申请答复期限的告知书",
            ["云州市教育局关于延长政府信息", "公开申请答复期限的告知书"],
        ),
        ("第一行\n第二行", ["第一行", "第二行"]),
    ],
)
def test_a_long_title_is_cut_into_even_lines(title, lines):
    found = title_lines(title)

    assert "".join(found) == title.replace("\n", "")
    assert len(found) == len(lines)
    assert all(width_of(line) <= 20 for line in found)
    assert max(map(width_of, found)) - min(map(width_of, found)) <= 6


def test_no_line_of_a_title_begins_with_closing_marks_or_cuts_a_number():
    lines = title_lines("关于申请公开《云州市2024年义务教育招生计划（试行）》等三项信息的答复书")

    assert not any(line[0] in "》）的" for line in lines)
    assert sum("2024" in line for line in lines) == 1


def test_the_agency_stands_over_the_middle_of_the_date_four_characters_from_the_edge():
    signer, day = "云州市教育局", "2026年3月23日"

    blank = signature_indents(signer, day)

    assert blank.day == 4
    assert blank.signer + width_of(signer) / 2 == blank.day + width_of(day) / 2


def test_an_agency_with_a_long_name_still_stands_within_the_page():
    signer = "云南省西双版纳傣族自治州勐腊县教育体育局"

    blank = signature_indents(signer, "2026年3月23日")

    assert blank.signer == 0
    assert blank.signer + width_of(signer) <= CHARACTERS
    assert head_size(signer) < head_size("云州市教育局")
