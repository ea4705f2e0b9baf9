"""Writing in the browser: a template, a paste from Word, a closed tab, the preview on a phone."""

from pathlib import Path

from playwright.sync_api import expect

from e2e.browser import DESKTOP, axe_violations
from e2e.desk import log_in

ADD = "/admin/disclosure/item/add/"
WORD = Path(__file__).parents[1] / "disclosure/tests/data/pasted/word2016.html"
PASTE = """source => {
  const carrier = new DataTransfer();
  carrier.setData("text/html", source);
  const box = document.querySelector(".field-body [contenteditable]");
  box.focus();
  const paste = { clipboardData: carrier, bubbles: true, cancelable: true };
  box.dispatchEvent(new ClipboardEvent("paste", paste));
}"""


def test_a_text_pasted_from_word_survives_a_closed_tab_and_is_previewed(page_at):
    page = log_in(page_at, "editor", DESKTOP)
    page.goto(ADD)
    page.get_by_role("link", name="通知公告", exact=True).click()
    page.fill("#id_title", "从文稿粘贴的通知")
    page.locator(".field-body [contenteditable]").wait_for()

    page.evaluate(PASTE, WORD.read_text(encoding="utf-8"))
    expect(page.locator("#autosave")).to_contain_text("1张图片没有粘贴")
    expect(page.locator("#autosave")).to_contain_text("已自动保存", timeout=20_000)
    assert axe_violations(page) == []

    page.goto(ADD)
    expect(page.locator(".offer")).to_contain_text("《从文稿粘贴的通知》")
    page.get_by_role("link", name="恢复").first.click()
    expect(page.locator(".ProseMirror td", has_text="实验小学")).to_be_visible()
    expect(page.locator("#id_title")).to_have_value("从文稿粘贴的通知")

    page.get_by_role("textbox", name="正文").press("End")
    page.keyboard.type("补充一句")
    page.get_by_role("link", name="预览").click(timeout=20_000)
    page.get_by_role("link", name="手机").click()
    shown = page.frame_locator("iframe.phone")
    expect(shown.locator("h1")).to_contain_text("从文稿粘贴的通知")
    expect(shown.locator(".body td").first).to_be_visible()
    assert axe_violations(page) == []
