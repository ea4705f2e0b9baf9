"""Putting a backup back: everything is verified first, and only an empty place is filled.

Order   verify the whole archive → refuse what does not fit (engine, newer version, other keys, a
        place with data) → files → database, in one transaction or by one rename → counts →
        migrations of this version → audit chain, keys, registered files → search index.
Broken  While a restore is under way a marker lies in the data directory, and no portal starts on
        it. A restore that was interrupted is simply run again: it clears what it had unpacked.
"""

import hmac
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import models
from django.db.migrations.loader import MigrationLoader
from filelock import FileLock, Timeout

from portal.audit import Head, check, head_log, seal
from portal.backup.archive import ArchiveReader
from portal.backup.database import CopyFailed, engine, is_empty, put_back
from portal.backup.keys import BadArchive, Passphrase, PrivateKey
from portal.backup.making import AUDIT_LOG, DATABASE, key_mark, release
from portal.backup.marker import marker, set_marker
from portal.checks import unreadable_tables
from portal.encryption import Undecryptable, decrypt_bytes
from portal.files import private_files

ENGINES = {"postgresql": "PostgreSQL", "sqlite": "SQLite"}
SHOWN = 10
OCCUPIED = (
    "这里已经有数据（{}），恢复只能在空的地方进行，不会覆盖任何内容。"
    "请用 PORTAL_DATA_DIR 指定一个新的数据目录；"
    "用 PostgreSQL 的，再新建一个空数据库并写入 DATABASE_URL。"
)
LATE_BREAK = "上一次恢复在写入数据库之后中断。请清空数据库（删除后重新建立），再运行一次本命令。"


class RestoreRefused(Exception):
    """Nothing was restored, and nothing was changed; its message is a sentence."""


@dataclass(frozen=True)
class Restored:
    """What was put back, and what the checks afterwards found."""

    manifest: dict
    findings: list[str]


def verify(path: Path, key: Passphrase | PrivateKey) -> dict:
    """Read the whole archive and return its manifest; raise BadArchive where anything is wrong."""
    with opened(path) as file:
        reader = ArchiveReader(file, key)
        names = [name for name, _ in reader.parts()][:1]
    if names != [DATABASE]:
        raise BadArchive("这个备份里没有数据库，不能恢复。")
    return reader.manifest


@contextmanager
def opened(path: Path) -> Iterator:
    try:
        with path.open("rb") as file:
            yield file
    except OSError as error:
        raise BadArchive(f"备份文件 {path} 无法读取：{error.strerror}。") from error


def restore(
    path: Path, key: Passphrase | PrivateKey, *, at: datetime, say: Callable[[str], None]
) -> Restored:
    """Verify the backup and put it back into this empty place; return what was found wrong."""
    try:
        with FileLock(settings.DATA_DIR / "serve.lock", timeout=0):
            refuse_occupied_place()
            say("[1/5] 逐块核对备份文件 …")
            manifest = verify(path, key)
            for sentence in objections(manifest):
                raise RestoreRefused(sentence)
            fill(path, key, manifest, say)
    except Timeout as error:
        sentence = f"数据目录 {settings.DATA_DIR} 正由运行中的门户使用。请先停止它。"
        raise RestoreRefused(sentence) from error
    say("[4/5] 升级到本版本的数据库结构，核对审计记录、密钥和文件 …")
    call_command("migrate", interactive=False, stdout=StringIO())
    findings = list(inspect(manifest, at))
    marker().unlink()
    say("[5/5] 重建搜索索引 …")
    call_command("rebuild_search", stdout=StringIO())
    return Restored(manifest, findings)


# --- Before --------------------------------------------------------------------------------------


def refuse_occupied_place() -> None:
    """Refuse a place with data of its own; what an interrupted restore left is cleared."""
    if not is_empty():
        raise RestoreRefused(LATE_BREAK if marker().exists() else OCCUPIED.format("数据库"))
    if marker().exists():
        unpacked = settings.DATA_DIR.glob("restore-*")
        for folder in (settings.MEDIA_ROOT, settings.DATA_DIR / "private", *unpacked):
            shutil.rmtree(folder, ignore_errors=True)
        head_log().unlink(missing_ok=True)
    for folder in (Path(settings.MEDIA_ROOT), settings.DATA_DIR / "private"):
        if folder.exists() and any(path.is_file() for path in folder.rglob("*")):
            raise RestoreRefused(OCCUPIED.format(f"目录 {folder}"))
    if head_log().exists():
        raise RestoreRefused(OCCUPIED.format(f"文件 {head_log()}"))


def objections(manifest: dict) -> Iterator[str]:
    """Yield why this backup does not fit this installation."""
    if manifest["engine"] != engine():
        theirs, ours = ENGINES.get(manifest["engine"], "另一种数据库"), ENGINES[engine()]
        yield (
            f"备份来自 {theirs}，这里是 {ours}，两者不能互相恢复。"
            f"请先按 {theirs} 配置（DATABASE_URL），恢复后再迁移。"
        )
    if unknown := unknown_migrations(manifest):
        made_by = f"（{manifest['release']}）" if manifest["release"] else ""
        yield (
            f"备份来自更新的版本{made_by}，这里的版本{release()}不认识它的数据结构"
            f"（{unknown[0]} 等 {len(unknown)} 项）。请先安装同一版本或更新的版本。"
        )
    yield from foreign_keys(manifest["keys"])


def unknown_migrations(manifest: dict) -> list[str]:
    known = MigrationLoader(None).disk_migrations
    replaced = {old for migration in known.values() for old in migration.replaces}
    return [
        f"{app}.{name}"
        for app, name in manifest["migrations"]
        if (app, name) not in known and (app, name) not in replaced
    ]


def foreign_keys(marks: dict) -> Iterator[str]:
    """Yield a sentence for each key that is not the one of the backup."""
    try:
        decrypt_bytes(marks["FIELD_KEYS"].encode())
    except Undecryptable:
        yield (
            "FIELD_KEYS 中没有备份时使用的密钥，个人信息将无法读取。"
            "请把原来的密钥放进 FIELD_KEYS（或数据目录的 field_keys 文件）再恢复。密钥不在备份里。"
        )
    for name, why in (
        ("AUDIT_KEY", "审计记录将无法核对"),
        ("MATCH_KEY", "申请人的查询码将全部失效"),
    ):
        if not hmac.compare_digest(marks[name], key_mark(getattr(settings, name))):
            yield (
                f"{name} 不是备份时使用的密钥，{why}。"
                f"请把原来的密钥放进 {name}（或数据目录的 {name.lower()} 文件）再恢复。"
            )


# --- Filling the place ---------------------------------------------------------------------------


def fill(path: Path, key, manifest: dict, say: Callable[[str], None]) -> None:
    """Write the files, then the database; the marker stays until everything was checked."""
    set_marker(path)
    say(f"[2/5] 写入 {manifest['files']} 个文件 …")
    with TemporaryDirectory(dir=settings.DATA_DIR, prefix="restore-") as folder:
        copy = Path(folder) / "database"
        with opened(path) as file:
            for name, blocks in ArchiveReader(file, key).parts():
                write_part(copy if name == DATABASE else place_of(name), blocks)
        say(f"[3/5] 写入数据库，共 {sum(manifest['counts'].values())} 行 …")
        try:
            put_back(copy, manifest["counts"])
        except CopyFailed as error:
            raise RestoreRefused(f"{error}恢复没有完成，处理后请重新运行本命令。") from error


def place_of(name: str) -> Path:
    """Return where a file of the backup belongs; names were checked when they were read."""
    folder, _, rest = name.partition("/")
    if name == AUDIT_LOG:
        return head_log()
    if folder == "files" and rest:
        return Path(settings.MEDIA_ROOT) / rest
    if folder == "private" and private_files.PATH.fullmatch(rest):
        return private_files.full_path(rest)
    raise BadArchive(f"备份里有不认识的内容（{name}），可能来自更新的版本。")


def write_part(path: Path, blocks: Iterator[bytes]) -> None:
    is_private = settings.DATA_DIR / "private" in path.parents
    path.parent.mkdir(mode=0o700 if is_private else 0o750, parents=True, exist_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for block in blocks:
            file.write(block)
        if not is_private:
            os.fchmod(file.fileno(), settings.FILE_UPLOAD_PERMISSIONS)
        file.flush()
        os.fsync(file.fileno())


# --- Afterwards ----------------------------------------------------------------------------------


def inspect(manifest: dict, at: datetime) -> Iterator[str]:
    """Yield what is wrong with the restored data: audit chain, keys, files that rows name."""
    seal(at=at)  # what was written just before the backup and not linked yet
    head = manifest["audit_head"]
    heads = [Head(head["number"], head["mac"], head["sealed_at"])] if head else []
    found = [finding.sentence for finding in check(heads, at=at)]
    yield from found[:SHOWN]
    if len(found) > SHOWN:
        yield f"审计记录另有 {len(found) - SHOWN} 处问题，请运行 manage.py verify_audit。"
    yield from unreadable_tables()
    gone = {name.partition("/")[2] for name in manifest["gone"]}
    lacking = [name for name in registered_files() if name not in gone]
    if lacking:
        more = "……" if len(lacking) > SHOWN else ""
        names = "、".join(lacking[:SHOWN])
        yield f"数据库登记的 {len(lacking)} 个文件不在备份里：{names}{more}。"


def registered_files() -> Iterator[str]:
    """Yield the files that rows name and that are not there."""
    for model in apps.get_models(include_auto_created=True):
        fields = [] if model._meta.proxy else model._meta.local_concrete_fields
        names = {field.name for field in fields}
        for field in fields:
            if isinstance(field, models.FileField):
                for name in values_of(model, field.name):
                    if not field.storage.exists(name):
                        yield name
        if {"path", "sha256"} <= names:  # a private file
            for name in values_of(model, "path"):
                is_ours = private_files.PATH.fullmatch(name)
                if is_ours and not private_files.full_path(name).exists():
                    yield name


def values_of(model, name: str) -> Iterator[str]:
    rows = model._base_manager.exclude(**{name: ""}).exclude(**{f"{name}__isnull": True})
    return rows.values_list(name, flat=True).iterator(chunk_size=1000)


def described(manifest: dict) -> str:
    """Return for people what a backup holds."""
    head, counts = manifest["audit_head"], manifest["counts"]
    lines = [
        "备份完整，可以恢复。",
        f"时间：{manifest['made_at']}　版本：{manifest['release'] or '未标明'}",
        f"数据库：{ENGINES[manifest['engine']]}，{len(counts)} 个表，{sum(counts.values())} 行",
        f"文件：{manifest['files']} 个",
        f"审计链头：第 {head['number']} 号 {head['mac']}" if head else "审计链头：尚无",
        *(f"备份期间被清除的文件：{name}" for name in manifest["gone"]),
    ]
    return "\n".join(lines)
