"""What lists, desks and the search box ask of the index: keys, no hits with extracts.

Everything returned was in the index a moment ago: load rows through `Item.objects.public()`.
"""

from collections.abc import Callable
from dataclasses import dataclass

import tantivy
from tantivy import Searcher

from disclosure import search_queries as queries
from disclosure.models import Item
from disclosure.search import Query, Search, want_index
from disclosure.search_engine import EVERY_ITEM, IndexUnusable, engine, keys, number_key, searcher
from disclosure.search_tokens import MAX_QUERY, RUN, fold

SUGGESTED = 50  # finds among which suggestions are chosen
ORDERS = {
    "newest": ("moment", tantivy.Order.Desc),
    "oldest": ("moment", tantivy.Order.Asc),
    "written": ("written", tantivy.Order.Desc),
}


@dataclass(frozen=True)
class Listing:
    """A list without words: how many items, and the keys of any part of it."""

    total: int
    pks: Callable[[int, int], list[int]]


def listing(query: Query, order: str = "newest") -> Listing | None:
    """Return the list the filters leave, in an order of ORDERS; None without a usable index."""
    field, direction = ORDERS[order]
    try:
        narrow = Search(query)
        match = queries.every_one(narrow.filters()) or EVERY_ITEM
        view = narrow.view
        with engine():
            total = view.search(match, 1).count
    except IndexUnusable:
        want_index()
        return None

    def pks(first: int, count: int) -> list[int]:
        order = {"order_by_field": field, "order": direction, "offset": first}
        try:
            with engine():
                return first_pks(view, match, count, **order)
        except IndexUnusable:  # damaged where the count did not look
            want_index()
            return []

    return Listing(total, pks)


def find_titles(text: str, limit: int) -> list[int] | None:
    """Return the newest public items with every word in the title or as a number; None: no index.

    The engine knows that the parts of a word are all there: who asks looks at the rows again.
    """
    words = [queries.title_or_key_has(word, queries.exact_keys(word)) for word in text.split()]
    whole = queries.any_key(queries.exact_keys(text))
    try:
        with engine():
            view = searcher()
            match = queries.any_of([whole, queries.every_one(words) or whole])
            return first_pks(view, match, limit, order_by_field="moment")
    except IndexUnusable:
        want_index()
        return None


def suggest(text: str, limit: int = 8) -> list[Item]:
    """Return public items to offer while `text` is typed: their title or number begins so.

    Titles that only hold the text follow. Nothing below two characters, nothing without an index.
    """
    folded = "".join(fold(text[:MAX_QUERY]).split())
    number = number_key(text[:MAX_QUERY])
    if len(folded) < 2 or not RUN.search(folded):
        return []
    try:
        with engine():
            view = searcher()
            numbers, titles = queries.begins_with("key", number), queries.title_holds(folded)
            pks = first_pks(view, numbers, SUGGESTED, order_by_field="moment")
            pks += first_pks(view, titles, SUGGESTED, weight_by_field="weight")
    except IndexUnusable:
        want_index()
        return []
    rows = Item.objects.public().only("title", "slug", "doc_no", "index_no", "original_index_no")
    offered = {}
    for item in rows.in_order(list(dict.fromkeys(pks))):
        title = "".join(fold(item.title).split())
        if folded in title or any(key.startswith(number) for key in keys(item)):
            offered.setdefault(title, item)
    return sorted(offered.values(), key=lambda item: not begins(item.title, folded))[:limit]


def begins(title: str, folded: str) -> bool:
    return "".join(fold(title).split()).startswith(folded)


def first_pks(view: Searcher, match: tantivy.Query, limit: int, **order) -> list[int]:
    hits = view.search(match, limit, count=False, **order).hits
    return view.fast_field_values("pk", [address for _, address in hits])
