"""A person asks on a phone, the office answers, the person reads why and proves the letter."""

import re
import subprocess
from urllib.parse import urlsplit

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from e2e.browser import PHONE, axe_violations, too_wide
from e2e.stack import manage

NAME, ID_NUMBER, PHONE_NUMBER = "阿依古丽·买买提", "11010519491231002X", "13800000000"
WANTED = "2026年食堂大宗食材采购合同"
NUMERALS = "零一二三四五六七八九"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
# What the office does meanwhile, each by whoever has the right.
ANSWER = """
from django.utils import timezone
from portal.models import User
from requests_app.models import Decision, InformationRequest
from requests_app.outcomes import Outcome
from requests_app.workflow import ServiceMethod

def person(name):
    return User.objects.get(username=name)

case, now = InformationRequest.objects.get(number="{number}"), timezone.now()
today = timezone.localdate(now)
case.confirm(by=person("officer"), on=today, at=now)
case.assign(by=person("officer"), handler=person("handler"), at=now)
answer = Decision.objects.propose(
    case,
    by=person("handler"),
    at=now,
    outcome=Outcome.PARTIAL,
    reasons="合同中的单价属于商业秘密",
    details={{"given": "合同正文", "withheld": "分项单价"}},
)
answer.approve(by=person("disclosure_head"), on=today, at=now)
answer.serve(by=person("officer"), on=today, at=now, method=ServiceMethod.ONLINE)
"""


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


def test_a_person_asks_on_a_phone_and_checks_the_answer(page_at, portal_folder, proof, tmp_path):
    page = page_at(*PHONE)
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
    page.get_by_label("电子文件", exact=True).check()
    page.get_by_label("网上下载").check()
    page.get_by_label("以上内容真实").check()
    page.get_by_label("防止机器自动提交").fill(sum_asked(page))
    page.get_by_role("button", name="提交申请").click()
    number, code = pair_on(page)
    check(page)

    manage(portal_folder, "shell", "-v", "0", "-c", ANSWER.format(number=number))

    page.goto("/zfxxgk/ysqgk/status/")
    page.get_by_label("申请编号").fill(number)
    page.get_by_label("查询码").fill(code.lower())
    page.get_by_role("button", name="查询").click()
    expect(page.locator("main")).to_contain_text("部分公开")
    expect(page.locator("main")).to_contain_text("应当先申请行政复议")
    page.get_by_text("为什么是这一天").click()
    expect(page.locator(".clock-days")).to_contain_text("收到申请之日，不计入")
    assert ID_NUMBER not in page.content()
    check(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="政府信息公开申请答复书").click()
    letter = tmp_path / "letter.pdf"
    download.value.save_as(letter)

    address = urlsplit(qr_of(letter, tmp_path))
    page.goto(address.path)
    page.get_by_label("选择文件").set_input_files(letter)
    page.get_by_role("button", name="比对").click()
    expect(page.locator("main")).to_contain_text("一致")
    expect(page.locator("main")).not_to_contain_text(NAME)
    check(page)


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
    keys.write("信息名称", WANTED)
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
