"""Documents as DOCX, in styles a clerk finds in Word, WPS and LibreOffice."""

from datetime import UTC, date, datetime, time
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Emu, Mm, Pt
from docx.text.paragraph import Paragraph as WordParagraph

from portal.documents import layout, word_styles
from portal.documents.description import (
    Block,
    Document,
    Heading,
    Kind,
    Letter,
    Paragraph,
    Picture,
    TableSpec,
)
from portal.documents.html import heading_level, numbered
from portal.documents.qr import qr_png
from portal.documents.word_styles import border, frame, indents
from portal.documents.word_tables import add_table

FIRST_EDITION = date(2000, 1, 1)  # of what has no day: bytes must not change
LONGEST_PROPERTY = 255
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
BESIDE = {"vAnchor": "text", "hAnchor": "margin", "xAlign": "left", "y": 1}
AT_THE_FOOT = {"vAnchor": "margin", "hAnchor": "margin", "xAlign": "left", "yAlign": "bottom"}
STYLES = {
    Kind.BODY: "Body Text",
    Kind.QUOTE: "Quote",
    Kind.LIST: "List",
    Kind.CENTER: "Subtitle",
}


def letter_docx(letter: Letter) -> bytes:
    word = new_word(letter.title, letter.signed_by, letter.date)
    write_head(word, letter)
    write_blocks(word, letter.blocks)
    turn_page(word, wide=False)
    word.paragraphs[-1].paragraph_format.keep_with_next = True
    write_attachments(word, letter.attachments)
    write_signature(word, letter)
    write_foot(word, letter)
    for table in letter.annexes:
        word.add_page_break()
        add_table(word, table)
    return saved(word)


def document_docx(document: Document) -> bytes:
    word = new_word(document.title, document.author, document.date)
    add(word, "\n".join(layout.title_lines(document.title)), "Title")
    if document.subtitle:
        add(word, document.subtitle, "Subtitle")
    add(word, "", "Normal")
    write_blocks(word, document.blocks)
    return saved(word)


# --- The parts of a letter ----------------------------------------------------------------------


def write_head(word: Word, letter: Letter) -> None:
    # Word leaves out the space above the first paragraph of a page: the mark stands there,
    # or nothing does.
    mark = add(word, letter.mark, "Normal")
    word_styles.use_face(mark.runs[0].font, layout.HEI_FACE)
    issuer = add(word, letter.issuer, "Letterhead")
    issuer.runs[0].font.size = Pt(layout.head_size(letter.issuer))
    if not letter.is_form:
        issuer.paragraph_format.space_before = Emu(Mm(layout.HEAD_TOP) - Pt(layout.LINE))
    number = add(word, letter.number, "Document Number")
    border(number, "bottom", size=12, space=11, color=layout.RED)
    add(word, "", "Normal")
    add(word, "\n".join(layout.title_lines(letter.title)), "Title")
    add(word, "", "Normal")
    add(word, letter.salutation, "Normal")


def write_attachments(word: Word, names: tuple[str, ...]) -> None:
    if not names:
        return
    add(word, "", "Normal").paragraph_format.keep_with_next = True
    several = len(names) > 1
    for place, name in enumerate(numbered(names)):
        line = add(word, f"{'' if place else '附件：'}{name}", "Normal")
        hanging = (1 if several else 0) + (0 if place else 3)
        indents(line, left=6 if several else 5, hanging=hanging)
        line.paragraph_format.keep_with_next = True
        line.alignment = WD_ALIGN_PARAGRAPH.LEFT


def write_signature(word: Word, letter: Letter) -> None:
    """Place for the seal above, the code beside; never alone on a page."""
    signer, day = letter.signed_by, layout.chinese_day(letter.date)
    blank = layout.signature_indents(signer, day)
    add(word, "", "Normal").paragraph_format.keep_with_next = True
    if letter.qr_url:
        write_code(word, letter.qr_url)
    below = [("", 0)] * (2 if letter.qr_url else 1)
    for text, right in [("", 0), (signer, blank.signer), (day, blank.day), *below]:
        line = add(word, text, "Normal")
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        line.paragraph_format.keep_with_next = True
        indents(line, right=right)
    line.paragraph_format.keep_with_next = bool(letter.contact)


def write_code(word: Word, url: str) -> None:
    code = word.add_paragraph(style="Table Text")
    shape = code.add_run().add_picture(BytesIO(qr_png(url)), Mm(layout.QR_SIZE))
    describe(shape, f"核验二维码：{url}")
    caption = add(word, f"扫码核验\n{url}", "Dense Table Text")
    for line in (code, caption):
        line.paragraph_format.keep_with_next = True
        frame(line, w=Mm(layout.QR_COLUMN).twips, hSpace=0, wrap="around", **BESIDE)


def write_foot(word: Word, letter: Letter) -> None:
    if letter.contact:
        indents(add(word, f"（{'；'.join(letter.contact)}）", "Normal"), left=2)
    if letter.copies:
        add(word, "", "Normal")
        line = add(word, f"抄送：{'，'.join(letter.copies)}。", "Copies")
        for side in ("top", "bottom"):
            border(line, side, size=8, space=1)
        frame(line, w=Mm(layout.TEXT_WIDTH).twips, wrap="around", **AT_THE_FOOT)


# --- Blocks -------------------------------------------------------------------------------------


def write_blocks(word: Word, blocks: tuple[Block, ...]) -> None:
    for block in blocks:
        turn_page(word, wide=isinstance(block, TableSpec) and block.landscape)
        if isinstance(block, TableSpec):
            add_table(word, block)
        elif isinstance(block, Picture):
            line = word.add_paragraph(style="Picture")
            shape = line.add_run().add_picture(BytesIO(block.data), Mm(block.width))
            describe(shape, block.alt)
        else:
            add(word, block.text, style_of(block))


def style_of(block: Heading | Paragraph) -> str:
    level = heading_level(block)
    return f"Heading {level}" if level else STYLES[block.kind]


def turn_page(word: Word, wide: bool) -> None:
    """Begin a section when the next block lies the other way."""
    section = word.sections[-1]
    if (section.page_width > section.page_height) != wide:
        word_styles.set_page(word.add_section(), wide)


def add(word: Word, text: str, style: str) -> WordParagraph:
    paragraph = word.add_paragraph(style=style)
    word_styles.write(paragraph, text)
    return paragraph


def describe(shape, words: str) -> None:
    shape._inline.docPr.set("descr", words)


# --- The file -----------------------------------------------------------------------------------


def new_word(title: str, author: str, day: date | None) -> Word:
    word = docx.Document()
    word_styles.prepare(word)
    created = datetime.combine(day or FIRST_EDITION, time(), UTC)
    properties = word.core_properties
    properties.title = title.replace("\n", "")[:LONGEST_PROPERTY]
    properties.author = properties.last_modified_by = author[:LONGEST_PROPERTY]
    properties.comments = ""
    properties.language = "zh-CN"
    properties.created = properties.modified = created
    return word


def saved(word: Word) -> bytes:
    """Return the file with the clock taken out of it."""
    draft, file = BytesIO(), BytesIO()
    word.save(draft)
    with ZipFile(draft) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = ZipInfo(name, ZIP_EPOCH)
            entry.compress_type = ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return file.getvalue()
