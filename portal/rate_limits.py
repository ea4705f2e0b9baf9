"""How often one client may ask: DATA of the limits, and the counting. Off in DEMO.

A client is a network address; of IPv6 its /64, which one household has. Reading is counted in the
cache all workers share: with Redis down it stays open, and the log says so. Guessing (query codes,
passwords) is counted in the database, whatever the cache does. `RATE_LIMITS` changes the numbers:
RATE_LIMITS="search=240/60,feeds=0" is 240 searches a minute and no limit for feeds.
"""

import hashlib
import logging
import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from redis.exceptions import RedisError

from portal.client_address import client_address, client_block
from portal.models import UsedLimit

logger = logging.getLogger(__name__)
MINUTE, HOUR, DAY = 60, 60 * 60, 24 * 60 * 60
READING = ("GET", "HEAD")


@dataclass(frozen=True)
class Limit:
    """So many tries in so many seconds; `guards_a_secret`: counted in the database."""

    name: str
    most: int
    seconds: int
    guards_a_secret: bool = False

    def is_used_up(self, request: HttpRequest) -> bool:
        most, _ = self.numbers()
        return 0 < most <= self.used(request)[0]

    def use(self, request: HttpRequest) -> None:
        """Count one try; the first one begins the time."""
        most, seconds = self.numbers()
        if not most:
            return
        if self.guards_a_secret:
            UsedLimit.objects.use(self.key(request), seconds, at=timezone.now())
            return
        count, until = self.used(request)
        until = until if count else time.time() + seconds
        try:
            lasting = max(1, round(until - time.time()))
            caches["limits"].set(self.key(request), (count + 1, until), lasting)
        except (RedisError, OSError) as error:
            logger.warning("limit %s is not counted: %s", self.name, error)

    def used(self, request: HttpRequest) -> tuple[int, float]:
        """Return how often this client has tried, and when that is forgotten."""
        key, now = self.key(request), time.time()
        if self.guards_a_secret:
            return UsedLimit.objects.used(key, at=timezone.now())
        try:
            count, until = caches["limits"].get(key) or (0, now)
        except (RedisError, OSError) as error:
            logger.warning("limit %s is open: %s", self.name, error)
            return 0, now
        return (count, until) if until > now else (0, now)

    def numbers(self) -> tuple[int, int]:
        """Return most and seconds as this installation has set them; most is 0 for no limit."""
        if settings.DEMO:
            return 0, self.seconds
        return settings.RATE_LIMITS.get(self.name, (self.most, self.seconds))

    def key(self, request: HttpRequest) -> str:
        """Return the name this client is counted under: of the address only a keyed hash."""
        text = f"{settings.MATCH_KEY}:{client_block(client_address(request))}"
        return f"{self.name}-{hashlib.sha256(text.encode()).hexdigest()[:32]}"

    def refuse(self, request: HttpRequest) -> HttpResponse:
        """Return the page of a refused client; its address still holds all that was typed."""
        minutes = -(-self.seconds_left(request) // 60)
        context = {"minutes": minutes, "again": request.get_full_path()}
        return self.mark(request, render(request, "429.html", context, status=429))

    def mark(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Say for machines after how many seconds to ask again."""
        response["Retry-After"] = self.seconds_left(request)
        response["Cache-Control"] = "no-store"
        return response

    def seconds_left(self, request: HttpRequest) -> int:
        return max(1, round(self.used(request)[1] - time.time()))


# A school or a library may share one address: the numbers stop machines, not classes.
SEARCHED = Limit("search", 120, MINUTE)
SUGGESTED = Limit("suggestions", 400, MINUTE)  # some for each word that is typed
FED = Limit("feeds", 60, MINUTE)
CALCULATED = Limit("calculators", 60, MINUTE)
EXPORTED = Limit("exports", 60, HOUR)  # making a file takes seconds of work
LETTER_SOUGHT = Limit("letters", 60, HOUR, guards_a_secret=True)
LOGGED_IN = Limit("login", 60, HOUR // 4, guards_a_secret=True)
WRONG_PAIR = Limit("status", 10, HOUR // 4, guards_a_secret=True)
SUBSCRIBED = Limit("subscriptions", 10, HOUR)  # each sends a mail to somebody
FILED = Limit("requests", 20, DAY)
MISSED = Limit("missed", 60, DAY)  # words sought in vain that are counted; nobody is refused
SENT = Limit("forms", 120, HOUR)

# What is counted before the view runs: the name of the address, the methods, the limit.
COUNTED: dict[str, tuple[tuple[str, ...], Limit]] = {
    "disclosure:search": (READING, SEARCHED),
    "disclosure:suggestions": (READING, SUGGESTED),
    "disclosure:feed": (READING, FED),
    "disclosure:category_feed": (READING, FED),
    "disclosure:search_feed": (READING, FED),
    "disclosure:open_items": (READING, FED),
    "disclosure:open_catalogue": (READING, FED),
    "disclosure:subscribe": (("POST",), SUBSCRIBED),
    "requests_app:workday_calculator": (READING, CALCULATED),
    "requests_app:letter_verify": (READING, LETTER_SOUGHT),
    "requests_app:paper_form_file": (READING, EXPORTED),
    "requests_app:request_receipt": (READING, EXPORTED),
    "reports:report_file": (READING, EXPORTED),
    "admin:login": (("POST",), LOGGED_IN),
    "admin:duty_export": (READING, EXPORTED),
    "admin:statistics_export": (READING, EXPORTED),
    "admin:disclosure_item_export": (("POST",), EXPORTED),
    "admin:disclosure_category_export": (("POST",), EXPORTED),
    "admin:disclosure_yearlytask_export": (("POST",), EXPORTED),
    "admin:requests_app_informationrequest_export": (("POST",), EXPORTED),
    "admin:reports_channelfigure_export": (("POST",), EXPORTED),
    "admin:reports_annualreport_export": (READING, EXPORTED),
}


class RateLimitMiddleware:
    """Counts what COUNTED names, and answers 429 to who has used it up."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        methods, limit = COUNTED.get(request.resolver_match.view_name, ((), None))
        if request.method not in methods:
            return None
        if limit.is_used_up(request):
            return limit.refuse(request)
        limit.use(request)
        return None
