"""Asking a running portal: one client after another for the time of an answer, wrk for the rate."""

import http.client
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path

HOST = "127.0.0.1"
SCRIPT = Path(__file__).with_name("addresses.lua")
WEB = [
    *("setpriv", "--pdeathsig", "TERM"),  # even if the bench is killed, the portal ends with it
    *(sys.executable, "-m", "gunicorn", "--no-control-socket", "--log-level=error"),
    *("--worker-class=gthread", "--workers=2", "--threads=4", "--preload", "portal.wsgi"),
]
ANEW = {"Cookie": "messages=1"}  # a visitor of whom something is known gets no kept page
CONNECTIONS = 8


class Portal:
    """Two web workers on this machine, without limits for how often one may ask."""

    def __init__(self, port: int):
        self.port = port
        changes = {"DJANGO_SETTINGS_MODULE": "bench.empty_view", "HTTPS": "0", "DEMO": "1"}
        self.process = subprocess.Popen(
            [*WEB, f"--bind={HOST}:{port}"], env=os.environ | changes, start_new_session=True
        )

    def wait(self) -> None:
        for _ in range(600):
            try:
                status = fetch(self.port, ["/healthz"])
            except OSError:
                time.sleep(0.1)
            else:
                if status == [200]:
                    return
        raise SystemExit("The portal does not answer.")

    def workers(self) -> list[int]:
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return list(map(int, path.read_text().split()))

    def stop(self) -> None:
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait()


@contextmanager
def portal(port: int) -> Iterator[Portal]:
    running = Portal(port)
    try:
        running.wait()
        yield running
    finally:
        running.stop()


def fetch(port: int, addresses: Sequence[str], headers: dict | None = None) -> list[int]:
    """Ask one after another over one connection; return the statuses."""
    return [status for status, _ in timed(port, addresses, headers)]


def answer_times(port: int, addresses: Sequence[str], headers: dict | None = None) -> list[float]:
    """Return the milliseconds until each answer was there, in order of size. None may fail."""
    found = list(timed(port, addresses, headers))
    if wrong := [status for status, _ in found if status not in (200, 304)]:
        raise SystemExit(f"{addresses[0]} answers {wrong[0]}")
    return sorted(milliseconds for _, milliseconds in found)


def timed(port: int, addresses: Sequence[str], headers: dict | None) -> Iterator[tuple]:
    web = http.client.HTTPConnection(HOST, port, timeout=60)
    for address in addresses:
        start = time.perf_counter()
        try:
            status = ask(web, address, headers)
        except ConnectionError:  # the worker ended a connection it thought idle
            web.close()
            start = time.perf_counter()
            status = ask(web, address, headers)
        yield status, (time.perf_counter() - start) * 1000
    web.close()


def ask(web: http.client.HTTPConnection, address: str, headers: dict | None) -> int:
    web.request("GET", address, headers=headers or {})
    answer = web.getresponse()
    answer.read()
    return answer.status


def rate(port: int, addresses: Sequence[str], headers: dict | None = None, seconds=4) -> float:
    """Return how many requests a second are answered; 0 where wrk is not installed."""
    if shutil.which("wrk") is None:
        return 0.0
    named = [part for name, value in (headers or {}).items() for part in ("-H", f"{name}: {value}")]
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("\n".join(addresses) + "\n")
        file.flush()
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", str(SCRIPT), *named]
        command += [f"http://{HOST}:{port}", "--", file.name]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    if "Non-2xx" in done.stdout:
        raise SystemExit(f"{addresses[0]}: {done.stdout}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)[1])


def tag_of(port: int, address: str) -> str:
    with urllib.request.urlopen(f"http://{HOST}:{port}{address}") as answer:
        return answer.headers.get("ETag", "")


def log_in(port: int, username: str, password: str) -> dict[str, str]:
    """Log in at the desk as a person does; return the headers that say so."""
    jar = CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    address = f"http://{HOST}:{port}/admin/login/"
    page = browser.open(address).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    fields = {"username": username, "password": password, "csrfmiddlewaretoken": token}
    fields["next"] = "/admin/"
    typed = urllib.parse.urlencode(fields).encode()
    browser.open(urllib.request.Request(address, typed, {"Referer": address}))
    return {"Cookie": "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)}
