"""Masking a body: every blocking detail goes, every tag stays."""

import pytest

from disclosure.body_text import parse, text_of
from disclosure.models import PrivacyWaiver
from disclosure.privacy import mask_body, scan_content, scan_item, unresolved
from disclosure.tests.factories import NOON, author, make_draft, make_item_at, make_person
from disclosure.workflow import EventKind, Status
from portal.errors import RuleViolation

PHONE = "13800138000"


@pytest.mark.parametrize(
    "body, masked",
    [
        (f"<p>手机{PHONE}。</p>", "<p>手机138****8000。</p>"),
        (
            "<p>手机<strong>138</strong>001<em>38</em>000</p>",
            "<p>手机<strong>138****8000</strong><em></em></p>",
        ),
        (f"<p>{PHONE}和13900139000</p>", "<p>138****8000和139****9000</p>"),
        (
            f"<ul><li>{PHONE}</li><li>13900139000</li></ul>",
            "<ul><li>138****8000</li><li>139****9000</li></ul>",
        ),
        (
            f"<table><tbody><tr><td>电话</td><td><strong>138</strong>{PHONE[3:]}</td></tr></tbody></table>",
            "<table><tbody><tr><td>电话</td><td><strong>138****8000</strong></td></tr></tbody></table>",
        ),
        (
            "<table><tbody><tr><td>姓名</td><td>身份证号</td></tr>"
            "<tr><td>甲某某</td><td><p>9901011990</p><p>03071234</p></td></tr></tbody></table>",
            "<table><tbody><tr><td>姓名</td><td>身份证号</td></tr>"
            "<tr><td>甲某某</td><td><p>******</p><p></p></td></tr></tbody></table>",
        ),
        (f'<p><a href="tel:{PHONE}">致电</a></p>', "<p><a>致电</a></p>"),
        (f"裸文本{PHONE}", "<p>裸文本138****8000</p>"),
        (f"<p>1 &lt; 2 &amp; 手机{PHONE}</p>", "<p>1 &lt; 2 &amp; 手机138****8000</p>"),
    ],
)
def test_what_blocks_is_masked_and_the_tags_stay(body, masked):
    found, hits = mask_body(body)

    assert found == masked
    assert hits
    assert mask_body(found) == (masked, [])


def test_a_body_with_nothing_to_mask_stays_as_it_is():
    body = "<p>桐教〔2025〕8号，共2025人。</p>"

    assert mask_body(body) == (body, [])


def test_a_line_break_ends_a_number_and_an_inline_tag_does_not():
    (paragraph,) = parse("<p>12<strong>3</strong><br>4</p>")

    assert text_of(paragraph).text == "123\n4"


def test_places_name_the_paragraph_and_the_cell():
    body = f"<p>一</p><p>{PHONE}</p><table><tr><td>电话</td><td>{PHONE}</td></tr></table>"

    hits = list(scan_content({"标题": PHONE}, body, [("表.xlsx", [])]))

    assert [hit.place for hit in hits] == ["标题", "正文第2段", "正文第3段表格第1行第2列"]
    assert [hit.part for hit in hits] == [0, 2, 3]


@pytest.mark.django_db
def test_the_note_of_a_revision_is_public_and_looked_through():
    draft = make_draft(change_note=f"改为{PHONE}")

    assert [hit.place for hit in scan_item(draft)] == ["修改说明"]


@pytest.mark.django_db
def test_whoever_masks_has_written():
    draft = make_draft(body=f"<p>{PHONE}</p>")
    colleague = make_person("colleague", "disclosure.submit_item")

    draft.mask_body(by=colleague)

    assert draft.body == "<p>138****8000</p>"
    assert draft.events.get(kind=EventKind.MASKED).by == colleague
    assert colleague.pk in draft.touched_by()


@pytest.mark.django_db
def test_nothing_is_masked_after_review_began():
    item = make_item_at(Status.SECTION_REVIEW)

    with pytest.raises(RuleViolation, match="只有草稿可以遮盖"):
        item.mask_body(by=author())


@pytest.mark.django_db
def test_what_a_reviewer_justified_stays_also_in_a_revision():
    draft = make_draft(body=f"<p>咨询{PHONE}，手机13900139000</p>")
    first = unresolved(draft)[0]
    waiver = make_person("waiver", "disclosure.waive_privacy_item")
    draft.waive(by=waiver, at=NOON, finding=first.finding, basis="对外公布的咨询电话")

    draft.mask_body(by=author())

    assert draft.body == f"<p>咨询{PHONE}，手机139****9000</p>"
    assert unresolved(draft) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "finding, basis, sentence",
    [("", "条例第十五条", "已经遮盖或登记"), (None, " ", "写明依法须公开的理由")],
)
def test_a_reason_is_for_a_finding_that_stands_there(finding, basis, sentence):
    draft = make_draft(body=f"<p>{PHONE}</p>")
    finding = unresolved(draft)[0].finding if finding is None else finding
    waiver = make_person("waiver", "disclosure.waive_privacy_item")

    with pytest.raises(RuleViolation, match=sentence):
        draft.waive(by=waiver, at=NOON, finding=finding, basis=basis)

    assert not PrivacyWaiver.objects.exists()
