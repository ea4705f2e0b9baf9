"""What a letter says: facts into words that can be kept, and words into what is printed.

The words are a dict of plain values: title, addressee, body as HTML, and whom they name in
clear. Kept as they went out, they print the same letter as long as the renderer is the same.
"""

import hashlib
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.template import Template
from django.template.loader import get_template
from django.template.loader_tags import ExtendsNode, IncludeNode
from django.utils.html import escape

from portal.documents import Letter as LetterDocument
from portal.models import OfficeSettings
from portal.personal_data import mask
from portal.workdays import WorkCalendar
from requests_app import letter_context
from requests_app.letter_html import blocks_of
from requests_app.letters import FORMS, LetterKind

FOLDER = "requests_app/documents"
CODE_SLOT = "<p data-query-code></p>"


@dataclass(frozen=True)
class Facts:
    """The rows a letter is read from."""

    kind: LetterKind
    info_request: Any
    part: Any
    number: str
    dated: date
    rules: Any
    office: OfficeSettings
    calendar: WorkCalendar
    qr_url: str = ""
    is_preview: bool = False


def write(facts: Facts) -> dict:
    """Return what the letter says, in plain values."""
    parts = letter_context.context_of(facts)
    template = get_template(template_name(facts))
    return {
        "issuer": facts.office.bureau_name,
        "number": facts.number,
        "title": parts.title,
        "addressee": parts.addressee,
        "html": template.render(parts.context),
        "attachments": list(parts.attachments),
        "date": facts.dated.isoformat(),
        "contact": list(letter_context.contact_of(facts)),
        "qr_url": facts.qr_url,
        "is_form": facts.kind == LetterKind.SERVICE_PROOF,
        "names": parts.names,
        "template_version": version_of(template.template),
        "mark": "预览稿，尚未编号和发出" if facts.is_preview else "",
    }


def document(words: dict, *, masked: bool = False, query_code: str = "") -> LetterDocument:
    """Return the letter these words make; `masked` hides the people they name."""
    printed = {field.name for field in fields(LetterDocument)} - {"date", "paragraphs", "annexes"}
    kept = {name: value for name, value in words.items() if name in printed}
    html, addressee = words["html"], words["addressee"]
    if masked:
        html = mask(html)
        for clear, shown in words["names"]:
            html = html.replace(escape(clear), escape(shown))
            addressee = addressee.replace(clear, shown)
    if query_code:
        code = (
            f"<p>查询码：{escape(query_code)}。请妥善保管，凭申请编号和查询码可以查询办理进度。</p>"
        )
        html = html.replace(CODE_SLOT, code)
    day = date.fromisoformat(words["date"])
    return LetterDocument(**kept | {"addressee": addressee}, date=day, **blocks_of(html))


def template_name(facts: Facts) -> str:
    if facts.kind == LetterKind.ANSWER:
        code = facts.part.sub_outcome or facts.part.outcome
        return f"{FOLDER}/answer/{code.lower().replace('.', '_')}.html"
    return f"{FOLDER}/{FORMS[facts.kind].kind.value}.html"


def version_of(template: Template) -> str:
    """Return the SHA-256 of a template's text and of all it stands on."""
    texts = "\0".join(f"{name}\0{text}" for name, text in sorted(sources(template).items()))
    return hashlib.sha256(texts.encode()).hexdigest()


def sources(template: Template) -> dict[str, str]:
    found = {template.name: template.source}
    nodes = template.nodelist.get_nodes_by_type((ExtendsNode, IncludeNode))
    for node in nodes:
        below = node.parent_name if isinstance(node, ExtendsNode) else node.template
        found |= sources(get_template(below.var).template)
    return found
