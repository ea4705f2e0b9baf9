"""What the author is shown before submitting, and what is not let through."""

from datetime import date

import pytest
from django.core.files.base import ContentFile

from disclosure.checklist import remarks_on, warnings_on
from disclosure.models import Attachment, Leader, LegacyAddress, Validity, WrongWord
from disclosure.tests.factories import NOON, make_category, make_draft, make_item
from disclosure.workflow import Status
from portal.errors import RuleViolation
from portal.models import OfficeSettings

pytestmark = pytest.mark.django_db

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
CLEAR = {"summary": "登记时间和办法", "written_on": date(2025, 3, 1)}


def errors(item):
    return [(remark.field, remark.sentence) for remark in remarks_on(item) if remark.blocks]


def warnings(item):
    return [(remark.field, remark.sentence) for remark in warnings_on(item)]


def test_a_complete_draft_has_nothing_to_look_at():
    draft = make_draft(**CLEAR)

    assert remarks_on(draft) == []


@pytest.mark.parametrize("place", ["【 】", "【】", "【请填写：公示开始日期】"])
def test_a_place_a_template_left_to_fill_stops_the_submission(place):
    draft = make_draft(body=f"<table><tr><td>{place}</td></tr></table>", **CLEAR)

    with pytest.raises(RuleViolation, match="还没有填写"):
        draft.submit(by=draft.author, at=NOON)

    draft.refresh_from_db()
    assert draft.status == Status.DRAFT
    assert [field for field, _ in errors(draft)] == ["body"]


def test_brackets_with_words_of_their_own_are_no_places_to_fill():
    draft = make_draft(title="【解读】招生政策", **CLEAR)

    assert remarks_on(draft) == []


@pytest.mark.parametrize(
    "address",
    [
        "/items/2099-1/",
        "/columns/9999/",
        "/nowhere.html",
        "https://www.yunxi.example/items/2099-1/",
        "/admin/disclosure/item/",
        "files/1/",
        "//[",
    ],
)
def test_a_link_to_a_page_of_ours_that_is_not_there_stops_the_submission(address):
    OfficeSettings.objects.create(pk=1, site_domain="www.yunxi.example")
    draft = make_draft(body=f'<p><a href="{address}">原文</a></p>', **CLEAR)

    assert [field for field, _ in errors(draft)] == ["body"]
    assert address in errors(draft)[0][1]


def test_links_to_public_pages_and_to_others_are_let_through():
    OfficeSettings.objects.create(pk=1, site_domain="www.yunxi.example")
    item = make_item(category=make_category())
    LegacyAddress.objects.create(path="/art/2019/1.html", item=item)
    addresses = [
        item.get_absolute_url(),
        "/search/?q=招生",
        "/zfxxgk/fdzdgknr/0601/",
        "/art/2019/1.html",
        "https://www.yunxi.example",
        "https://www.gov.cn/nothing",
        "mailto:office@example.org",
    ]
    links = "".join(f'<p><a href="{address}">链接</a></p>' for address in addresses)

    assert remarks_on(make_draft(body=links, **CLEAR)) == []


def test_a_picture_without_words_and_a_lost_file_stop_the_submission():
    draft = make_draft(**CLEAR)
    picture = Attachment.objects.attach(draft, ContentFile(PNG), "示意图.png", alt_text="")
    listing = Attachment.objects.attach(draft, ContentFile("名单".encode()), "名单.txt")
    listing.public_file.storage.delete(listing.public_file.name)

    found = errors(draft)

    assert [field for field, _ in found] == ["attachments", "attachments"]
    assert picture.name in found[0][1]
    assert "已经丢失" in found[1][1]


def test_number_date_and_summary_are_missed_but_do_not_stop():
    draft = make_draft(validity=Validity.VALID)

    assert [field for field, _ in warnings(draft)] == ["doc_no", "written_on", "summary"]

    draft.submit(by=draft.author, at=NOON, note="不编文号")
    assert "不编文号" in draft.events.last().note


def test_a_common_wrong_word_is_named_with_the_right_one():
    WrongWord.objects.create(wrong="截止到", right="截至")
    WrongWord.objects.create(wrong="局招", right="局招生办")
    draft = make_draft(body="<p>截止到3月，由局招生办受理。</p>", **CLEAR)

    assert warnings(draft) == [("body", "正文里有“截止到”，通常应为“截至”。")]


@pytest.mark.parametrize("wrong, right", [("务必须", "务必"), ("。。", "。"), ("，，", "，")])
def test_a_wrong_word_that_holds_the_right_one_is_named_too(wrong, right):
    WrongWord.objects.create(wrong=wrong, right=right)
    draft = make_draft(body=f"<p>报名{wrong}本人办理，{right}请周知</p>", **CLEAR)

    assert warnings(draft) == [("body", f"正文里有“{wrong}”，通常应为“{right}”。")]


@pytest.mark.parametrize(
    "text, field",
    [
        ("副局长陈某甲讲话", "body"),
        ("陈某甲同志主任", "body"),
        ("局长陈某甲、副局长林某乙出席", ""),
        ("书记陈某甲主持", ""),
        ("林某乙、陈某甲出席", "body"),
        ("陈某甲、林某乙出席", ""),
        ("局长林某乙出席", "body"),
    ],
)
def test_the_posts_and_the_order_of_leaders_are_those_of_the_list(text, field):
    Leader.objects.create(name="陈某甲", post="党组书记、局长", position=1)
    Leader.objects.create(name="林某乙", post="党组成员、副局长", position=2)
    draft = make_draft(body=f"<p>{text}</p>", **CLEAR)

    assert [place for place, _ in warnings(draft)] == ([field] if field else [])
