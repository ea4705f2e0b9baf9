"""What is asked of every page: can anyone use it, does it fit the window."""

from axe_playwright_python.sync_playwright import Axe

CHROMIUM = "/usr/bin/chromium"
# Axe would read imported style sheets by writing them into the page, which our policy forbids.
NO_PRELOAD = {"preload": False}
PHONE, DESKTOP = (320, 640), (1280, 900)


def axe_violations(page) -> list[str]:
    """Return what axe finds wrong with the page, one line for each element concerned."""
    page.wait_for_load_state("networkidle")
    return [
        f"{violation['id']}: {violation['help']}: {node['html']}"
        for violation in Axe().run(page, options=NO_PRELOAD).response["violations"]
        for node in violation["nodes"]
    ]


def too_wide(page) -> int:
    """Return by how many pixels the page must be scrolled sideways: 0 on a good page."""
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
