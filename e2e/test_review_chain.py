"""Five people take one notice from draft to the public page, each with what they see on screen."""

import re

from playwright.sync_api import expect

from e2e.browser import DESKTOP, axe_violations

TITLE = "关于五人走完审核链的通知"
REVIEWERS = [
    ("section_head", "初审通过"),
    ("general_office", "复审通过"),
    ("secrecy", "保密审查"),
    ("leader", "签发"),
]


def log_in(page_at, username):
    page = page_at(*DESKTOP)
    page.goto("/admin/")
    page.fill("#id_username", username)
    page.fill("#id_password", f"yunxi-demo-{username}")
    page.locator("[type=submit]").click()
    return page


def write_and_submit(page):
    page.goto("/admin/disclosure/item/add/")
    page.fill("#id_title", TITLE)
    page.locator(".field-category .select2-selection").click()
    page.keyboard.type("0601")
    page.locator(".select2-results__option--highlighted", has_text="0601").click()
    page.get_by_role("textbox", name="正文").click()
    page.keyboard.type("各学校：请按时完成报名登记。")
    page.fill("#id_written_on", "2026-03-02")
    page.fill("#id_summary", "各学校报名登记的时间。")
    page.get_by_role("button", name="保存并提交审核").click()
    expect(page.locator(".messagelist")).to_contain_text("待初审")


def review(page, act):
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.locator("#content")).to_contain_text("各学校：请按时完成报名登记。")
    assert axe_violations(page) == []
    if act == "保密审查":
        page.get_by_label("公开", exact=True).check()
        page.get_by_label("依据", exact=False).first.fill("《保守国家秘密法》第三十五条：不涉密")
    page.locator("#content [type=submit].default").click()
    expect(page.locator(".messagelist")).to_contain_text(TITLE)


def test_a_notice_is_public_once_four_people_besides_its_author_have_signed(page_at):
    write_and_submit(log_in(page_at, "editor"))
    citizen = page_at(*DESKTOP)

    for username, act in REVIEWERS:
        citizen.goto("/zfxxgk/fdzdgknr/0601/")
        expect(citizen.get_by_role("link", name=TITLE)).to_have_count(0)
        review(log_in(page_at, username), act)

    citizen.goto("/zfxxgk/fdzdgknr/0601/")
    citizen.get_by_role("link", name=TITLE).click()
    expect(citizen.locator("h1")).to_have_text(re.compile(TITLE))
    expect(citizen.locator(".body")).to_contain_text("各学校：请按时完成报名登记。")
