"""Thirty minutes of browsing, searching, filing and staff work at 80 % of what the machine can do.

    bin/bench --only mixed_load
    bin/with-services .venv/bin/python bench/mixed_load.py [--minutes 30] [--without-faults]

Meanwhile a web process, Redis, PostgreSQL and the worker are killed (kill -9), one after another.
Prints every minute: answers, what went wrong (5xx, broken connections), the 95th percentile of
each kind of work, memory of its own (USS) of web and worker. Exit 1 when anything went wrong that
no fault explains, when something people were told is done is missing, or when memory grows. A
run of 30 minutes and more writes its table into deploy/INSTALL.md.
"""

import argparse
import os
import re
import signal
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
INSTALL = ROOT / "deploy" / "INSTALL.md"
BEGIN, END = "<!-- mixed load: begin -->", "<!-- mixed load: end -->"
KEYS = ("SECRET_KEY", "AUDIT_KEY", "FIELD_KEYS", "MATCH_KEY")
WARM_UP_SECONDS, FULL_SPEED_SECONDS = 10, 20
SHARE = 0.8
WRITTEN_FROM = 30  # minutes
SETTLED = 10  # minutes until caches are full; from then on memory is to stay as it is
MOST_GROWTH = 1.15


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--without-faults", action="store_true")
    options = parser.parse_args()
    if "DATABASE_URL" not in os.environ:
        sys.exit("Run it under bin/with-services: it fills the database it is given.")
    sys.path.insert(0, str(ROOT))
    os.environ |= {"DJANGO_SETTINGS_MODULE": "portal.settings", "DEMO": "1"}
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PORTAL_DATA_DIR"] = f"{folder}/data"
        django.setup()
        sys.exit(run(options))


@dataclass
class Site:
    """The processes under load."""

    stack: object
    postgres: object
    redis: object
    web: object
    worker: object

    def kill_web(self) -> None:
        os.kill(self.web.workers[0], signal.SIGKILL)

    def kill_redis(self) -> None:
        self.redis.kill()
        time.sleep(1)
        self.redis.start()

    def kill_postgres(self) -> None:
        self.postgres.stop(signal.SIGKILL)
        self.postgres.start()

    def kill_worker(self) -> None:
        self.stack.kill(self.worker)
        self.worker = self.stack.worker()

    @property
    def faults(self) -> list[tuple[str, Callable]]:
        return [
            ("一个网站进程", self.kill_web),
            ("Redis", self.kill_redis),
            ("PostgreSQL", self.kill_postgres),
            ("后台任务", self.kill_worker),
        ]

    def memory(self) -> dict[str, float]:
        """Return the memory of its own of each process, in MB, by what it is and its number."""
        pids = {f"web {pid}": pid for pid in self.web.workers}
        pids |= {f"worker {pid}": pid for pid in family(self.worker.pid)}
        return {name: uss(pid) for name, pid in pids.items()}


@dataclass
class Record:
    """What was seen, minute by minute."""

    full: float = 0.0
    answers: int = 0
    wrong: int = 0
    unexplained: int = 0
    times: dict = field(default_factory=lambda: defaultdict(list))
    memory: list[dict[str, float]] = field(default_factory=list)
    recoveries: dict[str, float] = field(default_factory=dict)

    @property
    def growth(self) -> float:
        """Return by what the process that grew most has grown since everything was warm."""
        later = self.memory[SETTLED:]
        if len(later) < 2:
            return 1.0
        return max(later[-1][name] / later[0][name] for name in later[-1] if name in later[0])


def run(options) -> int:
    from django.core.management import call_command
    from django.db import connection

    from faults.processes import Stack
    from faults.services import PostgreSQL, Redis, end
    from faults.web import Web, missing

    call_command("prepare")
    with connection.cursor() as cursor:  # bin/with-services trades safety for speed
        name = connection.settings_dict["NAME"]
        cursor.execute(f"ALTER DATABASE {name} SET synchronous_commit = on")
    connection.close()
    postgres, redis = PostgreSQL(os.environ["DATABASE_URL"]), Redis(os.environ["REDIS_URL"])
    names = ("DATABASE_URL", "REDIS_URL", "HTTPS", "DEMO", "PORTAL_DATA_DIR", *KEYS)
    environment = {name: os.environ[name] for name in names}
    record = Record()
    try:
        with Stack(environment, os.environ["REDIS_URL"]) as stack:
            site = Site(stack, postgres, redis, Web(stack), stack.worker())
            stack.beat()
            pause = pause_for(site, record)
            with load_on(site.web, pause) as load:
                go_through(site, load, record, options)
            connection.close()  # PostgreSQL was killed under it
            lost = missing(load)
    finally:
        end(postgres.server)
        end(redis.server)
    return judge(record, load, lost, options.minutes)


def go_through(site: Site, load, record: Record, options) -> None:
    """Watch so many minutes, with the faults spread evenly over them."""
    begin, seconds = time.monotonic(), options.minutes * 60
    faults = [] if options.without_faults else site.faults
    due = [begin + seconds * (n + 1) / (len(faults) + 1) for n in range(len(faults))]
    minute_begins, excused = begin, []
    while time.monotonic() < begin + seconds:
        until = min(minute_begins + 60, begin + seconds)
        if due and due[0] < until:
            time.sleep(max(0.0, due.pop(0) - time.monotonic()))
            excused.append(strike(*faults.pop(0), load, record))
            continue
        time.sleep(max(0.0, until - time.monotonic()))
        tell_minute(site, load, record, minute_begins, excused)
        minute_begins = time.monotonic()


def strike(what: str, kill: Callable, load, record: Record) -> tuple[float, float]:
    """Kill something and wait until all is well; return from when to when that was."""
    moment = time.monotonic()
    kill()
    record.recoveries[what] = load.recovery(moment)
    print(f"kill -9 {what}: {record.recoveries[what]:.1f} s until all was well", flush=True)
    return moment, time.monotonic()


def tell_minute(site: Site, load, record: Record, begin: float, excused) -> None:
    seen = load.since(begin)
    wrong = [each for each in seen if each.status == 0 or each.status >= 500]
    times = defaultdict(list)
    for each in seen:
        times[each.what].append(each.seconds)
        record.times[each.what].append(each.seconds)
    record.answers += len(seen)
    record.wrong += len(wrong)
    record.unexplained += sum(not is_excused(each, excused) for each in wrong)
    record.memory.append(site.memory())
    slow = ", ".join(f"{kind} {p95(taken):.2f}" for kind, taken in sorted(times.items()))
    sizes = " ".join(f"{name.split()[0]} {size:.0f}" for name, size in record.memory[-1].items())
    rate = len(seen) / max(1.0, time.monotonic() - begin)
    print(
        f"minute {len(record.memory)}: {len(seen)} answers ({rate:.1f} a second), "
        f"{len(wrong)} wrong, p95 {slow}; USS MB {sizes}",
        flush=True,
    )


def is_excused(seen, excused) -> bool:
    """True for what was under way while something was killed and came back."""
    return any(begin <= seen.at and seen.at - seen.seconds <= end for begin, end in excused)


def load_on(web, pause: float):
    from disclosure.models import Category
    from disclosure.models.catalogue import CategoryStatus
    from faults.web import Load
    from portal.demo_logins import DEMO_EDITOR

    category = Category.objects.filter(is_leaf=True, status=CategoryStatus.ACTIVE).first().pk
    login = (DEMO_EDITOR.username, DEMO_EDITOR.password)
    return Load(web.port, login=login, category=category, pause=pause)


def pause_for(site: Site, record: Record) -> float:
    """Return how long each person rests between two things, for 80 % of full speed."""
    with load_on(site.web, 0) as load:
        time.sleep(WARM_UP_SECONDS)
        begin = time.monotonic()
        time.sleep(FULL_SPEED_SECONDS)
        seen = load.since(begin)
        record.full = len(seen) / (time.monotonic() - begin)
    people = len(load.threads)
    print(f"full speed: {record.full:.1f} a second by {people} people", flush=True)
    seconds = sum(each.seconds for each in seen) / max(1, len(seen))
    return max(0.0, people / (record.full * SHARE) - seconds)


def family(pid: int) -> list[int]:
    """Return a process and its children."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *map(int, children)]


def p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def uss(pid: int) -> float:
    """Return the memory nobody shares with a process, in MB; none once it has ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    own = [line.split()[1] for line in lines if line.startswith("Private_")]
    return sum(map(int, own)) / 1024


def judge(record: Record, load, lost: int, minutes: float) -> int:
    told = f"{len(load.filed)} requests, {len(load.drafted)} drafts"
    print(f"told as done: {told}; lost: {lost}; wrong without a fault: {record.unexplained}")
    print(f"memory of the process that grew most: {record.growth:.0%} of what it was")
    is_flat = record.growth <= MOST_GROWTH
    if minutes >= WRITTEN_FROM:
        write_table(rows_of(record, load, lost, minutes))
    return 0 if not record.unexplained and not lost and is_flat else 1


def rows_of(record: Record, load, lost: int, minutes: float) -> list[tuple[str, str, str]]:
    rate = record.answers / (minutes * 60)
    slow = "，".join(
        f"{NAMES[kind]}{p95(taken):.2f}秒" for kind, taken in sorted(record.times.items())
    )
    peak = max(sum(each.values()) for each in record.memory)
    done = f"已告知收到的申请{len(load.filed)}件、草稿{len(load.drafted)}件"
    return [
        (
            f"{minutes:.0f}分钟浏览、检索、提交申请、拟稿，实测能力（每秒{record.full:.0f}次）的八成",
            "除故障的片刻外没有一次出错",
            f"{record.answers}次（每秒{rate:.1f}次），故障之外出错{record.unexplained}次",
        ),
        ("……95%的应答在多少时间内", "—", slow),
        (
            f"……第{SETTLED}分钟以后的内存（USS）",
            f"每个进程增长不超过{MOST_GROWTH - 1:.0%}",
            f"增长最多的一个为当时的{record.growth:.0%}，合计最多{peak:.0f} MB",
        ),
        *(
            (f"……其间强行终止（kill -9）{what}", "自动恢复", f"{seconds:.1f}秒后全部恢复")
            for what, seconds in record.recoveries.items()
        ),
        (f"……{done}", "一件不少", f"缺少{lost}件；故障片刻没有办成的请求{record.wrong}个"),
    ]


NAMES = {"browse": "浏览", "search": "检索", "file": "提交申请", "draft": "拟稿"}


def write_table(rows: list[tuple[str, str, str]]) -> None:
    lines = ["| 做了什么 | 应当 | 实测 |", "|---|---|---|"]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    block = "\n".join([BEGIN, "", f"{datetime.now(UTC):%Y-%m-%d}", "", *lines, "", END])
    text = INSTALL.read_text(encoding="utf-8")
    INSTALL.write_text(re.sub(f"{BEGIN}.*{END}", lambda _: block, text, flags=re.DOTALL))


if __name__ == "__main__":
    main()
