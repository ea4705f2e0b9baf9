from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
import time_machine
from docx.oxml.ns import qn
from pypdf import PdfReader

from portal.documents import Paragraph, TableSpec, render_document, render_letter, render_table
from portal.tests.document_samples import (
    APPLICANTS,
    FEES,
    HOSTILE_READ,
    RARE,
    converted,
    make_letter,
    make_report,
    pdf_text,
)


def read(data):
    return docx.Document(BytesIO(data))


def words_of(word):
    return [paragraph.text for paragraph in word.paragraphs if paragraph.text]


def face_of(style):
    return style.element.rPr.rFonts.get(qn("w:eastAsia"))


def test_a_letter_in_word_has_the_parts_in_the_order_of_the_standard():
    word = read(render_letter(make_letter(), "docx"))

    assert words_of(word) == [
        "云州市教育局",
        "云教公复〔2026〕12号",
        "政府信息公开申请答复书",
        f"{RARE}：",
        "本机关于2026年3月2日收到你提交的政府信息公开申请，你申请公开：",
        HOSTILE_READ,
        "一、答复内容",
        "经审查，本机关决定予以公开，详见附件。",
        "附件：1. 2024年义务教育招生计划",
        "2. 招生工作的通知",
        "扫码核验\nhttps://edu.example.gov.cn/zfxxgk/ysqgk/hy/K7M2Q9XW4T",
        "云州市教育局",
        "2026年3月23日",
        "（联系人：公开办；电话：0000-1234567）",
        "抄送：云州市司法局。",
    ]


def test_page_and_type_are_those_of_the_standard():
    word = read(render_letter(make_letter(), "docx"))

    page, body, title = word.sections[0], word.styles["Body Text"], word.styles["Title"]
    margins = (page.top_margin, page.right_margin, page.bottom_margin, page.left_margin)
    assert [round(side.mm) for side in margins] == [37, 26, 35, 28]
    assert (face_of(body), body.font.size.pt) == ("仿宋", 16)
    assert (face_of(title), title.font.size.pt) == ("方正小标宋简体", 22)
    assert body.paragraph_format.line_spacing.pt == pytest.approx(28.95)
    assert face_of(word.styles["Heading 1"]) == "黑体"
    assert word.core_properties.title == "政府信息公开申请答复书"


def test_headings_in_word_are_headings():
    word = read(render_document(make_report(), "docx"))

    styles = {paragraph.text: paragraph.style.name for paragraph in word.paragraphs}
    assert styles["一、总体情况"] == "Heading 1"
    assert styles["2025年政府信息公开工作年度报告"] == "Title"
    assert styles["收到和处理政府信息公开申请情况"] == "Caption"
    outline = word.styles["Heading 2"].element.pPr.find(qn("w:outlineLvl"))
    assert outline.get(qn("w:val")) == "1"


def test_a_table_alone_says_its_title_once():
    word = read(render_table(FEES, "docx"))

    assert words_of(word) == ["信息处理费计算表"]
    assert word.tables[0].cell(2, 1).text == "每件100元"


def test_merged_cells_hold_in_word_and_the_head_is_repeated():
    table = read(render_document(make_report(), "docx")).tables[0]

    cells = [[cell.text for cell in row.cells] for row in table.rows]
    assert cells[0] == ["（勾稽关系）"] * 2 + ["申请人情况"] * 4
    assert cells[1] == ["（勾稽关系）"] * 2 + ["自然人"] + ["法人或其他组织"] * 2 + ["总计"]
    assert cells[4] == ["本年度办理结果", "部分公开", "4", "0", "0", "4"]
    heads = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    assert heads == [True, True, True, False, False]


def test_the_same_letter_gives_the_same_file_on_any_day():
    with time_machine.travel("2026-03-23"):
        first = render_letter(make_letter(), "docx")
    with time_machine.travel("2031-08-01"):
        second = render_letter(make_letter(), "docx")

    assert first == second
    with ZipFile(BytesIO(first)) as file:
        assert {entry.date_time[0] for entry in file.infolist()} == {1980}


def test_only_a_wide_table_lies_on_a_turned_page():
    wide = TableSpec("横表", [["甲", "乙"], [1, 2]], landscape=True)

    word = read(render_document(make_report(Paragraph("前"), wide, Paragraph("后")), "docx"))

    turned = [section.page_width > section.page_height for section in word.sections]
    assert turned == [False, True, False]


def test_libreoffice_shows_the_letter_whole_with_22_lines_of_28_characters(tmp_path):
    text = [Paragraph("国" * 1000), Paragraph(HOSTILE_READ, "quote")]
    letter = make_letter(paragraphs=text, tables=[FEES, APPLICANTS])

    pdf = converted(render_letter(letter, "docx"), "letter.docx", "pdf", tmp_path).read_bytes()

    found, pages = pdf_text(pdf), PdfReader(BytesIO(pdf)).pages
    for words in (RARE, HOSTILE_READ, "2026年3月23日", "抄送：云州市司法局。", "法人或其他组织"):
        assert words in found
    lines = [line for line in pages[1].extract_text().split("\n") if "国" in line]
    assert [len(line) for line in lines] == [28] * 22
    assert [round(float(side) / 72 * 25.4) for side in pages[0].mediabox[2:]] == [210, 297]
    assert [f"—{number}—" in found for number in range(1, len(pages) + 2)] == [
        *[True] * len(pages),
        False,
    ]
