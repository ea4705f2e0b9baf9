"""The annual report of last year: made by one head, approved by another person, read by all."""

import json

from docx import Document as WordDocument
from playwright.sync_api import expect

from e2e.browser import PHONE, axe_violations, too_wide
from e2e.test_review_chain import log_in

PROBLEMS = "一是公开形式不够多样。针对存在问题，下一步将加强政策解读。"


def press(page, name):
    page.get_by_role("link", name=name, exact=True).first.click()
    page.locator("#content [type=submit].default").click()


def start(page) -> str:
    """Begin the report the form proposes, that of last year; return the year."""
    page.goto("/admin/reports/annualreport/add/")
    year = page.get_by_label("报告年度").input_value()
    page.get_by_role("button", name="开始编制").click()
    expect(page.locator(".messagelist")).to_contain_text("统计数已取自登记台账")
    assert axe_violations(page) == []
    return year


def fill_in(page):
    page.get_by_role("link", name="空格填0").click()
    page.get_by_label("理由").fill("向各科室核实，没有发生")
    page.get_by_role("button", name="空格填0").click()
    page.get_by_role("link", name="填报数据").click()
    page.get_by_label("表二“行政许可”行“本年处理决定数量”列").fill("126")
    page.get_by_label("表二“行政事业性收费”行").fill("282.1")
    page.get_by_label("数据来源").fill("人事科、财务科提供")
    assert axe_violations(page) == []
    page.get_by_role("button", name="保存").click()
    page.get_by_role("link", name="写正文").click()
    page.locator("#id_section_5").fill(PROBLEMS)
    page.get_by_role("button", name="保存并显示").click()
    assert axe_violations(page) == []
    page.get_by_role("link", name="返回报告").click()


def settle_warnings(page):
    page.get_by_role("link", name="检查结果").click()
    assert axe_violations(page) == []
    while page.locator(".is-open").count():
        page.locator(".is-open textarea").first.fill("已与有关科室核对，情况属实")
        page.locator(".is-open button").first.click()
    expect(page.locator(".is-error")).to_have_count(0)
    page.locator(".closelink", has_text="返回报告").click()


def test_a_report_is_made_approved_by_another_published_and_downloaded(page_at, tmp_path):
    maker = log_in(page_at, "disclosure_head")
    year = start(maker)
    title, public = f"{year}年政府信息公开工作年度报告", f"/zfxxgk/zfxxgknb/{year}/"
    fill_in(maker)
    settle_warnings(maker)
    press(maker, "送核对")
    expect(maker.locator(".messagelist")).to_contain_text("已送核对")
    press(maker, "批准并冻结")
    expect(maker.locator(".error-summary")).to_contain_text("另一位负责人")

    leader = log_in(page_at, "leader")
    leader.goto("/admin/reports/annualreport/")
    leader.get_by_role("link", name=title).click()
    press(leader, "批准并冻结")
    expect(leader.locator(".messagelist")).to_contain_text("已经冻结")
    maker.goto("/admin/reports/annualreport/")
    maker.get_by_role("link", name=title).click()
    press(maker, "公开")

    reader = page_at(*PHONE)
    reader.goto(public)
    expect(reader.locator("h1")).to_contain_text(title)
    assert axe_violations(reader) == []
    assert too_wide(reader) == 0
    with reader.expect_download() as word:
        reader.get_by_role("link", name="Word").click()
    word.value.save_as(tmp_path / "report.docx")
    text = "\n".join(each.text for each in WordDocument(tmp_path / "report.docx").paragraphs)
    assert PROBLEMS in text
    cells = json.loads(reader.request.get(f"{public}report.json").text())["cells"]
    assert cells["S2_20_5.LICENSE.DECISIONS"] == 126
    assert cells["S2_20_8.FEE.AMOUNT"] == "282.1"
    assert cells["S3.NEW.TOTAL"] > 0
