"""Keeping the search index right: catching up with the database, repairing, building anew.

The database is the truth. A change to a public item takes the next value of one counter as its
`stamp`; stamps appear in commit order, so what is newer than the index's own stamp is owed.

    index/update.lock     one process at a time brings the running generation up to date
    index/rebuild.lock    and one builds the next, beside it
    index/wanted          a reader could not use the index and asks for a new one
"""

import logging
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from django.db import connection
from filelock import FileLock, Timeout
from tantivy import Index, IndexWriter, Query

from disclosure.models import Item
from disclosure.models.item import STAMP
from disclosure.search_differences import differences
from disclosure.search_engine import (
    SCHEMA,
    STATE_QUERY,
    VERSION,
    IndexUnusable,
    current,
    document,
    engine,
    folder,
    rows_for_index,
    searcher,
    stamp_of,
    state_document,
)
from portal.models import Counter

BATCH = 200
WRITER_BYTES, BUILDER_BYTES = 50_000_000, 120_000_000
BUILDER_THREADS = 2  # beside the one that reads rows and makes tokens
PASSES = 10
DOUBT_AFTER = 3600  # seconds: a younger index is not rebuilt because one reader failed

logger = logging.getLogger(__name__)


def catch_up() -> int:
    """Apply everything the index is behind; return how many items were looked at.

    One process does it at a time: whoever finds it busy returns at once. Nothing is lost by
    that, for the busy one asks again after it has given back the lock. What goes wrong with the
    index is logged and never hinders the caller: the database is the truth.
    """
    applied = 0
    try:
        for _ in range(PASSES):
            if (act := what_is_owed()) is None:
                break
            applied += act()
    except Timeout:
        logger.info("Another process is at the search index")
    except (IndexUnusable, OSError):
        logger.exception("The search index could not be brought up to date")
    return applied


def what_is_owed() -> Callable[[], int] | None:
    """Return what brings the index nearer to the database; None when they agree."""
    try:
        if is_doubted():
            return rebuild
        view = searcher()
        reached, newest = stamp_of(view), newest_stamp()
        if reached > newest:  # the index of another database, or of one restored since
            return rebuild
        if reached < newest:
            return apply_newer
        if view.num_docs - 1 != Item.objects.public().count():  # rows deleted without a stamp
            return repair
    except IndexUnusable as error:
        logger.warning("The search index is built anew: %s", error)
        return rebuild
    return None


def apply_newer() -> int:
    try:
        with lock("update"):
            return update(current())
    except IndexUnusable as error:  # damaged where no search has looked yet
        logger.warning("The search index is built anew: %s", error)
        return rebuild()


def update(path: Path) -> int:
    """Apply what is newer than the generation's stamp. Call it with the lock held."""
    newest = newest_stamp()
    with engine():
        index = Index.open(str(path))
        reached = stamp_of(index.searcher())
        changed = list(Item.objects.filter(stamp__gt=reached).values_list("pk", flat=True))
        if len(changed) > BATCH:
            refresh_statistics()
        with writer_of(index, reaching=newest) as writer:
            for batch in batches(changed):
                replace(writer, batch)
    return len(changed)


def repair() -> int:
    """Find items that the index and the database disagree on, stamps or not, and mend them."""
    with lock("update"), engine():
        index = Index.open(str(current()))
        view = index.searcher()
        wrong = differences(view)
        with writer_of(index, reaching=stamp_of(view)) as writer:
            for batch in batches(wrong):
                replace(writer, batch)
    return len(wrong)


def rebuild(progress: Callable[[int], None] = lambda count: None) -> int:
    """Build a new generation beside the running one and swap; return how many items it holds.

    Searches and updates of the running generation go on meanwhile. Raises Timeout when
    another process is building.
    """
    with lock("rebuild"):
        remove_all_but_current()
        path = folder() / f"v{VERSION}-{uuid4().hex[:12]}"
        try:
            count = build(path, progress)
            with lock("update", wait=True):
                update(path)  # what changed while it was built
                make_current(path)
        finally:
            remove_all_but_current()
    return count


def build(path: Path, progress: Callable[[int], None]) -> int:
    refresh_statistics()
    newest = newest_stamp()
    path.mkdir()
    count = 0
    sizes = {"memory": BUILDER_BYTES, "threads": BUILDER_THREADS}
    with engine(), writer_of(Index(SCHEMA, str(path)), reaching=newest, **sizes) as writer:
        for batch in public_batches():
            count += add(writer, batch)
            progress(count)
    return count


def public_batches() -> Iterator[list[int]]:
    """Yield the public items' primary keys, with a short query each: no lock is held."""
    last = 0
    pks = Item.objects.public().order_by("pk").values_list("pk", flat=True)
    while batch := list(pks.filter(pk__gt=last)[:BATCH]):
        yield batch
        last = batch[-1]


def make_current(path: Path) -> None:
    link = folder() / f"current-{uuid4().hex}"
    link.symlink_to(path.name)
    os.replace(link, folder() / "current")
    wanted().unlink(missing_ok=True)


def remove_all_but_current() -> None:
    """Remove old generations and what a killed build left; open readers keep their files."""
    link = folder() / "current"
    keep = os.readlink(link) if link.is_symlink() else ""
    for path in folder().glob("v*-*"):
        if path.name != keep:
            shutil.rmtree(path, ignore_errors=True)


def wanted() -> Path:
    return folder() / "wanted"


def ask_for_rebuild() -> bool:
    """Note that a reader could not use the index; True when nobody had noted it yet."""
    try:
        wanted().touch(exist_ok=False)
    except OSError:
        return False
    return True


def is_doubted() -> bool:
    """True when a reader asked for a new index and the running one is not new itself.

    The second half keeps a query that fails on any index from having it rebuilt all day.
    """
    link = folder() / "current"
    if not wanted().exists() or not link.is_symlink():
        return False
    return time.time() - link.lstat().st_mtime > DOUBT_AFTER


def lag() -> int:
    """Return how many changed items the index is behind; all of them while there is none."""
    try:
        reached = stamp_of(searcher())
    except IndexUnusable:
        reached = 0
    return Item.objects.filter(stamp__gt=reached).count()


# --- Reading and writing ------------------------------------------------------------------------


def newest_stamp() -> int:
    """Return the stamp up to which every change is committed and visible."""
    return Counter.objects.filter(name=STAMP).values_list("value", flat=True).first() or 0


def refresh_statistics() -> None:
    """Tell SQLite's planner what PostgreSQL's finds out by itself.

    Unaware that nearly every item is public, it walks all of them to fetch a few by their keys.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit = 1000")
            cursor.execute(f"ANALYZE {Item._meta.db_table}")


def lock(name: str, *, wait: bool = False) -> FileLock:
    """Return the lock `name`, to be entered; Timeout when another process holds it."""
    return FileLock(folder() / f"{name}.lock", timeout=-1 if wait else 0)


@contextmanager
def writer_of(
    index: Index, *, reaching: int, memory: int = WRITER_BYTES, threads: int = 1
) -> Iterator[IndexWriter]:
    """Write to the index, then commit it as having reached the stamp; all or nothing."""
    writer = index.writer(memory, threads)
    try:
        yield writer
        writer.delete_documents_by_query(STATE_QUERY)
        writer.add_document(state_document(reaching))
        writer.commit()
    except BaseException:
        writer.rollback()
        raise
    finally:
        writer.wait_merging_threads()  # ends them, too: only then may the folder be removed


def add(writer: IndexWriter, pks: list[int]) -> int:
    """Add those of the items that are public."""
    count = 0
    for item, file_texts in rows_for_index(pks):
        writer.add_document(document(item, file_texts))
        count += 1
    return count


def replace(writer: IndexWriter, pks: list[int]) -> None:
    """Bring these items to what the database says of them, which may be nothing."""
    for pk in pks:
        writer.delete_documents_by_query(Query.term_query(SCHEMA, "pk", pk))
    add(writer, pks)


def batches(pks: Iterable[int]) -> Iterator[list[int]]:
    batch: list[int] = []
    for pk in pks:
        batch.append(pk)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
