"""How many finds there are, at all and of each group, from one pass of the engine over them."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import tantivy
from tantivy import Searcher

from disclosure import search_queries as queries
from disclosure.search_engine import EVERY_ITEM, VALIDITY_NUMBERS, engine
from disclosure.search_hits import GROUPS
from disclosure.search_queries import Wanted

VALIDITIES = {number: value for value, number in VALIDITY_NUMBERS.items()}
MAX_GROUPS = 1000
MOST = 0.7  # of all items: above, those that do not fit are counted and taken off

Filters = Callable[[str], list[tantivy.Query]]


@dataclass(frozen=True)
class Counts:
    """How many finds there are; of each group as one gets by choosing it."""

    total: int
    groups: dict[str, Counter]

    def without(self, rows: Iterable[Mapping[str, int]], count: int) -> "Counts":
        """Return the counts less `count` finds, whose groups `rows` tell as far as known."""
        groups = {name: self.groups[name].copy() for name in GROUPS}
        for row in rows:
            for name in GROUPS:
                groups[name][row[name]] -= 1
        return Counts(self.total - count, groups)


def count(view: Searcher, tiers: Sequence[Wanted], filters: Filters) -> Counts:
    """Count what is in any of the tiers; `filters` gives the visitor's without that of a group."""
    match, every = queries.any_of(tier.match for tier in tiers), filters("")
    filtered = [name for name in GROUPS if len(filters(name)) < len(every)]
    others = [name for name in GROUPS if name not in filtered]
    with engine():
        if not every and any(least(view, tier) > view.num_docs * MOST for tier in tiers):
            return all_but(view, match)
        total, groups = of_groups(view, queries.narrowed(match, every), others)
        for name in filtered:
            groups |= of_groups(view, queries.narrowed(match, filters(name)), [name])[1]
    return Counts(total, groups)


def least(view: Searcher, wanted: Wanted) -> int:
    """Return how many items are in the tier at the least."""
    return least_with(view, wanted.tokens) if wanted.tokens else 0


def least_with(view: Searcher, tokens: Iterable[str]) -> int:
    """Return how many items have all the tokens at the least: of 100 that 90 and 80 have, 70."""
    lacking = (max(view.num_docs - view.doc_freq("text", token), 0) for token in tokens)
    return view.num_docs - sum(lacking)


def all_but(view: Searcher, match: tantivy.Query) -> Counts:
    """Count what fits by what does not: of a million items a common word lacks in few."""
    everything = count_everything(view)
    missing, groups = of_groups(view, queries.narrowed(EVERY_ITEM, [], [match]), list(GROUPS))
    left = {name: everything.groups[name] - groups[name] for name in GROUPS}
    return Counts(everything.total - missing, left)


@lru_cache(maxsize=1)
def count_everything(view: Searcher) -> Counts:
    """Count all items, once for each state of the index."""
    return Counts(*of_groups(view, EVERY_ITEM, list(GROUPS)))


def of_groups(
    view: Searcher, match: tantivy.Query, names: list[str]
) -> tuple[int, dict[str, Counter]]:
    """Return how many items match, and how many of each of the named groups."""
    if not names:
        return view.search(match, 1).count, {}
    terms = {name: {"terms": {"field": name, "size": MAX_GROUPS}} for name in names}
    found = view.aggregate(match, terms)
    groups = {
        name: Counter({meaning(name, row["key"]): row["doc_count"] for row in part["buckets"]})
        for name, part in found.items()
    }
    some = next(iter(terms))
    return groups[some].total() + found[some]["sum_other_doc_count"], groups


def meaning(group: str, number: float) -> int | str | None:
    """Return the value of a group that stands in the index as a number; None where it has none."""
    number = int(number)
    return (VALIDITIES.get(number) if group == "validity" else number) or None


def known(counts: Counter) -> dict:
    """Return the counts without what is zero and without what has no such value."""
    return {value: count for value, count in counts.items() if value and count > 0}
