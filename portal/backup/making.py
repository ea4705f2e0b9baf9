"""Making a backup: one encrypted file with the database, all files and a manifest.

Inside   the database as of one moment (portal/backup/database.py), files/, private/ (encrypted as
         they lie there), the log of the audit heads. The search index and the collected static
         files are derived and left out.
Outside  FIELD_KEYS, AUDIT_KEY, MATCH_KEY and SECRET_KEY: who finds a backup and its passphrase
         still cannot read personal data. Without these keys a backup cannot be restored.
Order    The database first, then the files: files are only ever added, so every row of the copy
         finds its file. One that is purged meanwhile is named in the manifest. A file somebody is
         uploading just now may be half in it; no row of the copy knows it.
"""

import hashlib
import hmac
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from filelock import FileLock, Timeout

from portal.audit import head_log
from portal.backup.archive import ArchiveWriter
from portal.backup.database import COPY_PREFIX, CopyFailed, engine, snapshot
from portal.backup.keys import Passphrase, PublicKey
from portal.backup.retention import Retention
from portal.encryption import encrypt_bytes
from portal.files import private_files
from portal.models import Pulse
from portal.pulse import BACKUP

NAME = re.compile(r"portal-(\d{8}T\d{6}Z)\.backup")
STAMP = "%Y%m%dT%H%M%SZ"
DATABASE, AUDIT_LOG = "database", "audit-heads.log"
MEGABYTE = 1024 * 1024


class BackupFailed(Exception):
    """No backup was made, and nothing of it is left; its message is a sentence."""


@dataclass(frozen=True)
class Made:
    """A backup that is on the disk, and what was done with older ones."""

    path: Path
    size: int
    files: int
    gone: list[str]
    removed: list[str]

    @property
    def sentence(self) -> str:
        parts = [f"备份已写入 {self.path}（{self.size / MEGABYTE:.1f} MB，{self.files} 个文件）。"]
        if self.gone:
            parts.append(f"备份期间有 {len(self.gone)} 个文件被到期清除，没有包含在内。")
        if self.removed:
            parts.append(f"按保留规则删除了 {len(self.removed)} 份旧备份。")
        return "".join(parts)


def back_up(
    folder: Path, lock: Passphrase | PublicKey, *, at: datetime, retention: Retention
) -> Made:
    """Write a backup into `folder`, tell the pulse, and remove what `retention` does not keep."""
    try:
        with FileLock(settings.DATA_DIR / "backup.lock", timeout=0):
            folder.mkdir(mode=0o750, parents=True, exist_ok=True)
            clear_remains(folder)
            path = folder / f"portal-{at.astimezone(UTC).strftime(STAMP)}.backup"
            files, gone = write_whole(path, lock, at)
            removed = list(remove_old(folder, retention))
    except Timeout as error:
        raise BackupFailed("另一次备份正在进行，请等它结束。") from error
    except CopyFailed as error:
        raise BackupFailed(str(error)) from error
    except OSError as error:
        raise BackupFailed(
            f"备份没有写成：{error.strerror}（{error.filename or folder}）。"
        ) from error
    made = Made(path, path.stat().st_size, files, gone, removed)
    Pulse.objects.beat(BACKUP, at=at, note=made.sentence)
    return made


def write_whole(path: Path, lock, at: datetime) -> tuple[int, list[str]]:
    """Write the archive under another name, read it back, and give it its own name at last."""
    draft = path.with_suffix(".partial")
    try:
        with open(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as file:
            hashed = Hashed(file)
            facts = write_archive(ArchiveWriter(hashed, lock), at)
            file.flush()
            os.fsync(file.fileno())
            file.seek(0)
            if hashlib.file_digest(file, "sha256").digest() != hashed.digest.digest():
                raise BackupFailed(f"写入 {path.parent} 的内容读回来不一样，请检查磁盘。")
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    return facts


def clear_remains(folder: Path) -> None:
    """Remove what a backup that was killed has left: half an archive, a copy of the database."""
    for draft in folder.glob("portal-*.partial"):
        draft.unlink()
    for copy in settings.DATA_DIR.glob(f"{COPY_PREFIX}*"):
        shutil.rmtree(copy)


class Hashed:
    """A file that knows the SHA-256 of what was written into it."""

    def __init__(self, file):
        self.file, self.digest = file, hashlib.sha256()

    def write(self, content: bytes) -> None:
        self.file.write(content)
        self.digest.update(content)


def write_archive(archive: ArchiveWriter, at: datetime) -> tuple[int, list[str]]:
    """Write everything; return how many files went in, and those that went away meanwhile."""
    with snapshot() as copy:
        archive.add(DATABASE, copy.source)
    count, gone = 0, []
    for name, path in stored_files():
        try:
            with path.open("rb") as file:
                archive.add(name, file)
            count += 1
        except FileNotFoundError:
            gone.append(name)
    manifest = {
        "made_at": at.isoformat(),
        "release": release(),
        "engine": engine(),
        "counts": copy.counts,
        "migrations": copy.migrations,
        "audit_head": copy.audit_head,
        "files": count,
        "gone": gone,
        "keys": key_marks(),
    }
    archive.close(manifest)
    return count, gone


def stored_files() -> Iterator[tuple[str, Path]]:
    """Yield each file that belongs into a backup: its name there, its path here."""
    for folder, folders, names in os.walk(settings.MEDIA_ROOT):
        folders.sort()
        for name in sorted(names):
            path = Path(folder, name)
            if path.is_file() and not path.is_symlink():
                yield f"files/{path.relative_to(settings.MEDIA_ROOT)}", path
    for name in private_files.stored_paths():
        yield f"private/{name}", settings.DATA_DIR / "private" / name
    if head_log().exists():
        yield AUDIT_LOG, head_log()


def release() -> str:
    """Return the release that is installed (deploy/install.sh), "" for a checkout."""
    folder = settings.BASE_DIR
    return folder.name if folder.parent.name == "releases" else ""


def key_marks() -> dict:
    """Return what tells later whether the keys at hand are those of this backup, not the keys."""
    return {
        "FIELD_KEYS": encrypt_bytes(BACKUP.encode()).decode(),
        "AUDIT_KEY": key_mark(settings.AUDIT_KEY),
        "MATCH_KEY": key_mark(settings.MATCH_KEY),
    }


def key_mark(key: str) -> str:
    return hmac.digest(key.encode(), b"portal backup", "sha256").hex()


def remove_old(folder: Path, retention: Retention) -> Iterator[str]:
    """Remove the backups nobody wants kept; files with other names are not ours."""
    found = {
        datetime.strptime(match[1], STAMP).replace(tzinfo=UTC): path
        for path in folder.iterdir()
        if (match := NAME.fullmatch(path.name))
    }
    for moment in found.keys() - retention.kept(found):
        found[moment].unlink()
        yield found[moment].name
