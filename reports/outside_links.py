"""Whether addresses of other websites open: asked politely, and never inside our own network.

What is asked for was written by people: a name is resolved once, every address it stands for must
be a public one, and the connection goes to the address that was proved (no second look-up). A
redirect is a new address with the same rules. Nothing is read of an answer but its head, and one
that comes a byte at a time is not waited for: it would hold a worker for days.
"""

import logging
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import ip_address
from itertools import groupby
from urllib.parse import urljoin, urlsplit

from django.utils import timezone

from disclosure.models import Item
from portal.models import OfficeSettings
from reports.inspection_pages import addresses_in, own_path
from reports.models import OutsideLink

logger = logging.getLogger(__name__)
SECONDS = 10  # until something comes
LONGEST = 30  # seconds for a whole answer, however little of it comes at a time
PAUSE = 2  # seconds between two questions to one host
MOST_REDIRECTS = 5
MOST_AT_ONCE = 300
LONGEST_URL = 500
PORTS = {"http": 80, "https": 443}
# Refused is not gone: a login, a robot check, or a method the server does not like.
ALIVE = {401, 403, 405, 406, 429}
NO_HEAD = {400, 403, 404, 405, 406, 501}
AGENT = "PortalLinkCheck/1.0 (weekly link check of a government website)"

Resolve = Callable[..., list]


class NotAsked(Exception):
    """An address that is not asked for, with the reason."""


class TooSlow(Exception):
    """An answer that came, but did not come to its end."""


def public_address(host: str, port: int, resolve: Resolve = socket.getaddrinfo) -> str:
    """Return one public IP of a host; refuse a host that stands for any other."""
    try:
        found = resolve(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotAsked("域名无法解析") from error
    addresses = [ip_address(entry[4][0].partition("%")[0]) for entry in found]
    if not addresses or not all(is_public(each) for each in addresses):
        raise NotAsked("指向内部网络的地址")
    return str(addresses[0])


def is_public(address) -> bool:
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    return address.is_global and not address.is_multicast and (inner is None or is_public(inner))


def connect(scheme: str, host: str, address: str) -> HTTPConnection:
    """Return a connection to the proved address that still calls the host by its name."""
    kind = HTTPSConnection if scheme == "https" else HTTPConnection
    connection = kind(host, PORTS[scheme], timeout=SECONDS)
    plain = socket.create_connection((address, PORTS[scheme]), timeout=SECONDS)
    if scheme == "https":
        context = ssl.create_default_context()
        plain = context.wrap_socket(plain, server_hostname=host, do_handshake_on_connect=False)
    connection.sock = plain
    return connection


def ask_once(method: str, url: str) -> tuple[int, str]:
    """Return (status, where it sends us) of one address."""
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname or parts.username:
        raise NotAsked("不是网页地址")
    try:
        is_odd = parts.port not in (None, PORTS[parts.scheme])
    except ValueError as error:
        raise NotAsked("不是网页地址") from error
    if is_odd:
        raise NotAsked("端口不是网站的通用端口")
    host = parts.hostname.encode("idna").decode()
    connection = connect(parts.scheme, host, public_address(host, PORTS[parts.scheme]))
    try:
        target = urljoin("/", parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return answer_of(connection, method, target)
    finally:
        connection.close()


def answer_of(
    connection: HTTPConnection, method: str, target: str, *, seconds: float = LONGEST
) -> tuple[int, str]:
    """Return (status, where it sends us); raise TooSlow when that takes longer than `seconds`."""
    headers = {"Host": connection.host, "User-Agent": AGENT, "Accept": "*/*", "Connection": "close"}
    with cut_off_after(seconds, connection.sock):
        if isinstance(connection.sock, ssl.SSLSocket):
            connection.sock.do_handshake()
        connection.request(method, ascii_only(target), headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.getheader("Location") or ""


@contextmanager
def cut_off_after(seconds: float, line: socket.socket) -> Iterator[None]:
    """End a conversation that takes longer: the limit of a socket is for each piece alone."""
    is_over = threading.Event()

    def cut() -> None:
        is_over.set()
        with suppress(OSError):  # it has just ended by itself
            socket.socket.shutdown(line, socket.SHUT_RD)  # both ways, and the other side resets

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    except (OSError, HTTPException) as error:
        if is_over.is_set():
            raise TooSlow from error
        raise
    finally:
        timer.cancel()


def ascii_only(target: str) -> str:
    """Return an address with what is not ASCII in percent signs, as browsers send it."""
    return "".join(
        c if "!" <= c <= "~" else "".join(f"%{byte:02X}" for byte in c.encode()) for c in target
    )


def trouble_with(url: str, ask: Callable[[str, str], tuple[int, str]] = ask_once) -> str:
    """Return why an address does not open, "" where it does."""
    try:
        for _ in range(MOST_REDIRECTS + 1):
            status, location = ask("HEAD", url)
            if status in NO_HEAD:
                status, location = ask("GET", url)
            if not (300 <= status < 400 and location):
                return "" if status < 400 or status in ALIVE else f"返回{status}"
            url = urljoin(url, location)
        return "跳转次数过多"
    except NotAsked as refusal:
        return str(refusal)
    except TooSlow:
        return f"{LONGEST}秒没有答完"
    except TimeoutError:
        return f"{SECONDS}秒没有应答"
    except ssl.SSLError:
        return "安全证书有误"
    except (OSError, HTTPException, ValueError):
        return "无法连接"


# --- The round -----------------------------------------------------------------------------------


def links_in_texts() -> Iterator[tuple[str, Item | None, str]]:
    """Yield (address, item, place) of every address of another website in what is public."""
    office = OfficeSettings.objects.current()
    for url in (office.error_report_url, office.party_mark_url):
        if url:
            yield url, None, "页脚"
    items = Item.objects.public().only("pk", "title", "body", "source_url").order_by("pk")
    for item in items.iterator(200):
        for url in [*addresses_in(item.body), item.source_url]:
            is_outside = url.startswith(("http://", "https://"))
            if is_outside and len(url) <= LONGEST_URL and not own_path(url, office.site_domain):
                yield url, item, item.title


def check_links(limit: int = MOST_AT_ONCE, *, ask=trouble_with, pause: float = PAUSE) -> int:
    """Ask for the addresses that are due; return how many were asked.

    Each answer is written down at once: a round that was broken off goes on where it stood.
    """
    due = list(OutsideLink.objects.due(timezone.now())[:limit])
    for number, link in enumerate(by_turns(due)):
        if number:
            time.sleep(pause)
        link.answered(ask(link.url), at=timezone.now())
    return len(due)


def by_turns(links: Iterable[OutsideLink]) -> list[OutsideLink]:
    """Return the links so that one host is not asked for all of its pages in a row."""

    def host(link: OutsideLink) -> str:
        return urlsplit(link.url).netloc

    turns = [
        (turn, host_name, link)
        for host_name, group in groupby(sorted(links, key=host), key=host)
        for turn, link in enumerate(group)
    ]
    return [link for _, _, link in sorted(turns, key=lambda each: each[:2])]
