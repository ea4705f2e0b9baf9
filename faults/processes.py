"""Worker and scheduler as they run in production, on a clock of their own (libfaketime)."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from kombu import Connection

from faults.services import DIE_WITH_PARENT, PATIENCE, wait_until
from portal.celery import app
from portal.management.commands.serve import BEAT, WORKER

LIBRARY = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)


class Clock:
    """What time it is for a process: so many seconds from the real time.

    A running process bears a step forward; for a step back it is started anew, because its
    monotonic clock would go back too, as no real one does.
    """

    def __init__(self, path: Path):
        self.path = path
        self.offset = 0
        self.move(0)

    @property
    def environment(self) -> dict[str, str]:
        return {
            "LD_PRELOAD": str(LIBRARY),
            "FAKETIME_TIMESTAMP_FILE": str(self.path),
            "FAKETIME_NO_CACHE": "1",  # the monotonic clock moves along, else sleep() fails
        }

    def set(self, moment: datetime) -> None:
        self.offset = 0
        self.move(int((moment - datetime.now(UTC)).total_seconds()))

    def move(self, seconds: int) -> None:
        self.offset += seconds
        draft = self.path.with_suffix(".new")
        draft.write_text(f"{self.offset:+d}\n")
        draft.replace(self.path)


class Stack:
    """The processes of one test."""

    def __init__(self, environment: dict[str, str], redis_url: str):
        inherited = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
        self.environment = inherited | environment
        self.broker = redis_url.replace("unix://", "redis+socket://", 1)
        self.running: list[subprocess.Popen] = []

    def __enter__(self) -> "Stack":
        return self

    def __exit__(self, *error) -> None:
        for process in self.running:
            self.kill(process)

    def start(self, *command: str, prefix: Sequence[str] = (), **environment: str):
        """Start a Python program of the portal; `prefix` is what starts it in turn."""
        log = Path(self.environment["PORTAL_DATA_DIR"]).with_name("processes.log")
        with log.open("ab") as output:
            process = subprocess.Popen(
                [*prefix, *DIE_WITH_PARENT, sys.executable, *command],
                cwd=settings.BASE_DIR,
                env=self.environment | environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        self.running.append(process)
        return process

    def worker(self, **environment: str) -> subprocess.Popen:
        return self.start(*WORKER, **environment)

    def beat(self, **environment: str) -> subprocess.Popen:
        return self.start(*BEAT, **environment)

    def kill(self, process: subprocess.Popen) -> None:
        """End a process with its children as the kernel does when memory runs out."""
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def wake(self, task: str) -> None:
        """Send a nudge, as a web process does."""
        with Connection(self.broker) as broker:
            app.send_task(task, connection=broker, retry=False)

    def wake_until(self, task: str, condition, *, seconds: float = PATIENCE) -> None:
        """Nudge every second, as beat does every minute, until `condition` holds."""

        def happened():
            if condition():
                return True
            self.wake(task)
            return False

        wait_until(happened, seconds=seconds, pause=0.5)
