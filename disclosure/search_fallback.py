"""Search of titles and numbers in the database: what can be done without an index."""

from collections import Counter

from django.db.models import Q

from disclosure import doc_numbers, synonyms
from disclosure.models import Item
from disclosure.search_counts import known
from disclosure.search_engine import number_key
from disclosure.search_hits import GROUPS, Texts, make_hits
from disclosure.search_queries import exact_keys
from disclosure.search_results import Query, Results, page_of
from disclosure.search_tokens import MAX_QUERY, Words, cut

FALLBACK_ROWS, FALLBACK_WORDS = 1000, 6


def search_database(query: Query) -> Results:
    """Search titles and numbers in the database: what can be done without an index."""
    words = cut(query.text)
    rows = database_rows(query, words)
    pks = [row[0] for row in rows]
    groups = {
        f"{name}_counts": known(Counter(row[place] for row in rows))
        for place, name in enumerate(GROUPS, start=1)
    }
    page, num_pages, shown = page_of(query, len(pks))
    return Results(
        hits=make_hits(pks[shown], words.all, exact_keys(query.text), Texts()),
        total=len(pks),
        words=list(words.strict),
        **groups,
        is_fallback=True,
        page=page,
        num_pages=num_pages,
    )


def database_rows(query: Query, words: Words) -> list[tuple]:
    """Return key and groups of what fits, the newest first and not without end."""
    items = Item.objects.public()
    if query.text.strip():
        found = number_is(query.text) | title_has(words.relaxed)
        if expansion := synonyms.expand(query.text):
            found |= title_has_names(expansion)
        items = items.filter(found)
    chosen = {
        "category__in": query.category_ids,
        "office": query.office_id,
        "year": query.year,
        "genre": query.genre_id,
        "validity": query.validity or None,
        "stage": query.stage or None,
    }
    items = items.filter(**{name: value for name, value in chosen.items() if value is not None})
    rows = items.newest_first().values_list("pk", *GROUPS.values())
    return list(rows[:FALLBACK_ROWS])


def number_is(text: str) -> Q:
    number = number_key(text[:MAX_QUERY])
    found = Q(doc_no_key=number) | Q(index_no__iexact=number) | Q(original_index_no__iexact=number)
    if key := doc_numbers.query_key(number):
        found |= Q(doc_no_key=f"{key}号")
        if key.isdigit():
            found |= Q(doc_no_key__endswith=f"){key}号")
    return found


def title_has(words: tuple[str, ...]) -> Q:
    """Match titles with every word; without a word, none."""
    if not words:
        return Q(pk__in=[])
    return Q(*(Q(title__icontains=word) for word in words[:FALLBACK_WORDS]))


def title_has_names(expansion: synonyms.Expansion) -> Q:
    """Match titles with all that has no other name, and one of the names of what has."""
    rest = Q(*(Q(title__icontains=word) for word in expansion.rest.strict[:FALLBACK_WORDS]))
    for names in expansion.met:
        rest &= Q(*(Q(title__icontains=name) for name in names), _connector=Q.OR)
    return rest
