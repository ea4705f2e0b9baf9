"""Makes rows of lines of text: tables that were copied into a text file come in three shapes.

行政许可<tab>0          cells between tabs
行政许可 0              the label and its figures in one line
行政许可                the label, and below it a line for each figure, or one for all of them
0
"""

import re
from collections.abc import Iterator
from itertools import chain

from reports.cell_values import tidy
from reports.readers.labels import (
    APPLICANT_COLUMNS,
    DISCLOSURE_ROWS,
    HEADER_LINE,
    REQUEST_ROWS,
    known_as,
)
from reports.readers.rows import MAX_LABEL, is_value

MARKS = re.compile(r"\[bookmark:[^\]]*\]|\[_?GoBack\]")
STUCK = re.compile(r"\d+(?: \d+){6,}$")
SENTENCE = re.compile(r"[。；;：:]")
Row = list[str]


def rows_of(lines: list[str]) -> Iterator[tuple[Row, str]]:
    """Yield (row, "") for what may be a row of a table and ([], line) for what is text."""
    pending: Row = []
    before = ""  # the lines of text just above: a long label is broken over several
    unmarked = (MARKS.sub("", line).rstrip() for line in lines)
    for line in chain.from_iterable(map(pieces, unmarked)):
        if not tidy(line):
            continue
        figures = figures_of(line)
        if pending and figures:
            pending += figures
            continue
        if pending:
            yield from finished(pending)
            before = tidy(pending[0]) if len(pending) == 1 else ""
            pending = []
        cells = line.strip().split("\t")
        if len(cells) > 1:
            yield [cell.strip() for cell in line.split("\t")], ""
        elif len(figures) > 1:
            is_whole = len(figures) == len(APPLICANT_COLUMNS) and is_label(before)
            yield [before, *figures] if is_whole else figures, ""
        elif row := label_with_figures(line, before):
            yield row, ""
        elif is_label(line):
            pending = [line.strip()]
        else:
            yield [], line.strip()
            is_piece = len(tidy(line)) <= MAX_LABEL and not SENTENCE.search(tidy(line))
            before = (before + tidy(line))[-MAX_LABEL:] if is_piece else ""
            continue
        before = ""
    if pending:
        yield from finished(pending)


def pieces(line: str) -> list[str]:
    """Return a header and the row of figures that stuck to its end as two lines."""
    match = STUCK.search(line)
    if match and HEADER_LINE.fullmatch(tidy(line[: match.start()])):
        return [line[: match.start()], match[0]]
    return [line]


def finished(pending: Row) -> Iterator[tuple[Row, str]]:
    yield (pending, "") if len(pending) > 1 else (pending, pending[0])


def figures_of(line: str) -> Row:
    """Return the figures of a line that has nothing else."""
    words = line.split()
    return words if all(map(is_value, words)) else []


def label_with_figures(line: str, before: str = "") -> Row:
    """Return the label and the figures of a line, [] when it has not both.

    A label may begin in the lines before; only a whole row of figures makes one of them.
    """
    words = line.split()
    figures = []
    while words and is_value(words[-1]):
        figures.insert(0, words.pop())
    label = "".join(words)
    if len(figures) == len(APPLICANT_COLUMNS) and not is_label(label):
        label = (before + label)[-MAX_LABEL:]
    return [label, *figures] if figures and is_label(label) else []


def is_label(line: str) -> bool:
    text = tidy(line)
    if len(text) > MAX_LABEL or SENTENCE.search(text):
        return False
    is_disclosure = any(re.search(pattern, text) for pattern in DISCLOSURE_ROWS)
    return is_disclosure or bool(known_as(text, REQUEST_ROWS)) or text == "计"
