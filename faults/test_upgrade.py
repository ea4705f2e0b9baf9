"""Upgrading while the old version serves: it reads and writes on, no lock holds it up for long."""

import json
import os
import subprocess
import sys
import threading
from contextlib import contextmanager

import psycopg2
import pytest
from django.conf import settings

from faults.old_version import PREVIOUS

LONGEST_WAIT = 2.0  # seconds anybody waits for a lock
REPORT_SECONDS = 15
START = "import django; django.setup(); "
MIGRATE = f"""{START}
from portal.management.commands.prepare import migrate_while_others_serve
migrate_while_others_serve()"""
USERS = 20_000  # enough that rewriting the table, or indexing it under a lock, would show
ENTRIES = 200_000  # of the audit trail, which is the longest table of all
LATER_COLUMNS = """
    SELECT table_name || '.' || column_name FROM information_schema.columns
    WHERE table_schema = current_schema() AND is_nullable = 'NO' AND column_default IS NULL
    AND is_identity = 'NO'"""


@pytest.fixture
def old_database(postgres):
    """A database of the previous version, with rows in it; and what leads there."""
    url = postgres.url_of("upgrade")
    environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "portal.settings"}
    with server(postgres, "postgres") as administrator:
        administrator.cursor().execute("CREATE DATABASE upgrade")
    targets = "; ".join(
        f"call_command('migrate', '{app}', '{name}', verbosity=0)" for app, name in PREVIOUS
    )
    run(["-c", f"{START}from django.core.management import call_command; {targets}"], environment)
    with server(postgres, "upgrade") as database:
        fill(database.cursor())
    yield environment
    with server(postgres, "postgres") as administrator:
        administrator.cursor().execute("DROP DATABASE upgrade WITH (FORCE)")


class server:  # noqa: N801  (reads like the function it is)
    """A connection of its own, each statement by itself."""

    def __init__(self, postgres, name):
        self.connection = psycopg2.connect(host=postgres.folder, user="portal", dbname=name)
        self.connection.autocommit = True

    def __enter__(self):
        return self.connection

    def __exit__(self, *error):
        self.connection.close()


def fill(cursor):
    """Make many accounts, and many entries of the audit trail."""
    cursor.execute(
        "SELECT column_name, is_nullable, data_type FROM information_schema.columns "
        "WHERE table_name = 'portal_user' AND table_schema = current_schema()"
    )
    values = {
        "character varying": "''",
        "text": "''",
        "boolean": "false",
        "integer": "0",
        "timestamp with time zone": "now()",
        "smallint": "0",
    }
    columns = {
        name: "'user' || n" if name == "username" else values[kind]
        for name, nullable, kind in cursor.fetchall()
        if nullable == "NO" and name != "id"
    }
    cursor.execute(
        f"INSERT INTO portal_user ({', '.join(columns)}) "
        f"SELECT {', '.join(columns.values())} FROM generate_series(1, {USERS}) AS n"
    )
    cursor.execute(
        "INSERT INTO portal_auditentry (act, by_name, at, object_label, data, mac) "
        f"SELECT 'login', '', now(), '', '{{}}', '' FROM generate_series(1, {ENTRIES})"
    )


def run(command, environment):
    subprocess.run([sys.executable, *command], cwd=settings.BASE_DIR, env=environment, check=True)


@contextmanager
def long_report(postgres):
    """Somebody reads the accounts, in one transaction, for some seconds of the migration."""
    with server(postgres, "upgrade") as database:
        database.cursor().execute("BEGIN")
        database.cursor().execute("SELECT count(*) FROM portal_user")
        end = threading.Timer(REPORT_SECONDS, database.cursor().execute, ["ROLLBACK"])
        end.start()
        yield
        end.join()


def columns_without_default(postgres):
    with server(postgres, "upgrade") as database, database.cursor() as cursor:
        cursor.execute(LATER_COLUMNS)
        return {name for (name,) in cursor.fetchall()}


def tables(postgres):
    with server(postgres, "upgrade") as database, database.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        return {name for (name,) in cursor.fetchall()}


def test_the_old_version_reads_and_writes_on_while_the_new_one_migrates(
    postgres, old_database, fault
):
    before, old_tables = columns_without_default(postgres), tables(postgres)
    old = subprocess.Popen(
        [sys.executable, "-m", "faults.old_version"],
        cwd=settings.BASE_DIR,
        env=old_database,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert old.stdout.readline() == "ready\n"

    with long_report(postgres):
        run(["-c", MIGRATE], old_database)

    told = json.loads(old.communicate("stop\n", timeout=60)[0])
    owed = columns_without_default(postgres) - before
    refused = {name for name in owed if name.partition(".")[0] in old_tables}
    assert told["failed"] == []
    assert told["asked"] > 100
    slowest, _ = told["slowest"]
    waited, where = told["waited"]
    assert waited < LONGEST_WAIT, where
    assert refused == set()  # what the old version inserts would lack them
    fault(
        f"升级数据库结构（{USERS}个账号、{ENTRIES}条审计记录）的同时，旧版本继续读写每一个表，"
        f"另有一个{REPORT_SECONDS}秒的统计占着账号表",
        expected=f"旧版本的每个语句都成功，等锁不超过{LONGEST_WAIT:.0f}秒；仍可插入新行",
        seen=f"{told['asked']}个语句，失败{len(told['failed'])}个，等锁最久{waited:.2f}秒，"
        f"最慢的应答{slowest:.1f}秒",
    )
