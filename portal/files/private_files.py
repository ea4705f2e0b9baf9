"""Files nobody may fetch by address: proofs of identity, letters; encrypted, outside the web root.

They lie in DATA_DIR/private under random names, each as one Fernet token. nginx cannot hand them
out with X-Accel-Redirect, for it has no keys: after its permission check a view answers with what
`read` returns. Whole files pass through memory, four times their size while they are encrypted;
keep `megabytes` small.
"""

import fcntl
import hashlib
import logging
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File

from portal.encryption import decrypt_bytes, encrypt_bytes, renewed
from portal.errors import is_disk_trouble
from portal.files.kinds import check_upload

MAX_MEGABYTES = 20
UNSAVED = (
    "服务器现在不能保存附件（存储空间不足，或者不能写入），附件没有保存，其他内容都还在。"
    "请稍后再提交；着急的，可以改为当面或者邮寄提交。"
)
logger = logging.getLogger(__name__)
PATH = re.compile(r"[0-9a-f]{2}/[0-9a-f]{30}")


@dataclass(frozen=True)
class StoredFile:
    """Where a file is kept, and what tells later that it is still the same one."""

    path: str
    size: int
    sha256: str


def store(content: File | bytes, *, megabytes: int = MAX_MEGABYTES) -> StoredFile:
    """Keep a file encrypted and return what to write down about it; size and hash are clear ones.

    An upload is checked first, by its name and content: raises ValidationError with a sentence,
    also where the disk takes no more.
    Bytes are our own and are not checked. The name is random; the person's own name for the file
    is personal data as well: keep it in an EncryptedField.
    """
    is_upload = not isinstance(content, bytes)
    if is_upload:
        check_upload(content, content.name, megabytes=megabytes)
        content = content.read()
    name = secrets.token_hex(16)
    path = f"{name[:2]}/{name[2:]}"
    try:
        write(full_path(path), encrypt_bytes(content))
    except OSError as error:
        if is_upload and is_disk_trouble(error):
            logger.exception("An upload could not be stored")
            raise ValidationError(UNSAVED) from error
        raise
    return StoredFile(path, len(content), hashlib.sha256(content).hexdigest())


def read(path: str) -> bytes:
    """Return the clear content; raise Undecryptable or, where it is gone, FileNotFoundError."""
    return decrypt_bytes(full_path(path).read_bytes())


def delete(path: str) -> None:
    """Remove the file for good; one that is gone already is no error.

    Call it on commit: a transaction that is rolled back must not have lost its file.
    """
    full = full_path(path)
    try:
        with locked(full):
            full.unlink(missing_ok=True)
    except FileNotFoundError:
        pass


def stored_paths() -> Iterator[str]:
    """Yield the path of every file that is kept, also of those no row knows."""
    root = settings.DATA_DIR / "private"
    paths = (str(file.relative_to(root)) for file in sorted(root.glob("*/*")))
    yield from filter(PATH.fullmatch, paths)


def renew(path: str) -> bool:
    """Put the file under the newest key; False when it is so already, or gone meanwhile."""
    full = full_path(path)
    try:
        with locked(full) as file:
            token = renewed(file.read())
            # Deleted while we waited for the lock: writing would bring it back to life.
            if token is None or not os.fstat(file.fileno()).st_nlink:
                return False
            write(full, token)
            return True
    except FileNotFoundError:
        return False


def full_path(path: str) -> Path:
    if not PATH.fullmatch(path):
        raise ValueError(f"not the path of a private file: {path!r}")
    return settings.DATA_DIR / "private" / path


def write(full: Path, token: bytes) -> None:
    """Write all of it or nothing; readable to the portal alone (mode 0600)."""
    full.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=full.parent, suffix=".part", delete=False) as draft:
        try:
            draft.write(token)
            draft.flush()
            os.fsync(draft.fileno())
            os.replace(draft.name, full)
        except BaseException:
            os.unlink(draft.name)
            raise


@contextmanager
def locked(full: Path) -> Iterator[BinaryIO]:
    """Open the file for one process at a time: a renewal and a deletion do not cross."""
    with full.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file
