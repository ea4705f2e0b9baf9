"""PURE: the texts of an item for readers – without tags, cut to the best spot, words marked.

Everything returned as SafeString is escaped here; only <mark> is markup.
"""

import re
from bisect import bisect_right
from html import escape, unescape

from django.utils.safestring import SafeString, mark_safe

from disclosure.search_phrases import FoldedText

LENGTH = 120
LEAD = 30  # how far before the first marked word an extract may begin
MAX_MARKS = 500
INLINE_TAG = re.compile(r"</?(?:a|strong|em|b|i|u|s|sub|sup|span|mark)\b(?:[^>\"]|\"[^\"]*\")*>")
TAG = re.compile(r"<(?:[^>\"]|\"[^\"]*\")*>")
SENTENCE_END = re.compile(r"[。；！？;!?]\s*")


def without_tags(body: str) -> str:
    """Return the text of sanitised HTML; what stood in blocks of its own stands in lines."""
    return unescape(TAG.sub("\n", INLINE_TAG.sub("", body)))


def mark(text: str, words: tuple[str, ...]) -> SafeString:
    """Return the whole text, escaped, with every place of the words marked."""
    return marked(
        text, [(begin, end) for begin, end, _ in FoldedText(text).spans(words)], 0, len(text)
    )


def extract(text: str, words: tuple[str, ...], length: int = LENGTH) -> SafeString:
    """Return about `length` characters around the place that has most of the words, marked."""
    text = " ".join(text.split())
    found = FoldedText(text).spans(words)[:MAX_MARKS]
    begin = best_begin(text, found, length)
    end = min(begin + length, len(text))
    places = [(first, last) for first, last, _ in found if first >= begin and last <= end]
    before, after = "…" if begin else "", "…" if end < len(text) else ""
    return mark_safe(before + marked(text, places, begin, end) + after)


def best_begin(text: str, found: list[tuple[int, int, str]], length: int) -> int:
    """Return where to begin: the first place from which most different words are in reach."""
    if not found:
        return 0
    begins = [first for first, _, _ in found]

    def in_reach(number: int) -> int:
        last = bisect_right(begins, begins[number] + length - LEAD)
        return len({word for _, _, word in found[number:last]})

    best = begins[max(range(len(found)), key=lambda number: (in_reach(number), -number))]
    lead = max(best - LEAD, 0)
    ends = [match.end() for match in SENTENCE_END.finditer(text, lead, best)]
    begin = ends[-1] if ends else lead
    return max(min(begin, len(text) - length), 0)


def marked(text: str, places: list[tuple[int, int]], begin: int, end: int) -> SafeString:
    parts, here = [], begin
    for first, last in joined(places):
        parts += [escape(text[here:first]), "<mark>", escape(text[first:last]), "</mark>"]
        here = last
    return mark_safe("".join([*parts, escape(text[here:end])]))


def joined(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the places with those side by side made one."""
    result: list[tuple[int, int]] = []
    for first, last in places:
        if result and result[-1][1] == first:
            result[-1] = (result[-1][0], last)
        else:
            result.append((first, last))
    return result
