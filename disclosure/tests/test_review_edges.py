"""The corners of the review chain where something could slip through."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import TestCase

from disclosure.models import Attachment, Item
from disclosure.tests.factories import (
    NOON,
    make_category,
    make_draft,
    make_item_at,
    make_person,
    make_released_item,
    publish,
    sign,
    signer,
)
from disclosure.workflow import STEPS, Conclusion, Status
from portal.errors import RuleViolation

pytestmark = pytest.mark.django_db

SECTION = STEPS[Status.SECTION_REVIEW]


def attach(item, text="名单", name="名单.txt"):
    return Attachment.objects.attach(item, ContentFile(text.encode()), name)


def make_revision(item, by=None, **fields):
    revision = item.revise(by=by or item.author)
    for name, value in {"change_note": "更正", **fields}.items():
        setattr(revision, name, value)
    revision.save_draft(by=revision.author)
    return revision


def publish_in_emergency(item):
    item.submit_in_emergency(by=item.author, at=NOON, reason="台风停课")
    while item.status in STEPS:
        sign(item)
    return item


def test_files_are_added_to_drafts_alone():
    item = make_released_item()

    with pytest.raises(RuleViolation, match="附件"):
        attach(item)


def test_a_file_taken_off_a_revision_stays_with_the_public_original():
    item = make_draft()
    attach(item)
    publish(item)
    revision = item.revise(by=item.author)

    with TestCase.captureOnCommitCallbacks(execute=True):
        revision.attachments.get().discard()

    shown = item.attachments.get()
    assert shown.file.storage.exists(shown.file.name)
    assert shown.public_file.storage.exists(shown.public_file.name)


def test_a_page_open_since_before_the_submission_saves_nothing():
    item = make_draft()
    stale = Item.objects.get(pk=item.pk)
    publish(item)
    stale.title = "旧页面"

    with pytest.raises(RuleViolation, match="不能修改"):
        stale.save_draft(by=stale.author)

    item.refresh_from_db()
    assert (item.status, item.title) == (Status.PUBLISHED, "2025年义务教育招生入学工作通知")


def test_whoever_saved_a_draft_may_not_review_it():
    item = make_draft()
    item.save_draft(by=signer(Status.SECTION_REVIEW))
    item.submit(by=item.author, at=NOON)

    with pytest.raises(RuleViolation, match="自己的文稿"):
        sign(item)


def test_a_revision_in_emergency_owes_its_reviews_too():
    item = make_released_item()
    publish_in_emergency(make_revision(item))
    item.refresh_from_db()

    assert [step.label for step in item.owed_steps()] == ["初审", "复审"]


def test_who_wrote_a_revision_does_not_give_the_review_it_owes():
    item = make_released_item()
    writer = make_person("writer", "disclosure.submit_item", SECTION.permission)
    publish_in_emergency(make_revision(item, by=writer))
    item.refresh_from_db()

    with pytest.raises(RuleViolation, match="自己的文稿"):
        item.pass_owed(by=writer, at=NOON, step=SECTION, version=item.public_version)


def test_an_owed_review_is_of_the_text_that_was_read():
    item = publish_in_emergency(make_draft())
    read = item.public_version
    publish_in_emergency(make_revision(item, title="新文本"))
    item.refresh_from_db()

    with pytest.raises(RuleViolation, match="已有变化"):
        item.pass_owed(by=signer(Status.SECTION_REVIEW), at=NOON, step=SECTION, version=read)


def test_an_emergency_begins_with_a_draft():
    item = make_item_at(Status.OFFICE_REVIEW)

    with pytest.raises(RuleViolation, match="只有草稿"):
        item.submit_in_emergency(by=item.author, at=NOON, reason="台风停课")


def test_a_release_of_what_is_public_already_changes_nothing():
    item = make_released_item()
    Item.objects.filter(pk=item.pk).update(keywords="13800138000")

    with pytest.raises(RuleViolation, match="不在签发环节"):
        item.release(by=signer(Status.RELEASE), at=NOON, version=item.version)

    item.refresh_from_db()
    assert item.status == Status.PUBLISHED


def test_a_first_review_needs_an_office():
    item = make_draft()
    Item.objects.filter(pk=item.pk).update(office=None)

    with pytest.raises(RuleViolation, match="责任科室"):
        item.submit(by=item.author, at=NOON)


def test_a_withheld_revision_is_not_reopened_beside_another_one():
    item = make_released_item()
    first = make_revision(item)
    first.submit(by=first.author, at=NOON)
    while first.status != Status.SECRECY_REVIEW:
        sign(first)
    sign(first, conclusion=Conclusion.WITHHELD, basis="《条例》第十四条")
    make_revision(item)

    with pytest.raises(RuleViolation, match="另一份修订稿"):
        first.reopen(by=first.author, at=NOON)


def test_a_revision_does_not_point_at_its_own_original():
    item = make_released_item()
    revision = make_revision(item, postpones=item)

    with pytest.raises(RuleViolation, match="本身"):
        revision.submit(by=revision.author, at=NOON)


@pytest.mark.parametrize("field", ["change_note", "source", "matter_stage"])
def test_personal_data_is_found_in_every_text_that_becomes_public(field):
    item = make_draft(**{field: "13800138000"})

    with pytest.raises(RuleViolation, match="手机号"):
        item.submit(by=item.author, at=NOON)


def test_personal_data_in_the_name_of_a_file_stops_a_submission():
    item = make_draft()
    attach(item, name="联系手机13800138000.txt")

    with pytest.raises(RuleViolation, match="文件名"):
        item.submit(by=item.author, at=NOON)


@pytest.mark.parametrize(
    "rights, body, refusal",
    [
        ([], "", PermissionDenied),
        (["disclosure.import_published_items"], "手机13800138000", RuleViolation),
    ],
)
def test_history_is_published_with_its_right_and_without_personal_data(rights, body, refusal):
    day = NOON - timedelta(days=900)
    row = Item(title="历史", body=f"<p>{body}</p>", category=make_category(), published_at=day)

    with pytest.raises(refusal), transaction.atomic():
        Item.objects.add_history([row], by=make_person("importer", *rights), note="导入")

    assert not Item.objects.exists()
