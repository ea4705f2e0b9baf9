"""Documents: what one says is written down once; small renderers print it.

    Letter      an official letter (公文)         render_letter(letter, "docx" | "html" | "pdf")
    Document    a report or a case file           render_document(document, … | "xlsx")
    TableSpec   one table                         render_table(table, … | "xlsx")

"html" is a fragment to stand in a page (static/css/document.css dresses it); the others are
the bytes of a file, the same bytes whenever the content is the same. What is handed in is
data: nothing in it is markup, a formula or an address to be fetched.
"""

from portal.documents.description import (
    Cell,
    Document,
    Heading,
    Kind,
    Letter,
    Paragraph,
    Picture,
    TableSpec,
)
from portal.documents.pdf import PdfUnavailable
from portal.documents.qr import qr_png, qr_svg
from portal.documents.render import render_document, render_letter, render_table

__all__ = [
    "Cell",
    "Document",
    "Heading",
    "Kind",
    "Letter",
    "Paragraph",
    "PdfUnavailable",
    "Picture",
    "TableSpec",
    "qr_png",
    "qr_svg",
    "render_document",
    "render_letter",
    "render_table",
]
