"""The search engine: the fields of the index, what an item is in them, and where the index is.

    index/current     names the generation that is searched: a symbolic link, swapped in one step
    index/v1-…/       a generation, one Tantivy index; its document 0 holds the stamp it has reached

Errors  IndexUnusable: there is no index, or not one that can be searched.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from threading import Lock

from django.conf import settings
from tantivy import Document, Index, Occur, Query, Schema, SchemaBuilder, Searcher

from disclosure import doc_numbers
from disclosure.models import Attachment, Item, Stage, Validity
from disclosure.search_extracts import without_tags
from disclosure.search_tokens import fold, tokens
from portal.files.text import plain_text

VERSION = 4  # of the fields below and of the tokens in them: other versions are built anew
STATE = 0  # the primary key of the document about the index itself
ATTACHMENT_CHARACTERS = 200_000
BEGINNING = 10  # characters of a title by which it is suggested
FILTERS = ["category", "office", "genre", "year", "validity", "stage"]
VALIDITY_NUMBERS = {value: number for number, value in enumerate(Validity.values, start=1)}
STAGE_NUMBERS = {value: number for number, value in enumerate(Stage.values, start=1)}
COLUMNS = [
    *("pk", "category_id", "office_id", "genre_id", "year", "validity", "stage", "stamp"),
    *("published_at", "written_on", "doc_no", "index_no", "original_index_no"),
    *("title", "keywords", "summary", "body"),
]
OUT_OF_FORCE = (Validity.EXPIRED, Validity.REPEALED)
NO_YEAR = 2000  # stands for the year of an item that has none
MOST_IMPORTANT = 3.6  # the factor of 2040: what follows is no more important


class IndexUnusable(Exception):
    """There is no index, it is damaged, or an older version of this program made it."""


def make_schema() -> Schema:
    builder = SchemaBuilder()
    builder.add_unsigned_field("pk", indexed=True, fast=True)
    for name in FILTERS:
        builder.add_unsigned_field(name, indexed=True, fast=True)
    builder.add_unsigned_field("stamp", fast=True)
    builder.add_unsigned_field("moment", fast=True)
    builder.add_unsigned_field("written", fast=True)
    builder.add_float_field("weight", fast=True)
    for name in ("key", "begin"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("title", "keywords", "text"):  # without how often: a quarter of the index
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    return builder.build()


SCHEMA = make_schema()
STATE_QUERY = Query.term_query(SCHEMA, "pk", STATE)
EVERY_ITEM = Query.boolean_query([(Occur.Must, Query.all_query()), (Occur.MustNot, STATE_QUERY)])


# --- What is written ----------------------------------------------------------------------------


def rows_for_index(pks: Iterable[int]) -> Iterator[tuple[Item, list[str]]]:
    """Yield those of the items that are public, with the texts of their files.

    Rows with the columns of an item, not items: making objects takes longer than reading them.
    """
    read = Attachment.objects.filter(item__in=pks).exclude(blocks=[]).order_by("position")
    files: dict[int, list[str]] = {}
    for pk, blocks in read.values_list("item_id", "blocks"):
        files.setdefault(pk, []).append(plain_text(blocks)[:ATTACHMENT_CHARACTERS])
    items = Item.objects.public().filter(pk__in=pks).order_by()
    for row in items.values_list(*COLUMNS, named=True):
        yield row, files.get(row.pk, [])


def document(item: Item, file_texts: Iterable[str] = ()) -> Document:
    """Return what the index keeps of an item: tokens to find it by, numbers to filter and sort."""
    numbers = {
        "pk": item.pk,
        "category": item.category_id,
        "office": item.office_id or 0,
        "genre": item.genre_id or 0,
        "year": item.year or 0,
        "validity": VALIDITY_NUMBERS.get(item.validity, 0),
        "stage": STAGE_NUMBERS.get(item.stage, 0),
        "stamp": item.stamp,
        "moment": max(int(item.published_at.timestamp()), 0),
        "written": item.written_on.toordinal() if item.written_on else 0,
    }
    made = Document()
    for name, number in numbers.items():
        made.add_unsigned(name, number)
    made.add_float("weight", 2.0 ** importance(item) - 2.0)  # Tantivy scores by log2(2 + weight)
    for key in keys(item):
        made.add_text("key", key)
    made.add_text("begin", beginning(item.title))
    made.add_text("title", tokens(item.title))
    made.add_text("keywords", tokens(item.keywords))
    texts = [item.title, item.doc_no, item.keywords, item.summary, without_tags(item.body)]
    made.add_text("text", tokens("\n".join([*texts, *file_texts])))
    return made


def importance(item: Item) -> float:
    """Return the factor of an item's score: mildly more for newer ones, less once out of force."""
    factor = importance_in(item.year or NO_YEAR)
    return max(0.8 * factor, 1) if item.validity in OUT_OF_FORCE else factor


def importance_in(year: int) -> float:
    """Return the factor of an item in force of that year, the most any item of it has."""
    return min(max(2 * (1 + 0.02 * (year - NO_YEAR)), 1), MOST_IMPORTANT)


def keys(item: Item) -> set[str]:
    """Return everything the item is found by exactly: its numbers in all their forms."""
    numbers = [number_key(number) for number in (item.index_no, item.original_index_no) if number]
    ends = [number.rpartition("/")[2] for number in numbers]  # 2025-00001, as people note it
    return {*doc_numbers.search_keys(fold(item.doc_no)), *numbers, *ends} - {""}


def beginning(text: str) -> str:
    """Return the first characters of a title as they are compared, without blanks."""
    return "".join(fold(text).split())[:BEGINNING]


def number_key(number: str) -> str:
    return doc_numbers.fold(fold(number))


def state_document(stamp: int) -> Document:
    made = Document()
    made.add_unsigned("pk", STATE)
    made.add_unsigned("stamp", stamp)
    return made


# --- Where it is --------------------------------------------------------------------------------


def folder() -> Path:
    path = settings.DATA_DIR / "index"
    path.mkdir(parents=True, exist_ok=True)
    return path


def current() -> Path:
    """Return the generation that is searched. Raises IndexUnusable."""
    link = settings.DATA_DIR / "index" / "current"
    try:
        name = os.readlink(link)
    except OSError as error:
        raise IndexUnusable("there is no index yet") from error
    if not name.startswith(f"v{VERSION}-"):
        raise IndexUnusable(f"{name} was made by another version")
    return link.with_name(name)


@contextmanager
def engine() -> Iterator[None]:
    """Turn what Tantivy raises over a damaged index into IndexUnusable."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise IndexUnusable(str(error)) from error
    except BaseException as error:  # a panic in Rust is no Exception
        if type(error).__name__ != "PanicException":
            raise
        raise IndexUnusable(str(error)) from error


class Opened:
    """The index of one generation; read anew only when a commit has replaced its list of parts."""

    def __init__(self, path: Path):
        self.parts = path / "meta.json"
        self.index = Index.open(str(path))
        self.index.config_reader(reload_policy="manual")
        self.state: tuple[int, ...] = ()
        self.lock = Lock()

    def searcher(self) -> Searcher:
        found = self.parts.stat()  # before reading: what changes meanwhile is read the next time
        state = (found.st_ino, found.st_mtime_ns, found.st_size)
        with self.lock:
            if state != self.state:
                self.index.reload()
                self.view, self.state = self.index.searcher(), state
            return self.view


@lru_cache(maxsize=1)
def opened(path: Path) -> Opened:
    """Return the index of one generation, kept open as long as it is searched."""
    return Opened(path)


def searcher() -> Searcher:
    """Return a view of the newest state of the index, the same one until that changes.

    Raises IndexUnusable.
    """
    path = current()
    try:
        return fresh_searcher(path)
    except IndexUnusable:
        if (newer := current()) == path:
            raise
        return fresh_searcher(newer)  # it was swapped and removed between the two steps


def fresh_searcher(path: Path) -> Searcher:
    with engine():
        return opened(path).searcher()


def stamp_of(view: Searcher) -> int:
    """Return the stamp the index has reached."""
    with engine():
        found = view.search(STATE_QUERY, 1).hits
        stamps = view.fast_field_values("stamp", [address for _, address in found])
    if not stamps:
        raise IndexUnusable("the index does not say which stamp it has reached")
    return int(stamps[0])
