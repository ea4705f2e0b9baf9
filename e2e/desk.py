"""What people of the office do with a request on screen, for the tests that walk its course."""

from playwright.sync_api import expect

from e2e.browser import DESKTOP

REGISTER = "/admin/requests_app/informationrequest/"


def log_in(page_at, username, size=DESKTOP):
    page = page_at(*size)
    page.goto("/admin/")
    page.fill("#id_username", username)
    page.fill("#id_password", f"yunxi-demo-{username}")
    page.locator("[type=submit]").click()
    return page


def open_case(page, subject, work="open"):
    page.goto(f"{REGISTER}?work={work}")
    page.get_by_role("link", name=subject).click()
    expect(page.locator("h1")).to_have_text(subject)


def fill_in(page, **typed):
    for field, value in typed.items():
        page.fill(f"#id_{field}", value)


def act(page, name, **typed):
    """Choose an act on the page of the case, fill in its form, and do it."""
    page.get_by_role("link", name=name).first.click()
    fill_in(page, **typed)
    page.locator("#act_form [type=submit]").first.click()
    expect(page.locator(".messagelist")).to_contain_text(f"已办理：{name}")


def assign(page):
    page.get_by_role("link", name="分办").first.click()
    page.select_option("#id_handler", label="演示承办")
    page.get_by_role("button", name="分办").click()
    expect(page.locator(".messagelist")).to_contain_text("办理中")


def propose_partial_answer(page, *, given, withheld, reasons, check=lambda page: None):
    """Propose to give a part; `check` looks at each page on the way."""
    page.get_by_role("link", name="拟定答复").click()
    check(page)
    page.get_by_label("部分公开").check()
    page.get_by_role("button", name="下一步").click()
    fill_in(page, given=given, withheld=withheld, reasons=reasons)
    page.get_by_role("button", name="先看结果").click()
    expect(page.locator(".preview")).to_contain_text(withheld)
    page.get_by_role("button", name="拟定答复").click()
    expect(page.locator(".messagelist")).to_contain_text("答复待批准")


def serve(page, method, proof=""):
    page.get_by_role("link", name="送达").first.click()
    page.get_by_label(method, exact=False).check()
    fill_in(page, proof=proof)
    page.get_by_role("button", name="送达").click()
    expect(page.locator(".messagelist")).to_contain_text("已办结")
