"""What the public pages ask again and again: each statement is written once in a process."""

from collections.abc import Collection, Sequence
from functools import cache, lru_cache

from django.db.models import Model

from disclosure.models import Category, Item
from disclosure.models.catalogue import grown
from portal.statements import ShortList, Statement, Text

ANY_SLUG = "any-slug"  # stands for the slug of an item in a statement
ANY_KEY = -1  # stands for a primary key


def item_with_page(slug: str) -> Item | None:
    """Return an item whose address answers, with what its page shows; None for an unknown one."""
    return next(iter(item_statement().fetch({ANY_SLUG: slug})), None)


@cache
def item_statement() -> Statement:
    return Statement(Item.objects.known().for_page().filter(slug=ANY_SLUG), ANY_SLUG)


def public_rows(pks: Sequence[int]) -> list[Item]:
    """Return the public ones of these items as a list shows them, in the order of their keys."""
    if not pks:
        return []
    marks = range(-len(pks), 0)
    rows = rows_statement(len(pks)).fetch(dict(zip(marks, pks, strict=True)))
    by_pk = {row.pk: row for row in rows}
    return [by_pk[pk] for pk in pks if pk in by_pk]


@lru_cache(maxsize=64)  # by how many rows: those of a page, and what is left on a last one
def rows_statement(count: int) -> Statement:
    marks = range(-count, 0)
    return Statement(Item.objects.public().for_rows().filter(pk__in=marks).order_by(), *marks)


def newest_pks(category_pks: Collection[int], limit: int) -> list[int]:
    """Return the keys of the newest public items of some categories, reading `limit` of each.

    Asked for all categories at once, the database reads every row of theirs to sort it.
    """
    if not category_pks:
        return []
    marks = range(-len(category_pks), 0)
    given = dict(zip(marks, category_pks, strict=True))
    return [pk for _, pk in newest_text(len(category_pks), limit).read(given)]


@lru_cache(maxsize=256)  # by categories and rows: those of first pages, of home, of a feed
def newest_text(categories: int, limit: int) -> Text:
    """Return the statement for the newest of so many categories."""
    rows = Item.objects.public().filter(category=ANY_KEY).newest_first()
    sql, values = rows.values_list("published_at", "pk")[:limit].query.sql_with_params()
    # SQLite takes a LIMIT inside a UNION only below one more SELECT, PostgreSQL that by a name.
    marks = range(-categories, 0)
    text = " UNION ALL ".join(f"SELECT * FROM ({sql}) AS newest_{-mark}" for mark in marks)
    of_all = [mark if value == ANY_KEY else value for mark in marks for value in values]
    return Text(f"{text} ORDER BY 1 DESC, 2 DESC LIMIT %s", [*of_all, limit], marks)


def catalogue() -> list[Category]:
    """Return the roots of the whole catalogue, as `Category.objects.tree()` does; for reading."""
    return tree_list().fetch()


@cache
def tree_list() -> ShortList:
    return ShortList(Category.objects.all(), grown)


def all_rows(model: type[Model]) -> list:
    """Return every row of a short list – offices, genres – in its order; for reading."""
    return short_list(model).fetch()


@cache
def short_list(model: type[Model]) -> ShortList:
    return ShortList(model._default_manager.all())
