"""An officer, a handler and the head take one request from the counter to the answer, on screen."""

from playwright.sync_api import expect

from e2e.browser import DESKTOP, PHONE, axe_violations, too_wide

REGISTER = "/admin/requests_app/informationrequest/"
SUBJECT = "校外培训机构检查记录（柜台登记）"
PARTY = "云溪甲培训有限公司"


def log_in(page_at, username, size=DESKTOP):
    page = page_at(*size)
    page.goto("/admin/")
    page.fill("#id_username", username)
    page.fill("#id_password", f"yunxi-demo-{username}")
    page.locator("[type=submit]").click()
    return page


def open_case(page):
    page.goto(f"{REGISTER}?work=open")
    page.get_by_role("link", name=SUBJECT).click()
    expect(page.locator("h1")).to_have_text(SUBJECT)


def act(page, name, **typed):
    """Choose an act on the page of the case, fill in its form, and do it."""
    page.get_by_role("link", name=name).first.click()
    fill_in(page, **typed)
    page.locator("#act_form [type=submit]").first.click()
    expect(page.locator(".messagelist")).to_contain_text(f"已办理：{name}")


def fill_in(page, **typed):
    for field, value in typed.items():
        page.fill(f"#id_{field}", value)


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


def assign(page):
    page.get_by_role("link", name="分办").first.click()
    page.select_option("#id_handler", label="演示承办")
    page.get_by_role("button", name="分办").click()
    expect(page.locator(".messagelist")).to_contain_text("办理中")


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


def propose_answer(page):
    page.get_by_role("link", name="拟定答复").click()
    assert axe_violations(page) == []
    page.get_by_label("部分公开").check()
    page.get_by_role("button", name="下一步").click()
    fill_in(page, given="检查结论，电子文件", withheld="课程定价", reasons="涉及商业秘密")
    page.get_by_role("button", name="先看结果").click()
    expect(page.locator(".preview")).to_contain_text("课程定价")
    page.get_by_role("button", name="拟定答复").click()
    expect(page.locator(".messagelist")).to_contain_text("答复待批准")


def serve(page):
    page.get_by_role("link", name="送达").first.click()
    page.get_by_label("邮政企业邮寄", exact=False).check()
    fill_in(page, proof="EMS-9")
    page.get_by_role("button", name="送达").click()
    expect(page.locator(".messagelist")).to_contain_text("已办结")


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

    open_case(handler)
    act(handler, "要求补正", other="请写明检查的年份")
    act(handler, "收到补正", answer="2025年")
    consult(handler)
    act(handler, "提请延期", days="10", reason="需要逐页区分处理")
    open_case(head)
    expect(head.locator(".turn")).to_contain_text("延期等公开办负责人批准")
    act(head, "批准延期")
    check_page(head)
    open_case(handler)
    propose_answer(handler)
    open_case(head)
    act(head, "批准答复")
    open_case(officer)
    serve(officer)

    check_page(officer)
    expect(officer.locator(".case-head")).to_contain_text("部分公开")
    expect(officer.locator(".steps")).to_contain_text("不予公开信息再评估")
