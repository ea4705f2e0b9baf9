"""Faults of the embedded stack: SQLite, a folder as broker, everything under one supervisor."""

import os
import select
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from faults.services import wait_until

TEN_SECONDS = 10
LAST_BEAT = "SELECT name FROM portal_pulse WHERE name = 'beat'"


def manage(*command, environment):
    return subprocess.run(
        [sys.executable, "manage.py", *command], cwd=settings.BASE_DIR, env=environment, check=True
    )


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """An installation of its own: no variable leads out of its folder."""
    inherited = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
    folder = tmp_path_factory.mktemp("embedded")
    found = inherited | {"PORTAL_DATA_DIR": str(folder), "PORT": "18765", "DEBUG": "1"}
    manage("migrate", "-v0", environment=found)
    return found


@pytest.fixture
def portal(environment):
    """The portal as `make run` starts it."""
    command = ["setpriv", "--pdeathsig", "KILL", sys.executable, "manage.py", "serve"]
    with open(Path(environment["PORTAL_DATA_DIR"]) / "serve.log", "wb") as log:
        process = subprocess.Popen(
            command, cwd=settings.BASE_DIR, env=environment, stdout=log, stderr=log
        )
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def children(pid: int) -> dict[int, str]:
    """Every process below `pid`, with its command."""
    found, below = {}, [pid]
    while below:
        parent = below.pop()
        for task in Path(f"/proc/{parent}/task").glob("*/children"):
            for child in map(int, task.read_text().split()):
                found[child] = Path(f"/proc/{child}/cmdline").read_text().replace("\0", " ")
                below.append(child)
    return found


def runs(portal, *words):
    commands = children(portal.pid).values()
    return all(any(word in command for command in commands) for word in words)


def messages(folder):
    return list(folder.glob("*.msg")) if folder.exists() else None


def test_the_broker_folder_is_deleted_while_the_portal_runs(portal, environment, fault):
    folder = Path(environment["PORTAL_DATA_DIR"]) / "broker"
    wait_until(lambda: runs(portal, "gunicorn", "celery", "manage.py beat"))
    wait_until(lambda: messages(folder) == [] and len(children(portal.pid)) >= 5)

    shutil.rmtree(folder)

    wait_until(folder.exists)
    nudge = (
        "from portal.nudge import broker; broker.send('portal.beat');assert not broker.silent_until"
    )
    manage("shell", "-v0", "-c", nudge, environment=environment)
    wait_until(lambda: has_beaten(environment))
    assert portal.poll() is None
    assert runs(portal, "gunicorn", "celery", "manage.py beat")
    fault(
        "运行中删除嵌入式消息目录（broker）",
        expected="目录自动重建，后台任务和定时调度继续运行",
        seen="目录已重建，新消息已执行，三个进程都在",
    )


def has_beaten(environment):
    shown = subprocess.run(
        [sys.executable, "-c", READ_PULSE, environment["PORTAL_DATA_DIR"]],
        capture_output=True,
        text=True,
        check=True,
    )
    return "beat" in shown.stdout


READ_PULSE = f"""
import sqlite3, sys
print(sqlite3.connect(sys.argv[1] + "/portal.sqlite3").execute("{LAST_BEAT}").fetchall())
"""


def test_the_supervisor_is_killed(portal, fault):
    wait_until(lambda: runs(portal, "gunicorn", "celery", "manage.py beat"))
    left = {os.pidfd_open(pid): name for pid, name in children(portal.pid).items()}

    os.kill(portal.pid, signal.SIGKILL)

    orphans = [
        name for pid, name in left.items() if not select.select([pid], [], [], TEN_SECONDS)[0]
    ]
    for pid in left:
        os.close(pid)
    assert not orphans
    fault(
        "强行终止总进程（kill -9）",
        expected="网站、后台任务、定时调度随之结束，不留孤儿进程",
        seen=f"{TEN_SECONDS}秒内全部结束，留下{len(orphans)}个",
    )
