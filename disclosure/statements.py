"""What the public pages ask again and again: each statement is written once in a process."""

from collections.abc import Collection, Sequence
from functools import cache, lru_cache

from django.db import connection
from django.db.models import Model

from disclosure.models import Category, Item
from disclosure.models.catalogue import grown
from portal.statements import Statement

ANY_SLUG = "any-slug"  # stands for the slug of an item in a statement
ANY_KEY = -1  # stands for a primary key


def item_with_page(slug: str) -> Item | None:
    """Return an item whose address answers, with what its page shows; None for an unknown one."""
    return next(iter(item_statement().fetch({ANY_SLUG: slug})), None)


@cache
def item_statement() -> Statement:
    return Statement(Item.objects.known().for_page().filter(slug=ANY_SLUG))


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
    return Statement(Item.objects.public().for_rows().filter(pk__in=range(-count, 0)).order_by())


def newest_pks(category_pks: Collection[int], limit: int) -> list[int]:
    """Return the keys of the newest public items of some categories, reading `limit` of each.

    Asked for all categories at once, the database reads every row of theirs to sort it.
    """
    if not category_pks:
        return []
    sql, values = newest_of_one(limit)
    # SQLite takes a LIMIT inside a UNION only below one more SELECT, PostgreSQL that by a name.
    parts = [f"SELECT * FROM ({sql}) AS newest_{n}" for n in range(len(category_pks))]
    given = [pk if value == ANY_KEY else value for pk in category_pks for value in values]
    with connection.cursor() as cursor:
        text = " UNION ALL ".join(parts)
        cursor.execute(f"{text} ORDER BY 1 DESC, 2 DESC LIMIT %s", [*given, limit])
        return [pk for _, pk in cursor.fetchall()]


@lru_cache(maxsize=64)  # by how many rows: those of the first pages, of home, of a feed
def newest_of_one(limit: int) -> tuple[str, tuple]:
    """Return the text and the values of a statement for the newest of one category."""
    rows = Item.objects.public().filter(category=ANY_KEY).newest_first()
    return rows.values_list("published_at", "pk")[:limit].query.sql_with_params()


def catalogue() -> list[Category]:
    """Return the roots of the whole catalogue, as `Category.objects.tree()` does."""
    return grown(all_statement(Category).fetch())


def all_rows(model: type[Model]) -> list:
    """Return every row of a short list – offices, genres – in its order."""
    return all_statement(model).fetch()


@cache
def all_statement(model: type[Model]) -> Statement:
    return Statement(model._default_manager.all())
