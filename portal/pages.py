"""Finished pages for anonymous readers: the same bytes for everybody who asks for the same page.

What    GET and HEAD of the addresses in PAGES without a session, answered 200, and made without
        touching session, cookie, form token, message or nonce. Whoever is logged in gets every
        page fresh; so does whoever asks for more than PAGES allows.
Where   In the memory of each web process. Nothing is asked of Redis.
Fresh   A page belongs to a generation: the day and two counters of the database, read at most
        every LOOK_SECONDS. What is written about items takes a stamp in its own transaction;
        whatever else staff send ends with `renew()`. KEPT_SECONDS bound what neither of them saw,
        such as a command. nginx keeps a page until the end of the second (`hold_until`).
"""

import gzip
import hashlib
import logging
import re
import time
from collections import OrderedDict
from dataclasses import dataclass
from operator import itemgetter
from threading import Lock
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.core.exceptions import DisallowedHost, MiddlewareNotUsed
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from portal import appearance
from portal.models import Counter

logger = logging.getLogger(__name__)
ITEMS, OTHERS = "item-stamp", "pages"  # what the apps stamp; what `renew` counts
LOOK_SECONDS = 0.25
KEPT_SECONDS = 60
PATIENCE = 5  # seconds to wait for another reader's page that is just being made
MOST_BYTES = 24 * 1024 * 1024  # compressed, in each process
MOST_BYTES_OF_ONE = 1024 * 1024
SAFE = ("GET", "HEAD")

VARIANT = {"variant"}  # of every page: the characters it is written in
LIST = {"page", "year", "office", "kind", "validity", "stage", "sort"}
# The pages kept, by name, each with what its address may ask for. Search is not among them: its
# index follows the database a moment later. Nor is anything about one request or one reader.
PAGES: dict[str, set[str]] = {
    "home": set(),
    "robots": set(),
    "view_page": set(),
    "disclosure:platform": set(),
    "disclosure:guide": {"page"},
    "disclosure:rule_list": {"page"},
    "disclosure:catalogue": set(),
    "disclosure:category_detail": LIST,
    "disclosure:annual_report_list": {"page"},
    "disclosure:column_detail": LIST,
    "disclosure:item_detail": set(),
    "disclosure:attachment_detail": set(),
    "disclosure:going_on": {"page"},
    "disclosure:site_map": set(),
    "disclosure:feed": set(),
    "disclosure:category_feed": set(),
    "disclosure:opensearch": set(),
    "disclosure:sitemap": {"p"},
    "requests_app:request_guide": {"page"},
    "reports:annual_report": set(),
    "reports:statistics": {"year"},
}
# What other programs add to an address that is shared; it changes no page.
TRACKING = re.compile(r"utm_\w+|isappinstalled|scene|clicktime|enterid|share_\w+")
SHARED_FROM = {"timeline", "singlemessage", "groupmessage"}  # WeChat's from=
PRIVATE = re.compile(r"no-store|private")
ACCEPTS_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")


def renew() -> None:
    """Let no page outlive this moment, or the transaction it is called in."""
    Counter.objects.take(OTHERS)
    generations.forget()


class Generations:
    """What this process knows of the generation; the last known one while the database is away."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        self.known: tuple | None = None
        self.looked_at = -LOOK_SECONDS

    def current(self) -> tuple | None:
        """Return the generation, None while nothing can be known about it."""
        now = time.monotonic()
        if self.known is None or now - self.looked_at >= LOOK_SECONDS:
            self.looked_at = now  # first: who comes meanwhile takes the one known so far
            try:
                rows = Counter.objects.filter(name__in=[ITEMS, OTHERS])
                values = sorted(rows.values_list("name", "value"))
            except DatabaseError as error:
                logger.warning("generation of pages not read: %s", error)
            else:
                self.known = (timezone.localdate(), *values)
        return self.known


generations = Generations()


@dataclass(frozen=True, slots=True)
class Page:
    headers: dict[str, str]
    etag: str
    body: bytes  # compressed
    made_at: float

    @classmethod
    def of(cls, response: HttpResponse) -> "Page":
        digest = hashlib.blake2b(response.content, digest_size=12)
        digest.update(response["Content-Type"].encode())
        # Equal bytes, or the same bytes compressed: the weak kind of tag.
        etag = f'W/"{digest.hexdigest()}"'
        response["ETag"], response["Cache-Control"] = etag, "no-cache"
        patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
        return cls(
            headers={name: text for name, text in response.items() if name != "Content-Length"},
            etag=etag,
            body=gzip.compress(response.content, 6, mtime=0),
            made_at=time.monotonic(),
        )

    def answer(self, request: HttpRequest) -> HttpResponse:
        if self.etag in request.META.get("HTTP_IF_NONE_MATCH", ""):
            response: HttpResponse = HttpResponseNotModified()
            for name in KEPT_ON_304:
                response[name] = self.headers[name]
        else:
            packed = ACCEPTS_GZIP.search(request.META.get("HTTP_ACCEPT_ENCODING", ""))
            body = self.body if packed else gzip.decompress(self.body)
            is_head = request.method == "HEAD"
            headers = self.headers | {"Content-Length": str(len(body))}
            if packed:
                headers["Content-Encoding"] = "gzip"
            response = HttpResponse(b"" if is_head else body, headers=headers)
        response["X-Accel-Expires"] = hold_until()
        return response


KEPT_ON_304 = ("ETag", "Cache-Control", "Vary")


def hold_until() -> str:
    """Return until when nginx may keep a page: the end of this second.

    nginx counts whole seconds, and a page kept “for one second” may be shown for two.
    """
    return f"@{int(time.time())}"


class Store:
    """The pages of one generation, the longest unused leaving first."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.clear()

    def clear(self, generation: tuple | None = None) -> None:
        self.generation = generation
        self.pages: OrderedDict[tuple, Page] = OrderedDict()
        self.bytes = 0

    def get(self, generation: tuple, key: tuple) -> Page | None:
        with self.lock:
            if generation != self.generation:
                self.clear(generation)
            page = self.pages.get(key)
            if page is None or time.monotonic() - page.made_at > KEPT_SECONDS:
                return None
            self.pages.move_to_end(key)
            return page

    def put(self, generation: tuple, key: tuple, page: Page) -> None:
        """Keep a page that was begun in `generation`."""
        with self.lock:
            if generation != self.generation or len(page.body) > MOST_BYTES_OF_ONE:
                return
            if known := self.pages.pop(key, None):
                self.bytes -= len(known.body)
            self.pages[key] = page
            self.bytes += len(page.body)
            while self.bytes > MOST_BYTES:
                self.bytes -= len(self.pages.popitem(last=False)[1].body)


class PageCacheMiddleware:
    """Answers from the finished pages, and keeps those that may be kept.

    It stands above everything that sets a header, so that a kept page has them all.
    """

    def __init__(self, get_response):
        if settings.DEBUG:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.store = Store()
        self.turns = [Lock() for _ in range(64)]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in SAFE:
            return self.act(request)
        if is_personal(request) or not (generation := generations.current()):
            return self.get_response(request)
        try:
            key = key_of(request)
        except DisallowedHost:
            return self.get_response(request)
        if page := self.store.get(generation, key):
            return page.answer(request)
        if request.method == "HEAD" or not is_kept_page(request, key):
            return self.get_response(request)
        return self.make(request, generation, key)

    def act(self, request: HttpRequest) -> HttpResponse:
        """Let a form be handled; what staff sent may have changed any page."""
        response = self.get_response(request)
        try:
            if is_personal(request) and request.user.is_authenticated:
                renew()
        except DatabaseError as error:  # the act is done; KEPT_SECONDS do the rest
            logger.warning("generation of pages not renewed: %s", error)
        return response

    def make(self, request: HttpRequest, generation: tuple, key: tuple) -> HttpResponse:
        """Make a page once, however many ask for it at the same moment."""
        turn = self.turns[hash(key) % len(self.turns)]
        has_turn = turn.acquire(timeout=PATIENCE)
        try:
            if page := self.store.get(generation, key):
                return page.answer(request)
            response = self.get_response(request)
            if not may_be_kept(request, response):
                return response
            page = Page.of(response)
            self.store.put(generation, key, page)
            return page.answer(request)
        finally:
            if has_turn:
                turn.release()


def is_personal(request: HttpRequest) -> bool:
    """True when an answer may be meant for this reader alone."""
    cookies = request.COOKIES
    return (
        settings.SESSION_COOKIE_NAME in cookies
        or "messages" in cookies
        or "HTTP_AUTHORIZATION" in request.META
    )


def key_of(request: HttpRequest) -> tuple:
    """Return what a page depends on; what only says where a link was shared is taken away."""
    query = request.META.get("QUERY_STRING", "")
    if query:
        query = request.META["QUERY_STRING"] = without_tracking(query)
        # The last of equal names counts, so their order stays.
        pairs = parse_qsl(query, keep_blank_values=True)
        query = urlencode(sorted(pairs, key=itemgetter(0)))
    look = appearance.read(request).key
    return (request.scheme, request.get_host(), request.path, query, look)


def without_tracking(query: str) -> str:
    """Return the query as it was typed, without what other programs added to it."""

    def is_ours(part: str) -> bool:
        name, _, value = part.partition("=")
        return not TRACKING.fullmatch(name) and not (name == "from" and value in SHARED_FROM)

    return "&".join(filter(is_ours, query.split("&")))


def is_kept_page(request: HttpRequest, key: tuple) -> bool:
    try:
        name = resolve(request.path_info).view_name
    except Resolver404:
        return False
    allowed = PAGES.get(name)
    return allowed is not None and set(request.GET) <= allowed | VARIANT


def may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    """True for a whole page that says nothing about who asked for it."""
    session = getattr(request, "session", None)
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not response.has_header("Content-Encoding")
        and not (session is not None and (session.accessed or session.modified))
        and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        and "nonce-" not in response.get("Content-Security-Policy", "")
        and not PRIVATE.search(response.get("Cache-Control", ""))
    )
