import pytest


@pytest.fixture
def each_choice_by_itself(settings):
    """A form looks up every choice that was sent: no list that asks row by row."""
    settings.ZEAL_ALLOWLIST = [{"model": "*", "field": "get()"}]
