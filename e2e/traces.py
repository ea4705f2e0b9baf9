"""Looking for somebody's data where it must not stand in clear: in whatever a portal keeps."""

import email
import json
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from email import policy
from html import unescape
from pathlib import Path
from urllib.parse import quote

from django.core.signing import b64_decode

NOT_KEPT = "static"  # the product's own files, collected anew at every start
BETWEEN_MAILS = b"-" * 79
# A virtual table keeps its rows in tables of its own, which are read as they lie there.
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"


def traces(texts: dict[str, str], secrets: list[str]) -> list[str]:
    """Return where one of the secrets stands in clear, written in whatever way."""
    return [
        f"{place}: {secret}"
        for place, text in texts.items()
        for secret in secrets
        if any(form in text for form in forms(secret))
    ]


def forms(secret: str) -> set[str]:
    """Return a secret as it is written in text, in JSON, in an address and in ASCII markup."""
    markup = secret.encode("ascii", "xmlcharrefreplace").decode()
    return {secret, json.dumps(secret).strip('"'), quote(secret), markup}


def database(folder: Path) -> dict[str, str]:
    """Return every table of the portal as text, signed sessions read as whoever stole them."""
    with closing(sqlite3.connect(f"file:{folder}/portal.sqlite3?mode=ro", uri=True)) as database:
        names = [name for (name,) in database.execute(TABLES)]
        tables = {f"table {name}": text_of(database, f'SELECT * FROM "{name}"') for name in names}
        sessions = database.execute("SELECT session_data FROM django_session")
        return tables | {"sessions": "\n".join(session(data) for (data,) in sessions)}


def text_of(database: sqlite3.Connection, query: str) -> str:
    return "\n".join(readable(value) for row in database.execute(query) for value in row)


def readable(value) -> str:
    return value.decode(errors="replace") if isinstance(value, bytes) else str(value)


def session(data: str) -> str:
    """Return what a session holds: signed, perhaps packed, not encrypted."""
    packed = data.split(":")[0]
    content = b64_decode(packed.lstrip(".").encode())
    return readable(zlib.decompress(content) if packed.startswith(".") else content)


def files(folder: Path) -> dict[str, str]:
    """Return every file the portal keeps, as its bytes read: database, queue, uploads, letters."""
    return {
        str(path.relative_to(folder)): content
        for path in sorted(folder.rglob("*"))
        if path.relative_to(folder).parts[0] != NOT_KEPT and (content := content_of(path))
    }


def content_of(path: Path) -> str:
    """Return a file as text, "" for a folder; the queue takes its files away meanwhile."""
    try:
        return readable(path.read_bytes()) if path.is_file() else ""
    except FileNotFoundError:
        return ""


def mails(folder: Path) -> dict[str, str]:
    """Return every mail that went out, as its reader sees it: headers and text decoded."""
    return {
        f"mail {path.name} {place}": "\n".join(read_mail(mail))
        for path in sorted(folder.iterdir())
        for place, mail in enumerate(path.read_bytes().split(BETWEEN_MAILS))
        if mail.strip()
    }


def read_mail(content: bytes) -> Iterator[str]:
    mail = email.message_from_bytes(content.lstrip(), policy=policy.default)
    yield from (f"{name}: {value}" for name, value in mail.items())
    for part in mail.walk():
        if not part.is_multipart():
            yield readable(part.get_content())


def workbook(path: Path) -> dict[str, str]:
    """Return every part of an XLSX file as text."""
    with zipfile.ZipFile(path) as parts:
        return {name: unescape(readable(parts.read(name))) for name in parts.namelist()}
