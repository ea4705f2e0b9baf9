"""Waking a worker: a broker that is down or silent holds up nobody who works on a page."""

import socket

import pytest

from portal.celery import app
from portal.nudge import Broker

A_LONG_TIME = 10


@pytest.fixture
def broker_at(monkeypatch):
    """A broker of this process that is asked at another address."""

    def at(url):
        monkeypatch.setitem(app.conf, "broker_url", url)
        app.conf.broker_write_url = url
        return Broker()

    was = app.conf.broker_write_url
    yield at
    app.conf.broker_write_url = was


@pytest.fixture
def silent_server():
    """It takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


def test_who_nudges_does_not_wait_for_a_broker_that_says_nothing(broker_at, silent_server, caplog):
    broker = broker_at(f"redis://127.0.0.1:{silent_server.getsockname()[1]}/0")

    broker.send("portal.deliver_notices")

    assert "no answer yet" in caplog.text
    with silent_server.accept()[0] as asked:
        asked.settimeout(A_LONG_TIME)
        assert asked.recv(1000)
        asked.setblocking(False)
        with pytest.raises(BlockingIOError):  # not hung up: the question still stands
            asked.recv(1000)


def test_a_broker_that_failed_is_not_asked_again_at_once(broker_at, silent_server, caplog):
    port = silent_server.getsockname()[1]
    broker = broker_at(f"redis://127.0.0.1:{port}/0")
    broker.is_silent("portal.deliver_notices", "down")

    broker.send("portal.deliver_notices")

    silent_server.setblocking(False)
    with pytest.raises(BlockingIOError):
        silent_server.accept()


def test_a_broker_that_answers_gets_the_message(broker_at):
    broker = broker_at("memory://")
    with app.connection_for_read() as connection:
        connection.SimpleQueue("celery").clear()  # other tests of this process nudged as well

    broker.send("portal.deliver_notices")

    with app.connection_for_read() as connection:
        message = connection.SimpleQueue("celery").get(timeout=5)
        assert message.headers["task"] == "portal.deliver_notices"
        message.ack()


def test_a_burst_of_changes_is_two_messages_and_the_second_comes_after_the_last(broker_at):
    broker = broker_at("memory://")
    with app.connection_for_read() as connection:
        queue = connection.SimpleQueue("celery")
        queue.clear()

        for _ in range(300):
            broker.send("portal.seal_audit")
        broker.send("portal.deliver_notices")

        sent = [queue.get(timeout=5).headers["task"] for _ in range(3)]
        assert sent == ["portal.seal_audit", "portal.deliver_notices", "portal.seal_audit"]
        assert queue.qsize() == 0
