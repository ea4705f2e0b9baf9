import pytest

from e2e.browser import DESKTOP, PHONE, axe_violations, too_wide


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_home_page_is_there_and_anyone_can_use_it(page_at, size):
    page = page_at(*size)

    answer = page.goto("/")

    assert answer.status == 200
    assert page.locator("h1").count() == 1
    assert axe_violations(page) == []
    assert too_wide(page) <= 0
