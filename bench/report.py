"""What the parts of a run share: clocks, memory, and the tables of RESULTS.md.

bench/results.json    every figure: size of the corpus → part → its table
bench/RESULTS.md      the same for people, 100 k and 1 M side by side; what stands below the
                      second mark is written by hand and stays
"""

import json
import os
import platform
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path

import django
from django.db import connection

# Before any module of the portal is imported: this one comes first in every part.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

HERE = Path(__file__).resolve().parent
RESULTS, DATA = HERE / "RESULTS.md", HERE / "results.json"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
PACKAGES = ["Django", "tantivy", "gunicorn", "psycopg2-binary"]

Row = tuple[str, ...]  # what was measured, then a figure for each heading


class Clock:
    """Measures what stands inside `with`, in wall seconds and seconds of this process."""

    def __enter__(self) -> "Clock":
        self.start, self.worked = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *error) -> None:
        self.seconds = time.perf_counter() - self.start
        self.worked = time.process_time() - self.worked


def require_own_database() -> None:
    if "DATABASE_URL" not in os.environ or "PORTAL_DATA_DIR" not in os.environ:
        sys.exit("Run it under bin/bench or bin/with-services: it fills the database it is given.")


def times(act: Callable, arguments: Iterable) -> list[float]:
    """Return how many milliseconds `act` took for each of the arguments, in order of size."""
    taken = []
    for argument in arguments:
        start = time.perf_counter()
        act(argument)
        taken.append((time.perf_counter() - start) * 1000)
    return sorted(taken)


def share(taken: Sequence[float], part: float) -> float:
    """Return the value below which this part of the sorted values lies."""
    return taken[min(int(len(taken) * part), len(taken) - 1)]


def in_words(milliseconds: float) -> str:
    return f"{milliseconds:.2f}" if milliseconds < 10 else f"{milliseconds:.0f}"


def middle_and_worst(taken: Sequence[float]) -> str:
    return f"{in_words(share(taken, 0.5))} / {in_words(share(taken, 0.95))}"


def peak_megabytes() -> int:
    """Return the most memory this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def own_megabytes(pid: int) -> float:
    """Return what would be free if the process ended (USS)."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    kilobytes = re.findall(r"^Private_(?:Clean|Dirty):\s+(\d+) kB", text, re.MULTILINE)
    return sum(map(int, kilobytes)) / 1024


# --- Tables -------------------------------------------------------------------------------------


def machine() -> str:
    """Return where and with what was measured, in a line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 1024**3
    processor = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    programs = [f"{name} {version(name)}" for name in PACKAGES]
    if connection.vendor == "postgresql":
        number = connection.pg_version
        programs.insert(0, f"PostgreSQL {number // 10000}.{number % 10000}")
    commit = ["git", "-C", str(HERE), "rev-parse", "--short", "HEAD"]
    revision = subprocess.run(commit, capture_output=True, text=True).stdout.strip()
    name = processor[1] if processor else platform.machine()
    return (
        f"{date.today().isoformat()}, {os.cpu_count()} cores ({name}), {memory} GB, "  # noqa: DTZ011
        f"Python {platform.python_version()}, {', '.join(programs)}, revision {revision}"
    )


def keep(size: str, part: str, headings: Sequence[str], rows: Sequence[Row]) -> None:
    """Print a table and keep it: in place of what this part gave for this size before."""
    show(f"{part} · {size}", headings, rows)
    kept = json.loads(DATA.read_text()) if DATA.exists() else {}
    tables = kept.setdefault(size, {})
    tables[part] = {"headings": list(headings), "rows": [list(row) for row in rows]}
    tables[part]["machine"] = machine()
    DATA.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n")
    write_results(kept)


def show(title: str, headings: Sequence[str], rows: Iterable[Row]) -> None:
    print(f"\n{title}\n{table(headings, rows)}", flush=True)


def table(headings: Sequence[str], rows: Iterable[Row]) -> str:
    lines = [["", *headings], ["---"] * (len(headings) + 1), *map(list, rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def write_results(kept: dict) -> None:
    """Write every part's table into RESULTS.md, the sizes side by side."""
    sizes = sorted(kept, key=in_order)
    parts = dict.fromkeys(part for size in sizes for part in kept[size])
    text = "\n\n".join(section(part, {s: kept[s][part] for s in sizes if part in kept[s]})
                       for part in parts)  # fmt: skip
    old = RESULTS.read_text() if RESULTS.exists() else ""
    before, _, rest = old.partition(BEGIN)
    after = rest.partition(END)[2] if rest else ""
    RESULTS.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}")


def in_order(size: str) -> tuple[int, str]:
    """Order 20k, 100k, 100k SQLite, 1m by how many items each means."""
    number, unit = re.match(r"(\d+)([km])", size).groups()
    return int(number) * {"k": 1_000, "m": 1_000_000}[unit], size


def section(part: str, by_size: dict[str, dict]) -> str:
    headings = [f"{heading} · {size}" for size, kept in by_size.items()
                for heading in kept["headings"]]  # fmt: skip
    labels = dict.fromkeys(row[0] for kept in by_size.values() for row in kept["rows"])
    found = {size: {row[0]: row[1:] for row in kept["rows"]} for size, kept in by_size.items()}
    rows = [
        (label, *(cell for size, kept in by_size.items()
                  for cell in found[size].get(label, [""] * len(kept["headings"]))))
        for label in labels
    ]  # fmt: skip
    made = "\n".join(f"{size}: {kept['machine']}" for size, kept in by_size.items())
    return f"## {part}\n\n{table(headings, rows)}\n\n{made}"
