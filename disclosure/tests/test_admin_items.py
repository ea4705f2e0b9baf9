"""Writing an item: every refusal stands beside its field, and nothing typed is lost."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from disclosure.models import Category, CategoryStatus, Item
from disclosure.tests.factories import make_category, make_draft, make_item
from disclosure.tests.staff import errors_beside, fields_of, make_editor, said
from disclosure.workflow import EventKind, Status
from portal.models import Counter
from portal.tests.factories import make_office

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("each_choice_by_itself")]

ADD = "/admin/disclosure/item/add/"


@pytest.fixture
def editor(client):
    editor = make_editor(office=make_office(), last_name="文")
    client.force_login(editor)
    return editor


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


def test_saved_and_published_in_one_go(client, editor):
    draft = make_draft()

    page = save(client, draft, "_publish", title="最后的标题")

    draft.refresh_from_db()
    assert (draft.title, draft.status) == ("最后的标题", Status.PUBLISHED)
    assert said(page) == ["“最后的标题”已公开。"]
    assert [line.by for line in draft.events.all()] == [editor]


def test_what_the_rules_keep_from_the_public_is_saved_and_the_reason_said(client, editor):
    draft = make_draft()

    page = save(client, draft, "_publish", title="没有内容", body="")

    draft.refresh_from_db()
    assert (draft.title, draft.status) == ("没有内容", Status.DRAFT)
    assert "至少要有一项" in said(page)[0]
    assert said(page)[1] == "您填写的内容已保存为草稿，补齐后可再次公开。"


def test_a_new_item_can_be_published_at_once(client, editor):
    category = make_category()
    typed = {"title": "通知", "category": category.pk, "body": "<p>通知</p>", "_publish": "1"}

    client.post(ADD, fields_of(client.get(ADD), **typed))

    item = Item.objects.get()
    assert item.status == Status.PUBLISHED
    assert [line.kind for line in item.events.all()] == [EventKind.CREATED, Status.PUBLISHED]


def test_several_are_published_from_the_list_and_each_refusal_is_said(client, editor):
    drafts = [make_draft(title="甲"), make_draft(title="乙"), make_draft(title="丙", body="")]
    chosen = {"action": "publish", "_selected_action": [draft.pk for draft in drafts]}

    page = client.post(reverse("admin:disclosure_item_changelist"), chosen, follow=True)

    assert Item.objects.public().count() == 2
    assert said(page)[0].startswith("“丙”未办理：正文、附件、来源链接至少要有一项")
    assert said(page)[1] == "2 项已公开。"


def test_a_public_item_is_not_changed_without_a_word(client, editor):
    item = make_item()

    page = save(client, item, title="悄悄改的标题")

    item.refresh_from_db()
    assert "修改已公开的信息须写明" in errors_beside(page, "change_note")
    assert item.title != "悄悄改的标题"


def test_a_change_of_a_public_item_is_written_down_and_reaches_search(client, editor):
    item = make_item()
    stamp = item.stamp

    save(client, item, title="改正的标题", change_note="标题有误，更正")

    item.refresh_from_db()
    last = item.events.last()
    assert item.title == "改正的标题"
    assert (last.kind, last.note, last.by) == (EventKind.CHANGED, "标题有误，更正", editor)
    assert item.stamp > stamp
    assert item.stamp == Counter.objects.get(name="item-stamp").value


def test_a_public_item_moved_to_another_category_is_counted_there(client, editor):
    item, other = make_item(), make_category("0602")

    save(client, item, category=other.pk, change_note="归错了栏目")

    counts = dict(Category.objects.leaves().values_list("code", "published_count"))
    assert counts == {"0601": 0, "0602": 1}


def test_the_year_of_a_public_item_follows_its_document(client, editor):
    item = make_item()

    save(client, item, written_on="2024-12-30", change_note="补成文日期")

    item.refresh_from_db()
    assert item.year == 2024


def test_a_public_item_cannot_be_made_secret_without_withdrawal(client, editor):
    page = save(client, make_item(), mode="withheld", change_note="不该公开")

    assert "请先撤回" in errors_beside(page, "mode")


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


def test_a_withdrawn_item_refuses_what_is_sent_to_it(client, editor):
    item = make_item()
    sent = fields_of(page_of(client, item), title="改了", change_note="改")
    item.withdraw(by=editor, at=timezone.now(), reason="内容有误")

    answer = client.post(reverse("admin:disclosure_item_change", args=[item.pk]), sent)

    item.refresh_from_db()
    assert answer.status_code == 403
    assert (item.status, item.title) == (Status.WITHDRAWN, "2025年义务教育招生入学工作通知")


def test_a_draft_is_not_withdrawn(client, editor):
    draft = make_draft()

    answer = client.post(f"/admin/disclosure/item/{draft.pk}/withdraw/", {"reason": "错"})

    assert answer.status_code == 404


def test_an_author_deletes_a_draft_of_their_own(client, editor):
    draft = make_draft(author=editor)

    client.post(reverse("admin:disclosure_item_delete", args=[draft.pk]), {"post": "yes"})

    assert not Item.objects.exists()


@pytest.mark.parametrize("make", [make_draft, make_item], ids=["another's draft", "public item"])
def test_nothing_else_is_deleted(client, editor, make):
    item = make(author=None if make is make_draft else editor)

    answer = client.post(reverse("admin:disclosure_item_delete", args=[item.pk]), {"post": "yes"})

    assert answer.status_code == 403
    assert Item.objects.exists()


def test_the_history_names_act_person_and_reason(client, editor):
    item = make_item()
    item.record_change(by=editor, note="改正错别字")

    page = page_of(client, item).content.decode()

    assert "改正错别字" in page
    assert "修改" in page


def test_the_editor_page_lets_only_its_own_scripts_run(client, editor):
    page = page_of(client, make_draft())

    policy = page.headers["Content-Security-Policy"]
    nonce = policy.split("'nonce-")[1].split("'")[0]
    assert f'<script type="importmap" nonce="{nonce}">' in page.content.decode()
    assert "unsafe-eval" not in policy
    assert "script-src 'self' 'nonce-" in policy
