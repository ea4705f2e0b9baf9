"""From primary keys to what a page shows: the rows, their texts, why they match.

Rows are read through `Item.objects.public()`, so an item withdrawn a moment ago never shows,
even while the index still holds it. Texts are read in bulk and once per search.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db import connection
from django.db.models import Case, F, Q, TextField, When
from django.utils.safestring import SafeString

from disclosure.models import Attachment, Item
from disclosure.search_engine import ATTACHMENT_CHARACTERS, keys, number_key
from disclosure.search_extracts import extract, mark, without_tags
from disclosure.search_phrases import FoldedText
from disclosure.search_tokens import BREAK
from portal.statements import Text

TITLE, DOC_NO, KEYWORDS, SUMMARY, BODY = "标题", "发文字号", "关键词", "内容概述", "正文"
INDEX_NO, ORIGINAL_INDEX_NO = "索引号", "原索引号"
SHORT_TEXTS = {TITLE: "title", DOC_NO: "doc_no", KEYWORDS: "keywords", SUMMARY: "summary"}
# What finds are counted by, and the column it stands in.
GROUPS = {"category": "category_id", "year": "year", "office": "office_id", "validity": "validity"}
LENGTHS = (20, 50, 100, 200)  # of lists of keys, for which statements are kept
ANY_WORD = "any-word-"  # stands for a word in a statement
MAX_FILES_READ = 40  # items whose attachments one search opens to prove a phrase


@dataclass(frozen=True)
class Hit:
    """An item that was found."""

    item: Item
    extract: SafeString  # escaped, with <mark> around the words
    where: str  # why it was found: 标题, 正文, 附件《…》, 发文字号 …
    marked_title: SafeString


class Texts:
    """The texts of public items by primary key, read in bulk when first needed."""

    def __init__(self):
        self.parts: dict[int, list[str]] = {}  # the short texts and the body
        self.whole: dict[int, FoldedText] = {}  # all of them
        self.files: dict[int, dict[str, FoldedText]] = {}
        self.groups: dict[int, dict[str, int]] = {}  # what is counted beside the results
        self.with_files: set[int] = set()

    def keep(self, pk: int, short: Iterable[str], body: str) -> None:
        self.parts[pk] = [*short, without_tags(body)]
        self.whole[pk] = FoldedText(BREAK.join(self.parts[pk]))

    def read_files(self, pks: Iterable[int]) -> None:
        if not (missing := set(pks) - self.with_files):
            return
        self.with_files |= missing
        found = Attachment.objects.filter(item__in=missing).exclude(blocks=[])
        for attachment in found.only("item", "name", "blocks"):
            text = FoldedText(attachment.text[:ATTACHMENT_CHARACTERS])
            self.files.setdefault(attachment.item_id, {})[f"附件《{attachment.stem}》"] = text

    def named(self, pk: int) -> dict[str, FoldedText]:
        """Return the texts of one item read so far by their names."""
        named = zip((*SHORT_TEXTS, BODY), map(FoldedText, self.parts[pk]), strict=True)
        return dict(named) | self.files.get(pk, {})

    def lacking(self, pk: int, words: Iterable[str]) -> bool:
        """True when one of the words is in none of the texts read so far."""
        texts = [self.whole[pk], *self.files.get(pk, {}).values()]
        return any(not any(text.has(word) for text in texts) for word in words)

    def proved(self, pks: list[int], words: list[str]) -> list[int]:
        """Return those of the public items that have every word as a phrase, in their order.

        The engine knows that the parts of a word are all there, not that they stand together.
        The database looks first; only what does not say the words as they are is read here.
        """
        if not pks:
            return []
        right = self.read_doubtful(pks, words)
        doubtful = [pk for pk in pks if pk in self.whole and pk not in right]
        doubtful = [pk for pk in doubtful if self.lacking(pk, words)]
        have_files = having_files(doubtful)
        read, unread = have_files[:MAX_FILES_READ], have_files[MAX_FILES_READ:]
        self.read_files(read)
        wrong = set(doubtful) - {*unread, *(pk for pk in read if not self.lacking(pk, words))}
        return [pk for pk in pks if (pk in right or pk in self.whole) and pk not in wrong]

    def read_doubtful(self, pks: list[int], words: list[str]) -> set[int]:
        """Return the public items that say all the words just so; read the texts of the others."""
        right = set()
        for pk, body, *values in doubtful_rows(pks, words):
            if body is None:
                right.add(pk)
            else:
                self.groups[pk] = dict(zip(GROUPS, values, strict=False))
                self.keep(pk, values[len(GROUPS) :], body)
        return right


def doubtful_rows(pks: Sequence[int], words: Sequence[str]) -> list[tuple]:
    """Return key, body, groups and short texts of the public items; no body where all is said."""
    # The statement is written for some lengths of the list: of a key that comes twice, one row.
    count = next((length for length in LENGTHS if length >= len(pks)), len(pks))
    given: dict = dict(zip(range(-count, 0), [*pks, *[pks[-1]] * (count - len(pks))], strict=True))
    for number, word in enumerate(words):
        given[f"%{ANY_WORD}{number}%"] = f"%{connection.ops.prep_for_like_query(word)}%"
    return doubtful_statement(count, len(words)).read(given)


@lru_cache(maxsize=64)
def doubtful_statement(pks: int, words: int) -> Text:
    says = Q(*(said_in_a_column(f"{ANY_WORD}{number}") for number in range(words)))
    unproved = Case(When(says, then=None), default=F("body"), output_field=TextField())
    items = Item.objects.public().filter(pk__in=range(-pks, 0)).order_by()
    columns = ("pk", "unproved", *GROUPS.values(), *SHORT_TEXTS.values())
    rows = items.annotate(unproved=unproved).values_list(*columns)
    marks = [*range(-pks, 0), *(f"%{ANY_WORD}{number}%" for number in range(words))]
    return Text(*rows.query.sql_with_params(), marks)


def having_files(pks: list[int]) -> list[int]:
    """Return those of the items with an attachment that was read, in their order."""
    if not pks:
        return []
    read = Attachment.objects.filter(item__in=pks).exclude(blocks=[])
    found = set(read.values_list("item_id", flat=True))
    return [pk for pk in pks if pk in found]


def said_in_a_column(word: str) -> Q:
    columns = [*SHORT_TEXTS.values(), "body"]
    return Q(*(Q(**{f"{name}__contains": word}) for name in columns), _connector=Q.OR)


def make_hits(pks: list[int], words: tuple[str, ...], key: set[str], texts: Texts) -> list[Hit]:
    """Return the public ones of the items in their order; `key` is the number found, if any."""
    rows = Item.objects.public().for_rows(*SHORT_TEXTS.values(), "body").in_bulk(pks)
    shown = [rows[pk] for pk in pks if pk in rows]
    for item in shown:
        if item.pk not in texts.whole:
            texts.keep(item.pk, (getattr(item, name) for name in SHORT_TEXTS.values()), item.body)
    texts.read_files(item.pk for item in shown if texts.lacking(item.pk, words))
    return [make_hit(item, words, key, texts.named(item.pk)) for item in shown]


def make_hit(
    item: Item, words: tuple[str, ...], key: set[str], texts: dict[str, FoldedText]
) -> Hit:
    met = {name: sum(text.has(word) for word in words) for name, text in texts.items()}
    best = max(met, key=lambda name: met[name])
    where = number_label(item, key) or (best if met[best] else "")
    shown = where
    if where in ("", TITLE, DOC_NO, INDEX_NO, ORIGINAL_INDEX_NO):  # shown beside it anyway
        long_texts = [name for name in (SUMMARY, BODY) if texts[name].text] or [BODY]
        shown = max(long_texts, key=lambda name: met[name])
    return Hit(
        item=item,
        extract=extract(texts[shown].text, words),
        where=where,
        marked_title=mark(item.title, words),
    )


def number_label(item: Item, key: set[str]) -> str:
    """Return the name of the number the item was found by, empty when it was its words."""
    if not key & keys(item):
        return ""
    for name, number in ((INDEX_NO, item.index_no), (ORIGINAL_INDEX_NO, item.original_index_no)):
        whole = number_key(number)
        if {whole, whole.rpartition("/")[2]} & key:
            return name
    return DOC_NO
