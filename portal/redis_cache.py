"""A cache no page fails for: while Redis does not answer, nothing is found and nothing is kept."""

import logging
import time

from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

logger = logging.getLogger(__name__)
UNTRIED = 10  # seconds in which a server that failed is not asked again
SOCKET = {"socket_connect_timeout": 0.3, "socket_timeout": 0.5, "retry": Retry(NoBackoff(), 0)}


class ForgivingRedisCache(RedisCache):
    """Django's Redis cache, with short patience and an answer for every fault."""

    silent_until = 0.0  # of this process; every thread has a cache object of its own

    def __init__(self, server, params):
        super().__init__(server, params | {"OPTIONS": SOCKET | params.get("OPTIONS", {})})

    def attempt(self, act, otherwise):
        """Return what `act` returns; `otherwise` while the server is not worth asking."""
        if time.monotonic() < ForgivingRedisCache.silent_until:
            return otherwise
        try:
            return act()
        except (RedisError, OSError) as error:
            ForgivingRedisCache.silent_until = time.monotonic() + UNTRIED
            logger.warning("cache not reached, not asked for %s seconds: %s", UNTRIED, error)
            return otherwise

    def add(self, *args, **kwargs):
        return self.attempt(lambda: RedisCache.add(self, *args, **kwargs), True)

    def get(self, key, default=None, version=None):
        return self.attempt(lambda: RedisCache.get(self, key, default, version), default)

    def set(self, *args, **kwargs):
        return self.attempt(lambda: RedisCache.set(self, *args, **kwargs), None)

    def touch(self, *args, **kwargs):
        return self.attempt(lambda: RedisCache.touch(self, *args, **kwargs), False)

    def delete(self, *args, **kwargs):
        return self.attempt(lambda: RedisCache.delete(self, *args, **kwargs), False)

    def get_many(self, *args, **kwargs):
        return self.attempt(lambda: RedisCache.get_many(self, *args, **kwargs), {})

    def set_many(self, data, *args, **kwargs):
        return self.attempt(lambda: RedisCache.set_many(self, data, *args, **kwargs), list(data))

    def delete_many(self, *args, **kwargs):
        return self.attempt(lambda: RedisCache.delete_many(self, *args, **kwargs), None)

    def has_key(self, *args, **kwargs):
        return self.attempt(lambda: RedisCache.has_key(self, *args, **kwargs), False)

    def incr(self, key, delta=1, version=None):
        return self.attempt(lambda: RedisCache.incr(self, key, delta, version), delta)

    def clear(self):
        return self.attempt(lambda: RedisCache.clear(self), False)
