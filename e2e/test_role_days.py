"""A day of each role, on a phone and at a desk: every page on the way is usable by everyone.

What each act leads to is tested elsewhere; here each role opens what it opens every day, and every
page must pass axe, fit the window and have one heading of the first rank.
"""

import re

import pytest
from playwright.sync_api import expect

from e2e.browser import DESKTOP, axe_violations, too_wide
from e2e.desk import log_in

SIZES = {"phone": (390, 844), "desktop": DESKTOP}
ITEMS, CASES = "/admin/disclosure/item/", "/admin/requests_app/informationrequest/"
WORDS = "/admin/disclosure/"
# What a role opens besides its work board and the first thing that waits there.
DAYS = {
    "editor": [ITEMS, f"{WORDS}missedword/"],
    "section_head": ["/admin/duty/"],
    "leader": ["/admin/reports/annualreport/"],
    "handler": [CASES],
    "officer": [f"{WORDS}synonymgroup/", "/admin/inspection/"],
    "system_admin": [f"{WORDS}category/"],
    "security_admin": ["/admin/portal/user/"],
    "auditor": ["/admin/portal/auditentry/"],
}


def check(page):
    assert axe_violations(page) == [], page.url
    assert too_wide(page) <= 0, page.url
    assert page.locator("h1").count() == 1, page.url


@pytest.fixture(params=SIZES.values(), ids=SIZES)
def size(request):
    return request.param


def test_a_citizen_looks_finds_narrows_and_asks(page_at, size):
    page = page_at(*size)
    page.goto("/")
    box = page.get_by_label("搜索公开信息")
    box.press_sequentially("公开招聘", delay=20)
    expect(page.get_by_role("option").first).to_be_visible()
    check(page)

    box.press("ArrowDown")
    box.press("Enter")
    expect(page.locator("article.item h1")).to_contain_text("公开招聘")
    check(page)

    page.goto("/search/?q=招生简张")
    page.get_by_role("link", name="招生简章", exact=True).click()
    expect(page.locator(".found")).to_contain_text("“招生简章”")
    check(page)
    for address in ("/zfxxgk/fdzdgknr/06/", "/now/", "/zfxxgk/ysqgk/", "/zfxxgk/ysqgk/status/"):
        page.goto(address)
        check(page)


@pytest.mark.parametrize("username", DAYS)
def test_a_day_at_work(page_at, size, username):
    page = log_in(page_at, username, size)
    expect(page.locator("h1")).to_contain_text("工作台")
    check(page)

    waiting = page.locator(".columns a.button")
    if waiting.count():
        waiting.first.click()
        check(page)
    for address in DAYS[username]:
        page.goto(address)
        check(page)
    page.goto(DAYS[username][0])
    row = page.locator("#result_list tbody a").first
    if row.count():
        row.click()
        check(page)


def tab_to(page, found: str):
    """Go on with the Tab key to the element a script finds by what has the focus."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate(f"(() => {{ const at = document.activeElement; return {found}; }})()"):
            return
    raise AssertionError(f"the keyboard never came to {found}")


def test_search_filters_request_and_status_are_walked_by_keyboard_alone(page_at):
    page = page_at(*DESKTOP)
    page.goto("/")

    tab_to(page, "at.name === 'q'")
    page.keyboard.type("招生")
    page.keyboard.press("Enter")
    expect(page.locator(".found")).to_be_visible()
    tab_to(page, "at.closest('.facets') !== null")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("category="))

    page.goto("/zfxxgk/ysqgk/new/")
    tab_to(page, "at.matches('main textarea, main input[type=text]')")
    page.keyboard.type("2026年校车采购合同")
    tab_to(page, "at.matches('main form button')")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="提交申请")).to_be_visible()
    tab_to(page, "at.matches('main form button[type=submit], main form button:not([type])')")
    page.keyboard.press("Enter")
    expect(page.locator("#errors")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.matches('input, select, textarea')")

    page.goto("/zfxxgk/ysqgk/status/")
    tab_to(page, "at.matches('main input:not([type=hidden])')")
    page.keyboard.type("没有这个编号")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("还不能提交")


@pytest.mark.parametrize("address", ["/", "/search/?q=招生", "/zfxxgk/fdzdgknr/06/", "/now/"])
def test_nothing_is_lost_at_four_times_the_size(page_at, address):
    page = page_at(320, 256)  # 1280 by 1024 seen at 400 %

    page.goto(address)

    assert too_wide(page) <= 0
    assert page.evaluate("getComputedStyle(document.querySelector('.head')).position") == "static"
