"""Sends random requests to every address and form, 100,000 unless told otherwise; names what broke.

    .venv/bin/python bench/attack.py [COUNT] [--seed N] [--each 1000] [--processes N]

Each part is a run of attacks/test_random_requests.py with a seed and a database of its own; so
many of them run side by side. What broke stands under the part that found it, which can be sent
again: RANDOM_REQUESTS=1000 RANDOM_SEED=N pytest attacks/test_random_requests.py. Exit 1 when any
answer was an error of ours.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

ROOT = Path(__file__).parents[1]
TEST = "attacks/test_random_requests.py"
QUIET = ["-q", "--tb=short", "--show-capture=no", "-p", "no:cacheprovider"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("count", nargs="?", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1000, help="of the first part")
    parser.add_argument("--each", type=int, default=1000, help="requests of a part")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args()
    each = min(asked.each, asked.count)
    seeds = range(asked.seed, asked.seed + -(-asked.count // each))
    began, failed = time.monotonic(), []
    with ThreadPoolExecutor(asked.processes) as pool:
        parts = {pool.submit(run, each, seed): seed for seed in seeds}
        for done, part in enumerate(as_completed(parts), start=1):
            if said := part.result():
                failed.append(parts[part])
                print(f"seed {parts[part]}:\n{said}", flush=True)
            seconds = time.monotonic() - began
            left = seconds / done * (len(seeds) - done)
            print(
                f"{each * done} requests, {seconds:.0f} s, {left:.0f} s left, "
                f"{len(failed)} parts failed",
                flush=True,
            )
    return 1 if failed else 0


def run(count: int, seed: int) -> str:
    """Return what a part said of what broke, "" where nothing did."""
    with tempfile.TemporaryDirectory() as folder:
        chosen = {"RANDOM_REQUESTS": str(count), "RANDOM_SEED": str(seed)}
        chosen |= {"PORTAL_DATA_DIR": folder}
        command = [sys.executable, "-m", "pytest", *QUIET, TEST]
        done = subprocess.run(
            command, cwd=ROOT, env=os.environ | chosen, capture_output=True, text=True
        )
    return (done.stdout + done.stderr) if done.returncode else ""


if __name__ == "__main__":
    sys.exit(main())
