"""Thirty minutes of browsing, searching, filing and staff work at 80 % of what the machine can do.

bin/with-services .venv/bin/python bench/mixed_load.py --minutes 30

Prints every minute: what was answered, errors (5xx and broken connections), the 95th percentile
of each kind of work, and the memory of its own (USS) of web processes and worker. Afterwards:
whether everything people were told is done is there.
"""

import argparse
import os
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
KEYS = ("SECRET_KEY", "AUDIT_KEY", "FIELD_KEYS", "MATCH_KEY")
FULL_SPEED_SECONDS = 30
SHARE = 0.8


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    options = parser.parse_args()
    if "DATABASE_URL" not in os.environ:
        sys.exit("Run it under bin/with-services: it fills the database it is given.")
    sys.path.insert(0, str(ROOT))
    os.environ |= {"DJANGO_SETTINGS_MODULE": "portal.settings", "DEMO": "1"}
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PORTAL_DATA_DIR"] = f"{folder}/data"
        django.setup()
        sys.exit(run(options.minutes, folder))


def run(minutes: float, folder: str) -> int:
    from django.core.management import call_command

    from faults.processes import Stack
    from faults.web import Web

    call_command("prepare")
    names = ("DATABASE_URL", "REDIS_URL", "HTTPS", "DEMO", "PORTAL_DATA_DIR", *KEYS)
    environment = {name: os.environ[name] for name in names}
    with Stack(environment, os.environ["REDIS_URL"]) as stack:
        web, worker = Web(stack), stack.worker()
        stack.beat()
        pause = pause_for(web)
        with load_on(web, pause) as load:
            faults = sum(watch(load, web, worker, minute) for minute in range(round(minutes)))
    lost = missing(load)
    print(f"told as done: {len(load.filed)} requests, {len(load.drafted)} drafts; lost: {lost}")
    return 1 if faults or lost else 0


def load_on(web, pause: float):
    from disclosure.models import Category
    from disclosure.models.catalogue import CategoryStatus
    from faults.web import Load
    from portal.demo_logins import DEMO_EDITOR

    category = Category.objects.filter(is_leaf=True, status=CategoryStatus.ACTIVE).first().pk
    login = (DEMO_EDITOR.username, DEMO_EDITOR.password)
    return Load(web.port, login=login, category=category, pause=pause)


def pause_for(web) -> float:
    """Return how long each person rests between two things, for 80 % of full speed."""
    with load_on(web, 0) as load:
        time.sleep(FULL_SPEED_SECONDS)
    people, done = len(load.threads), len(load.seen)
    seconds = sum(each.seconds for each in load.seen) / done
    full = done / FULL_SPEED_SECONDS
    print(f"full speed: {full:.1f} a second by {people} people; from here on {full * SHARE:.1f}")
    return max(0.0, people / (full * SHARE) - seconds)


def watch(load, web, worker, minute: int) -> int:
    """Wait a minute, print what happened in it; return how much went wrong."""
    begin = time.monotonic()
    time.sleep(60)
    seen = load.since(begin)
    by_kind = defaultdict(list)
    for each in seen:
        by_kind[each.what].append(each.seconds)
    wrong = sum(each.status == 0 or each.status >= 500 for each in seen)
    slow = ", ".join(f"{kind} {p95(times):.2f}" for kind, times in sorted(by_kind.items()))
    memory = [uss(pid) for pid in web.workers] + [uss(worker.pid)]
    sizes = " ".join(f"{size:.0f}" for size in memory)
    print(
        f"minute {minute + 1}: {len(seen)} answers, {wrong} wrong, p95 {slow}; USS MB {sizes}",
        flush=True,
    )
    return wrong


def p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def uss(pid: int) -> float:
    """Return the memory nobody shares with a process, in MB."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    own = [line.split()[1] for line in lines if line.startswith("Private_")]
    return sum(map(int, own)) / 1024


def missing(load) -> int:
    """Return how many things people were told are done are not there."""
    from disclosure.models import Item
    from requests_app.models import InformationRequest

    filed = set(InformationRequest.objects.values_list("number", flat=True))
    drafted = set(Item.objects.values_list("title", flat=True))
    return len(set(load.filed) - filed) + len(set(load.drafted) - drafted)


if __name__ == "__main__":
    main()
