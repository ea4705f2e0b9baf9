"""The copy citizens get says nothing of who made the file, and everything else."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from openpyxl.comments import Comment
from pypdf import PdfReader, PdfWriter

from portal.files.published_copy import exif_orientation, exif_with, jpeg_segments, published_copy

PDF = Path(__file__).parent / "data" / "enrollment_notice.pdf"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BY = 'w:id="1" w:author="起草人" w:date="2024-01-01T00:00:00Z"'
JFIF = b"\xff\xe0\x00\x10JFIF\0\1\1\0\0\1\0\1\0\0"
PICTURE = b"\xff\xda\x00\x02picture\xff\xd9"


def word_file() -> BytesIO:
    document = docx.Document()
    document.core_properties.author = document.core_properties.last_modified_by = "起草人"
    line = document.add_paragraph("正文")._p
    line.append(parse_xml(f"<w:ins {W} {BY}><w:r><w:t>加上的</w:t></w:r></w:ins>"))
    line.append(parse_xml(f"<w:del {W} {BY}><w:r><w:delText>删去的</w:delText></w:r></w:del>"))
    table = document.add_table(rows=2, cols=1)
    table.cell(0, 0).text, table.cell(1, 0).text = "留下的行", "删去的行"
    row = table.rows[1]._tr
    row.insert(0, parse_xml(f"<w:trPr {W}><w:del {W} {BY}/></w:trPr>"))
    return saved(document)


def saved(document) -> BytesIO:
    file = BytesIO()
    document.save(file)
    file.seek(0)
    return file


def everything_in(file: BytesIO) -> bytes:
    with ZipFile(file) as package:
        return b"".join(package.read(name) for name in package.namelist())


def test_a_word_file_loses_its_author_and_its_tracked_changes():
    copy = published_copy(word_file(), "docx")

    document = docx.Document(copy.content)
    assert copy.is_clean
    assert [line.text for line in document.paragraphs] == ["正文加上的"]
    assert [row.cells[0].text for row in document.tables[0].rows] == ["留下的行"]
    assert "起草人".encode() not in everything_in(copy.content)
    assert "删去的".encode() not in everything_in(copy.content)


def test_a_workbook_loses_its_author_and_keeps_its_comments():
    book = openpyxl.Workbook()
    book.properties.creator = "起草人"
    book.active["A1"] = 42
    book.active["A1"].comment = Comment("见说明", "起草人")

    copy = published_copy(saved(book), "xlsx")

    cell = openpyxl.load_workbook(copy.content).active["A1"]
    assert (cell.value, cell.comment.text) == (42, "见说明")
    assert "起草人".encode() not in everything_in(copy.content)


def test_a_pdf_loses_its_properties_and_keeps_its_text():
    writer = PdfWriter(clone_from=BytesIO(PDF.read_bytes()))
    writer.add_metadata({"/Author": "Drafter"})
    file = BytesIO()
    writer.write(file)
    file.seek(0)

    copy = published_copy(file, "pdf")

    assert copy.is_clean
    assert b"Drafter" not in copy.content.getvalue()
    assert "招生" in PdfReader(copy.content).pages[0].extract_text()


def test_a_photo_loses_where_it_was_taken_and_stays_upright():
    gps = b"\xff\xe1\x00\x10Exif\0\0GPS HERE"
    photo = b"\xff\xd8" + JFIF + exif_with(6) + gps[:2] + b"\x00\x10http://XMPGPS!" + PICTURE

    copy = published_copy(BytesIO(photo), "jpg")

    segments = dict(jpeg_segments(copy.content.getvalue()))
    assert b"GPS" not in copy.content.getvalue()
    assert exif_orientation(segments[0xE1]) == 6
    assert segments[0xDA] == PICTURE


def test_a_png_keeps_its_picture_only():
    def chunk(kind, body=b""):
        return len(body).to_bytes(4, "big") + kind + body + b"\0\0\0\0"

    start = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", b"x" * 13)
    picture = start + chunk(b"tEXt", b"Author\0Drafter") + chunk(b"IDAT", b"y") + chunk(b"IEND")

    copy = published_copy(BytesIO(picture + b"hidden"), "png")

    assert copy.content.getvalue() == start + chunk(b"IDAT", b"y") + chunk(b"IEND")


def test_a_webp_loses_exif_and_says_so_in_its_flags():
    def chunk(kind, body):
        return kind + len(body).to_bytes(4, "little") + body

    body = chunk(b"VP8X", b"\x0c" + b"\0" * 9) + chunk(b"EXIF", b"GPSGPS") + chunk(b"VP8 ", b"pict")
    picture = b"RIFF" + (len(body) + 4).to_bytes(4, "little") + b"WEBP" + body

    content = published_copy(BytesIO(picture), "webp").content.getvalue()

    assert b"GPS" not in content
    assert content[20] == 0
    assert int.from_bytes(content[4:8], "little") == len(content) - 8


@pytest.mark.parametrize("kind", ["doc", "wps", "ofd", "zip"])
def test_what_cannot_be_cleaned_comes_back_as_it_is_and_says_so(kind):
    copy = published_copy(BytesIO(b"content"), kind)

    assert copy == (copy.content, False)
    assert copy.content.getvalue() == b"content"


@pytest.mark.parametrize("kind", ["docx", "pdf", "jpg"])
def test_a_broken_file_comes_back_as_it_is_and_says_so(kind):
    copy = published_copy(BytesIO(b"PK\x03\x04 broken"), kind)

    assert not copy.is_clean
    assert copy.content.getvalue() == b"PK\x03\x04 broken"


def test_the_same_file_gives_the_same_copy():
    file = word_file().getvalue()

    first, second = (published_copy(BytesIO(file), "docx").content for _ in range(2))

    assert first.getvalue() == second.getvalue()
