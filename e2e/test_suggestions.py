"""Titles offered while one types, in the small box of every page: by keyboard, read aloud."""

import pytest
from playwright.sync_api import expect

from e2e.browser import DESKTOP, PHONE, axe_violations, too_wide

BOX = "搜索公开信息"


@pytest.fixture(params=[PHONE, DESKTOP], ids=["phone", "desktop"])
def page(request, page_at):
    return page_at(*request.param)


@pytest.mark.parametrize("address", ["/", "/now/"], ids=["big box", "small box"])
def test_what_is_typed_is_offered_and_chosen_by_the_keyboard(page, address):
    page.goto(address)
    box = page.get_by_role("combobox", name=BOX)
    expect(box).to_have_attribute("aria-expanded", "false")

    box.press_sequentially("义务教育")

    options = page.get_by_role("listbox", name="搜索建议").get_by_role("option")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_text("条建议，按上下键选择")).to_be_attached()
    assert axe_violations(page) == []
    assert too_wide(page) <= 0
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "suggested-0")
    expect(options.first).to_have_attribute("aria-selected", "true")
    box.press("Enter")
    page.wait_for_url("**/items/**")


def test_escape_closes_the_offers_and_keeps_what_was_typed(page):
    page.goto("/now/")
    box = page.get_by_role("combobox", name=BOX)
    box.press_sequentially("义务教育")
    expect(page.get_by_role("option").first).to_be_visible()

    box.press("Escape")

    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("义务教育")
    box.press("Enter")
    page.wait_for_url("**/search/?q=**")


def test_without_a_script_the_small_box_searches_all_the_same(page_at):
    page = page_at(*PHONE, java_script_enabled=False)
    page.goto("/now/")

    page.get_by_role("searchbox", name=BOX).fill("教师招聘")
    page.get_by_role("button", name="搜索", exact=True).click()

    expect(page.locator(".hits .row").first).to_be_visible()
