"""What is asked of the search, and what it answers: the words, the filters, one page of finds."""

from dataclasses import dataclass, field
from math import ceil

from disclosure.search_hits import Hit

MAX_PAGES, MAX_PER_PAGE = 50, 100


@dataclass(frozen=True)
class Query:
    """What a visitor looks for; empty text lists everything the filters leave."""

    text: str = ""
    category_ids: frozenset[int] | None = None
    office_id: int | None = None
    year: int | None = None
    validity: str = ""
    genre_id: int | None = None
    stage: str = ""
    sort: str = "relevance"
    page: int = 1
    per_page: int = 20


@dataclass(frozen=True)
class Results:
    """One page of what was found, and what is said beside it.

    The counts per category, year, office and validity are those one gets by choosing it: each
    leaves out the filter of its own kind.
    """

    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    relaxed_from: int | None = None  # index of the page's first hit that has not every word
    words: list[str] = field(default_factory=list)
    failed_words: list[str] = field(default_factory=list)  # those that occur nowhere
    synonyms: tuple[str, ...] = ()  # other names that were looked for too
    category_counts: dict[int, int] = field(default_factory=dict)
    year_counts: dict[int, int] = field(default_factory=dict)
    office_counts: dict[int, int] = field(default_factory=dict)
    validity_counts: dict[str, int] = field(default_factory=dict)
    is_exact_number: bool = False
    is_fallback: bool = False
    page: int = 1
    num_pages: int = 1


def per_page(query: Query) -> int:
    return min(max(query.per_page, 1), MAX_PER_PAGE)


def page_number(query: Query) -> int:
    return min(max(query.page, 1), MAX_PAGES)


def page_of(query: Query, total: int) -> tuple[int, int, slice]:
    """Return the page's number, the number of pages, and the page's part of all finds."""
    size = per_page(query)
    num_pages = min(max(ceil(total / size), 1), MAX_PAGES)
    page = min(page_number(query), num_pages)
    return page, num_pages, slice((page - 1) * size, page * size)
