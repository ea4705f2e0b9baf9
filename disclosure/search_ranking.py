"""The best of what fits, without scoring all of it.

Of a million items a common word is in most, and scoring each takes longer than all else. What
has the words in title and keywords too is looked through first: it is little, and says what
score the last find wanted has at the least. A token adds at most a certain score; from both
follows which tokens an item must have to come so far, and only what has them is scored.
The order is the same as if all had been.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

import tantivy
from tantivy import Occur, Searcher

from disclosure import search_queries as queries
from disclosure.search_engine import NO_YEAR, importance_in
from disclosure.search_queries import Preference, Wanted

FEW = 20_000  # finds: so many are all scored at once
SPARED = 0.8  # of what fits: looking through more than that spares nothing
GLANCE = 0.03  # of what fits: looked through where nothing has all the preferred tokens
ROUNDING = 1.001  # the engine adds in single precision, in any order
DENSE = 200_000  # items with a token: of more, what it adds is estimated
MOST_OF_ONE = 1.7  # times its rarity: what a token scores in the shortest text (BM25, k1 = 1.2)
SLACK = 1.1  # for items deleted of late, which the engine's own figures count
MOST_CHAINED, DEARER = 40, 3  # of tokens; how much a look-up costs beside a step of a union
MOST_KEPT = 20_000  # scores, of as many tokens
LAST_YEAR = 2100

Hits = list[tuple[float, tantivy.DocAddress]]


@dataclass(frozen=True)
class Known:
    """A preferred token that occurs: in how many items, and the most it adds to a score."""

    preference: Preference
    items: int
    most: float


@dataclass(frozen=True)
class Part:
    """Finds that have all of some tokens, and any of others."""

    all_of: Sequence[Known] = ()
    any_of: Sequence[Known] = ()

    @property
    def items(self) -> int:
        """Return how many there are at the most."""
        numbers = [each.items for each in self.all_of]
        return min([*numbers, number_of(self.any_of)] if self.any_of else numbers)


def best(
    view: Searcher,
    wanted: Wanted,
    filters: Sequence[tantivy.Query],
    without: Sequence[tantivy.Query],
    limit: int,
    among: int | None = None,
) -> Hits:
    """Return score and address of the first `limit` finds, best first.

    `among` says how many items the filters leave at the most.
    """
    known = occurring(view, wanted.preferred)
    counts = [view.doc_freq("text", token) for token in wanted.tokens]
    fitting = min([*counts, view.num_docs if among is None else among])

    def first(part: Part | None = None) -> Hits:
        match = narrowed(wanted, known, part, min(fitting, part.items) if part else fitting)
        return first_of(view, queries.narrowed(match, filters, without), limit)

    if known and counts and fitting >= FEW:
        for glance in glances(known, fitting, limit):
            hits = first(glance)
            if len(hits) == limit:
                part = reaching(view, wanted.tokens, known, hits[-1][0])
                if part == glance:
                    return hits
                return first(part if part and part.items < fitting * SPARED else None)
    return first()


def first_of(view: Searcher, match: tantivy.Query, limit: int) -> Hits:
    return view.search(match, limit, count=False, weight_by_field="weight").hits


def glances(known: Sequence[Known], fitting: int, limit: int) -> Iterator[Part]:
    """Yield what little may hold the first finds, the likeliest first."""
    yield Part(known, [])
    titles = [each for each in known if each.preference.field != "keywords"]
    if 0 < len(titles) < len(known):
        yield Part(titles, [])
    rarest = sorted(known, key=lambda each: each.items)
    while number_of(rarest) > fitting * GLANCE:
        rarest.pop()
    if number_of(rarest) >= limit:
        yield Part(any_of=rarest)


def reaching(
    view: Searcher, tokens: Sequence[str], known: Sequence[Known], score: float
) -> Part | None:
    """Return what holds every item of at least that score; None where anything may have it."""
    score /= most_important(view) * ROUNDING
    of_texts = sum(most_of(view, "text", token) for token in tokens)
    whole = of_texts + sum(each.most for each in known)
    needed = [each for each in known if whole - each.most < score]
    some = [each for each in known if each not in needed]
    left_out = of_texts + sum(each.most for each in needed)
    # What is in many items and adds little is left out first.
    for each in sorted(some, key=lambda each: each.most / each.items):
        if left_out + each.most < score:
            left_out += each.most
            some.remove(each)
    part = Part(needed, some if left_out < score else [])
    return part if part.all_of or part.any_of else None


def occurring(view: Searcher, preferred: Sequence[Preference]) -> list[Known]:
    """Return those of the tokens that occur, what adds most first."""
    counts = [(each, view.doc_freq(each.field, each.token)) for each in preferred]
    known = [
        Known(each, items, each.weight * most_of(view, each.field, each.token))
        for each, items in counts
        if items
    ]
    return sorted(known, key=lambda each: -each.most)


def most_of(view: Searcher, field: str, token: str) -> float:
    """Return what the token adds to a score at the most: in the shortest text that has it."""
    items = view.doc_freq(field, token)
    if items > DENSE:
        rarity = log(1 + (max(view.num_docs - items, 0) + 0.5) / (items + 0.5))
        return MOST_OF_ONE * SLACK * rarity
    kept = scores_of(view)
    if len(kept) > MOST_KEPT:
        kept.clear()
    if (field, token) not in kept:
        hits = first_of_one(view, queries.term(field, token))
        kept[field, token] = hits[0][0] if hits else 0.0
    return kept[field, token]


def first_of_one(view: Searcher, match: tantivy.Query) -> Hits:
    return view.search(match, 1, count=False).hits


@lru_cache(maxsize=1)
def scores_of(view: Searcher) -> dict[tuple[str, str], float]:
    """Return where the highest scores of tokens are kept, as long as the index stays as it is."""
    return {}


@lru_cache(maxsize=1)
def most_important(view: Searcher) -> float:
    """Return the factor of the newest items."""
    years = (year for year in range(LAST_YEAR, NO_YEAR, -1) if view.doc_freq("year", year))
    return importance_in(next(years, NO_YEAR))


def narrowed(
    wanted: Wanted, known: Sequence[Known], part: Part | None, fitting: int
) -> tantivy.Query:
    """Return what is wanted with its ranking, or a part of it."""
    if wanted.ranked:
        return wanted.ranked
    if part is None:
        return scored([wanted.match], known, fitting)
    needed = [wanted.match, *(each.preference.query for each in part.all_of)]
    rest = [each for each in known if each not in part.all_of]
    match = scored(needed, rest, fitting)
    if not part.any_of:
        return match
    return queries.narrowed(match, [queries.any_of(term(each.preference) for each in part.any_of)])


def term(preference: Preference) -> tantivy.Query:
    return queries.term(preference.field, preference.token)


def number_of(known: Sequence[Known]) -> int:
    return sum(each.items for each in known)


def scored(needed: Sequence[tantivy.Query], known: Sequence[Known], fitting: int) -> tantivy.Query:
    """Return what has all that is needed, ranked by the tokens too.

    Few finds look each token up; for many the engine goes through the union of all tokens.
    """
    must = [(Occur.Must, query) for query in needed]
    should = [(Occur.Should, each.preference.query) for each in known]
    dear = fitting * len(known) * DEARER > number_of(known)
    if dear or len(known) > MOST_CHAINED:
        return tantivy.Query.boolean_query([*must, *should])
    match = tantivy.Query.boolean_query(must)
    for clause in should:
        match = tantivy.Query.boolean_query([(Occur.Must, match), clause])
    return match
