import hashlib
import time
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import OperationalError, connection

from portal.demo_logins import DEMO_EDITOR, make_demo_logins
from portal.models import User

LONGEST_WAIT, PAUSE, ATTEMPTS = 1, 3, 40  # seconds for a lock, between attempts; attempts
LOCK_NOT_AVAILABLE = "55P03"


class Command(BaseCommand):
    help = "Bring database, roles, catalogue, static files and search index up to this version."

    def handle(self, **options):
        steps = [
            ("数据库结构", migrate_while_others_serve),
            ("角色权限", lambda: quietly("sync_roles")),
            ("节假日安排", lambda: quietly("load_holidays")),
            ("公开目录", lambda: quietly("load_catalogue")),
            ("搜索用词", lambda: quietly("load_search_words")),
        ]
        if settings.DEMO:
            steps += [
                ("演示账号", make_demo_logins),
                ("演示内容", load_demo_content),
            ]
        steps += [("静态文件", collect_static_files), ("搜索索引", build_missing_index)]
        for number, (title, act) in enumerate(steps, start=1):
            self.stdout.write(f"[{number}/{len(steps)}] {title} …")
            self.stdout.flush()
            act()


def migrate_while_others_serve() -> None:
    """Migrate; a step that cannot get its lock soon gives way, and is tried again.

    Whoever waits for a lock holds up all who come after: behind one long report, the whole portal.
    """
    for left in reversed(range(ATTEMPTS)):
        try:
            with locks_within(LONGEST_WAIT):
                quietly("migrate", interactive=False)
        except OperationalError as error:
            if not left or getattr(error.__cause__, "pgcode", "") != LOCK_NOT_AVAILABLE:
                raise
            time.sleep(PAUSE)
        else:
            return


@contextmanager
def locks_within(seconds: int):
    """On PostgreSQL, let statements fail that wait longer than so many seconds for a lock."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = %s", [f"{seconds}s"])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")


def quietly(command: str, **options) -> None:
    call_command(command, stdout=StringIO(), **options)


def collect_static_files() -> None:
    """Collect, hash and compress the static files, unless exactly these are collected already."""
    stamp = settings.DATA_DIR / "static.sha256"
    wanted = static_fingerprint()
    if not stamp.exists() or stamp.read_text() != wanted:
        quietly("collectstatic", interactive=False)
        stamp.write_text(wanted)


def static_fingerprint() -> str:
    """Return a hash over name, size and time of every static file of every app."""
    lines = [str(settings.STATIC_ROOT), settings.STORAGES["staticfiles"]["BACKEND"]]
    for finder in get_finders():
        for name, storage in finder.list([]):
            state = Path(storage.path(name)).stat()
            lines.append(f"{name} {state.st_size} {state.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def load_demo_content() -> None:
    """Fill an empty portal with demo items, by the demo editor, with requests and reports."""
    editors = User.objects.filter(username=DEMO_EDITOR.username)
    call_command("load_demo", if_empty=True, by=DEMO_EDITOR.username if editors else None)
    call_command("load_demo_requests", if_empty=True)
    call_command("load_demo_reports", if_empty=True)


def build_missing_index() -> None:
    """The search index is made from the database; build it where there is none."""
    if not (settings.DATA_DIR / "index" / "current").exists():
        quietly("rebuild_search")
