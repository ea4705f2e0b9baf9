"""What may be packed in a ZIP, or in an Office file, which is one: nothing that hurts who opens it.

Every refusal is the end of a sentence that begins with the file's name.
"""

import stat
import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

MB = 1024 * 1024
MAX_UNPACKED = 500 * MB
MAX_RATIO, RATIO_COUNTS_FROM = 100, 10 * MB
MAX_ENTRIES = 10_000
MAX_INNER_ARCHIVES = 20
MAX_INNER_MEGABYTES = 100
MAX_DEPTH = 2  # an archive in an archive
CHUNK = MB

ZIP_ENTRY = b"PK\x01\x02"  # each entry of a ZIP directory begins so
# What Python's zipfile raises on archives that were damaged or made to hurt.
BROKEN_ZIP = (BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError, ValueError)
BROKEN_ZIP += (struct.error, zlib.error)
PROGRAMS = (
    *(".exe", ".dll", ".msi", ".scr", ".com", ".pif", ".cpl", ".bat", ".cmd", ".ps1", ".vbs"),
    *(".vbe", ".js", ".jse", ".wsf", ".hta", ".lnk", ".reg", ".chm", ".apk", ".sh", ".php"),
    *(".jsp", ".asp", ".aspx"),
)
WEB_PAGES = (".html", ".htm", ".xhtml", ".mht", ".mhtml", ".svg", ".swf")
MACROS = (".docm", ".dotm", ".xlsm", ".xltm", ".xlam", ".pptm", ".potm", ".ppam", ".ppsm")
OFFICE = (".docx", ".xlsx", ".pptx")
SEALED = (".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".jar", ".iso", ".cab")
ARCHIVES = (".zip", *SEALED)


def archive_problem(file: BinaryIO, *, is_package: bool, depth: int = 1) -> str:
    """Return what is wrong with an archive, "" when nothing is; a package is an Office file."""
    # Counted in the raw bytes: opening the archive would already build an object per entry.
    if count(file, ZIP_ENTRY) > MAX_ENTRIES:
        return f"里的文件超过{MAX_ENTRIES}个，请分成几个压缩包上传。"
    try:
        with ZipFile(file) as archive:
            entries = archive.infolist()
            return (
                unpacked_problem([entry.file_size for entry in entries], size_of(file))
                or names_problem([entry.filename.lower() for entry in entries])
                or ("" if is_package else contents_problem(archive, entries, depth))
            )
    except BROKEN_ZIP:
        return "已损坏，打不开；请用原来的软件重新保存后再上传。"


def unpacked_problem(sizes: list[int], packed: int) -> str:
    total = sum(sizes)
    if not total:
        return "里没有内容，请检查后重新压缩再上传。"
    if total > MAX_UNPACKED:
        return f"解压后有{total // MB} MB，超过{MAX_UNPACKED // MB} MB的上限；请分成几个文件上传。"
    if total > RATIO_COUNTS_FROM and total > MAX_RATIO * packed:
        return f"压缩超过{MAX_RATIO}倍，可能是压缩炸弹；请用原来的软件重新保存或压缩后再上传。"
    return ""


def names_problem(names: list[str]) -> str:
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
        return "含有宏，可能带病毒；请另存为不含宏的文档后再上传。"
    if programs := [name for name in names if name.endswith(PROGRAMS)]:
        return f"里有程序文件（如.{programs[0].rpartition('.')[2]}），请删除后重新压缩再上传。"
    inner = sum(name.endswith(ARCHIVES) for name in names)
    if inner > MAX_INNER_ARCHIVES:
        return f"里还有{inner}个压缩包，超过{MAX_INNER_ARCHIVES}个；请先解开再分别上传。"
    return ""


def contents_problem(archive: ZipFile, entries: list[ZipInfo], depth: int) -> str:
    """Look at what only people pack: names that climb out, web pages, archives in archives."""
    for entry in entries:
        name = entry.filename.lower()
        if climbs_out(entry):
            return "里有指向压缩包以外的路径或链接；请用常见的压缩软件重新压缩再上传。"
        if name.endswith(WEB_PAGES):
            return "里有网页或SVG文件，打开时可能运行程序；请转成PDF或图片后重新压缩再上传。"
        if name.endswith(MACROS):
            return "里有带宏的文档，可能带病毒；请另存为不含宏的文档后重新压缩再上传。"
        if name.endswith(SEALED):
            kind = name.rpartition(".")[2]
            return f"里还有.{kind}压缩包，系统不能检查其中的内容；请先解开再上传。"
    return next(filter(None, inner_problems(archive, entries, depth)), "")


def climbs_out(entry: ZipInfo) -> bool:
    path = entry.orig_filename.replace("\\", "/")
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    is_absolute = path.startswith("/") or path[1:2] == ":"
    return is_link or is_absolute or ".." in path.split("/")


def inner_problems(archive: ZipFile, entries: list[ZipInfo], depth: int) -> Iterator[str]:
    for entry in entries:
        name = entry.filename.lower()
        is_package = name.endswith(OFFICE)
        is_sealed = bool(entry.flag_bits & 1)  # with a password: nobody can look in
        if not (is_package or name.endswith(".zip")) or is_sealed:
            continue
        if not is_package and depth == MAX_DEPTH:
            yield "里的压缩包套了太多层；请先解开再上传。"
        elif entry.file_size > MAX_INNER_MEGABYTES * MB:
            yield f"里的压缩文件超过{MAX_INNER_MEGABYTES} MB，请取出来单独上传。"
        else:
            with archive.open(entry) as file:
                inner = BytesIO(file.read(MAX_INNER_MEGABYTES * MB))
            if inner.getvalue().startswith(b"PK"):
                problem = archive_problem(inner, is_package=is_package, depth=depth + 1)
                yield f"里的“{entry.filename.rpartition('/')[2][:60]}”{problem}" if problem else ""


# --- Bytes of a file ----------------------------------------------------------------------------


def count(file: BinaryIO, needle: bytes) -> int:
    """Return how often `needle` stands in the file, however large the file is."""
    file.seek(0)
    found, tail = 0, b""
    while chunk := file.read(CHUNK):
        found += (tail + chunk).count(needle)
        tail = (tail + chunk)[-(len(needle) - 1) :]
    return found


def size_of(file: BinaryIO) -> int:
    file.seek(0, 2)
    return file.tell()
