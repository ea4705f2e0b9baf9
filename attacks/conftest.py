import pytest

from requests_app.tests.conftest import entered_notices, holidays  # noqa: F401  (fixtures)


@pytest.fixture
def each_act_by_itself(settings):
    """Acts go row by row; the tests of lists and pages watch over reading."""
    settings.ZEAL_ALLOWLIST = [{"model": "*"}]
