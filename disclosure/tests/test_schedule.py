"""The clock publishes and takes down; what fails is seen, told once, and tried again."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile

from disclosure.models import Attachment, Item
from disclosure.tests.factories import (
    NOON,
    make_draft,
    make_item_at,
    make_released_item,
    publish,
    sign,
    signer,
    withdrawer,
)
from disclosure.workflow import STEPS, Status
from portal.models import AuditEntry, Notice

pytestmark = pytest.mark.django_db

MOMENT = NOON + timedelta(days=2)
TODAY = MOMENT.date()


def make_scheduled(publish_at=MOMENT, **fields):
    item = make_item_at(Status.RELEASE, **fields)
    sign(item, publish_at=publish_at)
    return item


def make_scheduled_with_lost_file(**fields):
    item = make_draft(**fields)
    attachment = Attachment.objects.attach(item, ContentFile("名单".encode()), "名单.txt")
    item.submit(by=item.author, at=NOON)
    while item.status != Status.RELEASE:
        sign(item)
    sign(item, publish_at=MOMENT)
    attachment.refresh_from_db()
    attachment.public_file.storage.delete(attachment.public_file.name)
    return item, attachment


def test_what_is_due_becomes_public_and_what_is_not_waits():
    due, later = make_scheduled(), make_scheduled(publish_at=MOMENT + timedelta(minutes=1))

    Item.objects.run_schedule(MOMENT)

    due.refresh_from_db()
    later.refresh_from_db()
    assert (due.status, due.published_at) == (Status.PUBLISHED, MOMENT)
    assert later.status == Status.SCHEDULED
    assert AuditEntry.objects.filter(act="publication", by=None).count() == 1


def test_a_late_run_publishes_what_was_due_while_nobody_ran_it():
    item = make_scheduled()

    Item.objects.run_schedule(MOMENT + timedelta(days=3))

    item.refresh_from_db()
    assert item.status == Status.PUBLISHED


def test_what_has_passed_is_taken_down_on_its_day_with_a_tombstone():
    item = make_released_item(take_down_on=TODAY)
    Item.objects.run_schedule(MOMENT - timedelta(days=1))
    item.refresh_from_db()
    assert item.status == Status.PUBLISHED

    Item.objects.run_schedule(MOMENT)

    item.refresh_from_db()
    assert (item.status, item.withdrawal_reason) == (Status.WITHDRAWN, "公示期满，按期撤下")


def test_a_longer_period_released_in_time_is_not_cut_short():
    item = make_released_item(take_down_on=TODAY)
    revision = item.revise(by=item.author)
    revision.take_down_on, revision.change_note = TODAY + timedelta(days=7), "延长公示"
    revision.save_draft(by=item.author)
    publish(revision)

    Item.objects.run_schedule(MOMENT)

    item.refresh_from_db()
    assert item.status == Status.PUBLISHED


def test_one_bad_item_never_stops_the_others():
    bad, _ = make_scheduled_with_lost_file()
    good = make_scheduled(title="另一份")

    Item.objects.run_schedule(MOMENT)

    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.status, good.status) == (Status.SCHEDULED, Status.PUBLISHED)
    assert "《名单.txt》" in bad.schedule_error
    assert list(Item.objects.failed_on_schedule()) == [bad]


def test_an_unforeseen_fault_of_one_item_is_written_on_it_and_stops_no_other():
    taken = make_released_item(title="占用索引号")
    Item.objects.filter(pk=taken.pk).update(index_no="11990000000000000X/2025-00002")
    bad = make_scheduled(title="先到期的")
    good = make_scheduled(title="后到期的", written_on=TODAY - timedelta(days=400))

    Item.objects.run_schedule(MOMENT)

    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.status, good.status) == (Status.SCHEDULED, Status.PUBLISHED)
    assert "意外错误" in bad.schedule_error


def test_a_failure_is_told_once_to_the_author_and_to_who_released():
    item, _ = make_scheduled_with_lost_file()

    Item.objects.run_schedule(MOMENT)
    Item.objects.run_schedule(MOMENT + timedelta(minutes=1))

    notices = Notice.objects.filter(event="schedule_failed", about_pk=item.pk)
    assert {notice.recipient for notice in notices} == {item.author, signer(Status.RELEASE)}
    assert notices.count() == 2
    assert "《名单.txt》" in notices.first().text


def test_what_failed_is_tried_again_and_success_clears_the_failure():
    item, attachment = make_scheduled_with_lost_file()
    Item.objects.run_schedule(MOMENT)
    attachment.public_file.storage.save(attachment.public_file.name, ContentFile("名单".encode()))

    Item.objects.run_schedule(MOMENT + timedelta(minutes=1))

    item.refresh_from_db()
    assert (item.status, item.schedule_error) == (Status.PUBLISHED, "")


def test_a_revision_of_what_was_withdrawn_stays_a_visible_failure_until_it_is_sent_back():
    item = make_released_item()
    revision = item.revise(by=item.author)
    revision.change_note = "更正"
    revision.save_draft(by=item.author)
    revision.submit(by=item.author, at=NOON)
    while revision.status != Status.RELEASE:
        sign(revision)
    sign(revision, publish_at=MOMENT)
    item.withdraw(by=withdrawer(), at=NOON, reason="有误")

    Item.objects.run_schedule(MOMENT)

    revision.refresh_from_db()
    assert (revision.status, "撤回" in revision.schedule_error) == (Status.SCHEDULED, True)
    revision.send_back(
        by=signer(Status.RELEASE), at=MOMENT, version=revision.version, reason="原件已撤回"
    )
    assert (revision.status, revision.schedule_error) == (Status.DRAFT, "")


def test_an_item_put_off_after_the_list_was_read_is_not_published_early():
    item = make_scheduled()
    listed = Item.objects.get(pk=item.pk)
    item.send_back(by=signer(Status.RELEASE), at=NOON, version=item.version, reason="改期")
    item.submit(by=item.author, at=NOON)
    while item.status in STEPS and item.status != Status.RELEASE:
        sign(item)
    sign(item, publish_at=MOMENT + timedelta(days=30))

    listed.publish_on_schedule(at=MOMENT)

    assert listed.status == Status.SCHEDULED
