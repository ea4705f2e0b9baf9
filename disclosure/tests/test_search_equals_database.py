"""Whatever is done in whatever order: after catching up the index holds exactly the public rows."""

import shutil
import tempfile
from pathlib import Path

import pytest
from django.conf import settings as portal_settings
from django.db import transaction
from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from disclosure import search_index
from disclosure.models import Item
from disclosure.search import Query, catch_up, lag, rebuild, search
from disclosure.tests.factories import NOON, make_category, make_item, withdrawer
from disclosure.tests.searching import indexed, public
from disclosure.workflow import Status
from portal.tests.factories import make_user

pytestmark = pytest.mark.django_db


def publish(by, number):
    make_item(title=f"公告{number}", at=NOON)


def import_batch(by, number):
    category = make_category()
    items = [
        Item(title=f"旧文{number}", body="<p>旧</p>", category=category, published_at=NOON)
        for _ in range(3)
    ]
    Item.objects.add_history(items, by=None, note="台账")


def edit(by, number):
    if item := some_item(number):
        item.title = f"修改{number}"
        item.save()
        item.restamp()


def withdraw(by, number):
    if item := some_item(number):
        item.withdraw(by=withdrawer(), at=NOON, reason="有误")


def unpublish(by, number):
    if item := some_item(number):
        Item.objects.filter(pk=item.pk).update(status=Status.DRAFT)
        item.restamp()


def delete(by, number):
    if item := some_item(number):
        item.delete()


def follow(by, number):
    catch_up()


def build(by, number):
    rebuild()


def build_while_things_happen(by, number):
    rebuild(lambda count: (edit(by, number), withdraw(by, number + 1), catch_up()))


def lose_the_index(by, number):
    shutil.rmtree(portal_settings.DATA_DIR / "index", ignore_errors=True)


def look(by, number):
    search(Query(text="公告"))


def some_item(number):
    items = list(Item.objects.public().order_by("pk"))
    return items[number % len(items)] if items else None


ACTS = [publish, import_batch, edit, withdraw, unpublish, delete]
CARE = [follow, build, build_while_things_happen, lose_the_index, look]
STEPS = st.lists(
    st.tuples(st.sampled_from([*ACTS, *ACTS, *CARE]), st.integers(0, 9)), min_size=1, max_size=12
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_after_catching_up_the_index_holds_exactly_the_public_rows(steps):
    folder = tempfile.TemporaryDirectory()
    with folder as path, override_settings(DATA_DIR=Path(path)), transaction.atomic():
        by = make_user("editor")
        for act, number in steps:
            act(by, number)

        catch_up()

        titles = {hit.item.title for hit in search(Query(per_page=100)).hits}
        assert indexed() == public()
        assert titles == set(Item.objects.public().values_list("title", flat=True))
        assert lag() == 0
        assert search_index.repair() == 0
        transaction.set_rollback(True)
