"""The work board: what waits for whom, and what to do next when nothing waits."""

from datetime import date, datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from disclosure.models import Attachment, CategoryStatus, Item, TextStatus
from disclosure.tests.factories import (
    NOON,
    make_category,
    make_draft,
    make_item,
    make_item_at,
    sign,
    signer,
)
from disclosure.tests.staff import make_author, make_editor, make_staff, make_system_admin
from disclosure.workflow import STEPS, Status
from portal.board import SHOWN, board
from portal.roles import SECTION_HEAD
from portal.tests.factories import make_office, make_user

pytestmark = pytest.mark.django_db

TODAY = date(2025, 3, 3)


@pytest.fixture
def editor():
    return make_author(office=make_office())


def columns(user, today=TODAY) -> dict[str, dict[str, list[str]]]:
    """The board as words: column → group → rows."""
    return {
        column.title: {group.title: [row.what for row in group.rows] for group in column.groups}
        for column in board(user, today=today)
    }


def last_saved(item, day):
    moment = timezone.make_aware(datetime.combine(day, datetime.min.time()))
    Item.objects.filter(pk=item.pk).update(updated_at=moment)


def test_my_drafts_wait_for_me_and_not_those_of_others(editor):
    make_draft(title="我的", author=editor)
    make_draft(title="别人的", author=make_user("other"))

    assert columns(editor)["待我办理"] == {"我的草稿": ["我的"]}


def test_whoever_has_nothing_waiting_is_told_what_to_do_next(editor):
    waiting, to_complete, latest = board(editor, today=TODAY)

    assert (waiting.groups, waiting.next_step[0]) == ([], "新增公开信息")
    assert to_complete.empty.startswith("没有临近截止的信息")
    assert latest.empty.startswith("还没有公开的信息")


def test_items_of_my_office_without_a_day_of_origin_are_to_be_completed(editor):
    make_draft(title="缺日期", office=editor.office)
    make_draft(title="有日期", office=editor.office, written_on=TODAY)
    make_draft(title="别科的", office=make_office("finance"))
    make_item(title="早已公开", office=editor.office)

    assert columns(editor)["即将到期、需要补充"] == {"待补日期": ["缺日期"]}


def test_whoever_belongs_to_no_office_sees_those_of_all():
    make_draft(title="甲科的", office=make_office("a"))
    make_draft(title="乙科的", office=make_office("b"))

    groups = columns(make_editor())["即将到期、需要补充"]

    assert groups["待补日期"] == ["乙科的", "甲科的"]


@pytest.mark.parametrize("days, is_old", [(6, False), (7, True), (30, True)])
def test_a_draft_is_old_after_a_week(editor, days, is_old):
    draft = make_draft(title="旧稿", office=editor.office, written_on=TODAY)
    last_saved(draft, TODAY - timedelta(days=days))

    assert ("超过7天的草稿" in columns(editor)["即将到期、需要补充"]) == is_old


@pytest.mark.parametrize(
    "ends, row",
    [(0, "报名今天截止"), (1, "报名还剩1天"), (7, "报名还剩7天"), (8, None), (-1, None)],
)
def test_a_period_about_to_end_is_announced(editor, ends, row):
    make_item(
        office=editor.office,
        written_on=TODAY,
        period_kind="registration",
        begins_on=TODAY - timedelta(days=9),
        ends_on=TODAY + timedelta(days=ends),
    )

    groups = board(editor, today=TODAY)[1].groups

    assert [fact.facts[-1] for group in groups for fact in group.rows] == ([row] if row else [])


@pytest.mark.parametrize("status", [TextStatus.BY_EYE, TextStatus.FAILED])
def test_a_draft_with_a_file_nobody_could_read_is_to_be_checked(editor, status):
    draft = make_draft(title="有旧版文件", office=editor.office, written_on=TODAY)
    attachment = Attachment.objects.attach(draft, ContentFile(b"x"), "a.txt")
    Attachment.objects.filter(pk=attachment.pk).update(text_status=status)
    last_saved(draft, TODAY)

    assert columns(editor)["即将到期、需要补充"] == {"附件须人工核对": ["有旧版文件"]}


def test_an_empty_leaf_of_my_office_asks_for_an_item(editor):
    make_category("0601", office=editor.office, published_count=3)
    leaf = make_category("0602", name="招生计划", office=editor.office)
    make_category("0603", office=editor.office, status=CategoryStatus.PLANNED)
    make_category("9001", office=editor.office, name="指南")
    make_category("0604")

    (group,) = board(editor, today=TODAY)[1].groups

    assert [row.what for row in group.rows] == ["0602 招生计划"]
    assert group.rows[0].url == f"/admin/disclosure/item/add/?category={leaf.pk}"


def test_the_latest_are_shown_with_their_public_page(editor):
    make_item(title="旧", at=NOON, written_on=TODAY)
    new = make_item(title="新", at=NOON + timedelta(hours=1), written_on=TODAY)

    (group,) = board(editor, today=TODAY)[2].groups

    assert [row.what for row in group.rows] == ["新", "旧"]
    assert group.rows[0].url == new.get_absolute_url()


def test_what_does_not_fit_is_one_click_away(client, editor):
    for number in range(SHOWN + 1):
        make_draft(title=f"草稿{number}", author=editor)

    (group,) = board(editor, today=TODAY)[0].groups
    client.force_login(editor)
    page = client.get(group.more)

    assert len(group.rows) == SHOWN
    assert page.context["cl"].result_count == SHOWN + 1


def test_who_keeps_registers_only_sees_registers_only(client):
    keeper = make_system_admin()
    client.force_login(keeper)

    page = client.get("/admin/").content.decode()

    assert [column.title for column in board(keeper, today=TODAY)] == ["运行情况"]
    assert "待我办理" not in page
    assert "单位设置" in page


def test_who_has_no_role_is_told_whom_to_ask(client):
    client.force_login(make_user("wu"))

    assert "还没有分配角色" in client.get("/admin/").content.decode()


def test_a_title_with_markup_is_text(client, editor):
    make_draft(title="<b>粗</b>", author=editor)
    client.force_login(editor)

    page = client.get("/admin/").content.decode()

    assert "&lt;b&gt;粗&lt;/b&gt;" in page
    assert "<b>粗</b>" not in page


def test_what_i_may_sign_waits_for_me_by_its_last_day_and_nothing_else():
    office = make_office()
    head = make_staff("head", SECTION_HEAD, office=office)
    later = make_item_at(Status.SECTION_REVIEW, title="后到期")
    first = make_item_at(Status.SECTION_REVIEW, title="先到期")
    Item.objects.filter(pk=later.pk).update(due_on=TODAY + timedelta(days=9))
    Item.objects.filter(pk=first.pk).update(due_on=TODAY - timedelta(days=1))
    make_item_at(Status.SECTION_REVIEW, title="我写的", author=make_author())
    Item.objects.filter(title="我写的").update(author=head)
    make_item_at(Status.RELEASE, title="等局领导")

    (group, *_) = board(head, today=TODAY)[0].groups

    assert (group.title, [row.what for row in group.rows]) == ("待我审核", ["先到期", "后到期"])
    assert group.rows[0].alert == "公开期限2025-03-02，已过1天"
    assert group.rows[0].url == f"/admin/disclosure/item/{first.pk}/review/"


def test_what_came_back_says_who_sent_it_and_why(editor):
    item = make_item_at(Status.SECTION_REVIEW, title="退回的", author=editor)
    by = signer(item.status)
    item.send_back(by=by, at=NOON, version=item.version, reason="日期有误")

    (group,) = board(editor, today=TODAY)[0].groups

    assert (group.title, group.rows[0].facts[-1]) == ("退回给我的", f"{by}：日期有误")


def test_what_i_sent_says_whose_turn_it_is(editor):
    make_item_at(Status.SECRECY_REVIEW, title="在办", author=editor, written_on=TODAY)

    group = board(editor, today=TODAY)[2].groups[0]

    assert (group.title, group.rows[0].facts[2]) == ("我提交的", "等保密审查人员保密审查")


def test_an_emergency_stays_red_until_both_reviews_are_given(editor):
    item = make_draft(title="停课通知", author=editor, written_on=TODAY)
    item.submit_in_emergency(by=editor, at=NOON, reason="台风")
    while item.status in STEPS:
        sign(item)
    owed = []
    for status in (Status.SECTION_REVIEW, Status.OFFICE_REVIEW):
        owed.append(columns(editor)["即将到期、需要补充"])
        by = signer(status)
        item.pass_owed(by=by, at=NOON, step=STEPS[status], version=item.public_version)

    assert owed == [{"应急公开，须补审": ["停课通知"]}] * 2
    assert "即将到期、需要补充" in columns(editor)
    assert columns(editor)["即将到期、需要补充"] == {}


def test_what_the_clock_could_not_do_is_shown_with_its_reason(editor):
    item = make_item_at(Status.RELEASE, title="定时的", author=editor, written_on=TODAY)
    moment = NOON + timedelta(days=1)
    item.release(by=signer(Status.RELEASE), at=NOON, version=item.version, publish_at=moment)
    Item.objects.update(schedule_error="原件已经撤回，修订稿不能公开")

    (group,) = board(editor, today=TODAY)[1].groups

    assert (group.title, group.rows[0].alert) == ("定时未成功", "原件已经撤回，修订稿不能公开")


def test_the_board_asks_no_more_when_more_is_under_way(client, editor):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/admin/").status_code == 200
        return len(captured)

    def add(number):
        for status in (Status.SECTION_REVIEW, Status.RELEASE, Status.PUBLISHED):
            make_item_at(status, title=f"{status}{number}", author=editor)
        item = make_item_at(Status.SECTION_REVIEW, author=editor)
        item.send_back(by=signer(item.status), at=NOON, version=item.version, reason="改")

    client.force_login(editor)
    add(0)
    client.get("/admin/")
    few = queries()
    for number in range(1, 5):
        add(number)

    assert queries() == few
