"""The public pages: who sees what, and that nothing a visitor types breaks them."""

import re
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from disclosure.models import Attachment, Guide, LegacyAddress, Matter
from disclosure.tests.factories import (
    NOON,
    make_category,
    make_draft,
    make_item,
    publish,
    withdrawer,
)
from portal.models import OfficeSettings
from portal.tests.factories import make_office

pytestmark = pytest.mark.django_db

BLOCKS = {
    "9001": "政府信息公开指南",
    "9002": "政府信息公开制度",
    "9003": "政府信息公开目录",
    "9004": "政府信息公开年报",
    "9005": "依申请公开",
}


@pytest.fixture
def blocks():
    return [make_category(code, name=name) for code, name in BLOCKS.items()]


def page_text(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        *("/", "/zfxxgk/", "/zfxxgk/zfxxgkzn/", "/zfxxgk/zfxxgkzd/", "/zfxxgk/fdzdgknr/"),
        *("/zfxxgk/zfxxgknb/", "/zfxxgk/ysqgk/", "/search/", "/now/", "/site-map/"),
        *("/feeds/all/", "/feeds/9004/", "/sitemap.xml", "/sitemap-items.xml", "/robots.txt"),
        *("/opensearch.xml", "/healthz", "/readyz"),
    ],
)
def test_every_page_answers_on_an_empty_portal(client, blocks, address):
    assert client.get(address).status_code == 200


def test_a_draft_is_nowhere(client, blocks):
    draft = make_draft(title="尚未公开的草稿")

    pages = [client.get(address) for address in ("/", "/zfxxgk/", "/zfxxgk/fdzdgknr/0601/")]

    assert draft.slug is None
    assert all("尚未公开的草稿" not in page_text(page) for page in pages)


def test_a_withdrawn_item_and_its_files_answer_410_with_the_reason(client):
    item = make_draft()
    attachment = Attachment.objects.attach(item, ContentFile("名单".encode()), "名单.txt")
    publish(item)
    item.withdraw(by=withdrawer(), at=NOON, reason="名单有误")

    for address in (item.get_absolute_url(), attachment.get_absolute_url(), attachment.reading_url):
        response = client.get(address)
        assert response.status_code == 410
        assert "名单有误" in page_text(response)


def test_html_in_a_title_is_text(client):
    item = make_item(title="<script>alert(1)</script>通知")

    text = page_text(client.get(item.get_absolute_url()))

    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;通知" in text


def test_rare_characters_survive_on_the_page(client):
    item = make_item(title="㛃𠮷与阿卜杜·热合曼", body="<p>㛃𠮷阿卜杜·热合曼</p>")

    text = page_text(client.get(item.get_absolute_url()))

    assert "㛃𠮷与阿卜杜·热合曼" in text


def test_an_item_shows_its_chain_both_ways(client):
    old = make_item(title="旧办法", validity="repealed", abolished_on=NOON.date())
    new = make_item(title="新办法", validity="valid")
    new.replaces.add(old)
    reading = make_item(title="新办法解读")
    reading.interprets.add(new)

    old_page, new_page, reading_page = (
        page_text(client.get(item.get_absolute_url())) for item in (old, new, reading)
    )

    assert "已废止" in old_page and new.get_absolute_url() in old_page
    assert old.get_absolute_url() in new_page and reading.get_absolute_url() in new_page
    assert new.get_absolute_url() in reading_page


def test_a_matter_shows_its_line_of_stages_and_a_postponement_hangs_on_its_original(client):
    matter = Matter.objects.create(title="2025年教师招聘")
    notice = make_item(title="招聘公告", matter=matter, matter_stage="公告", matter_order=1)
    scores = make_item(title="成绩公布", matter=matter, matter_stage="成绩", matter_order=2)
    delay = make_item(title="笔试延期", postpones=notice)

    text = page_text(client.get(notice.get_absolute_url()))

    assert text.index("公告</strong>") < text.index(scores.get_absolute_url())
    assert "本事项已延期" in text and delay.get_absolute_url() in text
    assert notice.get_absolute_url() in page_text(client.get(delay.get_absolute_url()))


def test_a_related_draft_is_not_named(client):
    item = make_item()
    secret = make_draft(title="未公开的解读")
    secret.interprets.add(item)

    assert "未公开的解读" not in page_text(client.get(item.get_absolute_url()))


def test_what_is_open_today_stands_on_the_home_page_with_the_days_left(client):
    today = timezone.localdate()
    make_item(
        title="报名事项", period_kind="registration", begins_on=today, ends_on=today + timedelta(3)
    )
    make_item(
        title="昨天截止",
        period_kind="publicity",
        begins_on=today - timedelta(9),
        ends_on=today - timedelta(1),
    )

    text = page_text(client.get("/now/"))

    assert "报名事项" in text and "还有3天" in text
    assert "昨天截止" not in text


def test_a_category_page_shows_its_subtree_and_who_is_responsible(client):
    make_category(office=make_office(), person="科长", cadence="yearly")
    item = make_item()

    leaf = page_text(client.get("/zfxxgk/fdzdgknr/0601/"))
    group = page_text(client.get("/zfxxgk/fdzdgknr/06/"))

    assert item.title in leaf and item.title in group
    assert "云溪县教育局基础教育科" in leaf and "定期（每年）" in leaf


def test_a_leaf_that_does_not_apply_says_why(client):
    make_category("1204", name="校车使用许可", status="not_applicable", status_reason="无此职能")

    assert "无此职能" in page_text(client.get("/zfxxgk/fdzdgknr/1204/"))


def test_news_stand_outside_the_statutory_content(client):
    news = make_category("1601", name="教育要闻", article20="")
    news.parent.article20 = ""
    news.parent.save()
    item = make_item(title="开学典礼", category=news)

    assert client.get("/zfxxgk/fdzdgknr/1601/").url == "/columns/1601/"
    assert item.title in page_text(client.get("/columns/1601/"))
    assert item.title not in page_text(client.get("/zfxxgk/"))


def test_filters_narrow_a_category(client):
    make_item(title="甲文件", written_on=NOON.date(), validity="valid")
    make_item(title="乙文件", written_on=NOON.date().replace(year=2024), validity="repealed")

    by_year = page_text(client.get("/zfxxgk/fdzdgknr/0601/?year=2024"))
    by_validity = page_text(client.get("/zfxxgk/fdzdgknr/0601/?validity=valid"))

    assert "乙文件" in by_year and "甲文件" not in by_year
    assert "甲文件" in by_validity and "乙文件" not in by_validity


@pytest.mark.parametrize(
    "query",
    [
        *("page=999999", "page=-1", "page=abc", "year=abc", "year=99999999999999999999"),
        *("validity=x", "office=nobody", "kind=x", "sort=x", "page=2&page=3"),
    ],
)
def test_nonsense_in_a_category_address_is_a_sensible_page(client, query):
    make_item()

    assert client.get(f"/zfxxgk/fdzdgknr/0601/?{query}").status_code == 200


@pytest.mark.parametrize(
    "address, status",
    [
        ("/zfxxgk/fdzdgknr/nope/", 404),
        ("/columns/nope/", 404),
        ("/feeds/nope/", 404),
        ("/items/nope/", 404),
        ("/items/nope/files/1/a.pdf", 404),
        ("/items/nope/files/99999999999999999999/", 404),
        ("/no/such/page.html", 404),
        ("/search/?q=%00", 400),
        ("/%00", 400),
        ("/search/?q=" + "a" * 10_000, 400),
        ("/zfxxgk/fdzdgknr/" + "长" * 500 + "/", 404),
    ],
)
def test_a_wrong_address_is_answered_in_words(client, address, status):
    response = client.get(address)

    assert response.status_code == status
    assert "首页" in page_text(response)


def test_posting_to_a_public_page_is_refused(client):
    assert client.post("/zfxxgk/").status_code == 405


def test_an_old_address_leads_to_its_item_for_good(client):
    item = make_item()
    LegacyAddress.objects.create(path="/art/2020/7/1/art_1_2.html?id=3", item=item)

    response = client.get("/art/2020/7/1/art_1_2.html?id=3")

    assert (response.status_code, response.url) == (301, item.get_absolute_url())


def test_a_file_is_served_under_its_name_and_cannot_run(client):
    item = make_draft()
    Attachment.objects.attach(item, ContentFile("名单".encode()), "名单 一.txt")
    attachment = publish(item).attachments.get()

    response = client.get(attachment.get_absolute_url())

    assert b"".join(response.streaming_content).decode() == "名单"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert client.get(f"/items/{item.slug}/files/1/else.txt").url == attachment.get_absolute_url()


def test_a_file_can_be_read_in_the_page(client):
    item = make_draft()
    Attachment.objects.attach(item, ContentFile("第一行名单".encode()), "名单.txt")
    attachment = publish(item).attachments.get()

    assert "第一行名单" in page_text(client.get(attachment.reading_url))
    assert attachment.reading_url in page_text(client.get(item.get_absolute_url()))


def test_the_guide_shows_the_nine_fields_of_article_12(client, blocks):
    values = {
        "classification": "按内容分类",
        "arrangement": "按栏目编排",
        "ways_to_obtain": "网站查阅",
        "office_name": "云溪县教育局办公室",
        "address": "文教路1号",
        "office_hours": "工作日8:30至17:30",
        "phone": "0999-5550101",
        "fax": "0999-5550102",
        "internet_contact": "gk@yunxi.example",
    }
    Guide.objects.create(pk=1, **values)

    text = page_text(client.get("/zfxxgk/zfxxgkzn/"))

    assert all(value in text for value in values.values())


def test_the_footer_carries_the_seven_elements(client):
    OfficeSettings.objects.create(
        pk=1,
        site_id_code="9999990001",
        phone="0999-5550100",
        icp_number="云ICP备00000000号",
        police_number="99999902000001",
        party_mark_url="https://mark.example/",
        error_report_url="https://errors.example/",
    )

    text = page_text(client.get("/"))

    for element in (
        *("党政机关网站标识", "我为政府网站找错", "网站标识码：9999990001"),
        *("主办单位：云溪县教育局", "ICP备案编号", "公安机关备案号", "站点地图"),
    ):
        assert element in text


SITE = {"SiteName", "SiteDomain", "SiteIDCode"}
COLUMN = {"ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"}
CONTENT = {"ColumnName", "ColumnType", "ArticleTitle", "PubDate", "ContentSource"}


@pytest.mark.parametrize(
    "address, names",
    [
        ("/", SITE),
        ("/zfxxgk/fdzdgknr/0601/", SITE | COLUMN),
        ("/zfxxgk/fdzdgknr/", SITE | COLUMN),
        ("/zfxxgk/zfxxgknb/", SITE | COLUMN),
        ("item", SITE | CONTENT),
    ],
)
def test_every_page_type_carries_its_tags(client, blocks, address, names):
    item = make_item(issuer="云溪县教育局")

    text = page_text(client.get(item.get_absolute_url() if address == "item" else address))

    assert all(f'<meta name="{name}" content="' in text for name in names)
    if address == "item":
        assert '<meta name="PubDate" content="2025-03-03 12:00">' in text


def test_a_public_page_allows_no_inline_script_and_no_third_party(client):
    policy = client.get("/")["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "default-src 'none'" in policy and "script-src 'self';" in policy


def test_the_feed_and_the_sitemap_hold_what_is_public(client):
    item = make_item()
    withdrawn = make_item(title="已撤回")
    withdrawn.withdraw(by=withdrawer(), at=NOON, reason="有误")

    index = page_text(client.get("/sitemap.xml"))
    parts = re.findall(r"<loc>http://testserver([^<]+)</loc>", index)
    site_map = "".join(page_text(client.get(part)) for part in parts)
    feeds = [page_text(client.get(address)) for address in ("/feeds/all/", "/feeds/0601/")]
    for text in (*feeds, site_map):
        assert item.get_absolute_url() in text
        assert withdrawn.get_absolute_url() not in text
