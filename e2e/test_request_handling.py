"""An officer, a handler and the head take one request from the counter to the answer, on screen."""

from playwright.sync_api import expect

from e2e.browser import DESKTOP, PHONE, axe_violations, too_wide
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

SUBJECT = "校外培训机构检查记录（柜台登记）"
PARTY = "云溪甲培训有限公司"


def register(page):
    page.goto(REGISTER)
    page.get_by_role("link", name="登记申请").click()
    assert axe_violations(page) == []
    page.select_option("#id_channel", label="当面提交")
    page.select_option("#id_applicant_kind", label="自然人")
    page.select_option("#id_id_kind", label="居民身份证")
    fill_in(
        page,
        name="王小明",
        id_number="11010519491231002X",
        phone="13800000000",
        subject=SUBJECT,
        wanted_name="2025年校外培训机构检查记录",
    )
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("已登记，申请编号")
    expect(page.locator("#content")).not_to_contain_text("王小明")


def consult(page):
    page.get_by_role("link", name="征求意见", exact=True).click()
    page.get_by_label("第三方", exact=True).check()
    fill_in(page, party=PARTY, question="是否同意公开对贵单位的检查记录")
    page.get_by_role("button", name="先看结果").click()
    expect(page.locator(".preview")).to_contain_text(PARTY)
    assert axe_violations(page) == []
    page.get_by_role("button", name="征求意见").click()
    expect(page.locator(".due")).to_contain_text("现在不计算")
    act(page, "登记对方收到", proof="EMS-1")
    page.get_by_role("link", name="登记意见").click()
    page.get_by_label("不同意公开，有合理理由").check()
    fill_in(page, reason="涉及商业秘密")
    page.get_by_role("button", name="登记意见").click()
    expect(page.locator(".messagelist")).to_contain_text("办理中")


def check(page):
    assert axe_violations(page) == []


def check_page(page):
    """Ask of the page of the case what is asked of every page, on desk and phone."""
    page.get_by_text("为什么是这一天").click()
    assert axe_violations(page) == []
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    assert too_wide(page) == 0
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})


def test_a_request_goes_from_the_counter_to_a_partial_answer(page_at):
    officer, handler, head = (
        log_in(page_at, name) for name in ("officer", "handler", "disclosure_head")
    )
    register(officer)
    assign(officer)

    open_case(handler, SUBJECT)
    act(handler, "要求补正", other="请写明检查的年份")
    act(handler, "收到补正", answer="2025年")
    consult(handler)
    act(handler, "提请延期", days="10", reason="需要逐页区分处理")
    open_case(head, SUBJECT)
    expect(head.locator(".turn")).to_contain_text("延期等公开办负责人批准")
    act(head, "批准延期")
    check_page(head)
    open_case(handler, SUBJECT)
    propose_partial_answer(
        handler,
        given="检查结论，电子文件",
        withheld="课程定价",
        reasons="涉及商业秘密",
        check=check,
    )
    open_case(head, SUBJECT)
    act(head, "批准答复")
    open_case(officer, SUBJECT)
    serve(officer, "邮政企业邮寄", proof="EMS-9")

    check_page(officer)
    expect(officer.locator(".case-head")).to_contain_text("部分公开")
    expect(officer.locator(".steps")).to_contain_text("不予公开信息再评估")
