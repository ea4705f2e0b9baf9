from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine

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
