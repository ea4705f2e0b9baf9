"""“您要找的是不是”: a query with its likely mistakes mended, when it finds little or nothing.

Mended are words of the office's list of misspellings; words of which a character is wrong,
missing, too much or in the wrong place, by the words of titles, categories and synonyms; and
numbers of documents whose agency mark is wrong. What is offered finds more than what was typed:
it is looked for before it is offered. A typed word gets at most MOST_COMPARED comparisons.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

import rjieba
from django.core.cache import cache

from disclosure.models import Category, Item, Misspelling
from disclosure.models.search_words import compact
from disclosure.search import Query, Results, search
from disclosure.search_tokens import MAX_QUERY, RUN, STOP_WORDS, cut, fold, is_han
from disclosure.synonyms import groups_in_use

FEW = 3  # finds below which something else is offered
READ_TITLES = 10_000  # of the newest items
MOST_COMPARED = 12_000  # words, the commonest
LONGEST_PHRASE = 8
SHORTEST_ALONE = 3  # characters: of two, one wrong says too little by itself
KEPT_SECONDS = 3600
YEAR_AND_NUMBER = re.compile(
    r"(?P<mark>[^\d()\s]{2,20})[\s(]*(?P<year>(?:19|20)\d\d)[)年\s,./-]*第?0*(?P<number>\d{1,4})号?"
)


def better(query: Query, results: Results) -> str:
    """Return a query that finds more, "" where none is near or enough was found."""
    exact = results.total if results.relaxed_from is None else results.relaxed_from
    if results.is_fallback or results.is_exact_number or query.page > 1 or exact >= FEW:
        return ""
    wide = Query(per_page=1)
    for text in dict.fromkeys(guesses(query.text[:MAX_QUERY])):
        found = search(replace(wide, text=text))
        if found.relaxed_from != 0 and found.total > exact:
            return text
    return ""


def guesses(text: str) -> Iterable[str]:
    """Yield what may have been meant, the likeliest first; a few at most."""
    folded = fold(text)
    mended = by_list(folded)
    if mended != folded:
        yield mended
    if number := YEAR_AND_NUMBER.fullmatch(folded.strip()):
        bare = f"〔{number['year']}〕{number['number']}号"
        yield from (f"{number['mark']}{bare}", bare)
    nearest = by_words(mended)
    if nearest != mended:
        yield nearest


def by_list(text: str) -> str:
    """Mend what the office's list has, where words begin and end or stand inside longer ones."""
    wrongs = cache.get_or_set(
        f"misspellings-{Misspelling.objects.generation()}", read_list, KEPT_SECONDS
    )
    met = [wrong for wrong in wrongs if wrong in text]
    for wrong in sorted(met, key=len, reverse=True):
        if not cuts_into_word(text, wrong):
            text = text.replace(wrong, wrongs[wrong])
    return text


def cuts_into_word(text: str, wrong: str) -> bool:
    """True when a word of titles would lose its end or its beginning: 转学 by 学去 in 转学去."""
    begin = text.find(wrong)
    end, place = begin + len(wrong), 0
    for word in rjieba.cut(text):
        first, place = place, place + len(word)
        is_across = first < begin < place < end or begin < first < end < place
        if is_across and word in title_words():
            return True
    return False


def title_words() -> dict[str, int]:
    return cache.get_or_set("title-words", read_words, KEPT_SECONDS)


def read_list() -> dict[str, str]:
    rows = Misspelling.objects.values_list("wrong", "right")
    return {compact(wrong): right for wrong, right in rows}


def by_words(text: str) -> str:
    """Mend each word no title has, alone or together with the word beside it."""
    known = title_words()
    for run in RUN.findall(text):
        if is_han(run):
            text = text.replace(run, mend_run(run, known), 1)
    return text


def mend_run(run: str, known: dict[str, int]) -> str:
    words = [word for word in cut(run).strict if is_han(word)]
    for place, word in enumerate(words):
        if word in known or word in STOP_WORDS:
            continue
        beside = ["".join(words[max(place - 1, 0) : place + 1]), "".join(words[place : place + 2])]
        tried = [part for part in (*beside, word) if part in run and len(part) >= SHORTEST_ALONE]
        for part in dict.fromkeys(sorted(tried, key=len, reverse=True)):
            if near := nearest_word(part, known):
                run = run.replace(part, near, 1)
                break
    return run


def nearest_word(word: str, known: dict[str, int]) -> str:
    """Return the commonest of the words one mistake away, "" where there is none."""
    near = [other for other in known if is_one_mistake(word, other)]
    # Of what is near, a wrong character is likelier than one forgotten, and that than one too much.
    return max(
        near,
        key=lambda other: (len(other) == len(word), len(other) > len(word), known[other]),
        default="",
    )


def is_one_mistake(a: str, b: str) -> bool:
    """True when one character is wrong, missing or too much, or two have changed places.

    >>> is_one_mistake("招生简张", "招生简章"), is_one_mistake("幼园", "幼儿园")
    (True, True)
    """
    if a == b or abs(len(a) - len(b)) > 1 or (a[0] != b[0] and a[-1] != b[-1]):
        return False
    if len(a) == len(b):
        wrong = [place for place in range(len(a)) if a[place] != b[place]]
        if len(wrong) == 1:
            return True
        first, last = wrong[0], wrong[-1]
        return len(wrong) == 2 and last == first + 1 and a[first] + a[last] == b[last] + b[first]
    short, long = sorted((a, b), key=len)
    return any(long[:place] + long[place + 1 :] == short for place in range(len(long)))


def read_words() -> dict[str, int]:
    """Return words and pairs of words of the newest titles and all categories, counted."""
    newest = Item.objects.public().newest_first().values_list("title", flat=True)[:READ_TITLES]
    names = Category.objects.values_list("name", flat=True)
    counts: Counter[str] = Counter()
    for title in [*newest, *names]:
        words = [word for word in rjieba.cut(compact(title)) if is_han(word)]
        counts.update(word for word in words if len(word) > 1)
        pairs = [a + b for a, b in pairwise(words)]
        threes = [pair + word for pair, word in zip(pairs, words[2:], strict=False)]
        counts.update(part for part in (*pairs, *threes) if 2 < len(part) <= LONGEST_PHRASE)
    counts.update(word for word in groups_in_use() if is_han(word))
    return dict(counts.most_common(MOST_COMPARED))
