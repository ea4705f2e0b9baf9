"""Files of ledger jobs: encrypted piece by piece, so that a long ledger never stands in memory.

They lie in DATA_DIR/jobs under random names, each a line of Fernet tokens, and are deleted with
their job after some days. What a changed key can no longer open is asked for again.
"""

import os
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryFile
from typing import BinaryIO

from django.conf import settings

from portal.encryption import decrypt_bytes, encrypt_bytes

PIECE = 1024 * 1024
NAME = re.compile(r"[0-9a-f]{32}")


def store(pieces: Iterable[bytes]) -> str:
    """Keep what the pieces hold; return the name to read it by."""
    folder = settings.DATA_DIR / "jobs"
    folder.mkdir(mode=0o700, exist_ok=True)
    name = secrets.token_hex(16)
    with NamedTemporaryFile(dir=folder, suffix=".part", delete=False) as draft:  # mode 0600
        try:
            for piece in pieces:
                draft.write(encrypt_bytes(piece) + b"\n")
            draft.flush()
            os.fsync(draft.fileno())
            os.replace(draft.name, folder / name)
        except BaseException:
            os.unlink(draft.name)
            raise
    return name


def pieces_of(file: BinaryIO) -> Iterator[bytes]:
    """Yield what an open file holds, from its beginning."""
    file.seek(0)
    yield from iter(lambda: file.read(PIECE), b"")


def read(name: str) -> Iterator[bytes]:
    """Yield the clear content piece by piece; FileNotFoundError or Undecryptable at once."""
    with full_path(name).open("rb") as file:
        for token in file:
            yield decrypt_bytes(token.rstrip(b"\n"))


@contextmanager
def opened(name: str) -> Iterator[BinaryIO]:
    """Yield the clear content as a file without a name, gone when it is closed."""
    with TemporaryFile() as file:
        for piece in read(name):
            file.write(piece)
        file.seek(0)
        yield file


def delete(name: str) -> None:
    if name:
        full_path(name).unlink(missing_ok=True)


def full_path(name: str) -> Path:
    if not NAME.fullmatch(name):
        raise ValueError(f"not the name of a job's file: {name!r}")
    return settings.DATA_DIR / "jobs" / name
