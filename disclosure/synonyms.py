"""Words that mean the same, as staff keep them, and what they add to a query.

They are met only where the words of a query begin and end: 数学区域 has no 学区 in it. What is
found by another word ranks below what has the words as they were typed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from uuid import uuid4

import rjieba
from django.core.cache import cache

from disclosure.models.search_words import SynonymGroup, compact
from disclosure.search_tokens import MAX_QUERY, RUN, STOP_WORDS, Words, cut, fold, is_han

MOST_MET = 3  # words of one query that are looked for under their other names
KEPT_SECONDS = 3600  # the generation in the key says sooner that something changed


@dataclass(frozen=True)
class Expansion:
    """A query of which some words have other names: `met` holds each with all its names."""

    rest: Words
    met: tuple[tuple[str, ...], ...]

    @property
    def others(self) -> tuple[str, ...]:
        """Return the names that were not typed."""
        return tuple(name for names in self.met for name in names[1:])


def expand(text: str, groups: Mapping | None = None) -> Expansion | None:
    """Return the query with the other names of its words; None where none has any."""
    groups = groups_in_use() if groups is None else groups
    if not groups:
        return None
    folded, met = fold(text[:MAX_QUERY]), []

    def take(found: re.Match) -> str:
        word = found[0]
        if len(met) == MOST_MET or not stands_alone(folded, found.start(), found.end()):
            return word
        met.append((word, *(name for name in groups[word] if name != word)))
        return " "

    rest = cut_rest(finder(tuple(groups)).sub(take, folded))
    return Expansion(rest, tuple(met)) if met and rest is not None else None


def cut_rest(text: str) -> Words | None:
    """Cut what is left of a query; None when a bare character is, which is in every third text."""
    words = cut(text) if says_something(text) else Words()
    is_loose = any(is_han(word) and len(word) == 1 for word in words.strict)
    return None if is_loose else words


def says_something(text: str) -> bool:
    """False for nothing, and for nothing but words of a question: 怎么办, 要什么."""
    words = [word for run in RUN.findall(text) for word in rjieba.cut(run)]
    return any(word not in STOP_WORDS for word in words)


def stands_alone(text: str, begin: int, end: int) -> bool:
    """True when words of `text` begin and end there."""
    if not is_han(text[begin]):
        return not text[begin - 1 : begin].isalnum() and not text[end : end + 1].isalnum()
    places, place = {0}, 0
    for word in rjieba.cut(text):
        place += len(word)
        places.add(place)
    return {begin, end} <= places


@lru_cache(maxsize=4)
def finder(words: tuple[str, ...]) -> re.Pattern:
    """Return what finds any of the words, the longer ones first."""
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


def groups_in_use() -> Mapping[str, tuple[str, ...]]:
    """Return for each word all of its group: what staff changed holds from the next search on."""
    key = f"synonyms-{SynonymGroup.objects.generation()}"
    return read_groups(cache.get_or_set(key, lambda: uuid4().hex, KEPT_SECONDS))


@lru_cache(maxsize=2)
def read_groups(state: str) -> dict[str, tuple[str, ...]]:
    """Return the groups as they stood when `state` was given out; kept by each process.

    Fetched from the cache they cost every search more than its own work.
    """
    groups = {}
    for group in SynonymGroup.objects.filter(is_used=True):
        words = tuple(dict.fromkeys(map(compact, group.word_list)))
        groups |= dict.fromkeys(words, words)
    return groups
