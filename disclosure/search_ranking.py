"""The best of what fits, without scoring all of it.

Of a million items a common word is in most, and scoring each takes longer than all else. The first
page nearly always has the word in the title, so that is looked through first. What was left
out can have at most a certain score: where the last one found has more, nothing better was left
out. The order is the same as if all had been scored.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import log

import tantivy
from tantivy import Occur, Searcher

from disclosure import search_queries as queries
from disclosure.search_engine import MOST_IMPORTANT
from disclosure.search_queries import Preference, Wanted

FEW = 5_000  # finds: so many are all scored at once
SHARES = (0.03, 0.25, 0.8)  # of what fits: looked through first; more spares nothing
MOST_OF_ONE = 1.7  # times its rarity: what a token scores in the shortest text (BM25, k1 = 1.2)
SLACK = 1.1  # for items deleted of late, which the engine's own figures count
MOST_CHAINED, DEARER = 40, 3  # of tokens; how much a look-up costs beside a step of a union


@dataclass(frozen=True)
class Known:
    """A preferred token that occurs: in how many items, and the most it adds to a score."""

    preference: Preference
    items: int
    most: float


def best(
    view: Searcher,
    wanted: Wanted,
    filters: Sequence[tantivy.Query],
    without: Sequence[tantivy.Query],
    limit: int,
) -> list[tuple[float, tantivy.DocAddress]]:
    """Return score and address of the first `limit` finds, best first."""
    known = occurring(view, wanted.preferred)
    counts = [view.doc_freq("text", token) for token in wanted.tokens]
    fitting = min(counts, default=0)  # at the most
    for tried, most_of_rest in trials(known, fitting, limit):
        has_one = queries.any_of(term(each.preference) for each in tried)
        ranked = scored(wanted.match, known, min(fitting, number_of(tried)))
        hits = first_of(view, queries.narrowed(ranked, [*filters, has_one], without), limit)
        most = (sum(most_of(view, items) for items in counts) + most_of_rest) * MOST_IMPORTANT
        if len(hits) == limit and hits[-1][0] > most * SLACK:
            return hits
    ranked = wanted.ranked or scored(wanted.match, known, fitting)
    return first_of(view, queries.narrowed(ranked, filters, without), limit)


def first_of(view: Searcher, match: tantivy.Query, limit: int) -> list:
    return view.search(match, limit, count=False, weight_by_field="weight").hits


def term(preference: Preference) -> tantivy.Query:
    return queries.term(preference.field, preference.token)


def occurring(view: Searcher, preferred: Sequence[Preference]) -> list[Known]:
    """Return those of the tokens that occur, what adds most first."""
    counts = [(each, view.doc_freq(each.field, each.token)) for each in preferred]
    known = [
        Known(each, items, each.weight * most_of(view, items)) for each, items in counts if items
    ]
    return sorted(known, key=lambda each: -each.most)


def most_of(view: Searcher, items: int) -> float:
    """Return the most a token scores that is in so many items."""
    return MOST_OF_ONE * log(1 + (max(view.num_docs - items, 0) + 0.5) / (items + 0.5))


def trials(known: list[Known], fitting: int, limit: int) -> Iterator[tuple[list[Known], float]]:
    """Yield what may be looked through instead of all that fits, and the most the rest adds."""
    if fitting < FEW:
        return
    before = 0
    for share in SHARES:
        tried = known[: how_many(known, fitting * share)]
        if len(tried) > before and number_of(tried) >= limit:
            yield tried, sum(each.most for each in known[len(tried) :])
            before = len(tried)


def how_many(known: list[Known], items: float) -> int:
    """Return how many of the first tokens are, one after another, in no more items than that."""
    return sum(total <= items for total in accumulate(each.items for each in known))


def number_of(known: list[Known]) -> int:
    return sum(each.items for each in known)


def scored(match: tantivy.Query, known: list[Known], fitting: int) -> tantivy.Query:
    """Return what matches, ranked by the tokens.

    Few finds look each token up; for many the engine goes through the union of all tokens.
    """
    dear = fitting * len(known) * DEARER > number_of(known)
    should = [(Occur.Should, each.preference.query) for each in known]
    if dear or len(known) > MOST_CHAINED:
        return tantivy.Query.boolean_query([(Occur.Must, match), *should])
    for clause in should:
        match = tantivy.Query.boolean_query([(Occur.Must, match), clause])
    return match
