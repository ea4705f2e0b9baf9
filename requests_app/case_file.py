"""The case file (案卷) for archive and court: one ZIP with everything, and the hash of everything.

Form, day list, course of the case, letters as they went out, uploads, in the order of the index
(卷内目录); SHA256SUMS is in the form `sha256sum -c` reads. One piece is in memory at a time.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils import timezone

from portal.documents import Cell, Document, Paragraph, PdfUnavailable, TableSpec, render_document
from portal.encryption import Undecryptable
from portal.errors import RuleViolation
from portal.models import AuditAct, User
from portal.permissions import require
from portal.personal_data import mask
from requests_app import case_papers
from requests_app.models import InformationRequest

INDEX = "00_卷内目录"
UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\u202a-\u202e\u2066-\u2069]+')
LONGEST = 80
SUMS = "SHA256SUMS"


@dataclass(frozen=True)
class Piece:
    """One thing in the file; `make` gives its ending and content when it is its turn."""

    name: str
    title: str
    make: Callable[[], tuple[str, bytes]]
    sha256: str = ""  # as it was when it was put away


@dataclass(frozen=True)
class Line:
    """What the index says of a piece."""

    name: str
    title: str
    size: int
    sha256: str
    doubt: str = ""


def export(info_request: InformationRequest, file: BinaryIO, *, by: User | None, at, reason: str):
    """Write the case file and put on record who took it out and why; return its index.

    `by` is None for the operator's command.
    """
    if by is not None:
        require(by, "requests_app.export_requests")
        require(by, "requests_app.unmask_applicant")
    if not reason.strip():
        raise RuleViolation("请写明导出案卷的理由，它会记入审计")
    lines = write(info_request, file, at=at)
    data = {"case_file": info_request.number, "pieces": len(lines), "reason": mask(reason.strip())}
    info_request.audit(AuditAct.EXPORT, by=by, at=at, **data)
    return lines


def write(info_request: InformationRequest, file: BinaryIO, *, at: datetime) -> list[Line]:
    """Write everything into one ZIP and return the index."""
    moment = timezone.localtime(at).timetuple()[:6]
    with ZipFile(file, "w") as archive:

        def put(name: str, content: bytes):
            entry = ZipInfo(name, moment)
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, content)

        lines = []
        for piece in pieces(info_request, at):
            line, content = taken(piece)
            if content is not None:
                put(line.name, content)
            lines.append(line)
        ending, content = printed(index(info_request, lines, at))
        put(f"{INDEX}{ending}", content)
        own = Line(f"{INDEX}{ending}", "卷内目录", len(content), sha256_of(content))
        put(SUMS, sums([own, *lines]))
    return lines


def taken(piece: Piece) -> tuple[Line, bytes | None]:
    """Return a piece's line of the index and its content; None when it can no longer be read."""
    try:
        ending, content = piece.make()
    except (FileNotFoundError, Undecryptable, RuleViolation) as error:
        doubt = str(error) if isinstance(error, RuleViolation) else "文件不能读出"
        return Line(piece.name, piece.title, 0, piece.sha256, doubt), None
    found = sha256_of(content)
    doubt = "与存入时的校验值不符" if piece.sha256 not in ("", found) else ""
    return Line(f"{piece.name}{ending}", piece.title, len(content), found, doubt), content


def pieces(info_request: InformationRequest, at: datetime) -> Iterator[Piece]:
    today = timezone.localdate(at)
    papers = [
        ("申请表", lambda: case_papers.application(info_request)),
        ("期限计算表", lambda: case_papers.days(info_request, today)),
        ("办理情况", lambda: case_papers.course(info_request)),
    ]
    for number, (title, describe) in enumerate(papers, start=1):
        document = describe()
        if document is not None:
            yield Piece(f"{number:02d}_{title}", title, lambda document=document: printed(document))
    for number, letter in enumerate(info_request.letters.frozen(), start=1):
        name = f"文书/{number:02d}_{safe(letter.file_name)}"
        yield Piece(name, str(letter), lambda letter=letter: letter_file(letter), letter.sha256)
    for number, upload in enumerate(info_request.files.all(), start=1):
        kind = upload.get_kind_display()
        name = f"材料/{number:02d}_{kind}_{safe(upload.name)}"
        title = f"{kind}：{upload.name}"
        yield Piece(name, title, lambda upload=upload: ("", upload.read()), upload.sha256)


def letter_file(letter) -> tuple[str, bytes]:
    content = letter.read()
    return f".{letter.form}", content


def printed(document: Document) -> tuple[str, bytes]:
    try:
        return ".pdf", render_document(document, "pdf")
    except PdfUnavailable:
        return ".docx", render_document(document, "docx")


def safe(name: str) -> str:
    """Return a person's file name as every system can unpack it, its ending kept."""
    name = UNSAFE.sub("_", name).strip(" .") or "未命名"
    if len(name) <= LONGEST:
        return name
    stem, dot, ending = name.rpartition(".")
    ending = f"{dot}{ending}" if dot and len(ending) < 10 else ""
    return f"{(stem or name)[: LONGEST - len(ending)]}{ending}"


def index(info_request: InformationRequest, lines: list[Line], at: datetime) -> Document:
    rows = [("序号", "名称", "大小（字节）", "SHA-256校验值", "备注")]
    for number, line in enumerate(lines, start=1):
        rows.append((Cell(number, scope="row"), line.title, line.size, line.sha256, line.doubt))
    made = f"本目录制作于{case_papers.shown(at)}，共{len(lines)}件。"
    how = f"校验值也列在{SUMS}中，可用 sha256sum -c {SUMS} 核对。未发出的文书不入卷。"
    table = TableSpec("卷内目录", rows, widths=(1, 6, 2, 6, 3), landscape=True)
    return case_papers.paper("卷内目录", info_request, [Paragraph(made + how), table])


def sums(lines: list[Line]) -> bytes:
    return "".join(f"{line.sha256}  {line.name}\n" for line in lines if line.size).encode()


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
