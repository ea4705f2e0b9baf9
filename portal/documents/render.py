"""Which renderer prints what. A format nobody offers is a ValueError."""

from collections.abc import Callable
from dataclasses import replace

from portal.documents.description import Document, Letter, TableSpec
from portal.documents.excel import document_xlsx
from portal.documents.html import (
    document_html,
    document_page,
    letter_html,
    letter_page,
    table_html,
)
from portal.documents.pdf import pdf_bytes, pdf_in_child
from portal.documents.word import document_docx, letter_docx
from portal.errors import RuleViolation

LETTERS = {
    "html": letter_html,
    "docx": letter_docx,
    "pdf": lambda letter: pdf_bytes(letter_page(letter)),
}
DOCUMENTS = {
    "html": document_html,
    "docx": document_docx,
    "xlsx": document_xlsx,
    "pdf": lambda document: pdf_in_child(document_page(short_enough(document))),
}
MOST_PDF_ROWS = 1000  # laying out more takes minutes, and nobody reads them on paper


def short_enough(document: Document) -> Document:
    """Return the document; refuse one whose tables are too long to be laid out while one waits."""
    longest = max((len(table.rows) for table in document.tables), default=0)
    if longest > MOST_PDF_ROWS:
        raise RuleViolation(
            f"表格有{longest}行，超过{MOST_PDF_ROWS}行的不生成PDF；请导出Excel或者Word，或者缩小范围"
        )
    return document


def render_letter(letter: Letter, form: str) -> bytes | str:
    """Return the letter as "docx", "html" or "pdf"."""
    return renderer(LETTERS, form)(letter)


def render_document(document: Document, form: str) -> bytes | str:
    """Return the document as "docx", "html", "pdf" or "xlsx"."""
    return renderer(DOCUMENTS, form)(document)


def render_table(table: TableSpec, form: str) -> bytes | str:
    """Return the table alone; on paper its caption is the title."""
    if form == "html":
        return table_html(table)
    alone = replace(table, captioned=False)
    return render_document(Document(title=table.caption, blocks=[alone]), form)


def renderer(renderers: dict[str, Callable], form: str) -> Callable:
    if form not in renderers:
        raise ValueError(f"不能生成“{form}”格式；可以是{'、'.join(renderers)}")
    return renderers[form]
