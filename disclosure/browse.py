"""Public lists without words: category pages, columns, feeds, the site map for machines.

A page is found in two steps: the keys from an index, then those rows. No request counts rows or
groups them: a category stores how many items it has, and what filters leave the search index
counts. Where there is no index the database answers, and counts up to a limit.
"""

from collections.abc import Callable, Sequence
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from disclosure.models import Category, Item
from disclosure.search import Query
from disclosure.search_lists import listing
from disclosure.statements import newest_pks, public_rows

PER_PAGE = 20
MAX_PAGES = 500
SHALLOW = 100  # rows within which the database merges categories, and does not skip what is before
COUNTED = 10_000  # rows the database counts where no index does
ORDERS = {"": "newest", "-published": "newest", "published": "oldest", "-written": "written"}


class ListPaginator(Paginator):
    """Pages of a list of which only the keys are known beforehand, up to MAX_PAGES."""

    def __init__(self, pks: Callable[[int, int], Sequence[int]], total: int, per_page=PER_PAGE):
        super().__init__([], per_page)
        self.pks, self.total = pks, total

    @cached_property
    def count(self) -> int:
        return self.total

    @cached_property
    def num_pages(self) -> int:
        return min(super().num_pages, MAX_PAGES)

    @property
    def is_cut(self) -> bool:
        """True when there is more than anybody can turn to."""
        return self.total > MAX_PAGES * self.per_page

    def page(self, number) -> Page:
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        pks = self.pks(first, self.per_page) if self.total else []
        return Page(public_rows(pks), number, self)


def category_pages(category: Category, chosen: dict, items: QuerySet) -> ListPaginator:
    """Return the pages of a category of a `tree()` and all below it.

    `chosen` are the filters and the order as `ItemFilter` cleaned them; `items` says the same to
    the database.
    """
    leaves = [node.pk for node in category.subtree() if node.published_count]
    narrowed = any(chosen.values())
    found = indexed(leaves, chosen) if narrowed else None
    if found is not None:
        return found
    if narrowed:
        return ListPaginator(slices(items), items.order_by()[:COUNTED].count())
    return ListPaginator(newest(leaves, items), category.total_count)


def newest(leaves: list[int], items: QuerySet) -> Callable[[int, int], Sequence[int]]:
    """Return what yields the keys of the newest items of some leaves."""

    def pks(first: int, count: int) -> Sequence[int]:
        if first + count <= SHALLOW:
            return newest_pks(leaves, first + count)[first:]
        if len(leaves) > 1:
            found = indexed(leaves, {})
            return found.pks(first, count) if found else slices(items)(first, count)
        public = Item.objects.public().filter(category__in=leaves)
        return slices(public.newest_first())(first, count)

    return pks


def slices(items: QuerySet) -> Callable[[int, int], Sequence[int]]:
    keys = items.values_list("pk", flat=True)
    return lambda first, count: list(keys[first : first + count])


def indexed(leaves: list[int], chosen: dict) -> ListPaginator | None:
    """Return the pages from the search index; None when there is no usable one."""
    office, genre = chosen.get("office"), chosen.get("kind")
    query = Query(
        category_ids=frozenset(leaves),
        office_id=office.pk if office else None,
        year=int(chosen["year"]) if chosen.get("year") else None,
        validity=chosen.get("validity") or "",
        genre_id=genre.pk if genre else None,
        stage=chosen.get("stage") or "",
    )
    order = ORDERS.get(next(iter(chosen.get("sort") or [""])), "newest")
    found = listing(query, order)
    return ListPaginator(found.pks, found.total) if found else None
