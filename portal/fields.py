"""Model fields of our own: rich text that is clean whatever wrote it."""

import nh3
from django_prose_editor.fields import ProseEditorField

TAGS = {
    *("p", "h2", "h3", "h4", "br", "hr", "strong", "em", "u", "s", "sub", "sup", "blockquote"),
    *("ul", "ol", "li", "a"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"),
}
ATTRIBUTES = {
    "a": {"href", "title"},
    "ol": {"start", "type"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
}
CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel="noopener noreferrer",
)
EDITOR_EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Underline": True,
    "Strike": True,
    "Subscript": True,
    "Superscript": True,
    "Heading": {"levels": [2, 3, 4]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HorizontalRule": True,
    "HardBreak": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto", "tel"]},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
}


def clean_html(html: str) -> str:
    """Return `html` with only the tags and attributes a public document needs."""
    cleaned = CLEANER.clean(html).strip()
    return "" if cleaned == "<p></p>" else cleaned


class RichTextField(ProseEditorField):
    """HTML edited with the prose editor and cleaned on the server by `clean_html`."""

    def __init__(self, *args, **kwargs):
        kwargs |= {"config": {"extensions": EDITOR_EXTENSIONS}, "sanitize": clean_html}
        super().__init__(*args, **kwargs)
