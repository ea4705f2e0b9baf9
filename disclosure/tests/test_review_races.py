"""Two people, or two workers, at the same second: nothing is doubled, nothing slips through.

On PostgreSQL each act runs in a thread with a connection of its own, and a barrier lets them
begin together; on SQLite, where one writes at a time, they run in turn on rows read before.
"""

from datetime import timedelta
from functools import partial

import pytest
from django.core.files.base import ContentFile

from disclosure.canonical import digest, public_data
from disclosure.models import Attachment, Category, Item, Review, Version
from disclosure.tests.factories import (
    NOON,
    make_category,
    make_draft,
    make_item_at,
    make_person,
    make_released_item,
    sign,
    signer,
    withdrawer,
)
from disclosure.workflow import IN_REVIEW, STEPS, Conclusion, Status
from portal.errors import RuleViolation
from portal.models import AuditEntry, Notice
from portal.tests import threads

pytestmark = pytest.mark.django_db(transaction=True)

LATER = NOON + timedelta(days=1)


def at_once(*acts) -> list:
    """Run `acts` together; return what each returned or refused."""
    return threads.at_once(*(partial(outcome, act) for act in acts))


def outcome(act):
    try:
        return act()
    except Exception as error:
        return error


def refusals(results) -> list[RuleViolation]:
    """Return the refusals in words; anything else that was raised is a fault."""
    errors = [result for result in results if isinstance(result, Exception)]
    assert [error for error in errors if not isinstance(error, RuleViolation)] == []
    return errors


def fresh(item) -> Item:
    """The row as another person's request reads it."""
    return Item.objects.select_related("category", "version").get(pk=item.pk)


def acts_of_two(status, item):
    """The same signature by the usual person and by a second one with the right."""
    step = STEPS[status]
    names = ["pass_section", "pass_office", "pass_secrecy", "release", "release_by_head"]
    more = {}
    if status == Status.SECRECY_REVIEW:
        more = {"conclusion": Conclusion.PUBLIC, "basis": "不涉密"}
    people = [signer(status), make_person("second", step.permission)]

    def act_of(person):
        mine = fresh(item)
        verb = getattr(mine, names[IN_REVIEW.index(status)])
        return lambda: verb(by=person, at=NOON, version=mine.version, **more)

    return [act_of(person) for person in people]


@pytest.mark.parametrize("status", IN_REVIEW)
def test_of_two_reviewers_at_the_same_second_one_signs(status):
    category = make_category(needs_head_release=True)
    item = make_item_at(status, category=category)

    results = at_once(*acts_of_two(status, item))

    assert len(refusals(results)) == 1
    assert Review.objects.filter(step=status).count() == 1
    item.refresh_from_db()
    is_public = status == Status.HEAD_RELEASE
    assert (item.status == Status.PUBLISHED) == is_public
    assert Category.objects.get(pk=category.pk).published_count == int(is_public)
    assert AuditEntry.objects.filter(act="publication").count() == int(is_public)


def test_a_draft_submitted_twice_at_once_makes_one_version():
    item = make_draft()
    Attachment.objects.attach(item, ContentFile("名单".encode()), "名单.txt")
    one, other = fresh(item), fresh(item)

    results = at_once(
        lambda: one.submit(by=one.author, at=NOON), lambda: other.submit(by=other.author, at=NOON)
    )

    assert len(refusals(results)) == 1
    assert Version.objects.filter(item=item).count() == 1
    assert item.events.filter(kind="section_review").count() == 1


def test_of_an_edit_and_a_submission_at_once_the_reviewers_see_what_is_stored():
    item = make_draft()
    mine, editors = fresh(item), fresh(item)
    editors.title = "改过的标题"

    results = at_once(
        lambda: mine.submit(by=mine.author, at=NOON),
        lambda: editors.save_draft(by=make_person("colleague")),
    )

    refused = refusals(results)
    item.refresh_from_db()
    if item.status == Status.DRAFT:  # the submission was the one refused
        assert len(refused) == 1
        assert (item.title, item.version) == ("改过的标题", None)
    else:
        assert item.version.sha256 == digest(public_data(item))
        assert item.version.data["title"] == item.title


def test_of_a_release_and_a_return_at_once_one_happens():
    item = make_item_at(Status.RELEASE)
    one, other = fresh(item), fresh(item)
    second = make_person("second", STEPS[Status.RELEASE].permission)

    results = at_once(
        lambda: one.release(by=signer(Status.RELEASE), at=NOON, version=one.version),
        lambda: other.send_back(by=second, at=NOON, version=other.version, reason="有误"),
    )

    assert len(refusals(results)) == 1
    item.refresh_from_db()
    review = Review.objects.get(step=Status.RELEASE)
    assert (item.status, review.decision) in [(Status.PUBLISHED, "pass"), (Status.DRAFT, "return")]


def test_an_edit_at_the_second_of_the_release_changes_nothing_public():
    item = make_item_at(Status.RELEASE)
    mine, editors = fresh(item), fresh(item)
    editors.title = "没有人审过的标题"

    results = at_once(
        lambda: mine.release(by=signer(Status.RELEASE), at=NOON, version=mine.version),
        lambda: editors.save_draft(by=editors.author),
    )

    assert len(refusals(results)) == 1
    item.refresh_from_db()
    assert item.status == Status.PUBLISHED
    assert digest(public_data(item)) == item.public_version.sha256


def test_a_file_attached_at_the_second_of_the_submission_is_in_the_version_or_refused():
    item = make_draft()
    mine = fresh(item)

    results = at_once(
        lambda: mine.submit(by=mine.author, at=NOON),
        lambda: Attachment.objects.attach(item, ContentFile("名单".encode()), "名单.txt"),
    )

    refused = refusals(results)
    item.refresh_from_db()
    if item.status == Status.DRAFT:  # the submission was the one refused
        assert len(refused) == 1
        assert (item.attachments.count(), item.version) == (1, None)
    else:
        assert item.version.sha256 == digest(public_data(item))
        assert all(file["sha256"] for file in item.version.data["files"])


def test_of_two_revisions_begun_at_once_there_is_one():
    item = make_released_item()
    one, other = fresh(item), fresh(item)
    colleague = make_person("colleague", "disclosure.submit_item")

    results = at_once(lambda: one.revise(by=item.author), lambda: other.revise(by=colleague))

    assert len(refusals(results)) == 1
    assert item.revisions.count() == 1


def make_revision_at_release(item, **fields):
    revision = item.revise(by=item.author)
    revision.title, revision.change_note = "修订后的标题", "更正"
    for name, value in fields.items():
        setattr(revision, name, value)
    revision.save_draft(by=item.author)
    revision.submit(by=item.author, at=NOON)
    while revision.status != Status.RELEASE:
        sign(revision)
    return revision


def test_a_withdrawal_at_the_second_a_revision_is_released_holds():
    item = make_released_item()
    revision = make_revision_at_release(item, category=make_category("0602", name="招生计划"))
    one, other = fresh(item), fresh(revision)

    results = at_once(
        lambda: one.withdraw(by=withdrawer(), at=LATER, reason="有误"),
        lambda: other.release(by=signer(Status.RELEASE), at=LATER, version=other.version),
    )

    refusals(results)
    item.refresh_from_db()
    assert item.status == Status.WITHDRAWN
    assert set(Category.objects.values_list("published_count", flat=True)) == {0}
    assert item.public_version.sha256 == digest(public_data(item))


def test_two_workers_run_the_schedule_and_each_act_is_done_once():
    due = [make_item_at(Status.RELEASE, title=f"第{n}件") for n in range(3)]
    for item in due:
        sign(item, publish_at=LATER)
    over = make_released_item(title="公示", take_down_on=LATER.date())

    results = at_once(*[lambda: Item.objects.run_schedule(LATER)] * 2)

    assert results == [None, None]
    numbers = Item.objects.public().values_list("index_no", flat=True)
    assert len(set(numbers)) == Category.objects.get(pk=over.category_id).published_count == 3
    assert AuditEntry.objects.filter(act="publication", by=None).count() == 3
    assert AuditEntry.objects.filter(act="withdrawal").count() == 1
    assert not Item.objects.failed_on_schedule().exists()
    assert not Notice.objects.filter(event="schedule_failed").exists()


def test_the_schedule_and_a_return_at_once_leave_one_outcome():
    item = make_item_at(Status.RELEASE)
    sign(item, publish_at=LATER)
    mine = fresh(item)
    leader = signer(Status.RELEASE)

    results = at_once(
        lambda: Item.objects.run_schedule(LATER),
        lambda: mine.send_back(by=leader, at=LATER, version=mine.version, reason="改期"),
    )

    item.refresh_from_db()
    is_public = item.status == Status.PUBLISHED
    assert len(refusals(results)) == int(is_public)
    assert Category.objects.get(pk=item.category_id).published_count == int(is_public)
    assert item.schedule_error == ""


def test_of_two_owed_reviews_of_one_step_at_once_one_counts():
    item = make_draft()
    item.submit_in_emergency(by=item.author, at=NOON, reason="台风停课")
    while item.status in STEPS:
        sign(item)
    step = STEPS[Status.SECTION_REVIEW]
    people = [signer(Status.SECTION_REVIEW), make_person("second", step.permission)]

    def owed_by(person):
        mine = fresh(item)
        return lambda: mine.pass_owed(by=person, at=NOON, step=step, version=mine.public_version)

    results = at_once(*map(owed_by, people))

    assert len(refusals(results)) == 1
    assert Review.objects.filter(step=step.status).count() == 1
