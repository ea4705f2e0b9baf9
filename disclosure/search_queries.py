"""What is asked of the search engine: words, numbers and filters as Tantivy's queries.

They are put together from tokens, which hold letters, digits and ideographs only; nothing a
visitor types is ever parsed as a query.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tantivy import Occur, Query, Searcher

from disclosure import doc_numbers
from disclosure.search_engine import (
    BEGINNING,
    SCHEMA,
    STAGE_NUMBERS,
    VALIDITY_NUMBERS,
    number_key,
)
from disclosure.search_tokens import MAX_QUERY, RUN, Words, fold, grams, is_han

TITLE_BOOST, KEYWORDS_BOOST, BEGINNING_BOOST = 2.0, 1.0, 20.0
MAX_NUMBER = 2**63
NOTHING = Query.empty_query()

Clause = tuple[Occur, Query]


@dataclass(frozen=True)
class Preference:
    """A token that ranks higher what has it in a field, and by how much."""

    field: str
    token: str
    weight: float = 1.0

    @property
    def query(self) -> Query:
        found = term(self.field, self.token)
        return found if self.weight == 1 else Query.boost_query(found, self.weight)


@dataclass(frozen=True)
class Wanted:
    """What is looked for: `match` says what fits, the rest in which order.

    Either the finds are ranked by `preferred`, and all of them have the `tokens` of the text; or
    by a query of their own.
    """

    match: Query
    tokens: tuple[str, ...] = ()
    preferred: tuple[Preference, ...] = ()
    ranked: Query | None = None


def term(field: str, token: str) -> Query:
    return Query.term_query(SCHEMA, field, token, index_option="basic")


def has_character(field: str, character: str) -> Query:
    """One ideograph, wherever it stands in a bigram."""
    return Query.regex_query(SCHEMA, field, f"{character}.?|.{character}")


def title_has(character: str) -> Query:
    return has_character("title", character)


def titles_have(characters: Sequence[str]) -> Query:
    """Titles with all the ideographs."""
    parts = [title_has(character) for character in characters]
    return Query.boolean_query([(Occur.Must, part) for part in parts])


def word_parts(word: str) -> list[Query]:
    """Return what must all be in a text for the word to be in it."""
    if is_character(word):
        return [has_character("text", word)]
    return [term("text", gram) for gram in grams(word)]


def is_character(word: str) -> bool:
    """True for a single ideograph, which is in the index only as a part of bigrams."""
    return len(word) == 1 and is_han(word)


def preferences(words: Iterable[str], bridges: Iterable[str] = ()) -> list[Preference]:
    """Return what ranks an item higher: words in its title, words that stand together."""
    tokens = dict.fromkeys([gram for word in words for gram in grams(word)] + list(bridges))
    weights = {"title": TITLE_BOOST, "keywords": KEYWORDS_BOOST}
    preferred = [Preference(name, token, weights[name]) for name in weights for token in tokens]
    return [*preferred, *(Preference("text", bridge) for bridge in bridges)]


def boosts(words: Iterable[str]) -> list[Clause]:
    return [(Occur.Should, each.query) for each in preferences(words)]


def all_of(words: Words) -> Wanted:
    """Every one of the words."""
    match = Query.boolean_query(every_part(words.strict))
    preferred = tuple(preferences(words.strict, words.bridges))
    if any(map(is_character, words.strict)):
        return Wanted(match, preferred=preferred)
    tokens = dict.fromkeys(gram for word in words.strict for gram in grams(word))
    return Wanted(match, tuple(tokens), preferred)


def every_part(words: Iterable[str]) -> list[Clause]:
    """Every word, but of several single ideographs only one in any text, the others in the title.

    Each is a search of its own for all bigrams it is in: tens of milliseconds in the texts of a
    million items.
    """
    characters = [word for word in words if is_character(word)]
    parts = [part for word in words if word not in characters for part in word_parts(word)]
    parts += [part for word in characters[:1] for part in word_parts(word)]
    parts += [titles_have(characters[1:])] if characters[1:] else []
    return [(Occur.Must, part) for part in parts]


def with_other_names(rest: Words, met: Sequence[tuple[str, ...]]) -> Wanted:
    """Every one of the words of `rest`, and of each of `met` one of its names."""
    match, ranked = every_part(rest.strict), every_part(rest.strict) + boosts(rest.strict)
    for names in met:
        match.append((Occur.Must, any_of([word_is_in(name) for name in names])))
        either = [Query.boolean_query([(Occur.Must, word_is_in(n)), *boosts([n])]) for n in names]
        ranked.append((Occur.Must, any_of(either)))
    return Wanted(Query.boolean_query(match), ranked=Query.boolean_query(ranked))


def word_is_in(word: str) -> Query:
    parts = word_parts(word)
    if len(parts) == 1:
        return parts[0]
    return Query.boolean_query([(Occur.Must, part) for part in parts])


def at_least(minimum: int, names: Sequence[tuple[str, ...]]) -> Wanted:
    """At least so many of the words, each under any of its names; ideographs alone in titles."""
    looks = [[title_has(n) if is_character(n) else word_is_in(n) for n in each] for each in names]
    some = [(Occur.Should, any_of(each)) for each in looks]
    enough = Query.boolean_query(some, minimum_number_should_match=minimum)
    every = [name for each in names for name in each]
    return Wanted(enough, ranked=Query.boolean_query([(Occur.Must, enough), *boosts(every)]))


def any_key(keys: Iterable[str]) -> Query:
    return Query.boolean_query([(Occur.Should, term("key", key)) for key in keys])


def exact_keys(text: str) -> set[str]:
    """Return the numbers the text may be, in the form the index keeps them."""
    number = number_key(text[:MAX_QUERY])
    return {number, number.lstrip("/"), doc_numbers.query_key(number) or ""} - {""}


def begins_with(field: str, text: str) -> Query:
    """Values of an exact field that begin so; `text` is folded, and escaped here."""
    return Query.regex_query(SCHEMA, field, f"{escaped(text)}.*")


def escaped(text: str) -> str:
    """Return the text with every character taken as itself in the engine's regular expressions."""
    return "".join(each if each.isalnum() else f"\\{each}" for each in text)


def title_holds(text: str) -> Query:
    """Titles with every part of the text, those that begin with it first."""
    parts = [(Occur.Must, term("title", gram)) for run in RUN.findall(text) for gram in grams(run)]
    begins = Query.boost_query(begins_with("begin", text[:BEGINNING]), BEGINNING_BOOST)
    return Query.boolean_query([*parts, (Occur.Should, begins)])


def title_or_key_has(word: str, keys: Iterable[str]) -> Query:
    """Titles with every part of what was typed between two blanks, or items of that number."""
    parts = [(Occur.Must, part) for run in RUN.findall(fold(word)) for part in title_parts(run)]
    return any_of([Query.boolean_query(parts), any_key(keys)])


def title_parts(run: str) -> list[Query]:
    if is_character(run):
        return [title_has(run)]
    return [term("title", gram) for gram in grams(run)]


def every_one(queries: Sequence[Query]) -> Query | None:
    """What matches all of them; None where there are none."""
    return Query.boolean_query([(Occur.Must, query) for query in queries]) if queries else None


def any_of(queries: Iterable[Query]) -> Query:
    queries = list(queries)
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def narrowed(query: Query, filters: Sequence[Query], without: Sequence[Query] = ()) -> Query:
    """What matches the query and all filters, and none of `without`; filters do not score."""
    if not filters and not without:
        return query
    clauses = [(Occur.Must, query)]
    clauses += [(Occur.Must, Query.const_score_query(part, 0.0)) for part in filters]
    clauses += [(Occur.MustNot, part) for part in without]
    return Query.boolean_query(clauses)


def number_is(field: str, number: int | None) -> Query:
    if number is None or not 0 < number < MAX_NUMBER:
        return NOTHING
    return Query.term_query(SCHEMA, field, number)


def number_of(view: Searcher, field: str, numbers: Iterable[int]) -> int:
    """Return how many items have one of the numbers at the most."""
    return sum(view.doc_freq(field, number) for number in numbers if 0 < number < MAX_NUMBER)


def number_in(field: str, numbers: Iterable[int]) -> Query:
    return Query.term_set_query(SCHEMA, field, sorted(numbers))


def validity_is(value: str) -> Query:
    return number_is("validity", VALIDITY_NUMBERS.get(value))


def stage_is(value: str) -> Query:
    return number_is("stage", STAGE_NUMBERS.get(value))
