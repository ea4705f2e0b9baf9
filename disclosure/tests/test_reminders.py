"""What offices are reminded of: each kind when it is owed, to whom, in which words."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command

from disclosure.models import Category, Item
from disclosure.models.catalogue import Cadence
from disclosure.tests.factories import (
    NOON,
    make_category,
    make_draft,
    make_item,
    make_item_at,
    sign,
    signer,
)
from disclosure.workflow import STEPS, Status
from portal.models import Notice
from portal.reminder_scan import scan
from portal.roles import DISCLOSURE_HEAD, GENERAL_OFFICE, LEADER, SECTION_HEAD
from portal.tests.factories import make_office
from portal.tests.reminding import make_holder

pytestmark = pytest.mark.django_db
TODAY = date(2025, 3, 3)
ONE_DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def people_and_calendar():
    call_command("load_holidays", verbosity=0)
    make_holder(SECTION_HEAD, "section-head", office=make_office())
    make_holder(SECTION_HEAD, "other-head", office=make_office("other", name="另一科"))
    make_holder(DISCLOSURE_HEAD, "head")
    make_holder(LEADER, "leader")


def told(event):
    """Who was told of what, at which step."""
    notices = Notice.objects.filter(event=f"disclosure.{event}")
    return sorted(notices.values_list("recipient__username", "step"))


def noon_of(day):
    return NOON + (day - TODAY)


@pytest.mark.parametrize("day, step", [(TODAY, 5), (TODAY + 7 * ONE_DAY, 0)])
def test_a_term_that_runs_out_reaches_author_and_section_head(day, step):
    item = make_draft()
    Item.objects.update(due_on=date(2025, 3, 10))  # a Monday, five working days on

    scan(noon_of(day))

    assert told("publication_due") == [("author", step), ("section-head", step)]
    notice = Notice.objects.filter(event="disclosure.publication_due").first()
    assert "期限是2025年3月10日" in notice.text
    assert "第二十六条" in notice.text
    assert notice.path == f"/admin/disclosure/item/{item.pk}/change/"


def test_three_working_days_past_the_term_the_leader_is_told():
    make_draft()
    Item.objects.update(due_on=date(2025, 2, 26))

    scan(NOON)

    assert told("publication_due") == [
        ("author", -3),
        ("head", -3),
        ("leader", -3),
        ("section-head", -3),
    ]


def test_what_is_public_owes_nothing():
    make_item()
    Item.objects.update(due_on=TODAY)

    scan(NOON)

    assert not told("publication_due")


def test_a_returned_item_untouched_for_three_days_is_called_to_mind():
    item = make_item_at(Status.SECTION_REVIEW)
    item.send_back(by=signer(item.status), at=NOON, version=item.version, reason="请改标题")
    Item.objects.update(updated_at=NOON)
    item.events.filter(kind=Status.DRAFT).update(at=NOON)

    scan(NOON + 2 * ONE_DAY)
    assert not told("returned_untouched")

    scan(NOON + 3 * ONE_DAY)
    assert told("returned_untouched") == [("author", 0)]
    assert "退回后还没有修改" in Notice.objects.get(event__endswith="returned_untouched").text


def test_an_act_that_still_fails_is_said_every_working_day():
    make_item_at(Status.RELEASE)
    fields = {"publish_at": NOON - 3 * ONE_DAY, "schedule_error": "附件丢失"}
    Item.objects.update(status=Status.SCHEDULED, **fields)

    scan(NOON)  # Friday to Monday

    assert ("author", -1) in told("schedule_overdue")
    assert "附件丢失" in Notice.objects.filter(event="disclosure.schedule_overdue").first().text


def test_withheld_information_is_assessed_again():
    make_item_at(Status.SECRECY_REVIEW)
    Item.objects.update(status=Status.WITHHELD, withheld_basis="国家秘密", rereview_on=TODAY)

    scan(NOON)

    assert told("assessment_due") == [("author", 0), ("head", 0)]
    assert "第十八条" in Notice.objects.filter(event="disclosure.assessment_due").first().text


def test_a_leaf_past_its_cadence_reaches_the_head_of_its_office():
    make_category(office=make_office(), cadence=Cadence.WEEKLY)
    make_item(at=NOON - 7 * ONE_DAY)

    scan(NOON)

    assert told("update_due") == [("section-head", 0)]
    assert "“招生政策”（每周）应当更新" in Notice.objects.get(event="disclosure.update_due").text


def test_empty_leaves_are_told_once_a_month_as_one():
    make_category("0601", office=make_office())
    make_category("0602", office=make_office())

    scan(NOON)
    scan(NOON + 5 * ONE_DAY)

    notice = Notice.objects.get(event="disclosure.leaves_empty")
    assert notice.recipient.username == "section-head"
    assert "有2个还没有任何公开内容" in notice.text

    scan(NOON + 31 * ONE_DAY)

    assert len(told("leaves_empty")) == 2


def test_empty_leaves_nobody_answers_for_are_told_to_the_disclosure_office():
    make_category("0601", office=make_office())
    make_category("0602")
    make_category("0603")

    scan(NOON)
    scan(NOON + 5 * ONE_DAY)

    notice = Notice.objects.get(event="disclosure.leaves_unassigned")
    assert notice.recipient.username == "head"
    assert "有2个空栏目没有填写责任科室" in notice.text


def publish_in_emergency():
    item = make_draft()
    item.submit_in_emergency(by=item.author, at=NOON, reason="台风停课")
    while item.status in STEPS:
        sign(item)
    return item


def test_the_reviews_an_emergency_put_off_are_called_to_mind_one_by_one():
    make_holder(GENERAL_OFFICE, "general-office")
    item = publish_in_emergency()  # on Monday

    scan(NOON)
    assert not told("section_review_owed") + told("office_review_owed")

    scan(NOON + ONE_DAY)
    assert told("section_review_owed") == [("section-head", 0)]
    assert told("office_review_owed") == [("general-office", 0)]
    assert "还没有补办初审" in Notice.objects.get(event__endswith="section_review_owed").text

    step = STEPS[Status.SECTION_REVIEW]
    by = signer(Status.SECTION_REVIEW)
    item.pass_owed(by=by, at=NOON + ONE_DAY, step=step, version=item.public_version)
    scan(NOON + 2 * ONE_DAY)
    assert told("section_review_owed") == [("section-head", 0)]
    assert told("office_review_owed")[-2:] == [("general-office", 0), ("head", -1)]


def test_every_kind_has_a_subject_and_a_page():
    make_category(office=make_office(), cadence=Cadence.WEEKLY)
    make_draft()
    Item.objects.update(due_on=TODAY)
    Category.objects.update(published_count=1, last_published_at=NOON - 10 * ONE_DAY)

    scan(NOON)

    assert Notice.objects.count() >= 3
    for notice in Notice.objects.all():
        assert notice.subject
        assert notice.path.startswith("/admin/")
