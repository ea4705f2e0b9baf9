"""Search of public items, by words and by numbers. The one door to the search engine.

    search_tokens.py     what text is searched as, and how a query is cut into words
    search_phrases.py    whether a text says a word, and where
    search_extracts.py   texts for readers: the best spot of each, words marked
    search_engine.py     the index: its fields, its folder
    search_index.py      keeping the index right; search_differences.py: where it is not
    search_queries.py    words, numbers and filters as queries of the engine
    search_ranking.py    the best of many finds, without scoring every one
    search_counts.py     how many finds there are, of each group and at all
    search_lists.py      lists without words, suggestions, look-ups of a desk
    search_hits.py       from the engine's answer to what a page shows
    search_results.py    what is asked, and what is answered
    search_fallback.py   titles and numbers, where there is no index

An answer has up to four tiers: the item whose number was typed; items that have every word;
items that have another name of a word (synonyms.py); where all these are fewer than ten, items
that have most of the words. Without a usable index the
database is asked for titles and numbers, and a new index is asked for.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import ceil

import tantivy

from disclosure import search_queries as queries
from disclosure import synonyms
from disclosure.models.item import UPDATE_SEARCH
from disclosure.search_counts import Counts, count, known, least_with
from disclosure.search_engine import (
    EVERY_ITEM,
    IndexUnusable,
    engine,
    searcher,
)
from disclosure.search_fallback import search_database
from disclosure.search_hits import GROUPS, Hit, Texts, make_hits
from disclosure.search_index import ask_for_rebuild, catch_up, lag, rebuild, repair
from disclosure.search_queries import Wanted
from disclosure.search_ranking import best
from disclosure.search_results import Query, Results, page_number, page_of, per_page
from disclosure.search_tokens import (
    cut,
    distinct,
    grams,
    is_han,
)
from portal.nudge import nudge

__all__ = ["Hit", "Query", "Results", "catch_up", "lag", "rebuild", "repair", "search"]

ENOUGH = 10  # strict finds below which the relaxed tier follows
CHECKED = 200  # finds whose phrases are proved in the row's own text
MAX_RELAXED = 10  # words or bigrams that the relaxed tier counts
MOST = 0.6  # of a query's bigrams, when nothing else is found
FEW = 20  # documents: of so few all may be withdrawn ones


@dataclass
class Tier:
    """Finds of one kind, best first; where there may be more, only a count can tell how many."""

    wanted: Wanted
    pks: list[int]
    has_more: bool
    dropped: list[int] = field(default_factory=list)
    is_relaxed: bool = False


def search(query: Query) -> Results:
    """Return the page of public items that fit the query, whatever was typed."""
    try:
        return Search(query).results()
    except IndexUnusable:
        want_index()
        return search_database(query)


class Search:
    """One search through the engine."""

    def __init__(self, query: Query):
        self.query = query
        self.view = searcher()
        self.words = cut(query.text)
        self.keys = queries.exact_keys(query.text)
        self.synonyms: tuple[str, ...] = ()
        self.number_is_found = False
        self.texts = Texts()
        self.tiers: list[Tier] = []
        self.failed: list[str] = []

    def results(self) -> Results:
        self.find_tiers()
        total = self.total
        page, num_pages, shown = page_of(self.query, total)
        pks = [pk for tier in self.tiers for pk in tier.pks][shown]
        number = self.keys if self.number_is_found else set()
        shown_words = (*self.words.all, *self.synonyms, *self.numbers)
        hits = make_hits(pks, shown_words, number, self.texts)
        relaxed = {pk for tier in self.tiers if tier.is_relaxed for pk in tier.pks}
        marks = (place for place, hit in enumerate(hits) if hit.item.pk in relaxed)
        counts = self.counted.groups
        return Results(
            hits=hits,
            total=total - (len(pks) - len(hits)),  # some were withdrawn a moment ago
            relaxed_from=next(marks, None),
            words=list(self.words.strict),
            failed_words=self.failed,
            synonyms=self.synonyms,
            **{f"{name}_counts": known(counts[name]) for name in GROUPS},
            is_exact_number=self.number_is_found,
            page=page,
            num_pages=num_pages,
        )

    @cached_property
    def counted(self) -> Counts:
        """Return how many finds there are, at all and of each group without its own filter."""
        counts = count(self.view, [tier.wanted for tier in self.tiers], self.filters)
        dropped = [pk for tier in self.tiers for pk in tier.dropped]
        rows = filter(None, map(self.texts.groups.get, dropped))
        return counts.without(rows, len(dropped))

    @property
    def total(self) -> int:
        if any(tier.has_more for tier in self.tiers):
            return self.counted.total
        return self.found

    @property
    def found(self) -> int:
        """Return how many finds are known by their keys: all of few, the first of many."""
        return sum(len(tier.pks) for tier in self.tiers)

    @property
    def numbers(self) -> list[str]:
        """Return the number that was found, as a phrase that texts may have too."""
        return [key for key in self.keys if self.number_is_found and "(" in key]

    def find_tiers(self) -> None:
        if not self.query.text.strip():
            self.add_tier(Wanted(EVERY_ITEM), by_date=True)
            return
        if keys := self.keys_in_use():
            self.add_tier(Wanted(queries.any_key(keys)), by_date=True)
            self.number_is_found = self.found > 0
        if self.words.strict:
            self.add_strict_tier()
            self.add_synonym_tier()
            if self.found < ENOUGH and not self.number_is_found:
                self.add_relaxed_tiers()

    def keys_in_use(self) -> list[str]:
        with engine():
            return [key for key in self.keys if self.view.doc_freq("key", key)]

    def add_tier(self, wanted: Wanted, *, by_date=False, spare=0) -> Tier:
        """Find what matches and is in no tier before: all up to the page, and some to spare."""
        before = [tier.wanted.match for tier in self.tiers]
        limit = max(page_number(self.query) * per_page(self.query), ENOUGH) + spare
        with engine():
            if by_date or self.query.sort == "date":
                match = queries.narrowed(wanted.match, self.filters(), before)
                order = {"order_by_field": "moment"}
                hits = self.view.search(match, limit, count=False, **order).hits
            else:
                hits = best(self.view, wanted, self.filters(), before, limit, self.among)
            pks = self.view.fast_field_values("pk", [address for _, address in hits])
        self.tiers.append(Tier(wanted, pks, has_more=len(pks) == limit))
        return self.tiers[-1]

    def add_strict_tier(self) -> None:
        """Find what has every word; of longer words the engine knows only the bigrams."""
        words = self.words.strict
        if all(map(queries.is_character, words)):
            if len(self.add_tier(Wanted(queries.titles_have(words))).pks) >= ENOUGH:
                return
            self.tiers.pop()
        longer = [word for word in words if is_han(word) and len(word) > 2] + self.numbers
        tier = self.add_tier(queries.all_of(self.words), spare=CHECKED if longer else 0)
        if longer:
            first, rest = tier.pks[:CHECKED], tier.pks[CHECKED:]
            proved = self.texts.proved(first, longer)
            tier.dropped = [pk for pk in first if pk not in set(proved)]
            tier.pks = proved + rest

    def add_synonym_tier(self) -> None:
        """Find what has the other names of words, below what has the words as they were typed."""
        if not self.number_is_found and (
            expansion := synonyms.expand(self.query.text, self.groups)
        ):
            tier = self.add_tier(queries.with_other_names(expansion.rest, expansion.met))
            self.synonyms = expansion.others if tier.pks else ()

    def add_relaxed_tiers(self) -> None:
        """Find what has the parts of every word, then all but one; at last what comes nearest."""
        relaxed = self.words.relaxed
        words = list(relaxed)
        if not self.found:
            self.failed = [word for word in self.words.strict if not self.occurs(word)]
            words = [word for word in words if any(map(self.occurs, self.names(word)))]
        if relaxed != self.words.strict and len(words) == len(relaxed):
            self.add_relaxed_tier(words, len(words))
        if self.found < ENOUGH:
            self.add_relaxed_tier(words, min(len(words), len(relaxed) - 1))
        if not self.found:
            parts = distinct(gram for word in self.words.strict for gram in grams(word))
            most = ceil(min(len(parts), MAX_RELAXED) * MOST)
            self.add_relaxed_tier(parts, most if most < len(parts) else 0)
        if not self.found and len(words) > 1:
            self.add_relaxed_tier(words, ceil(len(words) / 2))

    def add_relaxed_tier(self, words: Iterable[str], most: int) -> None:
        if most:
            names = list(map(self.names, self.rarest(words)))
            self.add_tier(queries.at_least(min(most, len(names)), names)).is_relaxed = True

    @cached_property
    def groups(self) -> Mapping[str, tuple[str, ...]]:
        return synonyms.groups_in_use()

    def names(self, word: str) -> tuple[str, ...]:
        """Return the word with its other names behind it."""
        return tuple(dict.fromkeys((word, *self.groups.get(word, ()))))

    def rarest(self, words: Iterable[str]) -> list[str]:
        """Return the words that say most, not without end."""
        by_frequency = {word: max(map(self.frequency, self.names(word))) for word in words}
        occurring = [word for word in by_frequency if by_frequency[word]]
        return sorted(occurring, key=by_frequency.__getitem__)[:MAX_RELAXED]

    def frequency(self, word: str) -> int:
        """Return in how many items the word may be; items withdrawn lately are still counted."""
        if queries.is_character(word):
            return self.view.num_docs
        with engine():
            return min(self.view.doc_freq("text", gram) for gram in grams(word))

    def occurs(self, word: str) -> bool:
        """True when a public item has the word, whatever the filters."""
        with engine():
            if not queries.is_character(word) and least_with(self.view, grams(word)) > FEW:
                return True
            match = tantivy.Query.const_score_query(queries.word_is_in(word), 1.0)
            return bool(self.view.search(match, 1, count=False).hits)

    @property
    def among(self) -> int:
        """Return how many items the visitor's filters leave at the most."""
        query = self.query
        numbers = {"office": query.office_id, "year": query.year, "genre": query.genre_id}
        counts = [queries.number_of(self.view, name, [n]) for name, n in numbers.items() if n]
        if query.category_ids is not None:
            counts.append(queries.number_of(self.view, "category", query.category_ids))
        return min([self.view.num_docs, *counts])

    def filters(self, without: str = "") -> list[tantivy.Query]:
        """Return the visitor's filters, but the one on the field `without`."""
        query = self.query
        numbers = {"office": query.office_id, "year": query.year, "genre": query.genre_id}
        chosen = {name: queries.number_is(name, n) for name, n in numbers.items() if n is not None}
        if query.category_ids is not None:
            chosen["category"] = queries.number_in("category", query.category_ids)
        if query.validity:
            chosen["validity"] = queries.validity_is(query.validity)
        if query.stage:
            chosen["stage"] = queries.stage_is(query.stage)
        return [part for name, part in chosen.items() if name != without]


def want_index() -> None:
    """Have a new index built, once, because the one there cannot be used."""
    if ask_for_rebuild():
        nudge(UPDATE_SEARCH)
