"""A version in words: its fields, paragraphs and files as reviewers read and compare them."""

from dataclasses import dataclass

from django.db.models import Q
from lxml import html

from disclosure import privacy
from disclosure.body_text import parse, parts, tables_in, text_of
from disclosure.canonical import DAY_FIELDS, LINK_FIELDS, LIST_FIELDS, TEXT_FIELDS
from disclosure.models import Attachment, Item, Version
from disclosure.models.attachment import TextStatus
from disclosure.privacy import Hit
from disclosure.version_diff import Change, Paragraph, compare_fields, compare_paragraphs

# In the order of the public page; the title stands above them.
SHOWN_FIRST = ["title", "doc_no", "issuer", "co_issuers", "category", "written_on", "formed_on"]


@dataclass(frozen=True)
class VersionFile:
    """A file of a version: what was recorded, and where it is kept now (None: no more)."""

    number: int
    name: str
    kind: str
    alt_text: str
    sha256: str
    stored: Attachment | None

    @property
    def warnings(self) -> list[str]:
        if self.stored is None:
            return ["文件已不在系统中，只留有名称和校验值。"]
        found = []
        if not self.stored.is_clean:
            found.append("作者、修订等来源信息未能自动清除，请打开文件核对。")
        if self.stored.text_status in (TextStatus.BY_EYE, TextStatus.FAILED):
            reason = f"（{self.stored.text_error}）" if self.stored.text_error else ""
            found.append(f"不能自动读取{reason}，系统没有检查其中的个人信息，须打开逐页核对。")
        return found


def fields_of(version: Version) -> dict[str, str]:
    """Return every public field in words by its label; empty ones are "" ."""
    data = version.data
    names = [*SHOWN_FIRST, *(n for n in [*TEXT_FIELDS, *LINK_FIELDS, *DAY_FIELDS])]
    words = {}
    for name in dict.fromkeys([*names, *LIST_FIELDS]):
        words[str(Item._meta.get_field(name).verbose_name)] = in_words(name, data.get(name))
    return words


def in_words(name: str, value) -> str:
    if not value:
        return ""
    model_field = Item._meta.get_field(name)
    if name in LINK_FIELDS + LIST_FIELDS:
        keys = value if isinstance(value, list) else [value]
        found = model_field.related_model.objects.in_bulk(keys)
        return "；".join(str(found.get(key, "已删除")) for key in keys)
    return str(dict(model_field.flatchoices).get(value, value))


def files_of(version: Version) -> list[VersionFile]:
    """Return the files of a version in their order, each with where its bytes are kept."""
    recorded = version.data["files"]
    owners = Q(item=version.item_id) | Q(item__revision_of=version.item_id)
    hashes = [file["sha256"] for file in recorded]
    rows = Attachment.objects.filter(owners, public_sha256__in=hashes)
    stored = {attachment.public_sha256: attachment for attachment in rows}
    return [
        VersionFile(number, **file, stored=stored.get(file["sha256"]))
        for number, file in enumerate(recorded, start=1)
    ]


def hits_of(version: Version, files: list[VersionFile]) -> list[Hit]:
    """Return the personal details in exactly this version."""
    data = version.data | {"change_note": version.change_note}
    texts = {
        str(Item._meta.get_field(name).verbose_name): data[name] for name in privacy.SCANNED_TEXTS
    }
    blocks = [(file.name, file.stored.blocks) for file in files if file.stored]
    return list(privacy.scan_content(texts, data["body"], blocks))


def paragraphs_of(body: str) -> list[Paragraph]:
    """Return the body as paragraphs to compare: a table row by row, links with their address."""
    found = []
    for _, part in parts(body):
        for table in tables_in(part):
            for row in table.iter("tr"):
                cells = [text_of(cell).text.strip() for cell in row.iter("td", "th")]
                found.append(Paragraph(" ｜ ".join(cells), source(row)))
        if part.tag != "table":
            lines = text_of(part).text.strip("\n").split("\n")
            found += [Paragraph(line, source(part)) for line in lines if line.strip()]
    return found


def source(element) -> str:
    return html.tostring(element, encoding="unicode", with_tail=False)


def body_parts(body: str) -> list[tuple[int, str]]:
    """Return the HTML of each part of a body with its number, as findings name them."""
    return [(number, source(part)) for number, part in enumerate(parse(body), start=1)]


@dataclass(frozen=True)
class Comparison:
    """What changed from one version to another."""

    old: Version
    new: Version
    fields: list[Change]
    paragraphs: list[Change]
    files: list[Change]

    @property
    def is_empty(self) -> bool:
        return not (self.fields or self.files or self.has_changed_text)

    @property
    def has_changed_text(self) -> bool:
        return any(change.mark != "same" for change in self.paragraphs)


def compare(old: Version, new: Version) -> Comparison:
    return Comparison(
        old,
        new,
        compare_fields(fields_of(old), fields_of(new)),
        compare_paragraphs(paragraphs_of(old.data["body"]), paragraphs_of(new.data["body"])),
        [
            change
            for change in compare_paragraphs(file_lines(old), file_lines(new))
            if change.mark != "same"
        ],
    )


def file_lines(version: Version) -> list[Paragraph]:
    """Return a line for each file; the same name with other bytes is another line."""
    return [
        Paragraph(
            f"{file['name']}（{file['alt_text'] or '无替代文字'}，校验值 {file['sha256'][:12]}）"
        )
        for file in version.data["files"]
    ]
