from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine

from portal.tests.smtp_sink import smtp_sink

NOON = datetime(2025, 3, 3, 4, 0, tzinfo=UTC)  # Monday 3 March 2025, 12:00 in Shanghai


@pytest.fixture
def clock():
    """It is noon until the test moves the clock."""
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def hello_event(settings):
    """The event “hello”, about an object of `portal`: its two templates."""
    folder = Path(__file__).parent / "templates"
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [engine | {"DIRS": [*engine["DIRS"], folder]}]


@pytest.fixture
def mail_server(settings):
    """A mail server, and a portal that sends to it over SMTP."""
    with smtp_sink() as sink:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_TIMEOUT = 5
        yield sink
