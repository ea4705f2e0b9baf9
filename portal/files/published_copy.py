"""The copy of a file that citizens get: the same content, without what tells who made it and where.

Removed are author, company, last editor, tracked changes, comment authors, custom properties,
the position a photo was taken at and everything else cameras and programs write for themselves.
A kind that cannot be cleaned, or a file that is broken or locked, comes back as it is and says so:
a person must look at it.
"""

import struct
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, NamedTuple
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from lxml import etree
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

BROKEN = (BadZipFile, PyPdfError, etree.XMLSyntaxError, struct.error, zlib.error)
BROKEN += (ValueError, KeyError, IndexError, EOFError, NotImplementedError, RuntimeError)
ROOT = Path(__file__).resolve().parents[2]
SECONDS = 30
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest a ZIP can say

# Office Open XML (ISO/IEC 29500), by local name: the two editions differ in their namespaces.
WORD = "wordprocessingml"
DELETED = {"del", "moveFrom"}
ACCEPTED = {"ins", "moveTo"}
CHANGE_MARKS = {
    *("rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange", "tblGridChange"),
    *("trPrChange", "tcPrChange", "numberingChange", "cellIns", "cellDel", "cellMerge"),
    *("moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd", "rsids"),
}
PERSONAL_ATTRIBUTES = {"author", "initials", "userId", "providerId", "displayName", "userName"}
PERSONAL_PROPERTIES = {"Company", "Manager", "HyperlinkBase", "Template"}
CORE = "docProps/core.xml"
EMPTY_CORE = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    b'core-properties"/>'
)

PDF_TRACES = ("/Metadata", "/PieceInfo", "/LastModified")
PNG_TRACES = {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"}
WEBP_TRACES = {b"EXIF", b"XMP "}
ORIENTATION = 0x0112


class PublishedCopy(NamedTuple):
    content: BytesIO
    is_clean: bool


def published_copy(original: BinaryIO, kind: str) -> PublishedCopy:
    """Return the file to publish for `original`, a file of `kind` that `check_upload` accepted."""
    data = original.read()
    cleaner = CLEANERS.get(kind)
    if cleaner is None:
        return PublishedCopy(BytesIO(data), is_clean=False)
    try:
        return PublishedCopy(BytesIO(cleaner(data)), is_clean=True)
    except BROKEN:
        return PublishedCopy(BytesIO(data), is_clean=False)


# --- Word, Excel, PowerPoint --------------------------------------------------------------------


def clean_office(data: bytes) -> bytes:
    result = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(result, "w", ZIP_DEFLATED) as target:
        for entry in source.infolist():
            if not entry.is_dir() and not entry.filename.startswith("docProps/thumbnail"):
                part = clean_part(entry.filename, source.read(entry))
                target.writestr(ZipInfo(entry.filename, EPOCH), part, ZIP_DEFLATED)
    return result.getvalue()


def clean_part(name: str, data: bytes) -> bytes:
    kind = name.rpartition(".")[2].lower()
    if name == CORE:
        return EMPTY_CORE
    if "/media/" in name and kind in PICTURES:
        return PICTURES[kind](data)
    if kind not in ("xml", "rels"):
        return data
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.fromstring(data, parser)
    if name == "docProps/custom.xml":
        root[:] = []
    elif name == "docProps/app.xml":
        remove(child for child in root if local(child) in PERSONAL_PROPERTIES)
    elif name == "_rels/.rels":
        remove(link for link in root if link.get("Target", "").startswith("docProps/thumbnail"))
    else:
        clean_tree(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def clean_tree(root) -> None:
    """Accept the tracked changes and blank the names of those who wrote and commented."""
    for element in list(root.iter(etree.Element)):
        if local(element) == "author" and not len(element):
            element.text = ""  # the list of comment authors of a workbook
        for key in element.attrib:
            name = key.rpartition("}")[2]
            if name in PERSONAL_ATTRIBUTES:
                element.set(key, "")
            elif name.startswith("rsid"):
                del element.attrib[key]
    words = [element for element in root.iter(etree.Element) if WORD in element.tag]
    deleted_rows = [
        mark.getparent().getparent()
        for mark in words
        if local(mark) == "del" and local(mark.getparent()) == "trPr"
    ]
    remove(deleted_rows)
    remove(element for element in words if local(element) in DELETED | CHANGE_MARKS)
    for element in words:
        if local(element) in ACCEPTED:
            unwrap(element)


def local(element) -> str:
    return etree.QName(element).localname


def remove(elements) -> None:
    for element in list(elements):
        if (parent := element.getparent()) is not None:
            parent.remove(element)


def unwrap(element) -> None:
    parent = element.getparent()
    if parent is not None:
        at = parent.index(element)
        parent[at : at + 1] = list(element)


# --- PDF ----------------------------------------------------------------------------------------


def clean_pdf_in_child(data: bytes) -> bytes:
    """Clean a PDF in a process of its own: a hostile one may keep its reader busy for ever."""
    command = [sys.executable, "-m", "portal.files.published_copy"]
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=SECONDS, cwd=ROOT, check=True
        )
    except subprocess.SubprocessError as error:
        raise ValueError("the PDF could not be written again") from error
    return done.stdout


def clean_pdf(data: bytes) -> bytes:
    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted:
        raise ValueError("an encrypted PDF cannot be written again")
    writer = PdfWriter(clone_from=reader)
    writer.metadata = None
    for found in writer._objects:
        if isinstance(found, DictionaryObject):
            for trace in PDF_TRACES:
                found.pop(NameObject(trace), None)
            if found.get("/Type") == "/Annot" and "/T" in found and "/FT" not in found:
                found[NameObject("/T")] = TextStringObject("")  # who wrote the comment
    result = BytesIO()
    writer.write(result)
    return result.getvalue()


# --- Pictures -----------------------------------------------------------------------------------


def clean_jpeg(data: bytes) -> bytes:
    """Keep the picture, its colours and which way is up; drop EXIF, XMP and comments."""
    kept, orientation = [], 1
    for marker, segment in jpeg_segments(data):
        if marker == 0xE1:
            orientation = exif_orientation(segment) or orientation
        elif not is_trace(marker, segment):
            kept.append(segment)
    upright = exif_with(orientation) if orientation != 1 else b""
    return b"\xff\xd8" + upright + b"".join(kept)


def is_trace(marker: int, segment: bytes) -> bool:
    """Tell comments and application data from the picture, its colour profile and Adobe's mark."""
    if marker == 0xE2:
        return segment[4:15] != b"ICC_PROFILE"
    return marker == 0xFE or 0xE3 <= marker <= 0xEF and marker != 0xEE


def jpeg_segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield (marker, bytes) of each segment; the last one holds the picture to the end."""
    place = 2
    while True:
        if data[place] != 0xFF:
            raise ValueError("not a JPEG segment")
        marker = data[place + 1]
        if marker == 0xDA:
            yield marker, data[place:]
            return
        (length,) = struct.unpack_from(">H", data, place + 2)
        yield marker, data[place : place + 2 + length]
        place += 2 + length


def exif_orientation(segment: bytes) -> int | None:
    if segment[4:10] != b"Exif\0\0":
        return None
    tiff = segment[10:]
    order = "<" if tiff[:2] == b"II" else ">"
    (first,) = struct.unpack_from(f"{order}L", tiff, 4)
    (count,) = struct.unpack_from(f"{order}H", tiff, first)
    for n in range(count):
        tag, _, _, value = struct.unpack_from(f"{order}HHLH", tiff, first + 2 + 12 * n)
        if tag == ORIENTATION:
            return value if 1 <= value <= 8 else None
    return None


def exif_with(orientation: int) -> bytes:
    """Return an EXIF segment that says nothing but which way is up."""
    entry = struct.pack(">HHLHH", ORIENTATION, 3, 1, orientation, 0)
    tiff = b"MM\0*" + struct.pack(">LH", 8, 1) + entry + struct.pack(">L", 0)
    body = b"Exif\0\0" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def clean_png(data: bytes) -> bytes:
    kept, place = [data[:8]], 8
    while place < len(data):
        (length,) = struct.unpack_from(">L", data, place)
        kind = data[place + 4 : place + 8]
        end = place + 12 + length
        if kind not in PNG_TRACES:
            kept.append(data[place:end])
        place = end
        if kind == b"IEND":
            break  # whatever follows the picture is no part of it
    return b"".join(kept)


def clean_webp(data: bytes) -> bytes:
    kept, place = [], 12
    while place + 8 <= len(data):
        kind = data[place : place + 4]
        (length,) = struct.unpack_from("<L", data, place + 4)
        end = place + 8 + length + length % 2
        chunk = data[place:end]
        if kind == b"VP8X":  # its flags say whether EXIF and XMP follow: they no longer do
            chunk = chunk[:8] + bytes([chunk[8] & ~0b1100]) + chunk[9:]
        if kind not in WEBP_TRACES:
            kept.append(chunk)
        place = end
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<L", len(body)) + body


def as_it_is(data: bytes) -> bytes:
    return data


PICTURES: dict[str, Callable[[bytes], bytes]] = {
    "jpg": clean_jpeg,
    "jpeg": clean_jpeg,
    "png": clean_png,
    "webp": clean_webp,
}
CLEANERS: dict[str, Callable[[bytes], bytes]] = PICTURES | {
    "docx": clean_office,
    "xlsx": clean_office,
    "pptx": clean_office,
    "pdf": clean_pdf_in_child,
    "txt": as_it_is,
    "csv": as_it_is,
}

if __name__ == "__main__":
    sys.stdout.buffer.write(clean_pdf(sys.stdin.buffer.read()))
