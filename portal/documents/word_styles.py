"""The styles of a DOCX, page and paragraph details python-docx has no words for."""

from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.text.font import Font
from docx.text.paragraph import Paragraph

from portal.documents import layout
from portal.documents.layout import Typeface

CURRENT_WORD = "15"  # older numbers open in compatibility mode
FONT_TABLE = "/word/fontTable.xml"
WESTERN = "Times New Roman"
BLACK = RGBColor(0, 0, 0)
CENTER, JUSTIFY, LEFT = (
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
    WD_ALIGN_PARAGRAPH.LEFT,
)
CELL_PADDING = 2  # points
PAGE_NUMBER_UP = 25  # mm from the edge of the paper

# name, typeface, size, alignment, line; a line of None is as high as it needs
STYLES = (
    ("Normal", layout.BODY_FACE, layout.BODY_SIZE, JUSTIFY, layout.LINE),
    ("Body Text", layout.BODY_FACE, layout.BODY_SIZE, JUSTIFY, layout.LINE),
    ("Quote", layout.KAI_FACE, layout.BODY_SIZE, JUSTIFY, layout.LINE),
    ("List", layout.BODY_FACE, layout.BODY_SIZE, JUSTIFY, layout.LINE),
    ("Title", layout.TITLE_FACE, layout.TITLE_SIZE, CENTER, layout.TITLE_LINE),
    ("Subtitle", layout.KAI_FACE, layout.BODY_SIZE, CENTER, layout.LINE),
    ("Heading 1", layout.HEI_FACE, layout.BODY_SIZE, JUSTIFY, layout.LINE),
    ("Heading 2", layout.KAI_FACE, layout.BODY_SIZE, JUSTIFY, layout.LINE),
    ("Heading 3", layout.BODY_FACE, layout.BODY_SIZE, JUSTIFY, layout.LINE),
    ("Caption", layout.HEI_FACE, 12, CENTER, None),
    ("Footer", layout.SONG_FACE, layout.SMALL_SIZE, LEFT, None),
    ("Letterhead", layout.TITLE_FACE, layout.LARGEST_HEAD, CENTER, None),
    ("Document Number", layout.BODY_FACE, layout.BODY_SIZE, CENTER, layout.LINE),
    ("Copies", layout.BODY_FACE, layout.SMALL_SIZE, LEFT, None),
    ("Table Text", layout.SONG_FACE, layout.TABLE_SIZE, LEFT, None),
    ("Dense Table Text", layout.SONG_FACE, layout.DENSE_SIZE, LEFT, None),
    ("Picture", layout.BODY_FACE, layout.BODY_SIZE, CENTER, None),
)
INDENTED = ("Body Text", "List", "Quote", "Heading 1", "Heading 2", "Heading 3")
BODY_SPACED = (*INDENTED, "Normal")


def prepare(word: Word) -> None:
    """Give an empty document the page and the styles of GB/T 9704."""
    for name, face, size, alignment, line in STYLES:
        style = define(word, name, face, size, alignment, line)
        tighten(style, layout.TIGHTEN if name in BODY_SPACED else 0)
    shape(word.styles)
    set_language(word)
    name_substitutes(word)
    set_page(word.sections[0], wide=False)
    number_pages(word)


def shape(styles) -> None:
    """Give each style what the others do not have."""
    for name in INDENTED:
        beside = 2 if name == "Quote" else 0
        indents(styles[name], left=beside, right=beside, first=2)
    indents(styles["Copies"], left=4, right=1, hanging=3, size=layout.SMALL_SIZE)
    for level, name in enumerate(("Heading 1", "Heading 2", "Heading 3")):
        set_outline(styles[name], level)
        styles[name].paragraph_format.keep_with_next = True
    styles["Heading 3"].font.bold = True
    for name in ("Table Text", "Dense Table Text"):
        form = styles[name].paragraph_format
        form.space_before = form.space_after = Pt(CELL_PADDING)
    styles["Caption"].paragraph_format.space_before = Pt(6)
    styles["Caption"].paragraph_format.keep_with_next = True
    styles["Letterhead"].font.color.rgb = RGBColor.from_string(layout.RED.upper())
    styles["Document Number"].paragraph_format.space_before = Pt(layout.LINE)


def define(word: Word, name: str, face: Typeface, size: float, alignment, line):
    styles = word.styles
    known = name in [style.name for style in styles]
    style = styles[name] if known else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if not known:
        style.base_style = styles["Normal"]
    style.element._remove_pPr()  # nothing of the template's own look
    style.element._remove_rPr()
    use_face(style.font, face)
    style.font.size, style.font.bold, style.font.italic = Pt(size), False, False
    style.font.color.rgb = BLACK
    form = style.paragraph_format
    form.alignment = alignment
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule = WD_LINE_SPACING.EXACTLY if line else WD_LINE_SPACING.SINGLE
    if line:
        form.line_spacing = Pt(line)
    return style


def use_face(font: Font, face: Typeface) -> None:
    """Set the typeface of Chinese and of Latin text."""
    font.name = WESTERN
    font._element.rPr.rFonts.set(qn("w:eastAsia"), face.word)


def tighten(style, points: float) -> None:
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), str(round(points * 20)))
    style.element.rPr.insert_element_before(spacing, "w:kern", "w:sz", "w:szCs", "w:lang")


def set_outline(style, level: int) -> None:
    """Let the style count as a heading, for the navigation pane and for screen readers."""
    outline = OxmlElement("w:outlineLvl")
    outline.set(qn("w:val"), str(level))
    style.element.get_or_add_pPr().append(outline)


def set_language(word: Word) -> None:
    settings = word.settings.element
    for language in (
        *word.styles.element.iter(qn("w:lang")),
        *settings.iter(qn("w:themeFontLang")),
    ):
        language.set(qn("w:eastAsia"), "zh-CN")
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), CURRENT_WORD)


def set_page(section: Section, wide: bool) -> None:
    """A4 with the margins of the standard; a wide page is the same sheet turned."""
    width, height = Mm(layout.PAGE_WIDTH), Mm(layout.PAGE_HEIGHT)
    margins = [layout.TOP, layout.RIGHT, layout.BOTTOM, layout.LEFT]
    if wide:
        width, height = height, width
        margins = [layout.LEFT, layout.BOTTOM, layout.RIGHT, layout.TOP]
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = width, height
    top, right, bottom, left = map(Mm, margins)
    section.top_margin, section.bottom_margin = top, bottom
    section.left_margin, section.right_margin = left, right
    section.footer_distance = Mm(PAGE_NUMBER_UP - (layout.BOTTOM - margins[2]))


def number_pages(word: Word) -> None:
    """— 1 — on the outer side: right on odd pages, left on even ones."""
    word.settings.odd_and_even_pages_header_footer = True
    section = word.sections[0]
    sides = (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT, {"right": 1}),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT, {"left": 1}),
    )
    for footer, alignment, blank in sides:
        footer.is_linked_to_previous = False
        line = footer.paragraphs[0]
        line.style, line.alignment = "Footer", alignment
        indents(line, **blank, size=layout.SMALL_SIZE)
        write(line, "— ")
        add_field(line, "PAGE")
        write(line, " —")


def add_field(paragraph: Paragraph, code: str) -> None:
    for kind in ("begin", None, "separate", "text", "end"):
        run = paragraph.add_run("1" if kind == "text" else None)
        if kind is None:
            instruction = OxmlElement("w:instrText")
            instruction.text = code
            run._r.append(instruction)
        elif kind != "text":
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)


def write(paragraph: Paragraph, text: str) -> None:
    """Add text, its line ends kept; quotes and dashes are as wide as Chinese ones."""
    run = paragraph.add_run(text)
    fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:hint"), "eastAsia")


def indents(item, *, left=0, right=0, first=0, hanging=0, size=layout.BODY_SIZE) -> None:
    """Set the indents of a paragraph or a style, in 字."""
    indent = item._element.get_or_add_pPr().get_or_add_ind()
    given = {"left": left, "right": right, "firstLine": first, "hanging": hanging}
    for side, characters in given.items():
        if characters or side in ("left", "right"):
            indent.set(qn(f"w:{side}"), str(round(characters * size * 20)))
            indent.set(qn(f"w:{side}Chars"), str(round(characters * 100)))


def border(paragraph: Paragraph, side: str, *, size: int, space: int, color="000000") -> None:
    """Draw a line at one side; size in eighths of a point, space in points."""
    properties = paragraph._p.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        properties.insert_element_before(
            borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc"
        )
    line = OxmlElement(f"w:{side}")
    given = {"val": "single", "sz": str(size), "space": str(space), "color": color.upper()}
    for name, value in given.items():
        line.set(qn(f"w:{name}"), value)
    borders.append(line)


def frame(paragraph: Paragraph, **place) -> None:
    """Take a paragraph out of the text to a place of its own; neighbours share one frame."""
    properties = paragraph._p.get_or_add_pPr()
    element = OxmlElement("w:framePr")
    for name, value in place.items():
        element.set(qn(f"w:{name}"), str(value))
    properties.insert_element_before(
        element, "w:widowControl", "w:pBdr", "w:spacing", "w:ind", "w:jc"
    )


def name_substitutes(word: Word) -> None:
    """Tell which typeface serves where the official one is not installed."""
    part = next(p for p in word.part.package.iter_parts() if p.partname == FONT_TABLE)
    table = parse_xml(part.blob)
    for face in layout.FACES:
        element = OxmlElement("w:font")
        element.set(qn("w:name"), face.word)
        for name, value in (("altName", ",".join(face.free)), ("family", face.family)):
            child = OxmlElement(f"w:{name}")
            child.set(qn("w:val"), value)
            element.append(child)
        table.append(element)
    part._blob = serialize_part_xml(table)
