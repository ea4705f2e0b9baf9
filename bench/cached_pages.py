"""How fast finished pages are: through Django and through nginx, beside an empty view and a file.

DATABASE_URL and PORTAL_DATA_DIR name a portal with content; `wrk` and `nginx` are installed:

    PORTAL_DATA_DIR=var .venv/bin/python -m bench.cached_pages [--seconds 5] [--address /items/…/]
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import ExitStack
from pathlib import Path

from faults.nginx import HOST, Nginx

WORKERS = ["--workers=2", "--threads=4", "--worker-class=gthread", "--preload"]
GUNICORN = [sys.executable, "-m", "gunicorn", "--no-control-socket", "--log-level=error", *WORKERS]
CONNECTIONS = 32


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--port", type=int, default=8314)
    parser.add_argument("--address", default="/zfxxgk/")
    options = parser.parse_args()
    os.environ |= {"DJANGO_SETTINGS_MODULE": "bench.empty_view", "HTTPS": "0", "DEBUG": "0"}
    os.environ["ALLOWED_HOSTS"] = "portal.test,127.0.0.1"
    for name, rate, share in measure(options):
        print(f"{name:36} {rate:>10,.0f} /s{share}", flush=True)


def measure(options):
    """Yield what was measured, its requests in a second, and of what they are which part."""
    direct, data = f"http://127.0.0.1:{options.port}", Path(os.environ["PORTAL_DATA_DIR"])
    address, packed = options.address, ["-H", "Accept-Encoding: gzip"]
    with ExitStack() as stack:
        web = subprocess.Popen([*GUNICORN, f"--bind=127.0.0.1:{options.port}", "portal.wsgi"])
        stack.callback(web.wait)
        stack.callback(web.terminate)
        etag = wait_for(direct + address)
        seconds = options.seconds
        wrk(f"{direct}/empty/", 1)
        empty = wrk(f"{direct}/empty/", seconds)
        yield "empty view", empty, ""
        anew = wrk(direct + address, seconds, ["-H", "Cookie: messages=1"])
        yield "page made anew", anew, f", {anew / empty:.0%} of the empty view"
        kept = wrk(direct + address, seconds, packed)
        yield "kept page through Django", kept, f", {kept / empty:.0%} of the empty view"
        same = wrk(direct + address, seconds, ["-H", f"If-None-Match: {etag}"])
        yield "304 through Django", same, f", {same / empty:.0%} of the empty view"
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        ports = (options.port + 1, options.port + 2)
        upstream = f"127.0.0.1:{options.port}"
        nginx = Nginx(folder, upstream=upstream, data_dir=data.absolute(), ports=ports)
        nginx.without_limits()
        log_a_file(folder / "portal.conf")
        stack.enter_context(nginx)
        front = f"https://127.0.0.1:{nginx.port}"
        host = ["-H", f"Host: {HOST}"]
        sheet = next((data / "static" / "css").glob("site.*.css.gz")).name.removesuffix(".gz")
        file = wrk(f"{front}/static/css/{sheet}", seconds, host + packed)
        yield "file through nginx", file, ""
        logged = wrk(f"{front}/logged/{sheet}", seconds, host + packed)
        yield "the same file with a log line", logged, f", {logged / file:.0%} of the file"
        hot = wrk(front + address, seconds, host + packed)
        share = f", {hot / file:.0%} of the file, {hot / logged:.0%} of that with a log line"
        yield "kept page through nginx", hot, share


def log_a_file(conf: Path) -> None:
    """Send the style sheets under a second address too, with the log line of a page.

    What is kept for good is not logged; a page always is, so both are told.
    """
    before, _, rest = conf.read_text(encoding="utf-8").partition("    location ^~ /static/ {")
    location, _, after = rest.partition("\n    }\n")
    logged = location.replace("access_log off;", "").replace("/static/;", "/static/css/;")
    text = f"{before}    location ^~ /logged/ {{{logged}\n    }}\n"
    text += f"    location ^~ /static/ {{{location}\n    }}\n{after}"
    conf.write_text(text, encoding="utf-8")


def wait_for(address: str) -> str:
    """Return the tag of the page, once it answers."""
    for _ in range(600):
        try:
            with urllib.request.urlopen(address) as answer:
                return answer.headers.get("ETag", "")
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"{address} does not answer")


def wrk(address: str, seconds: int, headers: list[str] | None = None) -> float:
    """Return how many requests a second are answered; none may fail."""
    command = [shutil.which("wrk") or "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s"]
    done = subprocess.run([*command, *(headers or []), address], capture_output=True, text=True)
    if "Non-2xx" in done.stdout and "If-None-Match" not in " ".join(headers or []):
        raise SystemExit(f"{address}: {done.stdout}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)[1])


if __name__ == "__main__":
    main()
