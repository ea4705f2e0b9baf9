"""What a visitor remembers of a document finds it."""

from datetime import date

import pytest

from disclosure.search import Query, catch_up, search
from disclosure.tests.factories import make_draft, make_item
from disclosure.tests.searching import attach_text

pytestmark = pytest.mark.django_db


def find(text, **filters):
    """Return the titles found, best first, with an index that is up to date."""
    catch_up()
    return [hit.item.title for hit in search(Query(text=text, **filters)).hits]


REMEMBERED = [
    "招生入学",
    "招生 入学",
    "義務教育招生",
    "ＧＢ18030",
    "gb18030",
    "阿卜杜·热合曼",
    "阿卜杜热合曼",
    "阿卜杜・热合曼",
    "㛃",
    "𠮷",
    "㛃𠮷",
    "汽开区",
    "欧阳晨",
    "户口簿",
    "我想问一下2025年小学招生入学需要什么户口簿",
    "随迁子女",
    "随迁",
    "公民同招",
]


def test_words_of_the_title_keywords_summary_and_body_find_the_item():
    item = make_item(
        title="2025年义务教育招生入学工作通知",
        keywords="随迁子女；公民同招",
        summary="适用于汽开区各小学",
        body="<p>联系人：欧阳晨、㛃𠮷、阿卜杜·热合曼。带户口簿，按GB18030编码。</p>",
    )
    make_item(title="部门预算公开说明", body="<p>收支总表</p>")

    assert {text: find(text) for text in REMEMBERED} == {text: [item.title] for text in REMEMBERED}


@pytest.mark.parametrize("text", ["招生簡章", "招生简章", "簡章", "臺灣", "台湾"])
def test_simplified_and_traditional_characters_find_each_other(text):
    make_item(title="臺灣學生招生簡章")
    make_item(title="台湾学生招生简章")

    assert set(find(text)) == {"臺灣學生招生簡章", "台湾学生招生简章"}


@pytest.mark.parametrize("query", ["二〇二四年部门决算", "2024年部门决算", "24年部门决算"])
def test_a_year_is_found_however_title_and_reader_write_it(query):
    titles = [f"云溪县{year}年部门决算" for year in ("二〇二四", "2024", "二〇二三")]
    for title in titles:
        make_item(title=title)

    assert set(find(query)[:2]) == set(titles[:2])


def test_the_text_of_an_attachment_finds_the_item():
    item = make_item(title="学区划分")
    attach_text(item, "幸福路至和平街以东")

    catch_up()
    hit = search(Query(text="和平街")).hits[0]

    assert hit.item == item
    assert hit.where == "附件《附表》"
    assert "<mark>和平街</mark>" in hit.extract


def test_a_draft_is_not_found():
    make_draft(title="尚未公开的招生方案")

    assert find("招生方案") == []


@pytest.mark.parametrize("text", ["桐", "校", "告", "补"])
def test_one_character_finds_what_has_it(text):
    make_item(title="桐县校车公告", body="<p>车辆</p>", keywords="补")
    make_item(title="部门预算", body="<p>收支</p>")

    assert find(text) == ["桐县校车公告"]


def test_one_character_is_looked_for_in_titles_and_in_texts_when_these_are_few():
    for number in range(10):
        make_item(title=f"校车公告{number}", body="<p>无</p>")
    make_item(title="其他", body="<p>校外；食堂</p>")

    assert len(find("校")) == 10
    assert find("堂") == ["其他"]


def test_of_several_single_characters_titles_with_all_come_first_then_texts_with_one():
    for number in range(10):
        make_item(title=f"校车安全{number}")
    make_item(title="安全", body="<p>校车</p>")
    make_item(title="食堂", body="<p>校车安全</p>")

    assert len(find("车 全")) == 10
    assert find("车 堂")[0] == "食堂"
    assert search(Query(text="车 堂")).relaxed_from == 1
    assert search(Query(text="堂 车")).relaxed_from == 0  # further ones are looked for in titles


def test_without_the_left_over_character_the_rest_of_a_word_is_found():
    make_item(title="小学入学须知")

    assert find("办入学") == ["小学入学须知"]


def test_a_word_whose_parts_stand_apart_is_not_found():
    make_item(title="云溪县第二实验小学招生简章")
    make_item(title="别的学校", body="<p>第二中学；二实小；实验小组；验收小学</p>")

    results = find("第二实验小学")

    assert results[0] == "云溪县第二实验小学招生简章"
    assert find("教资格证") == []


def test_parts_of_a_longer_word_from_different_places_are_no_find():
    make_item(title="目录", body="<p>欧阳老师。太阳晨跑。</p>")

    catch_up()
    results = search(Query(text="欧阳晨"))

    assert results.relaxed_from in (0, None)
    assert "欧阳晨" in results.words


def test_a_title_ranks_before_a_body():
    make_item(title="关于校园安全的情况", body="<p>其中提到教师招聘。</p>" * 5)
    make_item(title="教师招聘公告", body="<p>详见附件。</p>")

    assert find("教师招聘")[0] == "教师招聘公告"


def test_words_that_stand_together_rank_before_words_apart():
    make_item(title="甲", body="<p>招聘会上有许多教师，食堂招聘厨师，教师大会，招聘办法</p>")
    make_item(title="乙", body="<p>本次教师招聘工作由县教育局负责，其他情况另行通知，特此说明</p>")

    assert find("教师招聘") == ["乙", "甲"]


def test_of_equal_documents_the_newer_and_the_valid_come_first():
    make_item(title="校车管理办法", written_on=date(2015, 3, 1), validity="repealed")
    make_item(title="校车管理办法", written_on=date(2015, 3, 1), validity="valid")
    make_item(title="校车管理办法", written_on=date(2024, 3, 1), validity="valid")
    catch_up()

    hits = search(Query(text="校车管理")).hits

    assert [(hit.item.year, hit.item.validity) for hit in hits] == [
        (2024, "valid"),
        (2015, "valid"),
        (2015, "repealed"),
    ]


def test_when_few_have_every_word_those_with_most_words_follow():
    both = make_item(title="食堂承包招标公告")
    one = make_item(title="食堂卫生检查")
    catch_up()

    results = search(Query(text="食堂 招标"))

    assert [hit.item for hit in results.hits] == [both, one]
    assert results.relaxed_from == 1
    assert results.total == 2


def test_when_many_have_every_word_nothing_else_follows():
    for number in range(10):
        make_item(title=f"食堂招标公告之{number}")
    make_item(title="食堂卫生检查")
    catch_up()

    results = search(Query(text="食堂 招标"))

    assert results.total == 10
    assert results.relaxed_from is None


def test_when_a_long_word_finds_nothing_its_parts_do():
    both = make_item(title="体育中考现场考试安排")
    make_item(title="体育工作总结")
    make_item(title="教育考试中心简介")
    catch_up()

    results = search(Query(text="体育考试"))

    assert results.hits[0].item == both
    assert results.relaxed_from == 0


def test_words_that_occur_nowhere_are_named_and_the_others_are_found():
    make_item(title="食堂承包招标公告")
    catch_up()

    results = search(Query(text="食堂 鹦鹉 招标"))

    assert results.failed_words == ["鹦鹉"]
    assert [hit.item.title for hit in results.hits] == ["食堂承包招标公告"]
    assert results.relaxed_from == 0


def test_a_word_that_a_filter_hides_does_occur():
    make_item(title="食堂承包招标公告", validity="valid")
    catch_up()

    results = search(Query(text="食堂", validity="repealed"))

    assert results.total == 0
    assert results.failed_words == []


def test_a_slip_of_the_pen_finds_what_comes_nearest():
    make_item(title="义务教育阶段学校名单")
    make_item(title="部门预算")

    assert find("义务教肓学校") == ["义务教育阶段学校名单"]


def test_what_nobody_wrote_is_not_found():
    make_item()
    catch_up()

    results = search(Query(text="鹦鹉"))

    assert (results.hits, results.total, results.num_pages) == ([], 0, 1)
    assert results.failed_words == results.words == ["鹦鹉"]


@pytest.mark.parametrize(
    "text, where, extract",
    [
        ("校车", "标题", "各校须在<mark>校车</mark>发车前检查"),
        ("发车", "正文", "各校须在校车<mark>发车</mark>前检查"),
        ("标牌", "关键词", "<mark>标牌</mark>"),
        ("概述", "内容概述", "本文<mark>概述</mark>"),
        ("103", "发文字号", "各校须在校车发车前检查"),
    ],
)
def test_an_extract_says_why_the_item_was_found(text, where, extract):
    make_item(
        title="校车使用许可",
        doc_no="桐教〔2020〕103号",
        keywords="标牌",
        summary="本文概述" if text == "概述" else "",
        body="<p>各校须在校车发车前检查。</p>",
    )
    catch_up()

    hit = search(Query(text=text)).hits[0]

    assert hit.where == where
    assert extract in hit.extract


def test_html_in_a_title_is_text():
    make_item(title="<script>alert(1)</script>招生")
    catch_up()

    hit = search(Query(text="招生")).hits[0]

    assert hit.marked_title == "&lt;script&gt;alert(1)&lt;/script&gt;<mark>招生</mark>"
