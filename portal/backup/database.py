"""A copy of the whole database as it stands at one moment, and putting it back into an empty one.

PostgreSQL  pg_dump reads the very snapshot in which the rows are counted; nobody waits for it.
            pg_restore puts everything back in one transaction, or nothing.
SQLite      the backup API copies while others read and write; the rows of the copy are counted.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import BinaryIO

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.postgresql.client import DatabaseClient

from portal.models import AuditHead

POSTGRESQL, SQLITE = "postgresql", "sqlite"
COPY_PREFIX = "copy-of-database-"
NO_TOOL = "没有找到 {}。请安装 PostgreSQL 客户端：apt install postgresql-client。"
FAILED = "{} 没有成功：{}"


class CopyFailed(Exception):
    """The database could not be copied or put back; its message is a sentence."""


@dataclass(frozen=True)
class Snapshot:
    """A copy to be read to its end, with what was true at its moment."""

    source: BinaryIO
    counts: dict[str, int]  # table → rows
    migrations: list[list[str]]  # [app, name], as applied
    audit_head: dict | None


def engine() -> str:
    return SQLITE if connection.vendor == "sqlite" else POSTGRESQL


@contextmanager
def snapshot() -> Iterator[Snapshot]:
    """Open a copy of the database. Leave the block only after reading `source` to its end."""
    with (sqlite_snapshot if engine() == SQLITE else postgresql_snapshot)() as copy:
        yield copy


@contextmanager
def sqlite_snapshot() -> Iterator[Snapshot]:
    with TemporaryDirectory(dir=settings.DATA_DIR, prefix=COPY_PREFIX) as folder:  # mode 0700
        path = Path(folder) / "portal.sqlite3"
        connection.ensure_connection()
        with closing(sqlite3.connect(path)) as copy:
            connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            facts = facts_of(copy.cursor())
        with path.open("rb") as source:
            yield Snapshot(source, *facts)


@contextmanager
def postgresql_snapshot() -> Iterator[Snapshot]:
    with transaction.atomic(), connection.cursor() as cursor, TemporaryFile() as complaints:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        [name] = cursor.fetchone()
        options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={name}"]
        command, environment = tool("pg_dump", *options)
        dump = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=complaints)
        try:
            yield Snapshot(dump.stdout, *facts_of(cursor))
            refuse_failure("pg_dump", dump.wait(), complaints)
        finally:
            dump.kill()
            dump.wait()
            dump.stdout.close()


def facts_of(cursor) -> tuple[dict[str, int], list[list[str]], dict | None]:
    """Return rows by table, the migrations applied, and how far the audit trail goes."""
    counts = count_rows(cursor)
    cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
    migrations = [list(row) for row in cursor.fetchall()]
    table = AuditHead._meta.db_table
    head = None
    if table in counts:
        cursor.execute(f"SELECT number, mac, sealed_at FROM {table} WHERE number > 0")
        row = cursor.fetchone()
        head = row and {"number": row[0], "mac": row[1], "sealed_at": str(row[2])}
    return counts, migrations, head


def count_rows(cursor) -> dict[str, int]:
    """Return how many rows each table holds."""
    counts = {}
    for table in tables_of(cursor):
        cursor.execute(f'SELECT count(*) FROM "{table}"')
        [counts[table]] = cursor.fetchone()
    return counts


def tables_of(cursor) -> list[str]:
    if isinstance(cursor, sqlite3.Cursor) or connection.vendor == "sqlite":
        tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    else:
        tables = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
    cursor.execute(f"{tables} ORDER BY 1")
    return [name for (name,) in cursor.fetchall()]


def tool(name: str, *options: str) -> tuple[list[str], dict[str, str]]:
    """Return the command line of a PostgreSQL program for our database, and its environment.

    The password goes through the environment: the process list is for everybody to read.
    """
    program = shutil.which(name)
    if program is None:
        raise CopyFailed(NO_TOOL.format(name))
    settings_of_psql = connection.settings_dict | {"NAME": ""}
    psql, variables = DatabaseClient.settings_to_cmd_args_env(settings_of_psql, [])
    where = [*psql[1:-1], f"--dbname={connection.settings_dict['NAME']}"]
    return [program, *options, *where], os.environ | (variables or {})


def refuse_failure(program: str, code: int, complaints: BinaryIO) -> None:
    if code:
        complaints.seek(0)
        said = complaints.read(2000).decode(errors="replace").strip() or f"退出码 {code}"
        raise CopyFailed(FAILED.format(program, said))


# --- Putting back --------------------------------------------------------------------------------


def is_empty() -> bool:
    """True while our database has no table at all."""
    with connection.cursor() as cursor:
        return not tables_of(cursor)


def put_back(copy: Path, counts: dict[str, int]) -> None:
    """Fill our empty database from a copy; it holds exactly `counts` afterwards, or nothing."""
    (put_back_sqlite if engine() == SQLITE else put_back_postgresql)(copy, counts)


def put_back_sqlite(copy: Path, counts: dict[str, int]) -> None:
    with closing(sqlite3.connect(copy)) as database:
        [verdict] = database.execute("PRAGMA quick_check").fetchone()
        if verdict != "ok":
            raise CopyFailed(FAILED.format("数据库检查", verdict))
        compare(counts, count_rows(database.cursor()))
    connection.close()
    ours = Path(connection.settings_dict["NAME"])
    for suffix in ("-wal", "-shm"):  # of the empty database that is replaced
        ours.with_name(ours.name + suffix).unlink(missing_ok=True)
    copy.chmod(0o640)
    os.replace(copy, ours)


def put_back_postgresql(copy: Path, counts: dict[str, int]) -> None:
    options = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
    command, environment = tool("pg_restore", *options)
    with TemporaryFile() as complaints:
        done = subprocess.run([*command, copy], env=environment, stderr=complaints)
        refuse_failure("pg_restore", done.returncode, complaints)
    with connection.cursor() as cursor:
        compare(counts, count_rows(cursor))
        cursor.execute("ANALYZE")


def compare(expected: dict[str, int], found: dict[str, int]) -> None:
    """Refuse a database whose tables do not hold what the manifest says."""
    wrong = [
        f"{table}（应有 {expected.get(table, 0)} 行，实有 {found.get(table, 0)} 行）"
        for table in sorted(expected.keys() | found.keys())
        if expected.get(table) != found.get(table)
    ]
    if wrong:
        raise CopyFailed(f"恢复出的数据与备份时的行数不符：{'、'.join(wrong)}。")
