import pytest
from django.core.management import call_command


@pytest.fixture
def holidays(db):
    """The State Council's notices of 2019 to 2026."""
    call_command("load_holidays", verbosity=0)


@pytest.fixture
def each_act_by_itself(settings):
    """Acts go row by row; the tests of lists and pages watch over reading."""
    settings.ZEAL_ALLOWLIST = [{"model": "*"}]
