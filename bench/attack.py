"""Sends random requests to every address and form, 100,000 unless told otherwise; names what broke.

    bin/bench --only attack
    .venv/bin/python bench/attack.py [COUNT] [--seed N] [--each 1000] [--together 5]
        [--processes N]

Each part has a seed and a world of its own; so many parts go through one run of
attacks/test_random_requests.py, for to start it and to make its database takes as long as a part,
and so many runs go side by side. What broke stands under the run that found it, with the part
that did: [part] after its first seed. It can be sent again: RANDOM_REQUESTS=1000 RANDOM_SEED=N
pytest attacks/test_random_requests.py. Exit 1 when any answer was an error of ours.
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
    parser.add_argument("--together", type=int, default=5, help="parts of a run")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args()
    each = min(asked.each, asked.count)
    end = asked.seed + -(-asked.count // each)
    seeds = range(asked.seed, end, asked.together)
    began, sent, failed = time.monotonic(), 0, 0
    with ThreadPoolExecutor(asked.processes) as pool:
        runs = {
            pool.submit(run, each, seed, min(asked.together, end - seed)): seed for seed in seeds
        }
        for done in as_completed(runs):
            parts, said = done.result()
            sent += each * parts
            if said:
                failed += 1
                print(f"from seed {runs[done]}:\n{said}", flush=True)
            seconds = time.monotonic() - began
            left = seconds / sent * ((end - asked.seed) * each - sent)
            print(
                f"{sent} requests, {seconds:.0f} s, {left:.0f} s left, {failed} runs failed",
                flush=True,
            )
    return 1 if failed else 0


def run(count: int, seed: int, parts: int) -> tuple[int, str]:
    """Return how many parts were sent and what was said of what broke, "" where nothing did."""
    with tempfile.TemporaryDirectory() as folder:
        chosen = {"RANDOM_REQUESTS": count, "RANDOM_SEED": seed, "RANDOM_PARTS": parts}
        chosen = {name: str(value) for name, value in chosen.items()} | {"PORTAL_DATA_DIR": folder}
        command = [sys.executable, "-m", "pytest", *QUIET, TEST]
        done = subprocess.run(
            command, cwd=ROOT, env=os.environ | chosen, capture_output=True, text=True
        )
    return parts, (done.stdout + done.stderr) if done.returncode else ""


if __name__ == "__main__":
    sys.exit(main())
