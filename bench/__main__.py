"""Runs the parts one after another and keeps what they found in RESULTS.md.

    bin/bench [100k|1m] [--only PART …]

What is finished is kept at once: a run that was broken off goes on with `--only`.
"""

import argparse
import subprocess
import sys
import time

from bench import engine, jobs, pages
from bench.report import keep, require_own_database
from disclosure.search import catch_up

SIZES = {"10k": 10_000, "20k": 20_000, "100k": 100_000, "1m": 1_000_000}
REQUESTS = 100_000
PARTS = {
    "rebuild": ("Building the search index", jobs.measure_rebuild),
    "engine": ("Search", engine.measure),
    "pages": ("Pages", pages.measure),
    "desk": ("Lists of the desk", pages.measure_desk),
    "kept": ("Kept pages", jobs.measure_kept),
    "imports": ("A ledger of 20,000 items", jobs.measure_imports),
    "jobs": ("In the background", jobs.measure_jobs),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("size", nargs="?", choices=SIZES, default="100k")
    parser.add_argument("--only", nargs="+", choices=[*PARTS, "corpus"], default=list(PARTS))
    parser.add_argument("--label", default="", help="heads the columns in place of the size")
    options = parser.parse_args()
    require_own_database()
    items = SIZES[options.size]
    start = time.monotonic()
    # In a process of its own: the memory it takes is not measured.
    corpus = [sys.executable, "-m", "bench.corpus", f"--items={items}"]
    subprocess.run([*corpus, f"--requests={min(REQUESTS, items)}"], check=True)
    catch_up()  # builds the index where there is none, whichever part comes first
    print(f"corpus: {items} items, {time.monotonic() - start:.0f} s", flush=True)
    for name in options.only:
        if name in PARTS:
            title, measure = PARTS[name]
            headings, rows = measure()
            keep(options.label or options.size, title, headings, rows)


if __name__ == "__main__":
    main()
