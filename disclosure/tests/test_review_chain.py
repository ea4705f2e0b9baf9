"""Nothing is published that was not reviewed: the chain, its people, its versions."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from disclosure.canonical import digest, public_data
from disclosure.models import Category, Item, Review, Version
from disclosure.tests.factories import (
    NOON,
    author,
    make_category,
    make_draft,
    make_item_at,
    make_person,
    make_released_item,
    publish,
    sign,
    signer,
)
from disclosure.workflow import IN_REVIEW, STEPS, Conclusion, Status
from portal.errors import RuleViolation
from portal.models import AuditEntry, Notice
from portal.tests.factories import make_office

pytestmark = pytest.mark.django_db

ALL_RIGHTS = ["disclosure.submit_item", *(step.permission for step in STEPS.values())]


def test_the_ordinary_chain_is_signed_by_four_people_besides_the_author():
    item = make_released_item()

    reviews = list(item.public_version.reviews.order_by("pk"))

    assert [review.step for review in reviews] == [
        *("section_review", "office_review", "secrecy_review", "release")
    ]
    assert len({review.by_id for review in reviews} | {item.author_id}) == 5


def test_a_category_may_drop_the_second_review_and_add_the_head():
    category = make_category(needs_office_review=False, needs_head_release=True)

    item = make_released_item(category=category)

    steps = item.public_version.reviews.order_by("pk").values_list("step", flat=True)
    assert list(steps) == ["section_review", "secrecy_review", "release", "head_release"]


def test_what_is_public_is_the_version_that_was_released():
    item = make_released_item()

    assert item.public_version == item.version
    assert digest(public_data(item)) == item.public_version.sha256


@pytest.mark.parametrize("status", IN_REVIEW[:4])
def test_who_wrote_the_text_cannot_sign_it_whatever_their_rights(status):
    everything = make_person("everything", *ALL_RIGHTS)
    item = make_item_at(status, author=everything)

    with pytest.raises(RuleViolation, match="自己的文稿"):
        act(item, by=everything)


@pytest.mark.parametrize("status", IN_REVIEW[:4])
def test_a_step_needs_its_own_right(status):
    item = make_item_at(status)

    with pytest.raises(PermissionDenied):
        act(item, by=make_person("nobody"))


def test_one_person_signs_a_version_once_even_with_every_right():
    item = make_item_at(Status.SECTION_REVIEW)
    everything = make_person("everything", *ALL_RIGHTS)
    act(item, by=everything)

    with pytest.raises(RuleViolation, match="同一版本"):
        act(item, by=everything)

    item.refresh_from_db()
    assert item.status == Status.OFFICE_REVIEW


def test_the_first_review_belongs_to_the_head_of_the_own_section():
    item = make_item_at(Status.SECTION_REVIEW)
    other = make_office("finance", name="财务科")
    stranger = make_person("stranger", STEPS[Status.SECTION_REVIEW].permission, office=other)

    with pytest.raises(RuleViolation, match="本科室"):
        item.pass_section(by=stranger, at=NOON, version=item.version)


def test_a_reviewer_who_saw_an_older_version_is_refused():
    item = make_item_at(Status.SECTION_REVIEW)
    seen = item.version
    item.send_back(by=signer(item.status), at=NOON, version=seen, reason="数字有误")
    item.title = "改过的标题"
    item.save()
    item.submit(by=item.author, at=NOON)

    with pytest.raises(RuleViolation, match="已有变化"):
        item.pass_section(
            by=make_person("other", STEPS[Status.SECTION_REVIEW].permission),
            at=NOON,
            version=seen,
        )


def test_of_two_reviewers_at_the_same_moment_the_second_gets_a_sentence():
    item = make_item_at(Status.RELEASE)
    same_item = Item.objects.get(pk=item.pk)
    second = make_person("second leader", STEPS[Status.RELEASE].permission)
    item.release(by=signer(Status.RELEASE), at=NOON, version=item.version)

    with pytest.raises(RuleViolation):
        same_item.release(by=second, at=NOON, version=same_item.version)

    assert Review.objects.filter(step="release").count() == 1
    assert Category.objects.get(pk=item.category_id).published_count == 1


@pytest.mark.parametrize("status", IN_REVIEW[:4])
def test_every_step_may_send_back_with_a_reason_and_only_with_one(status):
    item = make_item_at(status)
    by = signer(status)

    with pytest.raises(RuleViolation, match="理由"):
        item.send_back(by=by, at=NOON, version=item.version, reason=" ")
    item.send_back(by=by, at=NOON, version=item.version, reason="附件缺一份")

    assert item.status == Status.DRAFT
    assert item.version.reviews.get(decision="return").opinion == "附件缺一份"
    assert Notice.objects.filter(event="returned", recipient=item.author).exists()


def test_a_text_changed_behind_the_reviewers_is_not_published():
    item = make_item_at(Status.RELEASE)
    Item.objects.filter(pk=item.pk).update(body="<p>换了内容</p>")

    with pytest.raises(RuleViolation, match="不一致"):
        item.release(by=signer(Status.RELEASE), at=NOON, version=item.version)

    item.refresh_from_db()
    assert item.status == Status.RELEASE


def test_a_version_can_never_be_changed():
    item = make_item_at(Status.SECTION_REVIEW)

    with pytest.raises(Exception, match="immutable"), transaction.atomic():
        Version.objects.filter(pk=item.version_id).update(sha256="0" * 64)


def test_the_database_refuses_a_review_by_the_author():
    item = make_item_at(Status.SECTION_REVIEW)

    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.create(
            version=item.version,
            step="section_review",
            by=item.author,
            author=item.author,
            role="科室负责人",
            at=NOON,
            decision="pass",
        )


@pytest.mark.parametrize(
    "conclusion, status, mode",
    [
        (Conclusion.REDACT, Status.DRAFT, "active"),
        (Conclusion.ON_REQUEST, Status.WITHHELD, "on_request"),
        (Conclusion.WITHHELD, Status.WITHHELD, "withheld"),
    ],
)
def test_the_conclusion_of_the_secrecy_review_decides(conclusion, status, mode):
    item = make_item_at(Status.SECRECY_REVIEW)

    sign(item, conclusion=conclusion, basis="《条例》第十五条", opinion="含商业秘密")

    assert (item.status, item.mode) == (status, mode)


def test_withheld_information_comes_back_within_a_year_and_can_be_reopened():
    item = make_item_at(Status.SECRECY_REVIEW)
    sign(item, conclusion=Conclusion.WITHHELD, basis="《条例》第十六条")
    today = NOON.date()

    assert not Item.objects.to_assess_again(today).exists()
    assert item in Item.objects.to_assess_again(today + timedelta(days=365))
    item.reopen(by=author(), at=NOON)

    assert (item.status, item.mode) == (Status.DRAFT, "active")


def test_a_revision_is_not_seen_before_it_is_released():
    item = make_released_item(title="原标题")
    revision = item.revise(by=author())
    revision.title, revision.change_note = "新标题", "更正学校名称"
    revision.save()
    revision.submit(by=author(), at=NOON)
    while revision.status in STEPS:
        assert Item.objects.public().get().title == "原标题"
        sign(revision, at=NOON + timedelta(days=1))

    item.refresh_from_db()
    assert (item.title, revision.status) == ("新标题", Status.MERGED)
    assert digest(public_data(item)) == item.public_version.sha256
    assert [version.number for version in item.versions.all()] == [2, 1]
    assert item.published_at == NOON
    assert item.events.get(kind="revised").note == "更正学校名称"


def test_a_revision_says_what_was_changed_and_why():
    revision = make_released_item().revise(by=author())

    with pytest.raises(RuleViolation, match="修改说明"):
        revision.submit(by=author(), at=NOON)


def test_an_item_has_one_open_revision():
    item = make_released_item()
    item.revise(by=author())

    with pytest.raises(RuleViolation, match="已有一份修订稿"):
        item.revise(by=author())


def test_a_revision_of_a_withdrawn_item_is_not_published():
    item = make_released_item()
    revision = item.revise(by=author())
    revision.change_note = "改"
    revision.save()
    revision.submit(by=author(), at=NOON)
    while revision.status != Status.RELEASE:
        sign(revision)
    item.withdraw(by=make_person("w", "disclosure.withdraw_item"), at=NOON, reason="有误")

    with pytest.raises(RuleViolation, match="撤回"):
        sign(revision)


def test_a_revision_may_move_an_item_and_the_counts_follow():
    item = make_released_item()
    old = item.category_id
    revision = item.revise(by=author())
    revision.category, revision.change_note = make_category("0602", name="招生计划"), "栏目有误"
    revision.save()

    publish(revision)

    assert Category.objects.get(pk=old).published_count == 0
    assert Category.objects.get(code="0602").published_count == 1


def test_an_emergency_skips_two_reviews_and_owes_them():
    item = make_draft()

    item.submit_in_emergency(by=item.author, at=NOON, reason="台风停课")
    while item.status in STEPS:
        sign(item)

    assert item.status == Status.PUBLISHED
    assert [step.label for step in item.owed_steps()] == ["初审", "复审"]


def test_owed_reviews_are_given_by_people_who_have_not_signed_yet():
    item = make_draft()
    item.submit_in_emergency(by=item.author, at=NOON, reason="台风停课")
    while item.status in STEPS:
        sign(item)
    for status in (Status.SECTION_REVIEW, Status.OFFICE_REVIEW):
        item.pass_owed(by=signer(status), at=NOON, step=STEPS[status], version=item.public_version)

    assert item.owed_steps() == []


def test_an_emergency_needs_a_reason():
    item = make_draft()

    with pytest.raises(RuleViolation, match="理由"):
        item.submit_in_emergency(by=item.author, at=NOON, reason="")


def test_a_scheduled_item_is_public_when_its_moment_has_come():
    item = make_item_at(Status.RELEASE)
    moment = NOON + timedelta(days=2)
    item.release(by=signer(Status.RELEASE), at=NOON, version=item.version, publish_at=moment)
    assert item.status == Status.SCHEDULED
    assert not Item.objects.scheduled_for(NOON).exists()

    item.publish_on_schedule(at=moment)

    assert (item.status, item.published_at) == (Status.PUBLISHED, moment)


def test_personal_data_stops_a_submission():
    item = make_draft(body="<p>联系人手机：13800138000</p>")

    with pytest.raises(RuleViolation, match="手机号"):
        item.submit(by=item.author, at=NOON)


def test_every_act_of_the_chain_is_in_the_audit_trail():
    make_released_item()

    acts = list(AuditEntry.objects.order_by("pk").values_list("act", flat=True))

    assert acts == ["submission", *["review"] * 4, "publication"]


def act(item, by):
    """Try to give the signature the item waits for, as `by`."""
    item.refresh_from_db()
    acts = {
        Status.SECTION_REVIEW: item.pass_section,
        Status.OFFICE_REVIEW: item.pass_office,
        Status.SECRECY_REVIEW: item.pass_secrecy,
        Status.RELEASE: item.release,
    }
    more = (
        {"conclusion": Conclusion.PUBLIC, "basis": "不涉密"}
        if item.status == Status.SECRECY_REVIEW
        else {}
    )
    acts[item.status](by=by, at=NOON, version=item.version, **more)
