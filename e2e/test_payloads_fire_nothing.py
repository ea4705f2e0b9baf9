"""What attackers type into every public and staff field opens no dialog on any page showing it."""

from functools import partial

import pytest
from playwright.sync_api import expect

from attacks.payloads import XSS
from e2e.browser import DESKTOP
from e2e.desk import log_in

LIVE = [payload.replace("alert(1)", "alert(document.domain)") for payload in XSS]
NEW = "/zfxxgk/ysqgk/new/"
CATEGORIES = (
    "/admin/autocomplete/?app_label=disclosure&model_name=item&field_name=category&term=0601"
)
FILLABLE = "main input:not([type]), main input[type=text], main input[type=search], main textarea"


@pytest.fixture
def watched(page_at):
    """A window that notes every dialog a page opens."""
    opened = []

    def watch(page):
        def note(dialog):
            opened.append(f"{page.url}: {dialog.message}")
            dialog.dismiss()

        page.on("dialog", note)
        return page

    yield watch
    assert opened == []


def fill_everything(page, payload):
    """Type the payload into every visible field of the page."""
    for field in page.locator(FILLABLE).all():
        if field.is_visible() and field.is_editable():
            field.fill(payload[: int(field.get_attribute("maxlength") or 500)])


def test_payloads_in_the_public_fields_fire_nothing(page_at, watched):
    page = watched(page_at(*DESKTOP))
    for payload in LIVE:
        page.goto("/search/")
        page.locator("#q").fill(payload)
        page.locator("#q").press("Enter")
        expect(page.locator("h1")).to_be_visible()
    for address in ("/zfxxgk/ysqgk/status/", NEW, "/zfxxgk/ysqgk/workdays/"):
        page.goto(address)
        fill_everything(page, LIVE[1])
        page.locator("main form [type=submit], main form button").first.click()
        expect(page.locator("h1")).to_be_visible()
        fill_everything(page, LIVE[0])


def test_payloads_in_a_filed_request_fire_nothing_at_the_desk(page_at, watched):
    citizen = watched(page_at(*DESKTOP))
    citizen.goto(NEW)
    fill_everything(citizen, LIVE[1])
    citizen.locator("main form button").first.click()
    fill_everything(citizen, LIVE[0])
    citizen.locator("main form button").last.click()
    expect(citizen.locator("h1")).to_be_visible()

    staff = watched(log_in(page_at, "officer"))
    for address in ("/admin/", "/admin/requests_app/informationrequest/"):
        staff.goto(address)
        staff.goto(f"{address}?q={LIVE[1]}")
        expect(staff.locator("h1")).to_be_visible()


def test_payloads_in_every_field_of_a_draft_fire_nothing(page_at, watched):
    writer = log_in(partial(page_at, java_script_enabled=False), "editor")  # no editor cleans first
    found = writer.request.get(CATEGORIES).json()["results"]
    writer.goto(f"/admin/disclosure/item/add/?category={found[0]['id']}")
    for more in writer.locator("main details > summary").all():
        more.click()
    fill_everything(writer, LIVE[1])
    for field in writer.locator(
        "main input.vDateField, .inline-group input, .inline-group textarea"
    ).all():
        if field.is_visible() and field.get_attribute("type") in (None, "text"):
            field.fill("")
    writer.locator("[name=_continue], [name=_save]").first.click()
    expect(writer.locator("h1")).to_be_visible()

    reader = watched(log_in(page_at, "editor"))
    reader.goto(writer.url)
    expect(reader.locator("h1")).to_be_visible()
    reader.goto("/admin/disclosure/item/")
    expect(reader.locator("#result_list")).to_contain_text("<img src=x onerror=")
    reader.locator("#result_list th a").first.click()
    expect(reader.locator("h1")).to_be_visible()
