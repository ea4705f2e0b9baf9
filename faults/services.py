"""The servers of bin/with-services, which a test may kill and start again."""

import os
import signal
import subprocess
import time
from pathlib import Path
from urllib.parse import urlsplit

PATIENCE = 60  # seconds; a machine may be busy with other tests
DIE_WITH_PARENT = ["setpriv", "--pdeathsig", "INT"]


def wait_until(condition, *, seconds: float = PATIENCE, pause: float = 0.05) -> None:
    """Return once `condition` holds; fail when it does not in time."""
    give_up_at = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > give_up_at:
            raise TimeoutError(f"Still not so after {seconds} seconds")
        time.sleep(pause)


def end(server: subprocess.Popen | None) -> None:
    """End a server that was started here; the first one is ended by who started it."""
    if server is not None:
        server.send_signal(signal.SIGINT)
        server.wait()


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


class PostgreSQL:
    """The server behind DATABASE_URL=postgres://portal@/<folder>/<name>."""

    def __init__(self, url: str):
        self.folder = Path(urlsplit(url).path).parent
        self.server: subprocess.Popen | None = None  # once it was started here

    def url_of(self, name: str) -> str:
        return f"postgres://portal@/{self.folder}/{name}".replace("///", "//")

    @property
    def pid(self) -> int:
        return int((self.folder / "db" / "postmaster.pid").read_text().split()[0])

    def restart(self) -> None:
        """Shut down, cutting every connection, and start again as it was started."""
        self.stop(signal.SIGINT)
        self.start()

    def stop(self, number: signal.Signals) -> None:
        """End the server and all its processes; SIGKILL leaves it no time to tidy up."""
        pid = self.pid
        self.command = Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")[:-1]
        backends = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        os.kill(pid, number)
        if self.server is not None and self.server.pid == pid:
            self.server.wait()
        for each in [pid, *map(int, backends)]:
            wait_until(lambda each=each: not is_running(each))

    def start(self) -> None:
        owner = (self.folder / "db").stat()
        ids = ["--reuid", str(owner.st_uid), "--regid", str(owner.st_gid), "--clear-groups"]
        as_owner = ids if os.getuid() == 0 else []
        with open(self.folder / "postgres.log", "ab") as log:
            self.server = subprocess.Popen(
                [*DIE_WITH_PARENT, *as_owner, *self.command],
                cwd=self.folder,
                stdout=log,
                stderr=log,
            )
        ready = [Path(self.command[0]).with_name("pg_isready"), "-q", "-h", self.folder]
        wait_until(lambda: subprocess.run(ready).returncode == 0)


class Redis:
    """The server behind REDIS_URL=unix://<folder>/redis.sock; it keeps nothing on the disk."""

    def __init__(self, url: str):
        self.url = url
        self.server: subprocess.Popen | None = None  # once it was started here
        self.socket = url.removeprefix("unix://")

    def ask(self, *words: str) -> str:
        command = ["redis-cli", "-s", self.socket, *words]
        return subprocess.run(command, capture_output=True, text=True).stdout.strip()

    def flush(self) -> None:
        self.ask("flushall")

    def kill(self) -> None:
        info = dict(
            line.split(":", 1) for line in self.ask("info", "server").split() if ":" in line
        )
        pid = int(info["process_id"])
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not is_running(pid))

    def start(self) -> None:
        socket = ["--port", "0", "--unixsocket", self.socket, "--save", "", "--appendonly", "no"]
        command = [*DIE_WITH_PARENT, "redis-server", *socket]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.server = subprocess.Popen(command, **quiet)
        wait_until(lambda: self.ask("ping") == "PONG")
