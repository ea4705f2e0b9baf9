"""The whole product as a process: what `make run` starts, on a data directory of the test's own."""

import http.client
import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

ROOT = Path(__file__).parents[1]
MANAGE = [sys.executable, "manage.py"]
HOST = "127.0.0.1"
# What would change the portal under test, should the person at the keyboard have it set.
FOREIGN = {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "ALLOWED_HOSTS", "HTTPS", "EMAIL_URL"}
FOREIGN |= {"AUDIT_KEY", "FIELD_KEYS", "MATCH_KEY", "CLAMAV_SOCKET", "RATE_LIMITS"}
SECONDS_TO_START, SECONDS_TO_STOP = 900, 60


class Stack:
    """`manage.py serve`, running and ready; `output` is what it has written so far."""

    def __init__(self, data_dir: Path, *options: str):
        port = free_port()
        self.address = f"http://{HOST}:{port}"
        self.output: list[str] = []
        self.was_heard = threading.Event()
        self.process = subprocess.Popen(
            [*MANAGE, "serve", *options],
            cwd=ROOT,
            env=environment(data_dir) | {"PORT": str(port)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.listener = threading.Thread(target=self.listen)
        self.listener.start()

    def __enter__(self):
        self.was_heard.wait(SECONDS_TO_START)
        if not any(self.address in line for line in self.output):
            self.stop()
            raise RuntimeError("the portal did not start:\n" + "".join(self.output))
        return self

    def __exit__(self, *exception):
        self.stop()

    def listen(self) -> None:
        for line in self.process.stdout:
            self.output.append(line)
            if self.address in line:
                self.was_heard.set()
        self.was_heard.set()

    def stop(self) -> int:
        """Stop it as Ctrl-C would; return its exit code."""
        self.process.terminate()
        return self.wait()

    def wait(self) -> int:
        """Return the exit code, once it has ended and everything it wrote is read."""
        try:
            return self.process.wait(SECONDS_TO_STOP)
        finally:
            self.process.kill()
            self.listener.join(SECONDS_TO_STOP)
            self.process.stdout.close()


def manage(data_dir: Path, *command: str) -> None:
    """Run one management command on this data directory."""
    subprocess.run([*MANAGE, *command], cwd=ROOT, env=environment(data_dir), check=True)


def environment(data_dir: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    own = {"PORTAL_DATA_DIR": str(data_dir), "EMAIL_URL": f"filemail:///{mail_folder(data_dir)}"}
    return kept | own | {"DEMO": "1", "DEBUG": "0"}


def mail_folder(data_dir: Path) -> Path:
    """Return where the mails of a portal end: one file for each connection, nothing is sent."""
    return data_dir / "mails"


def free_port() -> int:
    with socket.create_server((HOST, 0)) as server:
        return server.getsockname()[1]


def status_of(address: str, path: str) -> int:
    """Return the status of an answer, asked for without a browser."""
    web = http.client.HTTPConnection(address.removeprefix("http://"), timeout=10)
    try:
        web.request("GET", path)
        return web.getresponse().status
    finally:
        web.close()
