"""Registration, fees, reasons, remedies, files and settings at the desk."""

from datetime import date

import pytest
from django.urls import reverse

from disclosure.tests.staff import errors_beside, fields_of, make_system_admin, said
from portal.models import AuditAct, AuditEntry
from requests_app.models import Consultation, Extension, FeeTariff, InformationRequest, RequestRules
from requests_app.outcomes import Outcome
from requests_app.tests import desk, factories
from requests_app.tests.desk import PERSON, act, acts_offered, address, text_of
from requests_app.tests.factories import (
    LATER,
    MONDAY,
    answer,
    make_closed_request,
    make_request,
    make_running_request,
)
from requests_app.tests.uploads import proof_of_identity
from requests_app.workflow import Status

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("holidays", "each_act_by_itself"),
]

ADD = reverse("admin:requests_app_informationrequest_add")
REQUEST = PERSON | {
    "channel": "in_person",
    "submitted_on": "2025-03-03",
    "subject": "招生计划",
    "kind": "information",
    "wanted_name": "2024年招生计划",
}


@pytest.fixture
def officer(client):
    client.force_login(person := desk.officer())
    return person


def register(client, **typed):
    return client.post(ADD, REQUEST | typed, follow=True)


# --- Registration --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "field, typed, sentence",
    [
        ("id_number", "110105194912310021", "校验码不对"),
        ("phone", "1380000", "电话号码不对"),
        ("email", "wang", "电子邮箱的格式不对"),
        ("wanted_name", "", "至少填一项"),
        ("submitted_on", "2999-01-01", "不能晚于今天"),
        ("confirmed_on", "2025-03-01", "不能早于提交日期"),
        ("name", "", "请填写申请人的姓名或名称"),
    ],
)
def test_what_is_typed_wrongly_is_said_beside_the_field(client, officer, field, typed, sentence):
    page = register(client, **{field: typed})

    assert sentence in errors_beside(page, field)
    assert InformationRequest.objects.count() == 0


def test_a_request_without_proof_of_identity_is_registered_and_the_lack_is_shown(client, officer):
    page = register(client, id_kind="", id_number="")

    assert "申请没有身份证明，可以要求补正" in text_of(page)
    assert InformationRequest.objects.get().status == Status.RECEIVED


def test_an_ordinary_letter_confirmed_days_later_starts_the_clock_late_and_says_so(client, officer):
    page = register(client, channel="ordinary_mail", confirmed_on="2025-03-05")

    info_request = InformationRequest.objects.get()
    assert info_request.received_on == date(2025, 3, 5)
    assert any("平信应当在寄达当天与申请人确认" in each for each in said(page))


def test_what_another_section_passed_on_waits_for_its_confirmation(client, officer):
    page = register(client, forwarded_internally="on", notice="招生科转来")

    info_request = InformationRequest.objects.get()
    assert (info_request.status, info_request.received_on) == (Status.SUBMITTED, None)
    assert any("还没有确认收到" in each for each in said(page))
    assert "招生科转来" in text_of(page)


def test_files_handed_in_at_the_counter_go_into_the_case(client, officer):
    register(client, identity=proof_of_identity("王小明身份证.pdf"))

    file = InformationRequest.objects.get().files.get()
    assert (file.kind, file.name) == ("identity", "王小明身份证.pdf")


def test_the_receipt_is_printed_with_a_code_that_opens_the_status_page(client, officer):
    info_request = make_request()
    before = info_request.query_code_hash

    printed = client.post(address(info_request, "receipt"))

    info_request.refresh_from_db()
    assert printed.status_code == 200
    assert printed.content[:4] in (b"%PDF", b"PK\x03\x04")
    assert info_request.query_code_hash != before


# --- Acts ----------------------------------------------------------------------------------------


def test_only_what_is_possible_now_for_this_person_is_offered(client, officer):
    waiting = make_request(channel="ordinary_mail")
    closed = make_running_request()
    answer(closed)

    before = acts_offered(client.get(address(waiting)))
    after = acts_offered(client.get(address(closed)))

    assert before == {"确认收到", "记事", "存入材料", "申请人撤回"}
    assert after == {"登记复议或诉讼", "转为主动公开", "记事", "存入材料"}


def test_a_fee_is_worked_out_before_it_is_asked_for(client):
    info_request = make_running_request()
    client.force_login(info_request.handler)
    page = address(info_request, "propose-fee")
    typed = fields_of(client.get(page), form="act_form") | {"basis": "pages", "quantity": "150"}
    typed["on"] = "2025-03-10"

    preview = client.post(page, typed | {"_preview": "1"})
    nothing_yet = info_request.part("fee_notice")
    client.post(page, typed)
    client.force_login(desk.head())
    act(client, info_request, "approve-fee", on="2025-03-11")
    client.force_login(desk.officer())
    act(client, info_request, "deliver-fee", on="2025-03-12")
    act(client, info_request, "pay-fee", on="2025-03-20")

    info_request.refresh_from_db()
    assert "合计 1700 元" in text_of(preview)
    assert nothing_yet is None
    assert info_request.fee_notice.amount == 1700
    assert info_request.due_on == date(2025, 4, 18)


def test_bad_reasons_are_judged_by_the_head_and_end_in_a_refusal_to_process(client):
    info_request = make_running_request()
    handler = info_request.handler
    client.force_login(handler)
    asked = {"on": "2025-03-05", "respond_by": "2025-03-12"}
    act(client, info_request, "ask-reasons", facts="一个月内提交41件", **asked)
    act(client, info_request, "receive-reasons", on="2025-03-10", answer="没有理由")
    client.force_login(desk.head())
    act(client, info_request, "reject-reasons", on="2025-03-11", finding="没有说明用途之外的理由")
    client.force_login(handler)
    facts = {"facts": "一个月内提交41件", "reasons": "理由不合理"}
    act(client, info_request, "answer", query="?answer=REFUSE_ABUSIVE", **facts)

    info_request.refresh_from_db()
    assert info_request.status == Status.APPROVAL
    assert info_request.decision.outcome == Outcome.REFUSE_ABUSIVE


def test_an_answer_is_chosen_first_and_then_says_what_it_must(client):
    info_request = make_running_request()
    client.force_login(info_request.handler)
    page = address(info_request, "answer")

    first = client.get(page)
    unknown = client.get(f"{page}?answer=NOTHING")
    second = client.get(f"{page}?answer=UNABLE_NOT_HELD.NONEXISTENT")
    empty = act(client, info_request, "answer", query="?answer=PARTIAL", given="结论")

    assert "（五）不予处理" in text_of(first) and "逾期不补正" not in text_of(first)
    assert "请从列出的结果中选择" in text_of(unknown)
    assert "检索情况（范围、关键词、日期）" in text_of(second)
    assert "请填写不予公开的部分" in text_of(empty)
    assert "结论" in text_of(empty)


def test_silence_of_a_third_party_is_registered_once_its_term_is_over(client):
    info_request = make_running_request()
    asked = {"by": factories.handler(), "on": MONDAY, "at": LATER, "question": "意见"}
    consultation = Consultation.objects.send(
        info_request, kind="third_party", party="云溪甲培训有限公司", **asked
    )
    client.force_login(info_request.handler)
    before = acts_offered(client.get(address(info_request)))

    act(client, info_request, "deliver-consultation", consultation.pk, on="2025-03-04")
    between = acts_offered(client.get(address(info_request)))
    done = act(client, info_request, "expire-consultation", consultation.pk, on="2025-03-26")

    assert "登记逾期" not in before
    assert "登记逾期" in between
    assert "第三方逾期未提出意见，由本机关决定是否公开" in text_of(done)


def test_a_review_is_registered_decided_and_leads_to_a_new_case(client):
    info_request = make_running_request()
    answer(info_request)
    client.force_login(desk.officer())
    act(client, info_request, "register-remedy", kind="review", filed_on="2025-04-01")
    remedy = info_request.remedies.get().pk
    decided = {"ruling": "revoked", "on": "2025-05-20", "received_on": "2025-05-22"}
    act(client, info_request, "decide-remedy", remedy, **decided)
    client.force_login(desk.head())

    again = act(client, info_request, "reopen", remedy)

    new = InformationRequest.objects.get(reopened_from=info_request)
    assert new.received_on == date(2025, 5, 22)
    assert f"原申请 {info_request.number}" in text_of(again)


def test_withheld_information_is_assessed_again_from_the_page_of_its_case(client):
    info_request = make_running_request()
    answer(info_request, outcome=Outcome.DENY_INTERNAL, sub_outcome="", details={"which": "流程"})
    client.force_login(info_request.handler)
    shown = text_of(client.get(address(info_request)))

    act(client, info_request, "rereview", on="2025-12-01", note="仍不公开", next_on="2026-12-01")

    info_request.refresh_from_db()
    assert "不予公开信息再评估" in shown and "2026-03-10" in shown
    assert info_request.rereview_on == date(2026, 12, 1)


def test_a_file_that_is_not_what_its_name_says_is_refused_in_words(client, officer):
    info_request = make_running_request()
    page = address(info_request, "upload")
    typed = {"kind": "opinion", "upload": proof_of_identity("意见.docx")}

    refused = client.post(page, typed)

    assert errors_beside(refused, "upload")
    assert info_request.files.count() == 0


def test_a_case_without_a_term_and_one_from_the_old_ledger_have_their_pages(client, officer):
    without_term = make_request(kind="record_correction")
    imported = make_closed_request(outcome=Outcome.DENY_PROCESS)

    first = client.get(address(without_term))
    second = client.get(address(imported))

    assert "条例第四十一条没有规定期限" in text_of(first)
    assert "历史台账导入" in text_of(second) and "属于四类过程性信息" in text_of(second)


def test_a_letter_is_seen_before_the_act_and_nothing_is_written_by_looking(client):
    info_request = make_running_request()
    factories.propose(info_request)
    client.force_login(desk.head())
    page = address(info_request, "approve-answer")
    typed = fields_of(client.get(page), form="act_form") | {"on": "2025-03-10", "_preview": "1"}
    letters = info_request.letters.count()

    preview = client.post(page, typed)

    info_request.refresh_from_db()
    assert text_of(preview).count("招生计划一份，电子文件") == 2  # the proposal, and its letter
    assert "预览稿" in text_of(preview)
    assert "王小明" not in text_of(preview)
    assert info_request.letters.count() == letters
    assert info_request.status == Status.APPROVAL


def test_the_head_sees_what_an_extension_would_bring_before_granting_it(client):
    info_request = make_running_request()
    asked = {"days": 5, "reason": "需要查档", "on": date(2025, 3, 20), "at": LATER}
    Extension.objects.propose(info_request, by=factories.handler(), **asked)
    client.force_login(desk.head())
    page = address(info_request, "approve-extension")
    typed = fields_of(client.get(page), form="act_form") | {"on": "2025-03-21", "_preview": "1"}

    words = text_of(client.post(page, typed))

    assert "延长5个工作日" in words and "需要查档" in words
    assert "现在的答复期限2025-03-31" in words
    assert "批准后的答复期限" in words and "延期答复告知书" in words


# --- Settings ------------------------------------------------------------------------------------


def test_a_rule_that_moves_days_recounts_every_open_case(client):
    info_request = make_running_request()
    asked = {"by": factories.handler(), "on": MONDAY, "at": LATER, "question": "意见"}
    consultation = Consultation.objects.send(
        info_request, kind="third_party", party="云溪甲培训有限公司", **asked
    )
    consultation.deliver(by=factories.handler(), on=date(2025, 3, 6), at=LATER)
    consultation.answer(by=factories.handler(), on=date(2025, 3, 10), at=LATER, opinion="agrees")
    info_request.refresh_from_db()
    before = info_request.due_on
    client.force_login(make_system_admin())
    page = reverse("admin:requests_app_requestrules_change", args=[1])

    typed = fields_of(client.get(page), form="requestrules_form", pause_start_event="delivered")
    saved = client.post(page, typed, follow=True)

    info_request.refresh_from_db()
    assert RequestRules.objects.current().pause_start_event == "delivered"
    assert (before, info_request.due_on) == (date(2025, 4, 8), date(2025, 4, 2))
    assert any("1条的期限已按新的规则重新计算" in each for each in said(saved))


def test_a_change_of_the_tariff_is_on_record_and_may_not_leave_an_overlap(client):
    client.force_login(make_system_admin())
    row = FeeTariff.objects.get(basis="pages", from_count=31)
    page = reverse("admin:requests_app_feetariff_change", args=[row.pk])

    overlap = client.post(page, fields_of(client.get(page), form="feetariff_form", to_count="150"))
    client.post(page, fields_of(client.get(page), form="feetariff_form", note="县标准"))

    row.refresh_from_db()
    assert "重叠" in text_of(overlap)
    assert row.note == "县标准"
    entry = AuditEntry.objects.about(row).get(act=AuditAct.SETTINGS_CHANGE)
    assert entry.data == {"fields": ["依据和说明"]}
