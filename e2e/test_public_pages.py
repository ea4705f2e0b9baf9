"""Every type of public page, on a phone and on a desk: readable by all, light, nothing sideways."""

import pytest

from e2e.browser import DESKTOP, PHONE, axe_violations, too_wide
from e2e.pages import ITEMS, PAGES

MOST_KILOBYTES = 60


@pytest.fixture(params=[PHONE, DESKTOP], ids=["phone", "desktop"])
def page(request, page_at):
    return page_at(*request.param)


def check(page):
    assert axe_violations(page) == []
    assert too_wide(page) <= 0
    assert page.locator("h1").count() == 1


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_a_page_is_usable_by_everyone_and_light(page, address):
    sizes = []
    page.on("response", lambda response: sizes.append(response))

    page.goto(address)

    check(page)
    loaded = sum(
        int(response.headers.get("content-length") or len(response.body())) for response in sizes
    )
    assert loaded <= MOST_KILOBYTES * 1024


@pytest.mark.parametrize("query", ITEMS.values(), ids=ITEMS)
def test_a_found_item_is_usable_by_everyone(page, query):
    page.goto(f"/search/?q={query}")

    page.locator(".hits a.title").first.click()

    page.locator("article.item").wait_for()
    check(page)


def test_an_attachment_is_read_without_a_download(page):
    page.goto("/search/?q=部门预算")
    page.locator(".hits a.title").first.click()

    page.get_by_role("link", name="在线阅读").first.click()

    page.locator("article.item .body").wait_for()
    check(page)


@pytest.mark.parametrize("written", ["桐教〔2020〕103号", "桐教(2020)103号", "桐教 103号", "103"])
def test_a_citizen_finds_a_document_by_its_number_however_written(page_at, written):
    page = page_at(*DESKTOP)
    page.goto("/")

    page.get_by_label("搜索公开信息").fill(written)
    page.get_by_label("搜索公开信息").press("Enter")

    first = page.locator(".hits a.title").first
    assert "桐乡市义务教育阶段民办学校招生" in first.inner_text()


def test_the_skip_link_comes_first_and_leads_to_the_text(page_at):
    page = page_at(*DESKTOP)
    page.goto("/")

    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "跳到正文"
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


def test_search_works_without_javascript(page_at):
    page = page_at(*PHONE, java_script_enabled=False)
    page.goto("/")

    page.get_by_label("搜索公开信息").fill("教师招聘")
    page.get_by_role("button", name="搜索").click()

    assert page.locator(".hits .row").count() > 0
