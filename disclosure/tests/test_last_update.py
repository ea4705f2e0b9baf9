"""What a category stores of its public items: how many, and when the last one changed."""

from datetime import timedelta

import pytest

from disclosure.models import Category
from disclosure.tests.factories import (
    NOON,
    make_category,
    make_item,
    make_released_item,
    publish,
    withdrawer,
)

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def stored(code="0601"):
    return Category.objects.values_list("published_count", "last_published_at").get(code=code)


def withdraw(item):
    item.withdraw(by=withdrawer(), at=NOON + 9 * DAY, reason="误发")


def test_publishing_is_an_update():
    make_released_item(at=NOON)

    assert stored() == (1, NOON)


def test_a_ledger_of_old_items_does_not_take_the_last_update_back():
    make_item(title="新", at=NOON)
    make_item(title="旧", at=NOON - 400 * DAY)

    assert stored() == (2, NOON)


def test_a_revision_is_an_update_of_its_category():
    item = make_released_item(at=NOON)
    revision = item.revise(by=item.author)
    revision.change_note = "更正附件"
    revision.save()

    publish(revision, at=NOON + 3 * DAY)

    assert stored() == (1, NOON + 3 * DAY)


def test_a_revision_into_another_category_leaves_the_first_as_if_it_had_never_been_there():
    other = make_category("0602", name="招生计划")
    make_item(title="旧", at=NOON - 5 * DAY)
    item = make_released_item(at=NOON)
    revision = item.revise(by=item.author)
    revision.category, revision.change_note = other, "改放栏目"
    revision.save()

    publish(revision, at=NOON + DAY)

    assert stored("0601") == (1, NOON - 5 * DAY)
    assert stored("0602") == (1, NOON + DAY)


def test_a_withdrawal_makes_the_one_before_the_last_again():
    make_item(title="旧", at=NOON - 5 * DAY)
    item = make_item(title="新", at=NOON)

    withdraw(item)

    assert stored() == (1, NOON - 5 * DAY)


def test_a_withdrawal_does_not_forget_the_revision_of_another_item():
    kept = make_released_item(at=NOON)
    revision = kept.revise(by=kept.author)
    revision.change_note = "更正"
    revision.save()
    publish(revision, at=NOON + DAY)
    item = make_item(title="新", at=NOON + 2 * DAY)

    withdraw(item)

    assert stored() == (1, NOON + DAY)


def test_a_category_whose_only_item_is_withdrawn_was_never_updated():
    withdraw(make_item(at=NOON))

    assert stored() == (0, None)
