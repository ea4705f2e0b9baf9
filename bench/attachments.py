"""A thousand files, good, broken, bombs and some that never end: read, given up, none in the way.

    PORTAL_DATA_DIR=/tmp/bench bin/with-services .venv/bin/python -m bench.attachments

Reads them as the worker's task does, one child process each, then looks that every file has its
text or a sentence why not, and that no child is left.
"""

import argparse
import io
import os
import zipfile
from collections import Counter
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from docx import Document
from openpyxl import Workbook

from bench import words
from bench.report import Clock, require_own_database, show, times
from disclosure.models import Attachment, Category, Item, TextStatus
from disclosure.tasks import read_attachment
from portal.files.text import SECONDS

ENDLESS_EVERY = 200  # one file of so many keeps its reader waiting for ever


def good_text(number: int) -> tuple[str, bytes]:
    return "txt", f"{words.word_of_rank(0)}第{number}号".encode()


def good_document(number: int) -> tuple[str, bytes]:
    document = Document()
    document.add_paragraph(f"学区划分第{number}号")
    return "docx", saved(document)


def good_sheet(number: int) -> tuple[str, bytes]:
    book = Workbook()
    for row in range(50):
        book.active.append([f"学校{row}", number])
    return "xlsx", saved(book)


def broken_document(number: int) -> tuple[str, bytes]:
    return "docx", good_document(number)[1][:-200]


def broken_pdf(number: int) -> tuple[str, bytes]:
    return "pdf", b"%PDF-1.7\n" + bytes([number % 256]) * 2000


def bomb(number: int) -> tuple[str, bytes]:
    """A document of a few kilobytes whose text would fill the memory."""
    kind, content = good_document(number)
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            part = old.read(name)
            if name == "word/document.xml":
                part = part.replace("学区".encode(), b"A" * 200_000_000)
            new.writestr(name, part)
    return kind, packed.getvalue()


def saved(file) -> bytes:
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


MAKERS = [good_text, good_document, good_sheet, broken_document, broken_pdf, good_text, good_sheet]
BOMB = bomb(0)


def make_file(folder: Path, number: int) -> tuple[str, Path]:
    """Write file `number`; every 50th is a bomb, every ENDLESS_EVERY-th a pipe nobody fills."""
    if number % ENDLESS_EVERY == 1:
        path = folder / f"{number}.txt"
        os.mkfifo(path)
        return "txt", path
    kind, content = BOMB if number % 50 == 2 else MAKERS[number % len(MAKERS)](number)
    path = folder / f"{number}.{kind}"
    path.write_bytes(content)
    return kind, path


def attach(item: Item, count: int) -> None:
    folder = Path(settings.MEDIA_ROOT) / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for number in range(1, count + 1):
        kind, path = make_file(folder, number)
        facts = {"size": 1, "public_size": 1, "sha256": "0" * 64, "public_sha256": "0" * 64}
        name = f"bench/{path.name}"
        rows.append(
            Attachment(
                item=item, position=number, name=path.name, kind=kind, file=name,
                public_file=name, **facts,
            )
        )  # fmt: skip
    Attachment.objects.bulk_create(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=1000)
    options = parser.parse_args()
    require_own_database()
    call_command("migrate", verbosity=0)
    call_command("load_catalogue", verbosity=0)
    category = Category.objects.usable().first()
    item = Item(title="附件", body="<p>附件</p>", category=category, published_at=timezone.now())
    Item.objects.add_history([item], by=None, note="测量")
    attach(item, options.files)
    with Clock() as clock:
        waiting = Attachment.objects.waiting().values_list("pk", flat=True)
        taken = times(read_attachment, list(waiting))
    counts = Counter(Attachment.objects.values_list("text_status", flat=True))
    silent = Attachment.objects.filter(text_status=TextStatus.FAILED, text_error="").count()
    rows = [
        ("seconds", f"{clock.seconds:.0f}"),
        ("the longest, seconds", f"{taken[-1] / 1000:.1f} (limit {SECONDS})"),
        *((TextStatus(status).label, str(number)) for status, number in counts.items()),
        ("still waiting, or failed without a reason", str(counts[TextStatus.WAITING] + silent)),
        ("child processes left", str(len(children()))),
    ]
    show(f"{options.files} files", ["seen"], rows)


def children() -> list[str]:
    return Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()


if __name__ == "__main__":
    main()
