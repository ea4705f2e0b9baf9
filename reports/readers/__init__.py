"""Reads an annual report from any file: whoever published it, in JSON, Word, Excel, HTML or text.

`read_report(path)` returns a ReadReport: the facts the checks look at, and the gaps: what could
not be read, and why. It raises UnreadableReport, in words, when there is nothing to check.
Files come from strangers: their kind is proved by content, archives are measured before they are
opened, and Word and Excel files are parsed in a child process (portal/files/text.py).
"""

from pathlib import Path

from django.core.exceptions import ValidationError

from portal.files.kinds import MB, check_upload, is_readable, is_text
from portal.files.readers import decoded
from portal.files.text import NOTE, Unreadable, read_in_child
from reports.readers.documents import read_blocks_as_report
from reports.readers.formulas import formulas_without_result
from reports.readers.html import page_blocks
from reports.readers.json_forms import read_json
from reports.readers.report import Gap, ReadReport, UnreadableReport

__all__ = ["Gap", "ReadReport", "UnreadableReport", "read_report"]

PLAIN = {"json": "JSON", "html": "网页", "htm": "网页"}
MAX_MEGABYTES = 20
KINDS = "json、docx、xlsx、pdf、html、txt"
HIDDEN = "（隐藏工作表）"  # in the place of a block: last year's figures often stand there
MAX_BROKEN = 20  # characters of a page that may be broken before its encoding is in doubt
NO_RESULTS = (
    "“{name}”里有{number}格是公式，但没有保存计算结果，读出来会是空格；"
    "请用Excel或WPS打开，保存一次再检查。"
)


def read_report(path: Path) -> ReadReport:
    """Return the report in a file; raises UnreadableReport with a sentence."""
    kind = path.suffix.lower().lstrip(".")
    try:
        if kind in PLAIN:
            return read_plain(path, kind)
        if not is_readable(kind):
            what = f"不能读取.{kind}文件" if kind else f"“{path.name}”没有扩展名，看不出是什么文件"
            raise UnreadableReport(f"{what}；请另存为以下格式之一：{KINDS}。")
        with path.open("rb") as file:
            check_upload(file, path.name, megabytes=MAX_MEGABYTES)
        if kind == "xlsx" and (number := formulas_without_result(path)):
            raise UnreadableReport(NO_RESULTS.format(name=path.name, number=number))
        blocks = read_in_child(path, kind)
    except OSError as error:
        raise UnreadableReport(f"读不了“{path}”（{error.strerror}）；请检查路径和权限。") from error
    except ValidationError as error:
        raise UnreadableReport(error.messages[0]) from error
    except Unreadable as error:
        raise UnreadableReport(f"“{path.name}”：{error}。") from error
    notes = tuple(Gap(path.name, block["text"].rstrip("。")) for block in blocks if is_note(block))
    said = [block for block in blocks if not is_note(block) and HIDDEN not in block["place"]]
    if any(HIDDEN in block["place"] for block in blocks):
        notes = (*notes, Gap(path.name, "有隐藏的工作表，读者看不到，没有检查"))
    report = read_blocks_as_report(said, is_plain=kind == "txt")
    return ReadReport(report.facts, (*notes, *report.gaps))


def is_note(block: dict) -> bool:
    return block["place"] == NOTE


def read_plain(path: Path, kind: str) -> ReadReport:
    text = plain_text_of(path)
    report = read_json(text) if kind == "json" else read_blocks_as_report(page_blocks(text))
    if not (broken := text.count("\ufffd")):
        return report
    gap = Gap(path.name, f"有{broken}处文字的编码已损坏，这些字没有读到")
    return ReadReport(report.facts, (gap, *report.gaps))


def plain_text_of(path: Path) -> str:
    size = path.stat().st_size
    if not size:
        raise UnreadableReport(f"“{path.name}”是空文件（0字节），请检查原件。")
    if size > MAX_MEGABYTES * MB:
        raise UnreadableReport(f"“{path.name}”有{size // MB} MB，超过{MAX_MEGABYTES} MB的上限。")
    with path.open("rb") as file:
        if not is_text(file):
            kind = PLAIN[path.suffix.lower().lstrip(".")]
            raise UnreadableReport(f"“{path.name}”的内容不是{kind}文本；请核对文件。")
        file.seek(0)
        raw = file.read()
    try:
        return decoded(raw)
    except Unreadable:
        # Websites cut texts in the middle of a character; the page around it is sound.
        text = raw.decode("utf-8", "replace")
        if text.count("\ufffd") > MAX_BROKEN:
            raise
        return text
