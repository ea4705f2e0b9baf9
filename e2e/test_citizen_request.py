"""A person asks on a phone, the office answers, the person reads why and proves the letter."""

import re
import subprocess
from urllib.parse import urlsplit

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from e2e import traces
from e2e.browser import PHONE, axe_violations, too_wide
from e2e.desk import (
    REGISTER,
    act,
    assign,
    fill_in,
    log_in,
    open_case,
    propose_partial_answer,
    serve,
)
from e2e.stack import mail_folder, manage

NAME, ID_NUMBER, PHONE_NUMBER = "阿依古丽·买买提", "110105194912310396", "13800004217"
ADDRESS, EMAIL = "云溪县望江路888号3幢502室", "ayi@example.org"
WANTED, WANTED_BACK = "2026年食堂大宗食材采购合同", "2026年校车采购合同"
NUMERALS = "零一二三四五六七八九"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
GIVEN, WITHHELD = "合同正文，电子文件", "分项单价"
# Somebody who may take out the register, but not see who asked; and an officer who gets mail.
PEOPLE = """
from django.contrib.auth.models import Permission
from portal.models import User
User.objects.filter(username="officer").update(email="officer@example.org")
clerk = User.objects.create_user("clerk", password="yunxi-demo-clerk", is_staff=True)
acts = ["view_informationrequest", "see_all_informationrequests", "export_requests"]
clerk.user_permissions.set(Permission.objects.filter(codename__in=acts))
"""
SEND_MAILS = "from portal.tasks import deliver_notices; deliver_notices()"


@pytest.fixture
def proof(tmp_path):
    path = tmp_path / "证件.png"
    path.write_bytes(PNG)
    return path


def check(page):
    assert axe_violations(page) == []
    assert too_wide(page) <= 0


def sum_asked(page) -> str:
    label = page.locator("label[for=id_answer]").inner_text()
    first, second = re.search(f"([{NUMERALS}])加([{NUMERALS}])等于几", label).groups()
    return str(NUMERALS.index(first) + NUMERALS.index(second))


def pair_on(page) -> tuple[str, str]:
    expect(page.locator("h1")).to_have_text("申请已提交")
    number, code = page.locator(".pair dd").all_inner_texts()
    return number, code


def qr_of(pdf, folder) -> str:
    """Return what the QR code on a PDF says."""
    subprocess.run(["pdftoppm", "-r", "150", "-png", str(pdf), str(folder / "page")], check=True)
    pictures = sorted(folder.glob("page*.png"))
    codes = [code for path in pictures for code in zxingcpp.read_barcodes(Image.open(path))]
    assert len(codes) == 1
    return codes[0].text


def file_request(page, proof) -> tuple[str, str]:
    """Ask for information, a mistake on the way; return number and query code."""
    page.goto("/zfxxgk/ysqgk/")
    check(page)
    page.get_by_role("link", name="在线提交申请").click()
    page.get_by_label("信息名称").fill(WANTED)
    check(page)
    page.get_by_role("button", name="下一步").click()

    page.get_by_role("button", name="提交申请").click()
    expect(page.locator("#errors")).to_be_focused()
    check(page)
    page.get_by_label("姓名", exact=True).fill(NAME)
    page.get_by_label("证件号码", exact=True).fill(ID_NUMBER)
    page.get_by_label("身份证明", exact=True).set_input_files(proof)
    page.get_by_label("联系电话").fill(PHONE_NUMBER)
    page.get_by_label("电子邮箱").fill(EMAIL)
    page.get_by_label("通信地址").fill(ADDRESS)
    page.get_by_label("电子文件", exact=True).check()
    page.get_by_label("网上下载").check()
    page.get_by_label("以上内容真实").check()
    page.get_by_label("防止机器自动提交").fill(sum_asked(page))
    page.get_by_role("button", name="提交申请").click()
    pair = pair_on(page)
    check(page)
    return pair


def unmask(page):
    """See who asked, as an officer who must call them; the page says so, nothing keeps it."""
    page.get_by_role("link", name="查看完整信息").click()
    fill_in(page, reason="电话确认收到申请")
    page.get_by_role("button", name="查看完整信息").click()
    expect(page.locator("main")).to_contain_text(PHONE_NUMBER)
    page.get_by_role("link", name="返回", exact=True).click()


def answer_in_part(page_at):
    """What the office does: confirm, assign, propose, approve, serve; each who has the right."""
    officer, handler, head = (
        log_in(page_at, name) for name in ("officer", "handler", "disclosure_head")
    )
    open_case(officer, WANTED)
    unmask(officer)
    act(officer, "确认收到")
    assign(officer)
    open_case(handler, WANTED)
    propose_partial_answer(
        handler, given=GIVEN, withheld=WITHHELD, reasons="合同中的单价属于商业秘密"
    )
    open_case(head, WANTED)
    act(head, "批准答复")
    open_case(officer, WANTED)
    serve(officer, "网上送达")


def follow(page, number, code):
    """Open the status page and read the answer, its term and why it is that day."""
    page.goto("/zfxxgk/ysqgk/status/")
    page.get_by_label("申请编号").fill(number)
    page.get_by_label("查询码").fill(code.lower())
    page.get_by_role("button", name="查询").click()
    expect(page.locator("main")).to_contain_text("部分公开")
    expect(page.locator("main")).to_contain_text("应当先申请行政复议")
    expect(page.locator("main")).to_contain_text(re.compile(r"答复期限是\d+年\d+月\d+日"))
    page.get_by_text("为什么是这一天").click()
    expect(page.locator(".clock-days")).to_contain_text("收到申请之日，不计入")
    assert ID_NUMBER not in page.content()
    check(page)


def download(page, button, path):
    with page.expect_download() as begun:
        button.click()
    begun.value.save_as(path)
    return path


def prove(page, letter, folder):
    """Go where the QR code of the letter leads, and compare the letter with what was issued."""
    address = urlsplit(qr_of(letter, folder))
    page.goto(address.path)
    page.get_by_label("选择文件").set_input_files(letter)
    page.get_by_role("button", name="比对").click()
    expect(page.locator("main")).to_contain_text("一致")
    expect(page.locator("main")).not_to_contain_text(NAME)
    check(page)


def export_register(page_at, path):
    """Take out the register as somebody who may not see who asked."""
    page = log_in(page_at, "clerk")
    page.goto(f"{REGISTER}export/")
    expect(page.locator("form.narrow")).not_to_contain_text("不遮盖")
    return download(page, page.get_by_role("button", name="导出"), path)


def test_a_person_asks_on_a_phone_and_checks_the_answer(
    page_at, portal_folder, running_portal, proof, tmp_path
):
    manage(portal_folder, "shell", "-v", "0", "-c", PEOPLE)
    page = page_at(*PHONE)

    number, code = file_request(page, proof)
    answer_in_part(page_at)
    follow(page, number, code)
    link = page.get_by_role("link", name="政府信息公开申请答复书")
    letter = download(page, link, tmp_path / "letter.pdf")
    prove(page, letter, tmp_path)

    register = export_register(page_at, tmp_path / "register.xlsx")
    manage(portal_folder, "shell", "-v", "0", "-c", SEND_MAILS)
    kept = [
        traces.mails(mail_folder(portal_folder)),
        traces.workbook(register),
        traces.database(portal_folder),
        traces.files(portal_folder),
        {"log": "".join(running_portal.output)},
    ]
    # Where the case itself is found, the person would be.
    for texts, known in zip(kept, (number, WANTED, WANTED, number), strict=False):
        assert any(known in text for text in texts.values())
    found = [traces.traces(texts, [NAME, ID_NUMBER, PHONE_NUMBER, ADDRESS]) for texts in kept]
    assert found == [[]] * len(kept)


class Keyboard:
    """A person who uses nothing but keys."""

    MOST_STEPS = 80

    def __init__(self, page):
        self.page = page

    def go_to(self, target):
        for _ in range(self.MOST_STEPS):
            if target.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{target} is not reached by Tab")

    def write(self, label, text, *, exact=False):
        self.go_to(self.page.get_by_label(label, exact=exact))
        self.page.keyboard.type(text)

    def press(self, target, key="Enter"):
        self.go_to(target)
        self.page.keyboard.press(key)

    def choose(self, group, steps):
        """Take an option of a group of radio buttons: the first, or some steps below it."""
        self.press(group.get_by_role("radio").first, "Space")
        for _ in range(steps):
            self.page.keyboard.press("ArrowDown")


def test_a_person_asks_and_takes_it_back_with_the_keyboard_alone(page_at, proof):
    page = page_at(*PHONE)
    keys = Keyboard(page)
    page.goto("/zfxxgk/ysqgk/new/")
    keys.write("信息名称", WANTED_BACK)
    keys.press(page.get_by_role("button", name="下一步"))
    page.wait_for_url("**/new/")
    page.locator("#id_name").wait_for()

    keys.write("姓名", NAME, exact=True)
    keys.write("证件号码", ID_NUMBER, exact=True)
    with page.expect_file_chooser() as chooser:
        keys.press(page.get_by_label("身份证明", exact=True))
    chooser.value.set_files(proof)
    keys.write("联系电话", PHONE_NUMBER)
    keys.choose(page.get_by_role("group", name="信息的提供形式"), 0)
    keys.choose(page.get_by_role("group", name="获取方式"), 0)
    keys.press(page.get_by_label("以上内容真实"), "Space")
    keys.write("防止机器自动提交", sum_asked(page))
    keys.press(page.get_by_role("button", name="提交申请"))
    number, _ = pair_on(page)

    keys.press(page.get_by_role("link", name="查看办理进度"))
    expect(page.locator("h1")).to_have_text(f"申请 {number}")
    keys.press(page.get_by_role("link", name="撤回申请"))
    keys.press(page.get_by_label("我确认撤回"), "Space")
    keys.press(page.get_by_role("button", name="确认撤回"))

    expect(page.locator("main")).to_contain_text("申请已撤回")
    expect(page.locator(".turn")).to_contain_text("已办结")


def test_the_form_works_without_javascript(page_at):
    page = page_at(*PHONE, java_script_enabled=False)
    page.goto("/zfxxgk/ysqgk/new/")
    page.get_by_label("信息名称").fill(WANTED)
    page.get_by_role("button", name="下一步").click()

    page.get_by_label("法人或者其他组织").check()

    expect(page.get_by_label("单位名称")).to_be_visible()
    expect(page.get_by_label("姓名", exact=True)).to_be_hidden()
