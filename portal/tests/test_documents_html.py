import re

import pytest
from lxml.html import fragment_fromstring as parsed

from portal.documents import (
    Heading,
    Paragraph,
    Picture,
    qr_png,
    qr_svg,
    render_document,
    render_letter,
    render_table,
)
from portal.tests.document_samples import (
    APPLICANTS,
    CHECK_ADDRESS,
    HOSTILE_READ,
    RARE,
    make_letter,
    make_report,
)


def test_a_letter_in_a_page_shows_text_as_text():
    html = render_letter(make_letter(title="<b>书</b>", copies=["<i>局</i>"]), "html")

    words = "".join(parsed(html).itertext())
    assert "<b>书</b>" in words
    assert "<i>局</i>" in words
    assert HOSTILE_READ in words
    assert f"{RARE}：" in words


def test_nothing_in_a_page_needs_what_the_policy_forbids():
    picture = Picture(qr_png("甲"), alt='图"onerror="x')

    html = render_letter(make_letter(), "html") + render_document(make_report(picture), "html")

    assert not re.search(r"<(style|script)|\s(style|on\w+)=\"", html)


def test_each_header_cell_says_for_what_it_speaks():
    table = parsed(render_table(APPLICANTS, "html")).find("table")

    heads = {cell.text: dict(cell.attrib) for cell in table.iter("th")}
    assert heads["申请人情况"] == {"id": "t1-1-3", "scope": "col", "colspan": "4"}
    assert heads["本年度办理结果"] == {"id": "t1-4-1", "scope": "rowgroup", "rowspan": "2"}
    assert len(table.find("thead")) == 3
    assert table.find("caption").text == "收到和处理政府信息公开申请情况"


def test_each_number_names_headers_that_exist():
    table = parsed(render_table(APPLICANTS, "html")).find("table")

    ids = [cell.get("id") for cell in table.iter("th")]
    named = [cell.get("headers").split() for cell in table.iter("td")]
    assert len(named) == 8
    assert all(set(names) <= set(ids) for names in named)
    assert len(set(ids)) == len(ids)


def test_two_tables_in_a_document_do_not_share_ids():
    html = render_document(make_report(APPLICANTS, APPLICANTS), "html")

    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids)) > 20


def test_headings_stand_below_the_title_of_the_page():
    report = make_report(Heading("一、总体情况"), Paragraph("（一）主动公开", "subheading"))

    article = parsed(render_document(report, "html"))

    assert [item.tag for item in article] == ["h2", "h3", "h4"]


def test_a_code_in_a_page_is_drawn_without_styles_and_has_a_name():
    svg = qr_svg(CHECK_ADDRESS, label="核验<1>")

    drawing = parsed(svg)
    assert drawing[0].text == "核验<1>"
    assert "style" not in svg


def test_a_format_nobody_offers_is_refused_with_those_there_are():
    with pytest.raises(ValueError, match="docx"):
        render_letter(make_letter(), "xlsx")
