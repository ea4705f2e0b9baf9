"""Writing an item: every refusal stands beside its field, and nothing typed is lost."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from disclosure.models import Category, CategoryStatus, Item
from disclosure.tests.factories import (
    NOON,
    make_category,
    make_draft,
    make_item,
    make_item_at,
    publish,
    sign,
    signer,
)
from disclosure.tests.staff import errors_beside, fields_of, make_editor, said
from disclosure.workflow import Conclusion, EventKind, Status
from portal.models import HolidayNotice
from portal.tests.factories import make_office

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("each_act_by_itself")]

ADD = "/admin/disclosure/item/add/"
CLEAR = {"summary": "概述", "written_on": date(2025, 3, 1)}  # the checklist has nothing to say


@pytest.fixture
def editor(client):
    """An author; the head of the same office gives the first signature."""
    editor = make_editor(office=make_office(), last_name="文")
    client.force_login(editor)
    return editor


def sign_back(item, reason="请改"):
    item.send_back(by=signer(item.status), at=NOON, version=item.version, reason=reason)


def page_of(client, item):
    return client.get(reverse("admin:disclosure_item_change", args=[item.pk]))


def save(client, item, act="_continue", **typed):
    """Type into the item's page as it stands, and press a button."""
    page = page_of(client, item)
    return client.post(page.wsgi_request.path, fields_of(page, **{act: "1"}, **typed), follow=True)


def test_a_new_draft_comes_from_its_writers_office_and_tells_who_made_it(client, editor):
    category = make_category()

    client.post(ADD, fields_of(client.get(ADD), title="关于开学的通知", category=category.pk))

    item = Item.objects.get()
    assert (item.status, item.author, item.office) == (Status.DRAFT, editor, editor.office)
    assert item.issuer == "云溪县教育局"
    assert [(line.kind, line.by) for line in item.events.all()] == [(EventKind.CREATED, editor)]


def test_the_category_may_be_chosen_by_the_link_of_the_work_board(client, editor):
    category = make_category()

    page = client.get(f"{ADD}?category={category.pk}")

    assert fields_of(page)["category"] == [str(category.pk)]


def test_what_is_typed_is_cleaned_and_its_search_key_is_kept(client, editor):
    draft = make_draft()

    save(client, draft, doc_no="桐教（2025） 8号", body="<p>通知</p><script>alert(1)</script>")

    draft.refresh_from_db()
    assert draft.doc_no_key == "桐教(2025)8号"
    assert draft.body == "<p>通知</p>"


def test_a_day_of_origin_is_that_of_the_document_when_left_empty(client, editor):
    draft = make_draft()

    save(client, draft, written_on="2025年3月1日")

    draft.refresh_from_db()
    assert str(draft.formed_on) == "2025-03-01"


@pytest.mark.parametrize(
    "field, typed, sentence",
    [
        ("title", {"title": ""}, "必填"),
        ("source", {"origin": "reprint"}, "转载的信息请填写信息来源"),
        ("period_kind", {"begins_on": "2025-03-01", "ends_on": "2025-03-05"}, "选择起止类型"),
        ("begins_on", {"period_kind": "comment", "ends_on": "2025-03-05"}, "请填写开始日期"),
        ("ends_on", {"period_kind": "comment", "begins_on": "2025-03-05"}, "请填写截止日期"),
        (
            "ends_on",
            {"period_kind": "comment", "begins_on": "2025-03-05", "ends_on": "2025-03-04"},
            "截止日期不能早于开始日期（2025-03-05）",
        ),
        (
            "expires_on",
            {"effective_on": "2025-03-05", "expires_on": "2025-03-04"},
            "失效日期不能早于生效日期",
        ),
        ("written_on", {"written_on": "2025-13-01"}, "输入一个有效的日期"),
        ("source_url", {"source_url": "不是网址"}, "有效的 URL"),
    ],
)
def test_a_mistake_is_named_beside_its_field_and_the_rest_stays(
    client, editor, field, typed, sentence
):
    draft = make_draft()

    page = save(client, draft, summary="打了很久的字", **typed)

    assert sentence in errors_beside(page, field)
    assert fields_of(page)["summary"] == ["打了很久的字"]
    draft.refresh_from_db()
    assert draft.summary == ""


@pytest.mark.parametrize("field", ["written_on", "formed_on"])
def test_a_document_cannot_come_from_the_future(client, editor, field):
    tomorrow = timezone.localdate() + timedelta(days=1)

    page = save(client, make_draft(), **{field: tomorrow.isoformat()})

    assert "不能晚于今天" in errors_beside(page, field)


@pytest.mark.parametrize(
    "fields", [{"is_leaf": False}, {"status": CategoryStatus.PLANNED}], ids=["branch", "planned"]
)
def test_an_item_is_filed_under_a_leaf_in_use(client, editor, fields):
    unusable = make_category("0699", name="停用栏目", **fields)

    page = save(client, make_draft(), category=unusable.pk)

    assert "“停用栏目”不能发布信息" in errors_beside(page, "category")


def test_an_old_item_may_stay_where_it_is_when_its_category_closes(client, editor):
    draft = make_draft()
    Category.objects.update(status=CategoryStatus.PLANNED)

    save(client, draft, title="改过的标题")

    draft.refresh_from_db()
    assert draft.title == "改过的标题"


@pytest.mark.parametrize("field", ["replaces", "interprets", "postpones"])
def test_an_item_is_not_related_to_itself(client, editor, field):
    draft = make_draft()
    page = page_of(client, draft)

    answer = client.post(page.wsgi_request.path, fields_of(page, **{field: [draft.pk]}))

    assert "不能选择这条信息本身" in errors_beside(answer, field)


def test_the_second_of_two_writers_is_told_before_replacing_the_first(client, editor):
    draft = make_draft()
    page = page_of(client, draft)
    mine = fields_of(page, summary="第二个人写的", _continue="1")
    save(client, draft, summary="第一个人写的")

    warned = client.post(page.wsgi_request.path, mine)

    draft.refresh_from_db()
    assert "被另行保存过" in warned.content.decode()
    assert draft.summary == "第一个人写的"
    assert fields_of(warned)["summary"] == ["第二个人写的"]


def test_who_was_told_and_saves_again_means_it(client, editor):
    draft = make_draft()
    page = page_of(client, draft)
    mine = fields_of(page, summary="第二个人写的", _continue="1")
    save(client, draft, summary="第一个人写的")
    warned = client.post(page.wsgi_request.path, mine)

    client.post(page.wsgi_request.path, fields_of(warned, _continue="1"))

    draft.refresh_from_db()
    assert draft.summary == "第二个人写的"


def test_every_save_is_noted_and_its_writer_counts_as_one_of_the_authors(client, editor):
    draft = make_draft()

    save(client, draft, title="改一次")
    save(client, draft, title="改两次")

    lines = [(line.kind, line.by) for line in draft.events.all()]
    assert lines == [(EventKind.CHANGED, editor)] * 2
    assert draft.touched_by() == {draft.author_id, editor.pk}


def test_the_last_day_for_publication_is_counted(client, editor):
    HolidayNotice.objects.create(year=2025, number="国办发明电〔2024〕12号", is_complete=True)
    draft = make_draft()

    page = save(client, draft, formed_on="2025-03-03")

    draft.refresh_from_db()
    assert str(draft.due_on) == "2025-03-31"
    assert "2025-03-31" in page.content.decode()


def test_saved_and_submitted_in_one_go(client, editor):
    draft = make_draft(author=editor, **CLEAR)

    page = save(client, draft, "_submit", title="最后的标题")

    draft.refresh_from_db()
    assert (draft.title, draft.status) == ("最后的标题", Status.SECTION_REVIEW)
    assert draft.version.data["title"] == "最后的标题"
    assert said(page) == ["“最后的标题”待初审。"]


def test_what_the_rules_refuse_is_saved_and_the_reason_said(client, editor):
    draft = make_draft(author=editor)

    page = save(client, draft, "_submit", title="没有内容", body="")

    draft.refresh_from_db()
    assert (draft.title, draft.status) == ("没有内容", Status.DRAFT)
    assert "至少要有一项" in said(page)[0]
    assert said(page)[1] == "您填写的内容已保存为草稿，补齐后可再次提交。"


def test_a_new_item_can_be_submitted_at_once(client, editor):
    category = make_category()
    typed = {"title": "通知", "category": category.pk, "body": "<p>通知</p>", "_submit": "1"}
    typed |= CLEAR

    client.post(ADD, fields_of(client.get(ADD), **typed))

    item = Item.objects.get()
    assert [line.kind for line in item.events.all()] == [EventKind.CREATED, Status.SECTION_REVIEW]


def test_several_are_submitted_from_the_list_and_each_refusal_is_said(client, editor):
    mine = {"author": editor, **CLEAR}
    drafts = [make_draft(title="甲", **mine), make_draft(title="乙", **mine)]
    drafts.append(make_draft(title="丙", body="", **mine))
    chosen = {"action": "submit", "_selected_action": [draft.pk for draft in drafts]}

    page = client.post(reverse("admin:disclosure_item_changelist"), chosen, follow=True)

    assert Item.objects.filter(status=Status.SECTION_REVIEW).count() == 2
    assert said(page)[0].startswith("“丙”未办理：正文、附件、来源链接至少要有一项")
    assert said(page)[1] == "2 项待初审。"


@pytest.mark.parametrize("status", [Status.SECTION_REVIEW, Status.PUBLISHED])
def test_what_others_read_is_not_written_any_more(client, editor, status):
    draft = make_draft(author=editor)
    sent = fields_of(page_of(client, draft), title="改了")
    item = draft if status == Status.SECTION_REVIEW else publish(draft)
    if status == Status.SECTION_REVIEW:
        item.submit(by=editor, at=timezone.now())

    page = page_of(client, item)
    answer = client.post(page.wsgi_request.path, sent)

    item.refresh_from_db()
    assert "title" not in fields_of(page)
    assert "不能再改" in answer.content.decode()
    assert fields_of(answer)["title"] == ["改了"]
    assert item.title != "改了"


def test_a_public_item_is_revised_in_a_draft_of_its_own(client, editor):
    item = make_item(summary="原文")

    page = client.post(f"/admin/disclosure/item/{item.pk}/revise/", follow=True)

    draft = item.revisions.get()
    assert page.wsgi_request.path == f"/admin/disclosure/item/{draft.pk}/change/"
    assert fields_of(page)["change_note"] == [""]
    assert (draft.summary, draft.author, draft.status) == ("原文", editor, Status.DRAFT)


def test_a_second_revision_at_a_time_is_refused_in_words(client, editor):
    item = make_item()
    address = f"/admin/disclosure/item/{item.pk}/revise/"
    client.post(address)

    page = client.post(address, follow=True)

    assert "已有一份修订稿在办理" in said(page)[-1]
    assert item.revisions.count() == 1


def test_a_revision_says_what_was_changed_before_it_is_submitted(client, editor):
    draft = make_item(office=editor.office).revise(by=editor)

    page = save(client, draft, "_submit", title="改正的标题")

    assert "须填写“修改说明”" in said(page)[0]


def test_withheld_information_assessed_anew_becomes_a_draft(client, editor):
    item = make_item_at(Status.SECRECY_REVIEW)
    sign(item, conclusion=Conclusion.WITHHELD, basis="保守国家秘密法第十三条")

    client.post(f"/admin/disclosure/item/{item.pk}/reopen/")

    item.refresh_from_db()
    assert item.status == Status.DRAFT


@pytest.mark.parametrize("act", ["revise", "reopen"])
def test_an_act_is_never_done_by_following_a_link(client, editor, act):
    item = make_item()

    answer = client.get(f"/admin/disclosure/item/{item.pk}/{act}/")

    assert answer.status_code == 405
    assert not item.revisions.exists()


def test_withdrawal_asks_for_the_reason_the_public_will_read(client, editor):
    item = make_item()
    address = reverse("admin:disclosure_item_withdraw", args=[item.pk])

    page = client.post(address, {"reason": "  "})

    item.refresh_from_db()
    assert "请写明撤回理由" in errors_beside(page, "reason")
    assert item.status == Status.PUBLISHED


def test_a_withdrawn_item_says_why_and_can_only_be_read(client, editor):
    item = make_item()
    address = reverse("admin:disclosure_item_withdraw", args=[item.pk])

    page = client.post(address, {"reason": "内容有误"}, follow=True)

    item.refresh_from_db()
    assert (item.status, item.withdrawal_reason) == (Status.WITHDRAWN, "内容有误")
    assert item.events.last().by == editor
    assert "内容有误" in page.content.decode()
    assert "title" not in fields_of(page)


def test_a_draft_is_not_withdrawn(client, editor):
    draft = make_draft()

    answer = client.post(f"/admin/disclosure/item/{draft.pk}/withdraw/", {"reason": "错"})

    assert answer.status_code == 404


def test_an_author_deletes_a_draft_of_their_own(client, editor):
    draft = make_draft(author=editor)

    client.post(reverse("admin:disclosure_item_delete", args=[draft.pk]), {"post": "yes"})

    assert not Item.objects.exists()


def test_nothing_else_is_deleted(client, editor):
    another, public, returned = make_draft(), make_item(), make_draft(author=editor)
    returned.submit(by=editor, at=NOON)
    sign_back(returned)

    answers = [
        client.post(reverse("admin:disclosure_item_delete", args=[item.pk]), {"post": "yes"})
        for item in (another, public, returned)
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert Item.objects.count() == 3


def test_the_history_names_act_person_and_reason(client, editor):
    draft = make_draft(author=editor)
    draft.submit(by=editor, at=NOON)
    sign_back(draft, reason="日期写错了")

    page = page_of(client, draft).content.decode()

    assert "日期写错了" in page
    assert "退回或转为草稿" in page


def test_the_editor_page_lets_only_its_own_scripts_run(client, editor):
    page = page_of(client, make_draft())

    policy = page.headers["Content-Security-Policy"]
    nonce = policy.split("'nonce-")[1].split("'")[0]
    assert f'<script type="importmap" nonce="{nonce}">' in page.content.decode()
    assert "unsafe-eval" not in policy
    assert "script-src 'self' 'nonce-" in policy
