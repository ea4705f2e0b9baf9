"""What is asked of the search engine: words, numbers and filters as Tantivy's queries.

They are put together from tokens, which hold letters, digits and ideographs only; nothing a
visitor types is ever parsed as a query.
"""

from collections.abc import Iterable, Sequence

from tantivy import Occur, Query

from disclosure.search_engine import SCHEMA, VALIDITY_NUMBERS
from disclosure.search_tokens import grams, is_han

TITLE_BOOST, KEYWORDS_BOOST = 2.0, 1.0
MAX_NUMBER = 2**63
NOTHING = Query.empty_query()

Clause = tuple[Occur, Query]


def term(field: str, token: str) -> Query:
    return Query.term_query(SCHEMA, field, token, index_option="freq")


def begins_with(character: str) -> Query:
    fields = [Query.regex_query(SCHEMA, field, f"{character}.*") for field in ("title", "text")]
    return Query.boolean_query([(Occur.Should, query) for query in fields])


def word_parts(word: str) -> list[Query]:
    """Return what must all be in a text for the word to be in it."""
    if len(word) == 1 and is_han(word):
        return [begins_with(word)]
    return [term("text", gram) for gram in grams(word)]


def boosts(words: Iterable[str]) -> list[Clause]:
    """Return what need not match and ranks higher what has the words in title or keywords."""
    tokens = dict.fromkeys(gram for word in words for gram in grams(word))
    weights = {"title": TITLE_BOOST, "keywords": KEYWORDS_BOOST}
    return [
        (Occur.Should, Query.boost_query(term(field, token), weight))
        for field, weight in weights.items()
        for token in tokens
    ]


def all_of(words: Sequence[str]) -> Query:
    """Every one of the words."""
    parts = [(Occur.Must, part) for word in words for part in word_parts(word)]
    return Query.boolean_query(parts + boosts(words))


def word_is_in(word: str) -> Query:
    parts = word_parts(word)
    if len(parts) == 1:
        return parts[0]
    return Query.boolean_query([(Occur.Must, part) for part in parts])


def at_least(minimum: int, words: Sequence[str]) -> Query:
    """At least so many of the words."""
    some = [(Occur.Should, word_is_in(word)) for word in words]
    enough = Query.boolean_query(some, minimum_number_should_match=minimum)
    return Query.boolean_query([(Occur.Must, enough), *boosts(words)])


def any_key(keys: Iterable[str]) -> Query:
    return Query.boolean_query([(Occur.Should, term("key", key)) for key in keys])


def any_of(queries: Iterable[Query]) -> Query:
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def narrowed(query: Query, filters: Iterable[Query], without: Iterable[Query] = ()) -> Query:
    """What matches the query and all filters, and none of `without`; filters do not score."""
    clauses = [(Occur.Must, query)]
    clauses += [(Occur.Must, Query.const_score_query(part, 0.0)) for part in filters]
    clauses += [(Occur.MustNot, part) for part in without]
    return Query.boolean_query(clauses)


def number_is(field: str, number: int | None) -> Query:
    if number is None or not 0 < number < MAX_NUMBER:
        return NOTHING
    return Query.term_query(SCHEMA, field, number)


def number_in(field: str, numbers: Iterable[int]) -> Query:
    return Query.term_set_query(SCHEMA, field, sorted(numbers))


def validity_is(value: str) -> Query:
    return number_is("validity", VALIDITY_NUMBERS.get(value))
