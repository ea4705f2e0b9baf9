"""Nobody asks so often that others wait, or guesses until it fits; nothing typed is lost by it."""

import pytest
import time_machine
from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache
from django.urls import get_resolver

from portal.models import UsedLimit
from portal.rate_limits import COUNTED, FED, LOGGED_IN, SEARCHED, WRONG_PAIR, Limit

pytestmark = pytest.mark.django_db
SEARCH = "/search/?q=招生&year=2025"


@pytest.fixture
def few(settings):
    """Everything may be asked twice a minute."""
    settings.RATE_LIMITS = {limit.name: (2, 60) for _, limit in COUNTED.values()}


def get_until_refused(client, path):
    return [client.get(path).status_code for _ in range(3)]


@pytest.mark.parametrize("path", [SEARCH, "/feeds/all/", "/zfxxgk/ysqgk/workdays/"])
def test_who_asks_too_often_is_told_when_to_come_back(client, few, path):
    with time_machine.travel("2025-03-03T12:00:00+08:00", tick=False):
        statuses = get_until_refused(client, path)
        page = client.get(path)

    assert statuses == [200, 200, 429]
    assert page["Retry-After"] == "60"
    assert page["Cache-Control"] == "no-store"
    assert "请过 1 分钟再" in page.content.decode()


def test_what_was_typed_is_in_the_link_of_the_refusal(client, few):
    get_until_refused(client, SEARCH)

    page = client.get("/search/", {"q": "招生", "year": "2025"})

    assert "q=%E6%8B%9B%E7%94%9F&amp;year=2025" in page.content.decode()


def test_after_the_time_it_goes_on(client, few):
    with time_machine.travel("2025-03-03T12:00:00+08:00", tick=False) as clock:
        get_until_refused(client, SEARCH)
        clock.shift(61)

        assert client.get(SEARCH).status_code == 200


def test_another_client_is_not_refused(client, few):
    get_until_refused(client, SEARCH)

    assert client.get(SEARCH, REMOTE_ADDR="192.0.2.7").status_code == 200


def test_a_household_of_ipv6_is_one_client(rf, few):
    for number in (1, 2):
        SEARCHED.use(rf.get("/", REMOTE_ADDR=f"2001:db8::{number}"))

    assert SEARCHED.is_used_up(rf.get("/", REMOTE_ADDR="2001:db8::9999"))
    assert not SEARCHED.is_used_up(rf.get("/", REMOTE_ADDR="2001:db8:0:1::1"))


def test_in_the_demo_nobody_is_counted(client, few, settings):
    settings.DEMO = True

    assert get_until_refused(client, SEARCH) == [200, 200, 200]


def test_a_limit_can_be_switched_off(client, settings):
    settings.RATE_LIMITS = {"search": (0, 1)}

    assert get_until_refused(client, SEARCH) == [200, 200, 200]
    assert Limit("x", 1, 60).numbers() == (1, 60)


@pytest.fixture
def redis_down(settings):
    caches["limits"].clear()
    nobody = {"BACKEND": "django.core.cache.backends.redis.RedisCache"}
    settings.CACHES = settings.CACHES | {"limits": nobody | {"LOCATION": "redis://127.0.0.1:9/0"}}


def test_with_redis_down_people_go_on_reading_and_the_log_says_so(client, few, redis_down, caplog):
    assert isinstance(caches["limits"], RedisCache)
    assert get_until_refused(client, "/feeds/all/") == [200, 200, 200]
    assert "limit feeds is open" in caplog.text


def test_with_redis_down_guessing_is_counted_all_the_same(rf, few, redis_down):
    request = rf.post("/zfxxgk/ysqgk/status/")
    for _ in range(WRONG_PAIR.most):
        WRONG_PAIR.use(request)

    assert WRONG_PAIR.is_used_up(request)


def test_logins_are_counted_in_the_database_without_the_address(client, few):
    statuses = [client.post("/admin/login/", {"username": "a"}).status_code for _ in range(3)]

    assert statuses == [200, 200, 429]
    [row] = UsedLimit.objects.all()
    assert row.count == 2
    assert "127.0.0.1" not in row.key


def test_what_no_longer_counts_is_forgotten(rf, few):
    with time_machine.travel("2025-03-03T12:00:00+08:00", tick=False) as clock:
        LOGGED_IN.use(rf.get("/", REMOTE_ADDR="192.0.2.7"))
        clock.shift(61)
        LOGGED_IN.use(rf.get("/"))

    assert UsedLimit.objects.count() == 1


def test_every_address_that_is_counted_exists():
    resolver = get_resolver()
    names = set()
    for name in COUNTED:
        namespace, _, plain = name.partition(":")
        _, inner = resolver.namespace_dict[namespace]
        names |= {name} if plain in inner.reverse_dict else set()

    assert names == set(COUNTED)
    assert FED in [limit for _, limit in COUNTED.values()]
