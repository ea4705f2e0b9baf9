"""Sends random requests to every address and form, 100,000 unless told otherwise; names what broke.

    .venv/bin/python bench/attack.py [COUNT] [--seed N] [--parts N]

Each part is one run of attacks/test_random_requests.py with its own seed on a database of its own.
Exit 1 when any answer was an error of ours.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
TEST = "attacks/test_random_requests.py"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("count", nargs="?", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1000)
    parser.add_argument("--parts", type=int, default=10)
    asked = parser.parse_args()
    each, began, failed = -(-asked.count // asked.parts), time.monotonic(), 0
    for part in range(asked.parts):
        failed += not run(each, asked.seed + part)
        seconds = time.monotonic() - began
        print(f"{each * (part + 1)} requests, {seconds:.0f} s, {failed} parts failed", flush=True)
    return min(failed, 1)


def run(count: int, seed: int) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        chosen = {"RANDOM_REQUESTS": str(count), "RANDOM_SEED": str(seed)}
        chosen |= {"PORTAL_DATA_DIR": folder}
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", TEST]
        return subprocess.run(command, cwd=ROOT, env=os.environ | chosen).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
