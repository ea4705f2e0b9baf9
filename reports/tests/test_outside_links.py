"""Links to other websites: asked politely, resumed, and never inside our own network."""

import socket
import threading
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection

import pytest

from disclosure.models import Item
from disclosure.tests.factories import make_item
from reports.models import OutsideLink
from reports.outside_links import (
    NotAsked,
    TooSlow,
    answer_of,
    by_turns,
    check_links,
    links_in_texts,
    public_address,
    trouble_with,
)

NOON = datetime(2025, 3, 20, 4, 0, tzinfo=UTC)


def resolves_to(*addresses):
    def resolve(host, port, **options):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in addresses]

    return resolve


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.9", "192.168.1.1", "169.254.169.254", "0.0.0.0"),
        *("100.64.0.1", "224.0.0.1", "::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1"),
        "2002:7f00:1::",
    ],
)
def test_a_name_that_stands_for_an_inner_address_is_not_asked(address):
    with pytest.raises(NotAsked, match="内部网络"):
        public_address("inner.example", 80, resolves_to("93.184.216.34", address))


def test_a_public_name_is_asked_at_the_address_that_was_proved():
    assert public_address("a.example", 443, resolves_to("93.184.216.34")) == "93.184.216.34"


@pytest.mark.parametrize(
    "url",
    [
        *("file:///etc/passwd", "ftp://a.example/", "http://127.0.0.1/", "http://[::1]/"),
        *("http://localhost:6379/", "http://user:pass@a.example/", "http://a.example:22/"),
        "http://a.example:port/",
    ],
)
def test_no_address_but_that_of_a_public_website_is_asked(url):
    assert trouble_with(url) != ""


def answers(*replies):
    asked = []
    waiting = list(replies)

    def ask(method, url):
        asked.append((method, url))
        return waiting.pop(0)

    return ask, asked


@pytest.mark.parametrize(
    "replies, trouble",
    [
        ([(200, "")], ""),
        ([(404, ""), (404, "")], "返回404"),
        ([(405, ""), (200, "")], ""),
        ([(403, ""), (403, "")], ""),
        ([(500, "")], "返回500"),
        ([(301, "/new"), (200, "")], ""),
        ([(302, "/again")] * 6, "跳转次数过多"),
    ],
)
def test_an_answer_is_judged_as_a_reader_would(replies, trouble):
    ask, _ = answers(*replies)

    assert trouble_with("https://a.example/x", ask) == trouble


def test_a_redirect_is_an_address_like_any_other():
    ask, asked = answers((301, "http://b.example/y"), (200, ""))

    trouble_with("https://a.example/x", ask)

    assert asked == [("HEAD", "https://a.example/x"), ("HEAD", "http://b.example/y")]


@contextmanager
def dripping(*, header: bytes):
    """A website that sends `header` and then a byte now and then, until nobody listens."""
    is_over = threading.Event()

    def drip() -> None:
        line, _ = server.accept()
        with line, suppress(OSError):
            line.sendall(header)
            while not is_over.wait(0.02):
                line.sendall(b"x")

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=drip)
        thread.start()
        web = HTTPConnection(*server.getsockname(), timeout=30)
        web.connect()
        yield web
        web.close()
        is_over.set()
        thread.join()


@pytest.mark.parametrize("header", [b"", b"HTTP/1.1 100 Continue\r\nX-Endless: "])
def test_an_answer_that_only_drips_is_cut_off(header):
    with dripping(header=header) as web, pytest.raises(TooSlow):
        answer_of(web, "GET", "/", seconds=0.3)


@pytest.mark.parametrize("rest", [b"X-Endless: ", b"\r\n"])
def test_a_status_is_known_though_what_follows_only_drips(rest):
    with dripping(header=b"HTTP/1.1 404 Not Found\r\n" + rest) as web:
        assert answer_of(web, "GET", "/", seconds=0.3) == (404, "")


@pytest.mark.django_db
def test_addresses_of_others_are_kept_and_forgotten_with_the_text():
    item = make_item(body='<p><a href="https://a.example/x?b=1&amp;c=2">甲</a></p>')
    Item.objects.filter(pk=item.pk).update(source_url="https://b.example/")

    OutsideLink.objects.keep(links_in_texts())

    assert set(OutsideLink.objects.values_list("url", flat=True)) == {
        "https://a.example/x?b=1&c=2",
        "https://b.example/",
    }

    Item.objects.filter(pk=item.pk).update(source_url="", body="<p>没有了</p>")
    OutsideLink.objects.keep(links_in_texts())

    assert not OutsideLink.objects.exists()


@pytest.mark.django_db
def test_a_round_takes_up_where_it_was_broken_off():
    OutsideLink.objects.bulk_create(
        OutsideLink(url=f"https://a.example/{n}", place="通知") for n in range(5)
    )
    asked = []

    def ask(url):
        asked.append(url)
        return ""

    assert check_links(2, ask=ask, pause=0) == 2
    assert check_links(9, ask=ask, pause=0) == 3
    assert check_links(9, ask=ask, pause=0) == 0
    assert len(set(asked)) == 5


@pytest.mark.django_db
def test_a_dead_link_is_asked_again_the_next_day_and_a_good_one_the_next_week():
    good = OutsideLink.objects.create(url="https://a.example/", place="通知")
    dead = OutsideLink.objects.create(url="https://b.example/", place="通知")
    good.answered("", at=NOON)
    dead.answered("返回404", at=NOON)

    def due(days):
        return list(OutsideLink.objects.due(NOON + timedelta(days=days)))

    assert due(0.5) == []
    assert due(2) == [dead]
    assert due(8) == [good, dead]


def test_one_host_is_not_asked_for_all_its_pages_in_a_row():
    urls = ["https://a.example/1", "https://a.example/2", "https://b.example/1"]

    turns = by_turns(OutsideLink(url=url) for url in urls)

    assert [link.url for link in turns] == [urls[0], urls[2], urls[1]]
