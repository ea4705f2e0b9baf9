"""How pages look is the reader's choice: every theme and size is usable, script or no script."""

import pytest
from playwright.sync_api import expect

from e2e.browser import DESKTOP, PHONE, axe_violations, too_wide
from e2e.desk import log_in

# What the cookie `view` may say: each theme once, the largest text, the simple version.
LOOKS = {
    "100.dark": PHONE,
    "100.white": DESKTOP,
    "100.black": PHONE,
    "200.auto": PHONE,
    "150.auto.simple.pointer.line": DESKTOP,
}
STAFF = {"work board": "/admin/", "item form": "/admin/disclosure/item/add/"}


def check(page):
    assert axe_violations(page) == []
    assert too_wide(page) <= 0


def first_result(page, query):
    page.goto(f"/search/?q={query}")
    page.locator(".hits a.title").first.click()
    page.locator("article.item").wait_for()


@pytest.mark.parametrize(("look", "size"), LOOKS.items(), ids=LOOKS)
def test_a_chosen_look_is_usable_by_everyone(page_at, live_portal, look, size):
    page = page_at(*size)
    page.context.add_cookies([{"name": "view", "value": look, "url": live_portal}])

    page.goto("/")

    check(page)
    first_result(page, "公开招聘教师公告")
    check(page)


@pytest.mark.parametrize(
    "device", [{"color_scheme": "dark"}, {"forced_colors": "active"}, {"reduced_motion": "reduce"}]
)
def test_what_the_device_asks_for_is_usable_too(page_at, device):
    page = page_at(*DESKTOP, **device)

    first_result(page, "废止")

    check(page)


def test_size_and_contrast_are_changed_without_javascript_and_stay(page_at):
    page = page_at(*PHONE, java_script_enabled=False)
    page.goto("/search/?q=招生")

    page.get_by_text("无障碍", exact=True).click()
    page.get_by_role("button", name="最大").click()
    page.get_by_text("无障碍", exact=True).click()
    page.get_by_role("button", name="黑底黄字").click()

    root = page.locator("html")
    expect(root).to_have_attribute("data-text", "200")
    expect(root).to_have_attribute("data-theme", "black")
    expect(page.locator("#q")).to_have_value("招生")
    expect(page.get_by_text("阅读辅助线")).to_be_hidden()


def test_a_change_of_size_keeps_what_was_typed(page_at):
    page = page_at(*DESKTOP)
    page.goto("/zfxxgk/ysqgk/new/")
    page.get_by_label("信息名称").fill("校车采购合同")
    page.get_by_text("无障碍", exact=True).click()

    page.get_by_role("button", name="特大").click()

    expect(page.get_by_role("status").filter(has_text="已设为：特大")).to_be_visible()
    expect(page.get_by_label("信息名称")).to_have_value("校车采购合同")
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("data-text", "150")


def test_the_reading_line_follows_the_keyboard_and_can_be_put_away(page_at):
    page = page_at(*DESKTOP)
    page.goto("/view/")
    page.get_by_text("无障碍", exact=True).click()

    line = page.locator(".reading-line")
    page.get_by_role("button", name="阅读辅助线").click()
    expect(line).to_have_count(1)  # it comes once the choice is saved
    page.keyboard.press("Tab")

    assert line.bounding_box()["y"] > 0
    page.get_by_role("button", name="阅读辅助线").click()
    expect(line).to_have_count(0)


def test_the_version_for_the_old_is_one_press_away_on_the_first_page(page_at):
    page = page_at(*PHONE)
    page.goto("/")

    page.get_by_role("button", name="长者版").click()

    expect(page.locator("h1")).to_have_text("您想找什么？")
    check(page)
    page.get_by_role("button", name="返回标准版").click()
    expect(page.get_by_role("heading", name="正在进行")).to_be_visible()


def test_a_reader_of_traditional_characters_walks_the_site_in_them(page_at):
    page = page_at(*PHONE)
    page.goto("/")

    page.get_by_role("link", name="繁體").click()
    page.get_by_label("搜索公開信息").fill("招聘教師")
    page.get_by_label("搜索公開信息").press("Enter")
    page.locator(".hits a.title").first.click()

    page.locator("article.item").wait_for()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hant")
    expect(page.locator("h1")).to_contain_text("教師")
    check(page)
    page.get_by_role("link", name="簡體").click()
    expect(page.locator("h1")).to_contain_text("教师")


def test_the_filters_are_used_by_keyboard_alone(page_at):
    page = page_at(*DESKTOP)
    page.goto("/zfxxgk/fdzdgknr/06/")

    while page.evaluate("document.activeElement.name") != "validity":
        page.keyboard.press("Tab")
    page.keyboard.press("End")
    while page.evaluate("document.activeElement.tagName") != "BUTTON":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    page.wait_for_url("**validity=**")
    expect(page.get_by_role("link", name="清除").first).to_be_visible()


def test_nothing_that_has_the_focus_lies_behind_something_else(page_at):
    page = page_at(*PHONE)
    page.goto("/")

    for _ in range(25):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => {
                const focused = document.activeElement, box = focused.getBoundingClientRect();
                const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
                const top = document.elementFromPoint(x, y);
                return box.width > 0 && (focused.contains(top) || top?.contains(focused));
            }"""
        )
        assert seen


def test_a_printed_item_carries_its_code_and_no_navigation(page_at):
    page = page_at(*DESKTOP)
    first_result(page, "公开招聘教师公告")

    page.emulate_media(media="print")

    expect(page.locator(".qr-figure svg")).to_be_visible()
    expect(page.get_by_role("navigation", name="主导航")).to_be_hidden()


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_first_pages_of_staff_are_usable_by_everyone(page_at, size):
    page = page_at(*size)
    page.goto("/admin/")
    check(page)

    page = log_in(page_at, "editor", size)

    for address in STAFF.values():
        page.goto(address)
        check(page)
