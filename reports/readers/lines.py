"""Makes rows of lines of text: tables that were copied into a text file come in three shapes.

行政许可<tab>0          cells between tabs
行政许可 0              the label and its figures in one line
行政许可                the label, and below it a line for each figure
0
"""

import re
from collections.abc import Iterator

from reports.cell_values import tidy
from reports.readers.labels import DISCLOSURE_ROWS, REQUEST_ROWS, known_as
from reports.readers.rows import MAX_LABEL, is_value

MARKS = re.compile(r"\[bookmark:[^\]]*\]|\[_?GoBack\]")
SENTENCE = re.compile(r"[。；;：:]")
Row = list[str]


def rows_of(lines: list[str]) -> Iterator[tuple[Row, str]]:
    """Yield (row, "") for what may be a row of a table and ([], line) for what is text."""
    pending: Row = []
    for line in (MARKS.sub("", line).rstrip() for line in lines):
        if not tidy(line):
            continue
        if pending and is_value(line):
            pending.append(line.strip())
            continue
        if pending:
            yield from finished(pending)
            pending = []
        cells = line.strip().split("\t")
        if len(cells) > 1:
            yield [cell.strip() for cell in line.split("\t")], ""
        elif row := label_with_figures(line):
            yield row, ""
        elif is_label(line):
            pending = [line.strip()]
        else:
            yield [], line.strip()
    if pending:
        yield from finished(pending)


def finished(pending: Row) -> Iterator[tuple[Row, str]]:
    yield (pending, "") if len(pending) > 1 else (pending, pending[0])


def label_with_figures(line: str) -> Row:
    """Return the label and the figures of a line, [] when it has not both."""
    words = line.split()
    figures = []
    while words and is_value(words[-1]):
        figures.insert(0, words.pop())
    label = "".join(words)
    return [label, *figures] if figures and is_label(label) else []


def is_label(line: str) -> bool:
    text = tidy(line)
    if len(text) > MAX_LABEL or SENTENCE.search(text):
        return False
    is_disclosure = any(re.search(pattern, text) for pattern in DISCLOSURE_ROWS)
    return is_disclosure or bool(known_as(text, REQUEST_ROWS)) or text == "计"
