import re
import sys
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from portal.documents import (
    Paragraph,
    PdfUnavailable,
    Picture,
    TableSpec,
    render_document,
    render_letter,
)
from portal.documents.html import document_page, letter_page
from portal.documents.pdf import pdf_bytes, pdf_in_child
from portal.tests.document_samples import (
    CHECK_ADDRESS,
    FEES,
    HOSTILE_READ,
    RARE,
    make_letter,
    make_report,
    page_pictures,
    pdf_text,
)


@pytest.fixture(scope="module")
def letter_pdf():
    return render_letter(make_letter(tables=[FEES]), "pdf")


def fonts_of(reader):
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            yield from font.get_object()["/DescendantFonts"]


def roles_of(node):
    """The kinds of structure elements in a tagged PDF, from the top."""
    node = node.get_object()
    if isinstance(node, list):
        for item in node:
            yield from roles_of(item)
    elif hasattr(node, "keys"):
        yield node
        if "/K" in node:
            yield from roles_of(node["/K"])


def test_a_letter_says_everything_it_was_given(letter_pdf):
    text = pdf_text(letter_pdf)

    for words in (
        *("云州市教育局", "云教公复〔2026〕12号", "政府信息公开申请答复书", f"{RARE}："),
        *(HOSTILE_READ, "附件：1.2024年义务教育招生计划", "2026年3月23日", "抄送：云州市司法局。"),
        *("（联系人：公开办；电话：0000-1234567）", "扫码核验", "信息处理费计算表", "2000", "—1—"),
    ):
        assert words in text


def test_a_letter_is_open_to_screen_readers(letter_pdf):
    reader = PdfReader(BytesIO(letter_pdf))

    root = reader.root_object
    elements = list(roles_of(root["/StructTreeRoot"]["/K"]))
    roles = {element.get("/S") for element in elements}
    assert root["/Lang"] == "zh-CN"
    assert root["/MarkInfo"]["/Marked"].value is True
    assert {"/H1", "/H2", "/P", "/Table", "/TH", "/TD", "/Figure"} <= roles
    assert [item["/Alt"] for item in elements if item.get("/S") == "/Figure"] == ["扫码核验"]
    assert b"pdfuaid" in root["/Metadata"].get_data()


def test_a_letter_carries_its_title_its_author_and_its_day(letter_pdf):
    found = PdfReader(BytesIO(letter_pdf)).metadata

    assert (found.title, found.author) == ("政府信息公开申请答复书", "云州市教育局")
    assert found.creation_date.date().isoformat() == "2026-03-23"


def test_all_fonts_of_a_letter_are_in_it(letter_pdf):
    fonts = [font.get_object() for font in fonts_of(PdfReader(BytesIO(letter_pdf)))]

    assert fonts
    assert all("/FontFile3" in font["/FontDescriptor"] for font in fonts)


def test_a_page_of_a_letter_holds_22_lines_of_28_characters():
    data = render_letter(make_letter(paragraphs=[Paragraph("国" * 1000)]), "pdf")

    page = PdfReader(BytesIO(data)).pages[1]

    lines = [line for line in page.extract_text().split("\n") if "国" in line]
    assert [len(line) for line in lines] == [28] * 22
    assert [round(float(side) / 72 * 25.4) for side in page.mediabox[2:]] == [210, 297]


def test_the_code_on_the_paper_leads_to_the_check(letter_pdf, tmp_path):
    pages = page_pictures(letter_pdf, tmp_path)

    codes = [code for page in pages for code in zxingcpp.read_barcodes(Image.open(page))]

    assert [code.text for code in codes] == [CHECK_ADDRESS]


def test_the_same_letter_gives_the_same_bytes(letter_pdf):
    again = render_letter(make_letter(tables=[FEES]), "pdf")

    assert again == letter_pdf
    assert render_letter(make_letter(addressee="王芳", tables=[FEES]), "pdf") != letter_pdf


@pytest.mark.parametrize("paragraphs", [9, 11])
def test_a_signature_does_not_stand_on_a_page_without_text(paragraphs):
    text = [Paragraph(f"第{number}段内容。") for number in range(paragraphs)]

    pages = PdfReader(BytesIO(render_letter(make_letter(paragraphs=text), "pdf"))).pages

    last = pages[-1].extract_text()
    assert len(pages) == 2
    assert "2026年3月23日" in last
    assert "段内容" in last


def test_a_wide_table_lies_on_a_turned_page_and_repeats_its_head():
    rows = [[f"第{number}栏" for number in range(12)], *([number] * 12 for number in range(30))]

    data = render_document(make_report(TableSpec("横表", rows, landscape=True)), "pdf")

    pages = [page for page in PdfReader(BytesIO(data)).pages if page.mediabox.width > 800]
    assert len(pages) > 1
    assert all("第11栏" in page.extract_text() for page in pages)


def test_a_picture_of_the_document_is_shown_and_named():
    with BytesIO() as file:
        Image.new("RGB", (40, 20), "#0b4f8a").save(file, "PNG")
        picture = Picture(file.getvalue(), alt="各月申请数量柱状图")

    reader = PdfReader(BytesIO(render_document(make_report(picture), "pdf")))

    elements = roles_of(reader.root_object["/StructTreeRoot"]["/K"])
    assert [item["/Alt"] for item in elements if "/Alt" in item] == ["各月申请数量柱状图"]
    assert len(reader.pages[0].images) == 1


def test_nothing_outside_the_document_is_fetched(tmp_path):
    picture = tmp_path / "secret.png"
    Image.new("RGB", (40, 20)).save(picture)
    page = f'<html lang="zh-CN"><title>甲</title><img alt="乙" src="{picture.as_uri()}">'

    data = pdf_bytes(page)

    assert not PdfReader(BytesIO(data)).pages[0].images


def test_a_machine_that_cannot_make_pdf_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)

    with pytest.raises(PdfUnavailable, match="libpango-1.0-0.*重新启动"):
        render_letter(make_letter(), "pdf")

    assert render_letter(make_letter(), "docx")


@pytest.mark.parametrize(
    "page", [document_page(make_report(FEES)), letter_page(make_letter())], ids=["report", "letter"]
)
def test_the_style_of_a_page_has_no_length_without_its_number(page):
    assert re.findall(r"[:\s](?:pt|em|mm|%);", page) == []


def test_a_document_that_takes_too_long_is_given_up_in_words():
    with pytest.raises(PdfUnavailable, match="超过0.01秒，已停止；请下载Word"):
        pdf_in_child("<p>甲", seconds=0.01)


def test_a_process_of_its_own_prints_the_same_bytes():
    page = document_page(make_report(FEES))

    assert pdf_in_child(page) == pdf_bytes(page)
