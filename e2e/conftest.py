"""The real product in a real browser. Tests here use no database of their own."""

import pytest

from e2e.browser import CHROMIUM
from e2e.stack import Stack

FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--no-proxy-server"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]


@pytest.fixture(scope="session")
def portal_folder(tmp_path_factory):
    """The data directory of the portal under test."""
    return tmp_path_factory.mktemp("portal")


@pytest.fixture(scope="session")
def running_portal(portal_folder):
    """A portal with catalogue and demo content; web, worker and beat run."""
    with Stack(portal_folder, "--prepare") as stack:
        yield stack
    output = "".join(stack.output)
    assert "Traceback" not in output, output


@pytest.fixture(scope="session")
def live_portal(running_portal):
    """The address of the portal under test."""
    return running_portal.address


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {"executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture
def page_at(browser, live_portal):
    """Open a page in a window of this size: page_at(320, 640).goto("/").

    When the test ends, no page may have asked another host for anything, run into its own
    content security policy, or left an error in a script.
    """
    contexts, faults = [], []

    def note_message(message):
        if "Content Security Policy" in message.text:
            faults.append(message.text)

    def note_request(asked):
        if not asked.url.startswith((f"{live_portal}/", "data:", "blob:")):
            faults.append(f"asked elsewhere: {asked.url}")

    def watch(page):
        page.on("pageerror", lambda error: faults.append(f"script error: {error}"))
        page.on("console", note_message)
        page.on("request", note_request)

    def open_page(width, height, **options):
        window = {"viewport": {"width": width, "height": height}, "locale": "zh-CN"}
        context = browser.new_context(base_url=live_portal, **window | options)
        context.on("page", watch)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []
