"""The self-inspection: each check finds a planted fault, and is silent on a clean site."""

from datetime import UTC, date, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.files.base import ContentFile

from disclosure import search
from disclosure.models import Attachment, Category, Item, WrongWord
from disclosure.tests.factories import make_category, make_item, make_item_at
from disclosure.workflow import Status
from portal.models import OfficeSettings
from reports import inspection_columns, inspection_items, inspection_pages
from reports.inspection import CHECKS
from reports.inspection_rules import THRESHOLDS
from reports.inspection_site import Site
from reports.models import ChannelFigure, InspectionRule, InspectionTerm, OutsideLink, SiteVisit
from reports.tests.registers import register_cases
from reports.workflow import Outlet

pytestmark = pytest.mark.django_db
NOON = datetime(2025, 3, 20, 4, 0, tzinfo=UTC)
BODY = "<p>现将有关事项通知如下，请各学校认真遵照执行，并于本周五以前上报落实情况。</p>"


def site(at=NOON) -> Site:
    return Site(at, InspectionRule.objects.numbers())


def sentences(look, at=NOON) -> list[str]:
    return [fault.sentence for fault in look(site(at))]


def public(**fields) -> Item:
    """An item published on 3 March 2025; what it says may be spoilt afterwards."""
    return make_item(**{"body": BODY, "issuer": "云溪县教育局"} | fields)


def spoil(item: Item, **fields) -> None:
    Item.objects.filter(pk=item.pk).update(**fields)


def test_every_number_of_the_rules_can_be_edited():
    assert set(InspectionRule.objects.values_list("key", flat=True)) == {
        each.key for each in THRESHOLDS
    }


def clean_site() -> None:
    """Fill in what an office fills in, and publish one item in each column there is."""
    OfficeSettings.objects.create(
        pk=1,
        site_id_code="4300000000",
        phone="0731-1234567",
        icp_number="湘ICP备00000000号",
        police_number="湘公网安备 43000000000000号",
        error_report_url="https://error.example/",
        party_mark_url="https://mark.example/",
    )
    columns = {"1501": "通知公告", "9001": "指南", "9002": "制度", "9003": "目录"}
    for code, name in (columns | {"9004": "年报", "9005": "依申请公开"}).items():
        leaf = make_category(code, name=name)
        public(category=leaf, title=f"{name}的第一条公开信息", body=f"<p>{name}的全文。</p>")
    search.catch_up()


# D5 walks every link of every page: its silence is proved with its find, further down.
@pytest.mark.parametrize("check", [each for each in CHECKS if each.code != "D5"], ids=str)
def test_a_clean_site_has_no_fault(check):
    clean_site()

    assert list(check.faults(site(NOON - timedelta(days=10)))) == []


# --- Columns -------------------------------------------------------------------------------------


def test_a_home_page_without_anything_new_for_two_weeks_is_found():
    public()

    assert sentences(inspection_columns.old_home_page) == [
        "首页最近一条信息在2025-03-03，已满14天没有更新。"
    ]
    assert sentences(inspection_columns.old_home_page, NOON - timedelta(days=5)) == []


@pytest.mark.parametrize(
    "code, days, found",
    [("1601", 15, 1), ("1601", 13, 0), ("1501", 181, 1), ("1501", 90, 0), ("0701", 400, 0)],
)
def test_news_age_in_two_weeks_and_notices_in_six_months(code, days, found):
    leaf = make_category(code, name="栏目")
    public(category=leaf)
    Category.objects.filter(pk=leaf.pk).update(last_published_at=NOON - timedelta(days=days))

    assert len(sentences(inspection_columns.stale_news)) == found


def test_an_empty_column_is_found_and_one_that_does_not_apply_is_not():
    make_category("0701", name="财务信息")
    make_category("0702", name="校车", status="not_applicable", status_reason="本县没有校车")

    assert [fault.place for fault in inspection_columns.empty_columns(site())] == ["0701 财务信息"]


def test_a_request_open_for_more_than_three_months_is_found_by_its_number_alone():
    register_cases(
        {"received_on": date(2024, 11, 1), "submitted_on": date(2024, 11, 1)},
        {"received_on": date(2025, 3, 1), "submitted_on": date(2025, 3, 1)},
    )

    assert sentences(inspection_columns.unanswered_requests) == [
        "2024-11-01收到，已过139天没有办结。"
    ]


def test_media_and_answers_that_fell_silent_are_found():
    for outlet in (Outlet.WECHAT, Outlet.MAILBOX):
        ChannelFigure.objects.create(
            year=2024, month=12, outlet=outlet, unit="条", figure=3, source="办公室"
        )

    assert len(sentences(inspection_columns.silent_media)) == 1
    assert len(sentences(inspection_columns.silent_answers)) == 1
    assert sentences(inspection_columns.silent_media, datetime(2025, 1, 5, tzinfo=UTC)) == []


# --- Items ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "look, fields",
    [
        (inspection_items.faked_days, {"published_at": NOON + timedelta(days=1)}),
        (inspection_items.faked_days, {"written_on": date(2025, 3, 10)}),
        (inspection_items.empty_items, {"body": "<p></p>"}),
        (inspection_items.leftovers, {"body": "<p>联系电话：undefined</p>"}),
        (inspection_items.privacy_leaks, {"body": "<p>联系人手机13812345678。</p>"}),
    ],
)
def test_what_was_spoilt_in_an_item_is_found(look, fields):
    item = public()
    before = sentences(look)

    spoil(item, **fields)

    assert before == []
    assert len(sentences(look)) == 1


def test_a_text_changed_past_the_reviews_is_found():
    item = make_item_at(Status.PUBLISHED)
    before = sentences(inspection_items.changed_texts)

    spoil(item, body="<p>被人改过的正文。</p>")

    assert before == []
    assert sentences(inspection_items.changed_texts) == [
        "公开的内容与签发的版本不一致，请核查是否被篡改。"
    ]


def test_a_leak_is_told_by_its_place_and_never_by_its_digits():
    spoil(public(), body="<p>联系人手机13812345678。</p>")

    (sentence,) = sentences(inspection_items.privacy_leaks)

    assert "正文第1段" in sentence
    assert "1381234" not in sentence


def test_words_of_the_office_are_found_with_their_right_writing():
    WrongWord.objects.create(wrong="因该", right="应该")
    WrongWord.objects.create(wrong="法人", right="法定代表人")
    InspectionTerm.objects.create(text="国家级")
    spoil(public(), body="<p>各校因该及时上报，由法定代表人签字。</p>")

    assert sentences(inspection_items.wrong_words) == ["出现“因该”，应为“应该”。"]
    assert sentences(inspection_items.forbidden_words) == []


def test_wrong_words_of_the_earlier_list_move_to_that_of_the_writers():
    WrongWord.objects.create(wrong="布署", right="部署")
    for text, correct in [("布署", "部署"), ("因该", "应该"), ("最高级", "")]:
        InspectionTerm.objects.create(kind="wrong", text=text, correct=correct)
    InspectionTerm.objects.create(text="国家级")

    import_module("reports.migrations.0004_one_list_of_wrong_words").move(apps, None)

    assert {str(word) for word in WrongWord.objects.all()} == {"布署 → 部署", "因该 → 应该"}
    left = InspectionTerm.objects.filter(kind="forbidden")
    assert {term.text for term in left} == {"国家级", "最高级"}
    assert not InspectionTerm.objects.filter(kind="wrong").exists()


def test_a_guide_of_a_service_names_what_people_need():
    leaf = make_category("1005", name="办事指南")
    public(category=leaf, title="教师资格认定办事指南")

    (sentence,) = sentences(inspection_items.thin_guides)

    assert "申请条件" in sentence


def test_interpretations_are_missed_both_ways():
    document = public(category=make_category("0202", name="规范性文件"), title="校外培训管理办法")
    reading = public(category=make_category("0204", name="政策解读"), title="一图读懂")

    assert len(sentences(inspection_items.missing_interpretations)) == 1
    assert len(sentences(inspection_items.orphan_interpretations)) == 1

    reading.interprets.add(document)

    assert sentences(inspection_items.missing_interpretations) == []
    assert sentences(inspection_items.orphan_interpretations) == []


def test_a_consultation_wants_feedback_even_without_opinions():
    leaf = make_category("1302", name="意见征集")
    item = public(category=leaf, title="关于《中小学校车管理办法（草案）》公开征求意见的公告")
    spoil(item, period_kind="comment", begins_on=date(2025, 1, 2), ends_on=date(2025, 2, 2))

    assert len(sentences(inspection_items.open_ended_consultations)) == 1

    public(category=leaf, title="《中小学校车管理办法（草案）》意见采纳情况的反馈")

    assert sentences(inspection_items.open_ended_consultations) == []


def test_the_same_text_twice_is_found_once():
    public(title="甲校通知", body=BODY * 3)
    public(title="乙校通知", body=BODY * 3)

    assert sentences(inspection_items.doubled_items) == ["正文完全相同的信息有2条。"]


def test_a_file_that_is_gone_is_found():
    file = Attachment.objects.attach_to_history(public(), ContentFile(b"plain words"), "名单.txt")
    before = sentences(inspection_items.lost_files)

    file.public_file.storage.delete(file.public_file.name)

    assert before == []
    assert sentences(inspection_items.lost_files) == ["附件《名单.txt》打不开：文件不在存储中。"]


# --- Pages ---------------------------------------------------------------------------------------


def test_a_site_that_opens_too_slowly_in_a_week_is_found():
    visits = [SiteVisit(at=NOON - timedelta(hours=n), is_open=True, seconds=0.2) for n in range(38)]
    SiteVisit.objects.bulk_create(visits)
    before = sentences(inspection_pages.slow_site)

    SiteVisit.objects.create(at=NOON, is_open=True, seconds=16)
    SiteVisit.objects.create(at=NOON, is_open=False, seconds=1)

    assert before == []
    assert sentences(inspection_pages.slow_site) == ["最近七天访问40次，有2次打不开或者超过15秒。"]


def test_elements_and_tags_nobody_filled_in_are_found():
    footer = [fault.key for fault in inspection_pages.missing_footer(site())]
    tags = sentences(inspection_pages.missing_tags)

    assert "footer:ICP备案编号" in footer
    assert "footer:站点地图" not in footer
    assert tags == ["首页缺少网页标签SiteIDCode；在“单位设置”中填写。"]


def test_a_link_to_a_page_that_is_not_there_is_found():
    clean_site()
    item = public(category=Category.objects.get(code="1501"))
    spoil(item, body='<p><a href="/items/nowhere/">附件</a> <a href="/now/">正在进行</a></p>')

    assert sentences(inspection_pages.dead_own_links) == [
        "正文里的链接打不开（404）：/items/nowhere/"
    ]


def test_an_outside_link_is_told_after_two_weeks_in_vain():
    link = OutsideLink.objects.create(url="https://gone.example/", item=public(), place="通知")
    link.answered("返回404", at=NOON)
    once = sentences(inspection_pages.dead_outside_links)
    link.answered("返回404", at=NOON)

    assert once == []
    assert len(sentences(inspection_pages.dead_outside_links)) == 1

    link.answered("", at=NOON)

    assert sentences(inspection_pages.dead_outside_links) == []
