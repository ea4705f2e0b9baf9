"""What may be uploaded: a file's kind, told by its name and proved by its content.

Reading the text of what was accepted is portal/files/text.py. Refusals are ValidationErrors,
one sentence each: what is wrong with the file and what to do about it.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO
from zipfile import ZipFile, is_zipfile

from django.core.exceptions import ValidationError

from portal.files.archives import BROKEN_ZIP, CHUNK, archive_problem, count, size_of
from portal.files.readers import READERS
from portal.files.virus_scan import check_virus

MB = 1024 * 1024
MAX_MEGABYTES = 50
MAX_NAME, MAX_EXTENSION = 150, 10

ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
Test = Callable[[BinaryIO], bool]


@dataclass(frozen=True)
class FileKind:
    """A kind of file people may upload; `is_it` looks at the content alone."""

    label: str
    media_type: str
    is_it: Test


# --- Tests of content ---------------------------------------------------------------------------


def head(file: BinaryIO, size: int = 4096) -> bytes:
    file.seek(0)
    return file.read(size)


def begins(pattern: bytes) -> Test:
    return lambda file: re.match(pattern, head(file), re.DOTALL) is not None


def any_of(*tests: Test) -> Test:
    return lambda file: any(test(file) for test in tests)


def ole(*streams: str) -> Test:
    """An OLE compound file (the old Office format) with one of these streams in it."""
    names = [stream.encode("utf-16-le") for stream in streams]
    return lambda file: (
        head(file).startswith(OLE) and (not names or any(count(file, name) for name in names))
    )


def package(main_type: str) -> Test:
    """A ZIP of Office Open XML whose [Content_Types].xml declares this main part."""

    def test(file: BinaryIO) -> bool:
        types = zip_entry(file, "[Content_Types].xml")
        return types is not None and main_type.encode() in types

    return any_of(test, ole("EncryptedPackage"))  # Office wraps what has a password in OLE


def zip_entry(file: BinaryIO, name: str) -> bytes | None:
    """Return the beginning of one entry, None when there is none to read."""
    if not head(file).startswith(ZIP):
        return None
    try:
        with ZipFile(file) as archive, archive.open(name) as entry:
            return entry.read(MB)
    except (KeyError, *BROKEN_ZIP):
        return None


def is_ofd(file: BinaryIO) -> bool:
    return zip_entry(file, "OFD.xml") is not None


def is_text(file: BinaryIO) -> bool:
    """True without the control characters that programs and pictures are full of."""
    start = head(file, 64 * 1024)
    is_utf16 = start.startswith((b"\xff\xfe", b"\xfe\xff"))
    return is_utf16 or not re.search(rb"[\x00-\x08\x0e-\x19\x1c-\x1f]", start)


WORD = "wordprocessingml.document.main+xml"
EXCEL = "spreadsheetml.sheet.main+xml"
POWERPOINT = "presentationml.presentation.main+xml"
OFFICE = "application/vnd.openxmlformats-officedocument"

KINDS = {
    "pdf": FileKind("PDF文件", "application/pdf", begins(rb"(\xef\xbb\xbf)?\s*%PDF-")),
    "doc": FileKind("旧版Word文档", "application/msword", ole("WordDocument")),
    "docx": FileKind("Word文档", f"{OFFICE}.wordprocessingml.document", package(WORD)),
    "xls": FileKind("旧版Excel表格", "application/vnd.ms-excel", ole("Workbook", "Book")),
    "xlsx": FileKind("Excel表格", f"{OFFICE}.spreadsheetml.sheet", package(EXCEL)),
    "ppt": FileKind("旧版演示文稿", "application/vnd.ms-powerpoint", ole("PowerPoint Document")),
    "pptx": FileKind("演示文稿", f"{OFFICE}.presentationml.presentation", package(POWERPOINT)),
    "wps": FileKind("WPS文字", "application/vnd.ms-works", any_of(ole(), package(WORD))),
    "et": FileKind("WPS表格", "application/octet-stream", any_of(ole(), package(EXCEL))),
    "dps": FileKind("WPS演示", "application/octet-stream", any_of(ole(), package(POWERPOINT))),
    "ofd": FileKind("OFD版式文件", "application/ofd", is_ofd),
    "txt": FileKind("文本文件", "text/plain", is_text),
    "csv": FileKind("CSV表格", "text/csv", is_text),
    "jpg": FileKind("JPEG图片", "image/jpeg", begins(rb"\xff\xd8\xff")),
    "png": FileKind("PNG图片", "image/png", begins(rb"\x89PNG\r\n\x1a\n")),
    "gif": FileKind("GIF图片", "image/gif", begins(rb"GIF8[79]a")),
    "webp": FileKind("WebP图片", "image/webp", begins(rb"RIFF.{4}WEBP")),
    "zip": FileKind("ZIP压缩包", "application/zip", begins(rb"PK(\x03\x04|\x05\x06)")),
    "mp3": FileKind("MP3音频", "audio/mpeg", begins(rb"ID3|\xff[\xe2\xe3\xf2\xf3\xfa\xfb]")),
    "mp4": FileKind("MP4视频", "video/mp4", begins(rb".{4}ftyp")),
}
ALIASES = {"jpeg": "jpg"}
PICTURES = ("jpg", "png", "gif", "webp")
WRITTEN = ("txt", "csv")
PLAIN = (*PICTURES, *WRITTEN, "pdf", "mp3", "mp4")  # no archive has a place in them
VBA = "_VBA_PROJECT".encode("utf-16-le")
CODE = re.compile(r"<(!doctype|html|svg|script|body|iframe|\?xml|\?php)|#!", re.IGNORECASE)
CODE_IN_PICTURES = (b"<script", b"<?php", b"<html", b"javascript:")
PDF_ACTS = (b"/JavaScript", b"/Launch")
# What a file is that calls itself something else: only to say so in the refusal.
SEEN = {
    b"MZ": "Windows程序",
    b"\x7fELF": "Linux程序",
    b"%PDF-": "PDF文件",
    ZIP: "ZIP压缩包或新版Office文档",
    OLE: "旧版Office文档",
    b"{\\rtf": "RTF文档",
    b"Rar!": "RAR压缩包",
    b"7z\xbc\xaf": "7z压缩包",
    b"\xff\xd8\xff": "JPEG图片",
    b"\x89PNG": "PNG图片",
    b"<": "网页或XML",
}


# --- What callers use ---------------------------------------------------------------------------


def check_upload(file: BinaryIO, name: str, *, megabytes: int = MAX_MEGABYTES) -> str:
    """Return the kind of an uploaded file, a key of KINDS; leaves the file at its beginning.

    Raises ValidationError with one sentence for the person who uploads. A file with a
    password passes: that its text cannot be read shows when it is read.
    """
    name = safe_name(name)
    kind = kind_named(name)
    check_size(file, name, megabytes)
    if head(file).startswith((ZIP, EMPTY_ZIP)):
        check_archive(file, name, kind)
    if not KINDS[kind].is_it(file):
        raise ValidationError(mismatch(file, name, kind), code="content")
    check_hidden(file, name, kind)
    check_virus(file, name)
    file.seek(0)
    return kind


def is_readable(kind: str) -> bool:
    """True when the text of such files can be read without a person looking at them."""
    return kind in READERS


def safe_name(name: str) -> str:
    """Return a file name to show and to download under: no folders, no invisible characters.

    Rare characters stay: private-use and unassigned ones too, for they stand in people's names.
    150 Chinese characters are more bytes than file systems allow: do not store under this name.
    """
    name = re.split(r"[/\\]", name)[-1]
    name = "".join(" " if char.isspace() else char for char in name)
    name = "".join(char for char in name if unicodedata.category(char) not in ("Cc", "Cf", "Cs"))
    name = re.sub(r'[<>:"|?*]', "_", name).rstrip(". ")
    stem, dot, extension = name.rpartition(".")
    extension = extension.strip()
    if not dot or not extension or len(extension) > MAX_EXTENSION:
        stem, dot, extension = name, "", ""
    stem = " ".join(stem.split()).strip(". ") or "附件"
    return stem[: MAX_NAME - len(dot + extension)] + dot + extension


def sha256_of(file: BinaryIO) -> str:
    """Return the SHA-256 of the whole file in hex; leaves the file at its beginning."""
    digest = hashlib.sha256()
    file.seek(0)
    while chunk := file.read(CHUNK):
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


# --- The checks, one by one ---------------------------------------------------------------------


def kind_named(name: str) -> str:
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    kind = ALIASES.get(extension, extension)
    if kind in KINDS:
        return kind
    what = f"不能上传.{extension}文件" if extension else f"“{name}”没有扩展名，看不出是什么文件"
    sentence = f"{what}；请换成以下格式之一再上传：{'、'.join(KINDS)}。"
    raise ValidationError(sentence, code="extension")


def check_size(file: BinaryIO, name: str, megabytes: int) -> None:
    size = size_of(file)
    if not size:
        sentence = f"“{name}”是空文件（0字节），请检查原件后重新上传。"
        raise ValidationError(sentence, code="empty")
    if size > megabytes * MB:
        sentence = (
            f"“{name}”有{size / MB:.1f} MB，超过每个文件{megabytes} MB的上限；"
            "请压缩其中的图片，或者拆成几个文件上传。"
        )
        raise ValidationError(sentence, code="size")


def check_archive(file: BinaryIO, name: str, kind: str) -> None:
    """Refuse a ZIP, or an Office file, which is one, that would hurt whoever opens it."""
    if problem := archive_problem(file, is_package=kind != "zip"):
        raise ValidationError(f"“{name}”{problem}", code="archive")


def check_hidden(file: BinaryIO, name: str, kind: str) -> None:
    """Refuse a file that is a second thing besides what it is, or runs something when opened."""
    if problem := hidden_problem(file, kind):
        raise ValidationError(f"“{name}”{problem}", code="hidden")


def hidden_problem(file: BinaryIO, kind: str) -> str:
    start = head(file)
    if start.startswith(OLE) and count(file, VBA):
        return "含有宏，可能带病毒；请另存为不含宏的文档后再上传。"
    if kind in WRITTEN and CODE.match(start.decode("latin-1").lstrip("\xef\xbb\xbf\ufeff \t\r\n")):
        return "的内容是网页、SVG或程序代码，不能上传；请转成PDF或Word文档后再上传。"
    if kind in PLAIN and is_zipfile(file):
        return "的末尾还藏着一个压缩包；请用原来的软件重新保存，两个文件分别上传。"
    if kind in PICTURES and any(count(file, code) for code in CODE_IN_PICTURES):
        return "的图片数据里夹着网页代码；请用看图软件打开，另存为新的图片后再上传。"
    if kind == "pdf" and any(count(file, act) for act in PDF_ACTS):
        return "会在打开时运行脚本或程序；请用“打印”重新生成一份PDF后再上传。"
    return ""


def mismatch(file: BinaryIO, name: str, kind: str) -> str:
    start = head(file)
    seen = next((what for magic, what in SEEN.items() if start.startswith(magic)), "")
    found = f"看起来是{seen}" if seen else "认不出是什么文件"
    return (
        f"“{name}”的内容不是{KINDS[kind].label}（{found}），与扩展名不符；"
        f"请用原来的软件打开，另存为{KINDS[kind].label}（.{kind}）后再上传。"
    )
