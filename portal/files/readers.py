"""Reads the text of files, as a program of its own: python -m portal.files.readers FILE KIND …

Started by portal.files.text.read_in_child(), with a limit of seconds and memory. It needs no
Django; each parser is imported where it is used, for a child reads one file and starts sooner.
"""

import csv
import json
import logging
import re
import resource
import sys
import traceback
import unicodedata
import warnings
from collections.abc import Iterator
from io import StringIO
from os import PathLike
from typing import TYPE_CHECKING, BinaryIO

from portal.files.office import read_docx, read_xlsx
from portal.files.text import (
    BROKEN,
    BY_EYE,
    ENCRYPTED,
    NO_TEXT,
    NOTE,
    TOO_MUCH_MEMORY,
    UNKNOWN_ENCODING,
    Block,
    Collector,
    Full,
    Unreadable,
    clean,
)

if TYPE_CHECKING:
    from pypdf import PageObject

MAX_CHARACTERS, MAX_ROWS = 500_000, 20_000
MB = 1024 * 1024


def read_blocks(
    path: str | PathLike,
    kind: str,
    *,
    max_characters: int = MAX_CHARACTERS,
    max_rows: int = MAX_ROWS,
) -> list[Block]:
    """Return what the file says, in its order; when that is too much, a last block says so."""
    if kind not in READERS:
        raise Unreadable(BY_EYE)
    found = Collector(max_characters, max_rows)
    with open(path, "rb") as file:
        try:
            READERS[kind](file, found)
        except Full:
            found.note(f"文件较长，只读取了开头{max_characters}字以内、{max_rows}行以内的部分")
        except (Unreadable, MemoryError):
            raise
        except Exception as error:  # the parsers raise anything at all on damaged files
            raise Unreadable(BROKEN) from error
    if not any(block["place"] != NOTE for block in found.blocks):
        raise Unreadable(NO_TEXT)
    return found.blocks


def read_txt(file: BinaryIO, found: Collector) -> None:
    for line in decoded(file.read()).splitlines():
        found.add("", line)


def read_csv(file: BinaryIO, found: Collector) -> None:
    found.add_table("", csv.reader(StringIO(decoded(file.read()), newline="")))


def decoded(data: bytes) -> str:
    """Return the text in the first encoding that fits; GB18030 is what Excel in China writes."""
    is_utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if is_utf16 else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(UNKNOWN_ENCODING)


NUMBERED = re.compile(
    r"第[一二三四五六七八九十百\d]+[章节条]|[一二三四五六七八九十]+、"
    r"|[（(][一二三四五六七八九十\d]+[)）]|\d+[.．、](?!\d)"
)
REMARKS = {"/Text", "/FreeText", "/Highlight", "/Underline", "/StrikeOut", "/Stamp", "/Square"}
FULL_LINE, MIN_FULL_LINE = 0.85, 40  # of the longest line; in half-widths


def read_pdf(file: BinaryIO, found: Collector) -> None:
    from pypdf import PdfReader

    reader = PdfReader(file)
    # Without a password to open, only against changes: the empty one opens it.
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unreadable(ENCRYPTED)
    pages = list(reader.pages)
    silent = []
    for number, page in enumerate(pages, start=1):
        place = f"第{number}页"
        before = len(found.blocks)
        for paragraph in paragraphs(page.extract_text()):
            found.add(place, paragraph)
        if len(found.blocks) == before:
            silent.append(str(number))
        for remark in remarks(page):
            found.add(f"{place}批注", remark)
    if silent:
        pages = "、".join(silent[:10]) + ("……" if len(silent) > 10 else "")
        found.note(f"第{pages}页（共{len(silent)}页）没有文字，可能是扫描件或图片")


def remarks(page: "PageObject") -> Iterator[str]:
    for reference in page.annotations or ():
        annotation = reference.get_object()
        if annotation.get("/Subtype") in REMARKS:
            yield str(annotation.get("/Contents", ""))


def paragraphs(page: str) -> Iterator[str]:
    """Yield the paragraphs of a page: a line that is full goes on in the next one."""
    lines = clean(page).split("\n")
    full = max(FULL_LINE * max(map(width, lines)), MIN_FULL_LINE)
    paragraph, last = "", ""
    for line in lines:
        if width(last) >= full and not NUMBERED.match(line):
            gap = " " if (last[-1] + line[0]).isascii() else ""
            paragraph += gap + line
        else:
            yield paragraph
            paragraph = line
        last = line
    yield paragraph


def width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line)


READERS = {
    "txt": read_txt,
    "csv": read_csv,
    "pdf": read_pdf,
    "docx": read_docx,
    "xlsx": read_xlsx,
}


def main(path: str, kind: str, seconds: str, megabytes: str) -> None:
    """Print the blocks of the file as JSON, or why it cannot be read."""
    set_limit(resource.RLIMIT_AS, int(megabytes) * MB)
    # The parent's watch ends with the parent: without it the child still ends.
    set_limit(resource.RLIMIT_CPU, int(float(seconds)) + 1)
    logging.disable()
    warnings.simplefilter("ignore")
    try:
        answer = {"blocks": read_blocks(path, kind)}
    except Unreadable as error:
        answer = {"unreadable": str(error)}
        if error.__cause__:
            traceback.print_exception(error.__cause__)
    except MemoryError:
        answer = {"unreadable": TOO_MUCH_MEMORY}
    sys.stdout.write(json.dumps(answer))


def set_limit(what: int, limit: int) -> None:
    hard = resource.getrlimit(what)[1]
    limit = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    resource.setrlimit(what, (limit, limit))


if __name__ == "__main__":
    main(*sys.argv[1:])
