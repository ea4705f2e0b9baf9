"""Runs the parts one after another and keeps what they found in RESULTS.md.

    bin/bench [100k|1m] [--only PART …]

Each part runs in a process of its own and is kept at once: one that fails or hangs is named at
the end and costs none of the others; it is measured again with `--only`.
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
LONGEST = 30 * 60  # seconds for a part
DIE_WITH_PARENT = ["setpriv", "--pdeathsig", "TERM"]
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
    parser.add_argument("--part", choices=PARTS, help=argparse.SUPPRESS)  # measure it here
    options = parser.parse_args()
    require_own_database()
    label = options.label or options.size
    if options.part:
        title, measure = PARTS[options.part]
        if options.part != "rebuild":
            catch_up()  # builds the index where there is none, whichever part comes first
        keep(label, title, *measure())
        return
    items = SIZES[options.size]
    run("corpus", "bench.corpus", f"--items={items}", f"--requests={min(REQUESTS, items)}")
    own = ["bench", options.size, f"--label={label}"]
    asked = [name for name in options.only if name in PARTS]
    failed = [name for name in asked if not run(name, *own, f"--part={name}")]
    if failed:
        sys.exit(f"Not measured, see above: {' '.join(failed)}")


def run(name: str, *command: str) -> bool:
    """Run a module as a program of its own, say how long it took; True when it ended well."""
    start = time.monotonic()
    own = [*DIE_WITH_PARENT, sys.executable, "-m", *command]
    try:
        done = subprocess.run(own, timeout=LONGEST).returncode == 0
    except subprocess.TimeoutExpired:
        done = False
    if not done and name == "corpus":
        sys.exit("There is nothing to measure without a corpus.")
    ending = "" if done else ": FAILED"
    print(f"{name}: {time.monotonic() - start:.0f} s{ending}", flush=True)
    return done


if __name__ == "__main__":
    main()
