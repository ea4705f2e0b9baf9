"""The text of an uploaded file, as blocks: what pages show, and search and privacy checks read.

Files come from outside and their parsers were not written for enemies, so read_in_child() runs
the readers (portal/files/readers.py) in a process that is killed when it takes too long or too
much memory, and that is not told the secrets of this one.

Errors  Unreadable: a file with a password, damaged, without text, or beyond the limits.
"""

import json
import logging
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterable
from os import PathLike
from pathlib import Path
from typing import Literal, NotRequired, TypedDict

ROOT = Path(__file__).parents[2]
SECONDS, MEGABYTES = 30, 512
NOTE = "提示"  # the place of blocks that speak about the file and are not in it
KEPT_VARIABLES = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "LANG", "LC_ALL")

BY_EYE = "不能自动读取，须人工核对"
ENCRYPTED = f"文件设有密码或已加密，{BY_EYE}；最好换成不加密的文件"
BROKEN = f"文件已损坏或格式不规范，{BY_EYE}；最好用原来的软件重新保存后再上传"
NO_TEXT = f"文件里没有文字（可能是扫描件或图片），{BY_EYE}"
UNKNOWN_ENCODING = f"文字编码无法识别，{BY_EYE}；最好另存为UTF-8编码后再上传"
TOO_MUCH_MEMORY = f"读取这个文件需要的内存超过上限，{BY_EYE}"
CRASHED = f"读取这个文件时程序意外中止，{BY_EYE}"

logger = logging.getLogger(__name__)


class Unreadable(Exception):
    """The text of a file cannot be read; the message is a sentence for staff."""


class Block(TypedDict):
    """A piece of a file: a paragraph or heading has `text`, a table has `rows`."""

    place: str
    kind: Literal["heading", "paragraph", "table"]
    text: NotRequired[str]
    rows: NotRequired[list[list[str]]]


def read_in_child(
    path: str | PathLike, kind: str, *, seconds: float = SECONDS, megabytes: int = MEGABYTES
) -> list[Block]:
    """Return the blocks of the file, read by a process that cannot harm or stall this one."""
    arguments = [Path(path).absolute(), kind, str(seconds), str(megabytes)]
    command = [sys.executable, "-m", "portal.files.readers", *arguments]
    environment = {key: os.environ[key] for key in KEPT_VARIABLES if key in os.environ}
    try:
        child = subprocess.run(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Unreadable(f"读取这个文件超过{seconds}秒，已停止；{BY_EYE}") from None
    if child.stderr:
        logger.warning("Reading %s: %s", path, child.stderr.decode(errors="replace")[-2000:])
    if child.returncode:
        raise Unreadable(CRASHED)
    answer = json.loads(child.stdout)
    if "unreadable" in answer:
        raise Unreadable(answer["unreadable"])
    return answer["blocks"]


def plain_text(blocks: Iterable[Block]) -> str:
    """Return the words of the blocks, a line per paragraph and table row, cells between tabs."""
    lines = []
    for block in blocks:
        if block["place"] != NOTE:
            lines += ["\t".join(row) for row in block.get("rows", [])] or [block["text"]]
    return "\n".join(lines)


class Full(Exception):
    """The limit is reached; what was collected so far stands."""


class Collector:
    """Blocks, up to a limit of characters and table rows."""

    def __init__(self, max_characters: int, max_rows: int) -> None:
        self.blocks: list[Block] = []
        self.characters_left = max_characters
        self.rows_left = max_rows

    def add(
        self, place: str, text: str, kind: Literal["heading", "paragraph"] = "paragraph"
    ) -> None:
        text = clean(text)
        if text:
            left = self.characters_left
            self.blocks.append({"place": place, "kind": kind, "text": text[:left]})
            self.spend(len(text))

    def add_table(self, place: str, rows: Iterable[list[str]]) -> None:
        kept: list[list[str]] = []
        for row in rows:
            row = trimmed([clean(cell) for cell in row])
            if not row:
                continue
            self.spend(sum(len(cell) + 1 for cell in row), rows=1)
            if not kept:
                self.blocks.append({"place": place, "kind": "table", "rows": kept})
            kept.append(row)

    def note(self, text: str) -> None:
        """Say something about the file itself, to the person who has to look at it."""
        sentence = f"{text}，须打开原文件人工核对。"
        self.blocks.append({"place": NOTE, "kind": "paragraph", "text": sentence})

    def spend(self, characters: int, rows: int = 0) -> None:
        self.characters_left -= characters
        self.rows_left -= rows
        if self.characters_left < 0 or self.rows_left < 0:
            raise Full


def trimmed(row: list[str]) -> list[str]:
    """Return the row without the empty cells at its end."""
    while row and not row[-1]:
        row.pop()
    return row


# Fonts in PDF files often lead back to radicals, which look like the ideograph and are another
# character: no search would find them.
RADICALS = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
RADICALS |= str.maketrans(
    "⺠⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻣⻤⻥⻦⻩⻬⻮⻰⻳",
    "民西见角贝车长门青页风飞食马骨鬼鱼鸟黄齐齿龙龟",
)
# Control characters and surrogates, which no database takes, and marks without width or for
# direction, which would hide a number from a search.
INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)


def clean(text: str) -> str:
    """Return the text with single spaces and without empty lines and invisible characters."""
    visible = INVISIBLE.sub("", text).translate(RADICALS)
    lines = (" ".join(line.split()) for line in visible.splitlines())
    return "\n".join(line for line in lines if line)
