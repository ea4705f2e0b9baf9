"""While Redis is away, the cache answers as if it were empty."""

import logging

import pytest

from portal import redis_cache
from portal.redis_cache import ForgivingRedisCache

NOBODY_LISTENS = "redis://127.0.0.1:1/0"


@pytest.fixture
def cache(monkeypatch):
    monkeypatch.setattr(ForgivingRedisCache, "silent_until", 0.0)
    return ForgivingRedisCache(NOBODY_LISTENS, {})


def test_every_question_has_an_answer(cache, monkeypatch):
    monkeypatch.setattr(redis_cache, "UNTRIED", 0)  # each of them asks the server

    assert cache.get("key", "otherwise") == "otherwise"
    assert cache.get_many(["key"]) == {}
    assert cache.set("key", 1) is None
    assert cache.set_many({"key": 1}) == ["key"]
    assert cache.add("key", 1) is True
    assert cache.incr("key") == 1
    assert cache.has_key("key") is cache.delete("key") is cache.touch("key") is False
    assert cache.get_or_set("key", lambda: "made", 60) == "made"
    assert cache.clear() is False
    assert cache.delete_many(["key"]) is None


def test_a_server_that_failed_is_not_asked_again_at_once(cache, caplog):
    with caplog.at_level(logging.WARNING, logger="portal.redis_cache"):
        for _ in range(5):
            cache.get("key")

    assert len(caplog.records) == 1
