"""PURE: whether a text says a word, and where, however it is written there."""

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache

from disclosure.search_tokens import (
    FOLDING,
    HAN,
    MAX_TOKEN,
    NO_HAN,
    fold,
    is_han,
    rewritten,
    unusual,
)


@lru_cache(maxsize=1024)
def pattern(words: tuple[str, ...]) -> re.Pattern:
    """Return what finds any of the words in a folded text, the longer ones first."""
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile("|".join(word_pattern(word) for word in longest_first) or r"(?!)")


def word_pattern(word: str) -> str:
    if is_han(word):
        return r"\s*".join(map(re.escape, word))
    # The class of all letters but Han takes milliseconds to compile: only where it is needed.
    letter = "[0-9a-z]" if word.isascii() else rf"[^\W_{HAN}]"
    end = "" if len(word) == MAX_TOKEN else rf"(?!{letter})"
    return rf"(?<!{letter}){re.escape(word)}{end}"


class FoldedText:
    """A text that is asked for words; folded once, and only when needed."""

    def __init__(self, text: str):
        self.text = text

    @cached_property
    def folded(self) -> str:
        return fold(self.text)

    @cached_property
    def compact(self) -> str:
        return "".join(self.folded.split())

    @cached_property
    def unlike(self) -> set[str]:
        """Return the characters folding makes of others; "" where one vanishes."""
        made = {FOLDING[ord(each)].strip() for each in set(rewritten().findall(self.text))}
        return {character for folded in made for character in folded or [""]}

    def has(self, word: str) -> bool:
        """True when the text has the word as a phrase, however it is written there."""
        if not is_han(word):
            return pattern((word,)).search(self.folded) is not None
        if word in self.text or word in "".join(self.text.split()):
            return True
        if NO_HAN.search(word) is None and not any(each in word for each in self.unlike):
            return False
        return word in self.compact

    def spans(self, words: tuple[str, ...]) -> list[tuple[int, int, str]]:
        """Return where the words stand in the text itself: begin, end, and the word met there."""
        matches = list(pattern(words).finditer(self.folded))
        if not matches:
            return []
        places: Sequence[int] = range(len(self.text))
        if any(len(FOLDING[ord(each)]) != 1 for each in set(unusual().findall(self.text))):
            widths = map(len, map(FOLDING.__getitem__, map(ord, self.text)))
            places = [place for place, width in enumerate(widths) for _ in range(width)]
        return [
            (places[match.start()], places[match.end() - 1] + 1, "".join(match[0].split()))
            for match in matches
        ]
