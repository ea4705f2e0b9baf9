"""What is always true of an item, and what the database refuses whoever asks."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from disclosure.models import Category, Item
from disclosure.tests.factories import (
    NOON,
    make_category,
    make_draft,
    make_item,
    make_person,
    publish,
    withdrawer,
)
from disclosure.workflow import NEXT, EventKind, Status
from portal.errors import RuleViolation

pytestmark = pytest.mark.django_db


def test_every_status_has_its_next_ones_and_a_word_in_the_history():
    assert set(NEXT) == set(Status)
    assert {status.value for status in Status} <= set(EventKind.values)


def test_publishing_gives_a_number_an_address_and_the_servers_moment():
    item = make_draft(written_on=NOON.date())

    publish(item)

    assert item.index_no == "11990000000000000X/2025-00001"
    assert item.get_absolute_url() == "/items/11990000000000000X-2025-00001/"
    assert item.published_at == NOON
    assert item.formed_on == item.written_on
    assert item.events.last().kind == "published"


def test_numbers_run_per_year_and_are_never_used_again():
    first = make_item()
    first.withdraw(by=withdrawer(), at=NOON, reason="内容有误")

    second = make_item(title="另一份")

    assert second.index_no.endswith("/2025-00002")


@pytest.mark.parametrize(
    "fields, sentence",
    [
        ({"mode": "withheld"}, "不能公开"),
        ({"body": ""}, "至少要有一项"),
        ({"origin": "reprint"}, "信息来源"),
    ],
)
def test_an_incomplete_item_is_not_submitted(fields, sentence):
    item = make_draft(**fields)

    with pytest.raises(RuleViolation, match=sentence):
        item.submit(by=item.author, at=NOON)

    item.refresh_from_db()
    assert item.status == Status.DRAFT
    assert item.version is None


def test_nothing_is_submitted_to_a_category_that_is_not_applicable():
    closed = make_category("1204", status="not_applicable", status_reason="无此项职能")
    item = make_draft(category=closed)

    with pytest.raises(RuleViolation, match="末级栏目"):
        item.submit(by=item.author, at=NOON)


def test_a_withdrawal_needs_a_right_and_a_reason_and_keeps_number_and_address():
    item = make_item()
    address = item.get_absolute_url()

    with pytest.raises(PermissionDenied):
        item.withdraw(by=make_person("somebody"), at=NOON, reason="有误")
    with pytest.raises(RuleViolation, match="理由"):
        item.withdraw(by=withdrawer(), at=NOON, reason="  ")
    item.withdraw(by=withdrawer(), at=NOON, reason="含未处理的个人信息")

    assert item.status == Status.WITHDRAWN
    assert item.get_absolute_url() == address
    assert Category.objects.get(pk=item.category_id).published_count == 0


def test_every_change_of_what_is_public_gets_a_later_stamp():
    first, second = make_item(), make_item(title="另一份")
    first.restamp()

    stamps = dict(Item.objects.values_list("pk", "stamp"))

    assert stamps[first.pk] > stamps[second.pk] > 0


PUBLIC = {"index_no": "x", "slug": "x", "published_at": NOON}


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "published"},
        {"status": "published", **PUBLIC},
        {"status": "published", **PUBLIC, "is_imported": True, "mode": "on_request"},
        {"status": "section_review"},
        {"status": "scheduled"},
        {"status": "merged"},
        {"status": "withheld"},
        {"status": "withdrawn", **PUBLIC},
        {"status": "unknown"},
        {"validity": "unknown"},
        {"mode": "unknown"},
        {"stage": "unknown"},
        {"openness": "unknown"},
        {"origin": "unknown"},
        {"period_kind": "publicity"},
        {"begins_on": NOON.date()},
        {
            "period_kind": "publicity",
            "begins_on": NOON.date(),
            "ends_on": NOON.date() - timedelta(days=1),
        },
    ],
)
def test_the_database_refuses_what_can_never_be_true(changes):
    item = make_draft()

    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.filter(pk=item.pk).update(**changes)


def test_a_body_is_cleaned_whatever_wrote_it():
    item = make_draft(body='<p onclick="x()">文<script>alert(1)</script></p><iframe></iframe>')

    assert item.body == "<p>文</p>"


def test_history_keeps_its_own_dates_and_counts_once():
    category = make_category()
    items = [
        Item(title=f"历史文件{n}", category=category, published_at=NOON, written_on=NOON.date())
        for n in range(3)
    ]
    draft = Item(title="没有日期", category=category)

    importer = make_person("importer", "disclosure.import_published_items")
    Item.objects.add_history([*items, draft], by=importer, note="导入")

    assert Item.objects.public().count() == 3
    assert draft.status == Status.DRAFT
    assert len({item.index_no for item in items}) == 3
    assert len({item.stamp for item in items}) == 1
    assert Category.objects.get(pk=category.pk).published_count == 3
    assert draft.events.get().kind == "imported"
