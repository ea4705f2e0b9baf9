"""What comes over the clipboard from Word, WPS or WeChat, as plain clean HTML.

In      HTML as these programs put it on the clipboard: conditional comments, `mso-` styles,
        paragraphs that only look like a list, nested sections with backgrounds, spacers.
Out     Paragraphs, headings (h2–h4), lists, tables, links, bold and underline; nothing else.
        `portal.fields.clean_html` has the last word over tags and attributes.
Pictures are not kept: a picture is an attachment with words for those who cannot see it. How
        many there were is returned, for the person to be told.
"""

import re
from dataclasses import dataclass

import nh3
from lxml import etree, html
from lxml.html import HtmlElement

from portal.fields import TAGS, clean_html

LONGEST = 3_000_000  # characters; a Word table with its styles is large
WORTHLESS = {  # with all they hold
    *("style", "script", "title", "xml", "noscript", "template", "iframe", "video", "audio"),
    *("object", "svg", "canvas", "button", "select", "textarea", "map", "mp-common-profile"),
}
RENAMED = {
    **{"h1": "h2", "h5": "h4", "h6": "h4", "b": "strong", "i": "em", "strike": "s", "del": "s"},
    **{"ins": "u", "dir": "ul", "menu": "ul", "div": "p", "section": "p", "article": "p"},
    **{"center": "p", "figure": "p", "figcaption": "p", "header": "p", "footer": "p", "pre": "p"},
    **{"address": "p", "dl": "ul", "dt": "li", "dd": "li", "main": "p", "aside": "p"},
}
BLOCKS = {
    *("p", "h2", "h3", "h4", "ul", "ol", "li", "table", "blockquote", "hr"),
    *("thead", "tbody", "tfoot", "tr", "td", "th", "caption"),
}
FRAGMENT_BEGINS = re.compile(r"<!--\s*StartFragment\s*-->")
FRAGMENT_ENDS = re.compile(r"<!--\s*EndFragment\s*-->")
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
MSO_LIST = re.compile(r"mso-list:\s*l\d+\s+level(\d)", re.IGNORECASE)
WORD_HEADING = re.compile(r"^(?:MsoHeading|Heading|标题)\s*(\d)$", re.IGNORECASE)
OUTLINE = re.compile(r"mso-outline-level:\s*(\d)", re.IGNORECASE)
CHINESE_NUMBER = re.compile(r"[一二三四五六七八九十百]")
NUMBERED = re.compile(r"^\W*(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)、．）]")
HIDDEN = re.compile(r"display:\s*none|mso-hide:\s*all|visibility:\s*hidden", re.IGNORECASE)
BOLD = re.compile(r"font-weight:\s*(?:bold|[6-9]00)", re.IGNORECASE)
TRACKING = re.compile(r"^(?:utm_\w+|chksm|scene|srcid|sharer_\w+|from|isappinstalled|wxfid)$")
SPACES = re.compile(r"[ \t\r\n\u00a0\u200b\ufeff]+")
# Reads any soup as a browser does; what is left is well-formed, and no tag is unknown.
SOUP = nh3.Cleaner(
    tags=TAGS | set(RENAMED) | {"span", "img"},
    clean_content_tags=WORTHLESS,
    attributes={
        "*": {"style", "class"},
        "a": {"href"},
        **dict.fromkeys(("td", "th"), {"colspan", "rowspan"}),
        "img": {"src"},
    },
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
)


@dataclass(frozen=True)
class Pasted:
    html: str
    pictures: int


def clean_pasted(source: str) -> Pasted:
    """Return pasted HTML with its tables, lists and headings, and without its junk."""
    text = fragment_of(source).encode("utf-8", "ignore").decode()
    soup = CONTROLS.sub("", SOUP.clean(CONTROLS.sub("", text)))
    root = html.fragment_fromstring(f"<div>{soup}</div>")
    pictures = drop_junk(root)
    mark_lists(root)
    rename(root)
    unwrap_inline_junk(root)
    split_blocks(root)
    gather_lists(root)
    drop_empty(root)
    inner_html = "".join(html.tostring(child, encoding="unicode") for child in root)
    return Pasted(clean_html((root.text or "") + inner_html), pictures)


def fragment_of(source: str) -> str:
    """Return what was marked before it was copied; everything where no mark says what."""
    begin = FRAGMENT_BEGINS.search(source)
    ends = list(FRAGMENT_ENDS.finditer(source, begin.end())) if begin else []
    return source[begin.end() : ends[-1].start()] if ends else source


# --- Junk ----------------------------------------------------------------------------------------


def drop_junk(root: HtmlElement) -> int:
    """Remove pictures and what is hidden; return how many pictures went."""
    pictures = 0
    for element in list(root.iterdescendants()):
        is_picture = element.tag == "img"
        pictures += is_picture and "spacer" not in element.get("src", "")
        if is_picture or HIDDEN.search(element.get("style", "")):
            drop(element)
    return pictures


def drop(element: HtmlElement) -> None:
    """Take an element out with all it holds; what follows it stays."""
    if element.getparent() is not None:
        element.drop_tree()


def unwrap_inline_junk(root: HtmlElement) -> None:
    """Take away tags that say nothing, keep their words; keep a link without its tracking."""
    for element in list(root.iter()):
        if element is root:
            continue
        if element.tag == "a":
            mend_link(element)
        elif element.tag == "span" and BOLD.search(element.get("style", "")):
            element.tag = "strong"
    etree.strip_tags(root, "span")  # at once: one by one takes minutes for a long text
    for element in list(root.iter("strong", "em", "u")):
        if next(element.iterancestors(element.tag), None) is not None:
            element.drop_tag()  # bold within bold
    for element in root.iter():
        kept = {name: element.get(name) for name in ("href", "colspan", "rowspan", "data-list")}
        element.attrib.clear()
        for name, value in kept.items():
            if value and (value != "1" or name not in ("colspan", "rowspan")):
                element.set(name, value)


def mend_link(link: HtmlElement) -> None:
    address = link.get("href") or ""
    if not address or address.startswith(("#", "javascript:", "file:")):
        link.drop_tag()  # bookmarks of Word, links into somebody's disk
        return
    base, mark, query = address.partition("?")
    kept = [part for part in query.split("&") if not TRACKING.match(part.partition("=")[0])]
    link.set("href", base + (mark + "&".join(kept) if any(kept) else ""))


# --- Headings and lists --------------------------------------------------------------------------


def rename(root: HtmlElement) -> None:
    """Give every block the name it has in a public document."""
    for element in list(root.iter()):
        if element is root:
            continue
        if element.tag == "p" and (level := heading_level(element)):
            element.tag = f"h{min(level + 1, 4)}"
        else:
            element.tag = RENAMED.get(element.tag, element.tag)


def heading_level(paragraph: HtmlElement) -> int:
    """Return the level of a paragraph that Word styles as a heading, 0 of any other."""
    names = paragraph.get("class", "").split()
    named = next((found for name in names if (found := WORD_HEADING.match(name))), None)
    found = named or OUTLINE.search(paragraph.get("style", ""))
    return int(found.group(1)) if found else 0


def mark_lists(root: HtmlElement) -> None:
    """Note on Word's list paragraphs the kind and level; take their typed bullet away.

    Chinese numbers (“（一）”, “第一条”) are words of the document: they stay as text.
    """
    for paragraph in list(root.iter("p")):
        found = MSO_LIST.search(paragraph.get("style", ""))
        if not found:
            continue
        spans = [span for span in paragraph.iter("span") if is_bullet(span)]
        marker = "".join(span.text_content() for span in spans).strip()
        if CHINESE_NUMBER.search(marker):
            continue
        for span in spans:
            drop(span)
        kind = "ol" if NUMBERED.match(marker) else "ul"
        paragraph.set("data-list", f"{kind}{found.group(1)}")


def is_bullet(span: HtmlElement) -> bool:
    return "mso-list:ignore" in span.get("style", "").replace(" ", "").lower()


def gather_lists(root: HtmlElement) -> None:
    """Put the marked paragraphs into lists, the deeper ones into the item above them."""
    for parent in [root, *root.iter("td", "th", "blockquote")]:
        open_lists: list[tuple[int, HtmlElement]] = []
        for child in list(parent):
            mark = child.get("data-list")
            if not mark:
                open_lists = []
                continue
            kind, level = mark[:2], int(mark[2:])
            while open_lists and open_lists[-1][0] > level:
                open_lists.pop()
            if not open_lists or open_lists[-1][0] < level:
                new = html.Element(kind)
                if open_lists and len(open_lists[-1][1]):
                    open_lists[-1][1][-1].append(new)
                else:
                    child.addprevious(new)
                open_lists.append((level, new))
            del child.attrib["data-list"]
            child.tag = "li"
            open_lists[-1][1].append(child)


# --- Blocks --------------------------------------------------------------------------------------


def split_blocks(root: HtmlElement) -> None:
    """Let no paragraph hold blocks: a section within a section is its content, nothing more."""
    for element in reversed(list(root.iter("p", "h2", "h3", "h4"))):
        if any(child.tag in BLOCKS for child in element.iterdescendants()):
            wrap_loose_text(element)
            element.drop_tag()
    if (root.text or "").strip() or any((child.tail or "").strip() for child in root):
        wrap_loose_text(root)


def wrap_loose_text(element: HtmlElement) -> None:
    """Put text and inline tags that stand between blocks into paragraphs of their own."""
    pieces = [element.text, *((child, child.tail) for child in element)]
    children = list(element)
    for child in children:
        element.remove(child)
    element.text, paragraph = None, None

    def add(text):
        nonlocal paragraph
        if not text or (paragraph is None and not text.strip()):
            return
        if paragraph is None:
            paragraph = html.Element("p")
            element.append(paragraph)
        if len(paragraph):
            paragraph[-1].tail = (paragraph[-1].tail or "") + text
        else:
            paragraph.text = (paragraph.text or "") + text

    add(pieces[0])
    for child, tail in pieces[1:]:
        child.tail = None
        if child.tag in BLOCKS:
            paragraph = None
            element.append(child)
        else:
            if paragraph is None:
                paragraph = html.Element("p")
                element.append(paragraph)
            paragraph.append(child)
        add(tail)


def drop_empty(root: HtmlElement) -> None:
    """Remove spacers: paragraphs, headings, items and inline tags without a word."""
    for element in root.iter():
        element.text = element.text and SPACES.sub(" ", element.text)
        element.tail = element.tail and SPACES.sub(" ", element.tail)
    unsaid = ("strong", "em", "u", "s", "sub", "sup", "a")
    for element in reversed(list(root.iter("p", "h2", "h3", "h4", "li", *unsaid))):
        is_empty = not element.text_content().strip() and element.find(".//table") is None
        if is_empty and element.tag in unsaid:
            element.drop_tag()
        elif is_empty:
            drop(element)
    for element in root.iter("p", "h2", "h3", "h4", "li", "td", "th"):
        element.text = element.text and element.text.lstrip(" \u3000")
        trim_breaks(element)


def trim_breaks(element: HtmlElement) -> None:
    """Take away line breaks at the end of a block."""
    while len(element) and element[-1].tag == "br" and not (element[-1].tail or "").strip():
        element.remove(element[-1])
