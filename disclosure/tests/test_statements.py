"""Statements written once: they find what their querysets find, as it is at the moment."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disclosure.models import Category, Genre, Item
from disclosure.statements import (
    all_rows,
    catalogue,
    item_with_page,
    newest_pks,
    public_rows,
)
from disclosure.tests.factories import NOON, make_category, make_draft, make_item, withdrawer
from portal.models import Office
from portal.parts import identity
from portal.tests.factories import make_office
from portal.tests.threads import at_once

pytestmark = pytest.mark.django_db


def test_rows_are_those_of_the_queryset_with_all_that_was_read_of_them():
    items = [make_item(title=f"公告{n}", at=NOON + timedelta(hours=n)) for n in range(3)]
    pks = [items[2].pk, items[0].pk]
    plain = Item.objects.public().for_rows().in_bulk(pks)

    with CaptureQueriesContext(connection) as asked:
        rows = public_rows(pks)

    assert [identity(row) for row in rows] == [identity(plain[pk]) for pk in pks]
    assert rows[0].category == items[2].category
    assert rows[0].get_deferred_fields() == plain[pks[0]].get_deferred_fields()
    assert len(asked) == 1


def test_the_same_statement_sees_what_has_changed_since():
    first, second = make_item(title="旧标题"), make_item(title="另一条")
    pks = [first.pk, second.pk]
    assert [row.title for row in public_rows(pks)] == ["旧标题", "另一条"]

    Item.objects.filter(pk=first.pk).update(title="新标题")
    second.withdraw(by=withdrawer(), at=NOON, reason="内容有误")

    assert [row.title for row in public_rows(pks)] == ["新标题"]
    assert public_rows([]) == []


def test_a_page_is_found_for_what_is_or_was_public_and_for_nothing_else():
    shown, gone, draft = make_item(title="公开"), make_item(title="撤回"), make_draft()
    gone.withdraw(by=withdrawer(), at=NOON, reason="内容有误")
    Item.objects.filter(pk=draft.pk).update(slug="draft")

    assert item_with_page(shown.slug).title == "公开"
    assert item_with_page(gone.slug).withdrawal_reason == "内容有误"
    assert item_with_page("draft") is None
    assert item_with_page("any-slug") is None


def test_the_newest_of_several_categories_are_found_in_their_order():
    here, there, elsewhere = (make_category(code) for code in ("0601", "0602", "0603"))
    hours = {here: (1, 4, 5), there: (2, 4, 3), elsewhere: (6,)}
    for category, moments in hours.items():
        for hour in moments:
            make_item(category=category, at=NOON + timedelta(hours=hour))
    both = [here.pk, there.pk]
    plain = Item.objects.public().filter(category__in=both).newest_first()

    assert newest_pks(both, 4) == [item.pk for item in plain[:4]]
    assert newest_pks([here.pk], 2) == [item.pk for item in plain.filter(category=here)[:2]]
    assert newest_pks([], 4) == []


def test_the_catalogue_and_short_lists_are_whole_and_in_order():
    make_category("0602", name="后", channels=["政府网站"])
    make_item(category=make_category("0601", name="前"))
    make_office("b", position=2)
    make_office("a", position=1)

    def told(roots):
        nodes = [node for root in roots for node in root.subtree()]
        return [(node.code, node.name, node.channels, node.total_count) for node in nodes]

    assert told(catalogue()) == told(Category.objects.tree())
    assert all_rows(Office) == list(Office.objects.all())


def test_a_short_list_is_made_once_for_equal_rows_and_anew_when_one_has_changed():
    category = make_category("0601", name="旧名")
    known = catalogue()
    assert catalogue() is known

    Category.objects.filter(pk=category.pk).update(name="新名")

    names = [node.name for root in catalogue() for node in root.subtree()]
    assert "新名" in names
    assert "旧名" not in names


def test_the_page_of_a_category_tells_the_office_of_today(client):
    office = make_office("a", full_name="原科室")
    category = make_category("0601", article20="1", office=office)
    assert "原科室" in client.get(category.get_absolute_url()).text

    Office.objects.filter(pk=office.pk).update(full_name="新科室")

    assert "新科室" in client.get(category.get_absolute_url()).text


@pytest.mark.django_db(transaction=True)
def test_a_new_connection_learns_the_statement_anew():
    item = make_item(title="重连")
    assert item_with_page(item.slug).title == "重连"

    connection.close()

    assert item_with_page(item.slug).title == "重连"


@contextmanager
def longer(model, name):
    """Let a column take longer texts, as a migration beside a serving process would."""
    before = model._meta.get_field(name)
    after = before.clone()
    after.max_length = before.max_length + 1
    after.set_attributes_from_name(name)
    after.model = model
    with connection.schema_editor() as editor:
        editor.alter_field(model, before, after)
    try:
        yield
    finally:
        with connection.schema_editor() as editor:
            editor.alter_field(model, after, before)


@pytest.mark.django_db(transaction=True)
def test_a_statement_survives_a_migration_of_its_columns():
    genre = Genre.objects.create(name="另一体裁")
    assert genre in all_rows(Genre)

    with longer(Genre, "name"):
        assert genre in all_rows(Genre)

    assert genre in all_rows(Genre)


@pytest.mark.django_db(transaction=True)
def test_two_threads_use_the_statement_each_on_its_own_connection():
    item = make_item(title="同时")

    found = at_once(*[lambda: item_with_page(item.slug).title] * 2)

    assert found == ["同时", "同时"]
