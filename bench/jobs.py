"""What runs in the background: building the index, finding what was published, scan and report."""

import os
import re
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from tempfile import TemporaryDirectory

from django.utils import timezone

from bench.report import Clock, Row, middle_and_worst, peak_megabytes, times
from disclosure.models import Category, Item
from disclosure.models.item_queries import check_counts
from disclosure.search import Query, catch_up, rebuild, repair, search
from disclosure.search_engine import IndexUnusable, current
from portal.reminder_scan import scan
from reports.counting import count as count_cells
from reports.exports import content_of_year
from reports.formats import form_for

YEAR = 2025
BUILT_TWICE = 200_000
LINE = re.compile(r"(?P<what>[^:]+?)(?::\s|\s{2,})(?P<seen>.*\S)")  # “what: seen”, “what  7 /s”
REBUILD = ["seconds", "items/s", "kB an item", "peak MB", "searches meanwhile p50 / p95 ms"]
JOBS = ["seconds", "limit"]


def measure_rebuild() -> tuple[list[str], list[Row]]:
    """Build the index as the product does, while another thread searches the running one.

    Of a large corpus there may be none running yet: building two takes long.
    """
    if Item.objects.count() <= BUILT_TWICE:
        catch_up()
    seen, is_done = [], threading.Event()
    reader = threading.Thread(target=search_until, args=(is_done, seen))
    reader.start()
    try:
        with Clock() as clock:
            count = rebuild()
    finally:
        is_done.set()
        reader.join()
    size = sum(path.stat().st_size for path in current().iterdir())
    return REBUILD, [
        (
            "rebuild_search",
            f"{clock.seconds:.0f}",
            f"{count / clock.seconds:,.0f}",
            f"{size / count / 1000:.2f}",
            str(peak_megabytes()),
            middle_and_worst(sorted(seen)) if seen else "",
        )
    ]


def is_searchable() -> bool:
    try:
        return current().exists()
    except IndexUnusable:
        return False


def search_until(is_done: threading.Event, seen: list[float]) -> None:
    while is_searchable() and not is_done.wait(0.5):
        seen += times(lambda text: search(Query(text=text)), ["招生"])


def measure_jobs() -> tuple[list[str], list[Row]]:
    return JOBS, [
        timed("scan of the reminders, first", lambda: scan(timezone.now()), "5"),
        timed("scan of the reminders, nothing new", lambda: scan(timezone.now()), "5"),
        timed("annual report: all cells", lambda: count_cells(form_for(YEAR), YEAR), "2"),
        timed("annual report: as it stands", lambda: content_of_year(YEAR), "3"),
        timed("nightly: index against rows", repair, ""),
        timed("nightly: stored counts against rows", check_counts, ""),
        ("published → found by search, p50 / p95 ms", publish_and_find(), "2000"),
    ]


def lines_of(*command: str) -> list[Row]:
    """Run a bench that prints lines, “what: seen”, as a program of its own; return them."""
    done = subprocess.run([sys.executable, *command], stdout=subprocess.PIPE, text=True, check=True)
    lines = done.stdout.replace("memory ", "memory: ").splitlines()
    found = (LINE.match(line) for line in lines)
    return [(line["what"].strip(), line["seen"].strip()) for line in found if line]


def measure_imports() -> tuple[list[str], list[Row]]:
    """Import and export a ledger into a database of its own, as bench/imports.py says."""
    with TemporaryDirectory() as folder:
        path = f"sqlite:///{folder}/ledger.sqlite3"
        with environment(DATABASE_URL=path, PORTAL_DATA_DIR=folder):
            return ["SQLite"], lines_of("bench/imports.py", "--rows", "20000")


def measure_kept() -> tuple[list[str], list[Row]]:
    """Kept pages through Django and through nginx, beside an empty view and a file."""
    rows = lines_of("-m", "bench.cached_pages", "--seconds", "4", "--port", "8316")
    return ["requests/s"], rows


@contextmanager
def environment(**changes: str):
    before = {name: os.environ.get(name) for name in changes}
    os.environ.update(changes)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def timed(name: str, act, limit: str) -> Row:
    with Clock() as clock:
        act()
    return name, f"{clock.seconds:.2f}", limit


def publish_and_find() -> str:
    """Publish items one by one and bring the index up to date, as a worker does when woken."""
    category = Category.objects.usable().exclude(code__startswith="90").first()
    taken = []
    for number in range(20):
        word = f"新发{time.monotonic_ns() + number}"
        item = Item(title=word, body="<p>正文</p>", category=category, published_at=timezone.now())
        start = time.perf_counter()
        Item.objects.add_history([item], by=None, note="测量")
        catch_up()
        assert search(Query(text=word)).total == 1
        taken.append((time.perf_counter() - start) * 1000)
        item.refresh_from_db()
        item.withdraw(by=None, at=timezone.now(), reason="测量")
    catch_up()
    return middle_and_worst(sorted(taken))
