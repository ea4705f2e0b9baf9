"""Every night: what is derived from the items is compared with them, mended, and said."""

import pytest
from django.utils import timezone

from disclosure.models import Category, Item
from disclosure.models.item_queries import check_counts
from disclosure.search import catch_up
from disclosure.tasks import check_derived
from disclosure.tests.factories import (
    NOON,
    make_category,
    make_item,
    make_released_item,
    withdrawer,
)
from disclosure.tests.searching import indexed, public
from portal.celery import app
from portal.models import Pulse
from portal.pulse import DERIVED, derived, signs

pytestmark = pytest.mark.django_db


def test_counts_kept_by_the_acts_are_right():
    make_released_item()
    make_item().withdraw(by=withdrawer(), at=NOON, reason="有误")
    make_item(category=make_category("0602"))

    assert check_counts() == []


def test_a_wrong_count_is_mended_and_named():
    make_item()
    Category.objects.filter(code="0601").update(published_count=7, last_published_at=None)

    sentences = check_counts()

    leaf = Category.objects.get(code="0601")
    assert (leaf.published_count, leaf.last_published_at) == (1, NOON)
    assert sentences == ["栏目“0601 招生政策”记有7条，实有1条，已更正"]
    assert check_counts() == []


def test_the_nightly_task_mends_counts_and_index_and_leaves_a_sign():
    item = make_item(title="校车公告")
    catch_up()
    Item.objects.filter(pk=item.pk).update(stamp=item.stamp + 5)
    Category.objects.filter(code="0601").update(published_count=0)

    check_derived()

    assert indexed() == public()
    pulse = Pulse.objects.get(name=DERIVED)
    assert pulse.faults == 2
    assert "栏目" in pulse.note and "搜索索引" in pulse.note
    assert not derived().is_well


def test_when_all_agrees_the_sign_is_well():
    make_item()
    catch_up()

    check_derived()

    assert derived().is_well
    assert DERIVED in {sign.name for sign in signs(timezone.now())}


def test_the_nightly_task_is_on_the_clock():
    app.loader.import_default_modules()
    names = {entry["task"] for entry in app.conf.beat_schedule.values()}

    assert "disclosure.check_derived" in names & set(app.tasks)
