"""How often one visitor may try: counted in the cache, by network address. Off in DEMO."""

import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """Return where a request comes from: behind nginx, what nginx itself added last."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.HTTPS else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")


@dataclass(frozen=True)
class Allowance:
    """So many tries in so many seconds."""

    name: str
    most: int
    seconds: int

    def key(self, request: HttpRequest) -> str:
        text = f"{settings.MATCH_KEY}:{address_of(request)}"
        digest = hashlib.sha256(text.encode()).hexdigest()
        return f"allowance-{self.name}-{digest[:32]}"

    def is_used_up(self, request: HttpRequest) -> bool:
        return not settings.DEMO and cache.get(self.key(request), 0) >= self.most

    def use(self, request: HttpRequest) -> None:
        """Count one try."""
        key = self.key(request)
        if not cache.add(key, 1, self.seconds):
            try:
                cache.incr(key)
            except ValueError:  # it ran out between the two
                cache.add(key, 1, self.seconds)


HOUR, DAY = 60 * 60, 24 * 60 * 60
FILED = Allowance("filed", most=20, seconds=DAY)  # a library or a school shares one address
SENT = Allowance("sent", most=120, seconds=HOUR)
WRONG_PAIR = Allowance("wrong-pair", most=10, seconds=HOUR // 4)
PRINTED = Allowance("printed", most=60, seconds=HOUR)  # making a PDF takes a second of work
