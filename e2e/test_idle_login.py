"""A log-in that is about to end for idleness says so, and typing keeps it."""

from playwright.sync_api import expect

from e2e.browser import axe_violations
from e2e.desk import log_in

OFFICE = "/admin/portal/office/add/"


def test_who_types_is_not_idle_and_who_pauses_is_warned_and_goes_on_with_one_button(page_at):
    page = log_in(page_at, "system_admin")
    page.clock.install()
    page.goto(OFFICE)
    warning = page.locator("#idle")

    page.clock.run_for(10 * 60 * 1000)
    with page.expect_response("**/still-here/") as told:
        page.fill("#id_name", "新科室")
    page.clock.run_for(10 * 60 * 1000)
    expect(warning).to_be_hidden()
    page.clock.run_for(4 * 60 * 1000)
    expect(warning).to_contain_text("后将自动退出")
    assert axe_violations(page) == []
    with page.expect_response("**/still-here/") as pressed:
        page.get_by_role("button", name="继续工作").click()

    assert (told.value.status, pressed.value.status) == (204, 204)
    expect(warning).to_be_hidden()
    expect(page.locator("#id_name")).to_have_value("新科室")
