"""PURE: what changed from one version of an item to the next, by fields and by paragraphs.

Unit    A field: its label and its value in words. A paragraph: its text as it is read and its
        HTML; where only the HTML differs, the layout or a link changed and that is said.
Source  difflib; inside a changed paragraph the comparison runs character by character.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

LIKE_ENOUGH = 0.4  # below it, a paragraph is another one, not the same one changed
COMPARED_CHARACTERS = 4_000  # longer paragraphs are shown whole, old and new


class Mark(StrEnum):
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"
    CHANGED = "changed"
    LAYOUT = "layout"

    @property
    def label(self) -> str:
        return WORDS[self]


WORDS = {
    Mark.SAME: "未变",
    Mark.REMOVED: "删除",
    Mark.ADDED: "新增",
    Mark.CHANGED: "修改",
    Mark.LAYOUT: "只改了格式或链接",
}


@dataclass(frozen=True)
class Piece:
    """A run of characters that stayed, went or came."""

    mark: Mark
    text: str


@dataclass(frozen=True)
class Change:
    """A field or a paragraph with what happened to it; `name` is the label of the field."""

    mark: Mark
    pieces: tuple[Piece, ...]
    name: str = ""


@dataclass(frozen=True)
class Paragraph:
    text: str
    html: str = ""


def compare_fields(old: dict[str, str], new: dict[str, str]) -> list[Change]:
    """Return the fields whose value in words changed, in the order of `new`."""
    names = [*new, *(name for name in old if name not in new)]
    changes = [compare_texts(old.get(name, ""), new.get(name, ""), name) for name in names]
    return [change for change in changes if change.mark != Mark.SAME]


def compare_paragraphs(old: Sequence[Paragraph], new: Sequence[Paragraph]) -> list[Change]:
    """Return every paragraph of both, in reading order, each with its mark."""
    texts = [paragraph.text for paragraph in old], [paragraph.text for paragraph in new]
    changes: list[Change] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, *texts, autojunk=False).get_opcodes():
        if tag == "equal":
            pairs = zip(old[i1:i2], new[j1:j2], strict=True)
            changes += [of_same_text(before, after) for before, after in pairs]
        else:
            changes += replaced(texts[0][i1:i2], texts[1][j1:j2])
    return changes


def of_same_text(before: Paragraph, after: Paragraph) -> Change:
    mark = Mark.SAME if before.html == after.html else Mark.LAYOUT
    return Change(mark, (Piece(Mark.SAME, after.text),))


def replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    """Yield old paragraphs against the new ones that took their place."""
    for before, after in zip(old, new, strict=False):
        yield from paired(before, after)
    yield from (compare_texts(text, "") for text in old[len(new) :])
    yield from (compare_texts("", text) for text in new[len(old) :])


def paired(before: str, after: str) -> list[Change]:
    """Return one changed paragraph, or two where they have little in common."""
    change = compare_texts(before, after)
    kept = sum(len(piece.text) for piece in change.pieces if piece.mark == Mark.SAME)
    if 2 * kept < LIKE_ENOUGH * (len(before) + len(after)):
        return [compare_texts(before, ""), compare_texts("", after)]
    return [change]


def compare_texts(old: str, new: str, name: str = "") -> Change:
    """Return how one text became the other."""
    if old == new:
        return Change(Mark.SAME, (Piece(Mark.SAME, new),), name)
    if not old or not new:
        mark = Mark.REMOVED if old else Mark.ADDED
        return Change(mark, (Piece(mark, old or new),), name)
    if max(len(old), len(new)) > COMPARED_CHARACTERS:
        return Change(Mark.CHANGED, (Piece(Mark.REMOVED, old), Piece(Mark.ADDED, new)), name)
    return Change(Mark.CHANGED, tuple(characters(old, new)), name)


def characters(old: str, new: str) -> Iterator[Piece]:
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece(Mark.SAME, new[j1:j2])
        else:
            if i1 < i2:
                yield Piece(Mark.REMOVED, old[i1:i2])
            if j1 < j2:
                yield Piece(Mark.ADDED, new[j1:j2])
