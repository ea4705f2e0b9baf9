"""What Word, WPS and WeChat put on the clipboard, and what of it stays."""

from pathlib import Path
from time import process_time

import pytest
from lxml import html

from disclosure.pasted import clean_pasted
from portal.fields import clean_html

DATA = Path(__file__).parent / "data" / "pasted"


def pasted(name):
    return clean_pasted((DATA / name).read_text(encoding="utf-8"))


def outline(source):
    """The blocks at the top with their words."""
    root = html.fragment_fromstring(source, create_parent="div")
    return [(child.tag, " ".join(child.text_content().split())) for child in root]


@pytest.mark.parametrize("name", ["word2016.html", "wps.html", "wechat.html"])
def test_nothing_of_the_program_it_came_from_is_left(name):
    cleaned = pasted(name).html

    for junk in ("mso", "Mso", "style", "class", "<o:", "<span", "<section", "<font", "qpic", "w:"):
        assert junk not in cleaned
    assert clean_html(cleaned) == cleaned
    assert clean_pasted(cleaned).html == cleaned


def test_word_keeps_headings_lists_and_the_table():
    word = pasted("word2016.html")

    assert outline(word.html) == [
        ("h2", "关于做好招生工作的通知"),
        ("p", "各学校："),
        ("h2", "一、招生对象"),
        ("p", "年满6周岁的适龄儿童，详见教育部通知。"),
        ("ul", "户口簿原件 预防接种证"),
        ("ol", "网上登记 现场审核"),
        ("table", "学校 计划（人） 城区 实验小学 270"),
        ("p", "云溪县教育局"),
    ]
    tree = html.fragment_fromstring(word.html, create_parent="div")
    assert [item.text for item in tree.xpath("ul/li")] == ["户口簿", "预防接种证"]
    assert tree.xpath("ul/li/ul/li/text()") == ["原件"]
    assert tree.xpath("//td/@colspan") == ["2"]
    assert tree.xpath("//p/strong")[0].text_content() == "6周岁"
    assert tree.xpath("//a/@href") == ["http://www.moe.gov.cn/srcsite/A06/t1.html"]
    assert word.pictures == 1


def test_wps_keeps_the_heading_by_its_level_and_drops_what_is_hidden():
    wps = pasted("wps.html")

    assert outline(wps.html) == [
        ("h2", "公示"),
        ("p", "现将拟录用名单公示如下："),
        ("p", "（一） 公示时间为5个工作日"),
        ("table", "岗位人数语文12"),
        ("p", "监督电话见附件。"),
    ]


def test_wechat_keeps_words_and_lists_and_counts_the_pictures_it_drops():
    wechat = pasted("wechat.html")

    assert outline(wechat.html) == [
        ("p", "报名时间"),
        ("p", "6月1日至6月10日，登录报名系统。"),
        ("ul", "持本县户口的儿童随迁子女"),
        ("p", "咨询工作日上午"),
    ]
    assert 'href="https://www.yunxi.example/apply?id=7"' in wechat.html
    assert wechat.pictures == 1


@pytest.mark.parametrize(
    "source, cleaned",
    [
        ("只有文字", "<p>只有文字</p>"),
        ("", ""),
        ("<div>一<div>二</div>三</div>", "<p>一</p><p>二</p><p>三</p>"),
        ("<p>甲<script>alert(1)</script></p>", "<p>甲</p>"),
        ("<a href='javascript:alert(1)'>点</a>", "<p>点</p>"),
        ("<h5>小标题</h5>", "<h4>小标题</h4>"),
        ("<table><tr><td></td><td>1</td></tr></table>",) * 2,
    ],
)
def test_other_sources_become_plain_blocks(source, cleaned):
    assert clean_pasted(source).html.replace("<tbody>", "").replace("</tbody>", "") == cleaned


def test_a_text_in_very_many_pieces_is_cleaned_within_a_moment():
    began = process_time()

    pieces = clean_pasted("<p>" + "<span>字</span>" * 20_000 + "</p>")
    marks = clean_pasted("<!--StartFragment-->" * 20_000)

    assert pieces.html == f"<p>{'字' * 20_000}</p>"
    assert marks.html == ""
    assert process_time() - began < 3
