"""The web processes of production, and people who use them: a real server over real sockets."""

import http.client
import os
import re
import secrets
import socket
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from lxml import html

from disclosure.models import Item
from faults.processes import Stack
from faults.services import wait_until
from portal.management.commands.serve import WEB
from requests_app.models import InformationRequest
from requests_app.tests.filing import NEW, WANTED, filled

HOST = "127.0.0.1"
SECONDS_TO_ANSWER = 60
PAGES = ("/", "/zfxxgk/", "/now/", "/zfxxgk/ysqgk/workdays/", "/site-map/")
ADD = "/admin/disclosure/item/add/"


def free_port() -> int:
    with socket.create_server((HOST, 0)) as server:
        return server.getsockname()[1]


class Web:
    """gunicorn as `manage.py serve` starts it, on a port of its own."""

    def __init__(self, stack: Stack, *options: str, **environment: str):
        self.port = free_port()
        bind = f"--bind={HOST}:{self.port}"
        options = [*options, bind]
        self.process = stack.start(*WEB[:-1], *options, WEB[-1], **environment)
        wait_until(self.answers)

    def answers(self) -> bool:
        try:
            return Browser(self.port).get("/healthz").status == 200
        except OSError:
            return False

    @property
    def workers(self) -> list[int]:
        """The processes that answer; the first one only watches over them."""
        pid = self.process.pid
        return [int(pid) for pid in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: str = ""

    @property
    def location(self) -> str:
        return urlsplit(self.headers.get("location", "")).path


@dataclass
class Browser:
    """One person: keeps cookies, follows no redirect, opens a connection for each request."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Answer:
        return self.ask("GET", path)

    def post(self, path: str, fields: dict) -> Answer:
        """Send a form as a browser does; a field that is a file is sent as one."""
        token = self.cookies.get("csrftoken", "")
        body = encode_multipart(BOUNDARY, fields | {"csrfmiddlewaretoken": token})
        return self.ask("POST", path, body, {"Content-Type": MULTIPART_CONTENT})

    def ask(self, method: str, path: str, body=None, headers=None) -> Answer:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Connection": "close", "Cookie": cookie} | (headers or {})
        web = http.client.HTTPConnection(HOST, self.port, timeout=SECONDS_TO_ANSWER)
        try:
            web.request(method, path, body, headers)
            response = web.getresponse()
            content = response.read().decode(errors="replace")
        except http.client.HTTPException as error:
            raise ConnectionError(str(error)) from error
        finally:
            web.close()
        for header in response.headers.get_all("Set-Cookie", []):
            name, _, value = header.partition(";")[0].partition("=")
            self.cookies[name] = value
        found = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status, found, content)

    def log_in(self, username: str, password: str) -> None:
        self.get("/admin/login/")
        answer = self.post("/admin/login/", {"username": username, "password": password})
        assert answer.status == 302, f"{username} was not let in: {answer.body[:2000]}"

    def open_form(self) -> dict:
        """Go through the first step of a request; return what the whole form holds then."""
        self.get(NEW)
        page = self.post(NEW, WANTED | {"step": "wanted"})
        found = re.search(r'name="ticket" value="([^"]+)"', page.body)
        if not found:
            raise ConnectionError(f"no form: {page.status}")
        return filled(found[1])


def form_fields(page: str, path: str) -> dict:
    """Return what a browser would send of the form at an XPath of a page it has been shown."""
    sent = {}
    [form] = html.fromstring(page).xpath(path)
    for name, value in form.form_values():
        sent.setdefault(name, []).append((value or "").removeprefix("\n"))
    return sent


def number_in(answer: Answer) -> str:
    """Return the number of the request that was just filed, "" where none was."""
    found = re.fullmatch(rf"{NEW}([^/]+)/", answer.location)
    return found[1] if answer.status == 302 and found else ""


@dataclass(frozen=True)
class Seen:
    """One thing somebody did: 0 where the connection broke."""

    what: str
    status: int
    at: float
    seconds: float


class Load:
    """Citizens and staff at work, each in a thread, until told to stop.

    `filed` and `drafted` are what people were told is done: it must be there afterwards.
    """

    def __init__(self, port: int, *, login: tuple[str, str], category: int, pause: float = 0.02):
        self.port, self.category, self.pause = port, category, pause
        self.staff = Browser(port)
        self.staff.log_in(*login)
        self.seen: list[Seen] = []
        self.filed: list[str] = []
        self.drafted: list[str] = []
        self.mark = secrets.token_hex(4)  # tells these drafts from those of another load
        self.must_stop = threading.Event()
        works = [self.browse, self.browse, self.search, self.file, self.file, self.draft]
        self.threads = [threading.Thread(target=self.repeat, args=[work]) for work in works]

    def __enter__(self) -> "Load":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *error) -> None:
        self.must_stop.set()
        for thread in self.threads:
            thread.join()

    def repeat(self, work) -> None:
        turn = 0
        while not self.must_stop.wait(self.pause):
            turn += 1
            begin = time.monotonic()
            try:
                status = work(turn)
            except OSError:
                status = 0
            now = time.monotonic()
            self.seen.append(Seen(work.__name__, status, now, now - begin))

    def browse(self, turn: int) -> int:
        return Browser(self.port).get(PAGES[turn % len(PAGES)]).status

    def search(self, turn: int) -> int:
        query = urlencode({"q": ("招生", "教师招聘", "学区划分", "xyz")[turn % 4]})
        return Browser(self.port).get(f"/search/?{query}").status

    def file(self, turn: int) -> int:
        browser = Browser(self.port)
        answer = browser.post(NEW, browser.open_form() | {"identity": proof()})
        if number := number_in(answer):
            self.filed.append(number)
        return answer.status

    def draft(self, turn: int) -> int:
        page = self.staff.get(ADD)
        if page.status != 200:
            return page.status
        title = f"第{turn}号草稿（{self.mark}）"
        fields = form_fields(page.body, "//form[@id='item_form']") | {
            "title": title,
            "category": self.category,
        }
        answer = self.staff.post(ADD, fields)
        if answer.status == 302:
            self.drafted.append(title)
        return answer.status

    def since(self, moment: float) -> list[Seen]:
        return [each for each in self.seen if each.at >= moment]

    def is_well_since(self, moment: float, count: int = 12) -> bool:
        """True when so many things in a row went well, and one of each kind among them."""
        last = self.since(moment)[-count:]
        kinds = {each.what for each in last}
        is_well = all(200 <= each.status < 400 for each in last)
        return len(last) == count and is_well and len(kinds) >= 4

    def recovery(self, moment: float) -> float:
        """Wait until everything goes well again; return the seconds from `moment` until then."""
        wait_until(lambda: self.is_well_since(moment))
        failed = [each.at for each in self.since(moment) if not 200 <= each.status < 400]
        return max(failed, default=moment) - moment

    def statuses(self, moment: float = 0.0) -> dict[int, int]:
        found: dict[int, int] = {}
        for each in self.since(moment):
            found[each.status] = found.get(each.status, 0) + 1
        return found


def missing(load: Load) -> int:
    """Return how many things people were told are done are not there."""
    filed = set(InformationRequest.objects.values_list("number", flat=True))
    drafted = set(Item.objects.values_list("title", flat=True))
    return len(set(load.filed) - filed) + len(set(load.drafted) - drafted)


def proof(size: int = 64):
    """A proof of identity: a small picture with a name, as a browser sends it."""
    return Upload("身份证.png", b"\x89PNG\r\n\x1a\n" + os.urandom(size))


class Upload:
    """A file in a form, for `encode_multipart`."""

    content_type = "image/png"

    def __init__(self, name: str, content: bytes):
        self.name, self.content = name, content

    def read(self) -> bytes:
        return self.content
