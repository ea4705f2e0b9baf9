"""Two people at one case; a changed calendar; lists and pages that stay quick."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from disclosure.tests.staff import fields_of, make_system_admin
from requests_app.models import Consultation, Extension, InformationRequest
from requests_app.tests import desk, factories
from requests_app.tests.desk import act, address, text_of
from requests_app.tests.factories import (
    LATER,
    MONDAY,
    make_closed_request,
    make_request,
    make_running_request,
    propose,
)
from requests_app.workflow import ServiceMethod, Status

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("holidays", "each_act_by_itself"),
]

REGISTER = reverse("admin:requests_app_informationrequest_changelist")
NOTICE = {
    "year": "2027",
    "number": "国办发明电〔2026〕7号",
    "issued_on": "2026-11-04",
    "is_complete": "on",
    "is_confirmed": "on",
    "days-TOTAL_FORMS": "0",
    "days-INITIAL_FORMS": "0",
}


def queries(client, page) -> int:
    client.get(page)  # what is read once and kept
    with CaptureQueriesContext(connection) as asked:
        assert client.get(page).status_code == 200
    return len(asked)


def test_of_two_officers_the_second_is_told_what_the_first_has_done(client):
    info_request = make_request()
    handler = desk.case_handler()
    first, second = client, Client()
    first.force_login(desk.officer("jia"))
    second.force_login(desk.officer("yi"))
    opened = fields_of(second.get(address(info_request, "assign")), form="act_form")

    act(first, info_request, "assign", handler=handler.pk)
    told = second.post(address(info_request, "assign"), opened | {"handler": handler.pk})
    sent_again = fields_of(told, form="act_form")
    done = second.post(address(info_request, "assign"), sent_again, follow=True)

    assert "已有变化（编 分办）" in text_of(told)
    assert f'value="{handler.pk}" selected' in told.content.decode()
    assert "已办理：分办" in text_of(done)
    assert info_request.events.filter(kind="assigned").count() == 2


def test_an_answer_is_approved_once_however_many_heads_press_the_button(client):
    info_request = make_running_request()
    propose(info_request)
    first, second = client, Client()
    first.force_login(desk.head("jia"))
    second.force_login(desk.head("yi"))
    opened = fields_of(second.get(address(info_request, "approve-answer")), form="act_form")
    opened["on"] = "2025-03-20"

    act(first, info_request, "approve-answer", on="2025-03-20")
    told = second.post(address(info_request, "approve-answer"), opened)
    again = second.post(
        address(info_request, "approve-answer"), fields_of(told, form="act_form"), follow=True
    )

    info_request.refresh_from_db()
    assert "已有变化（编 批准答复）" in text_of(told)
    assert again.status_code == 200
    assert "没有办理：" in text_of(again) and "待送达" in text_of(again)
    assert info_request.status == Status.DECIDED
    assert info_request.events.filter(kind="approved").count() == 1


def test_a_proposal_declined_by_one_head_cannot_be_approved_by_another(client):
    info_request = make_running_request()
    asked = {"days": 5, "reason": "多", "on": date(2025, 3, 20), "at": LATER}
    Extension.objects.propose(info_request, by=factories.handler(), **asked)
    first, second = client, Client()
    first.force_login(desk.head("jia"))
    second.force_login(desk.head("yi"))
    opened = fields_of(second.get(address(info_request, "approve-extension")), form="act_form")

    act(first, info_request, "decline-extension", reason="不必延期")
    told = second.post(address(info_request, "approve-extension"), opened)
    again = second.post(
        address(info_request, "approve-extension"), fields_of(told, form="act_form")
    )

    assert "已有变化（编 不同意延期）" in text_of(told)
    assert "对象已经不在了" in text_of(again)


def test_what_the_rules_refuse_is_said_and_what_was_typed_stays(client):
    info_request = make_running_request()
    client.force_login(info_request.handler)

    typed = {"kind": "third_party", "party": "云溪甲培训有限公司", "question": "是否同意公开"}
    refused = act(client, info_request, "consult", on="2025-03-01", **typed)

    assert "不能早于收到申请的日期（2025-03-03）" in text_of(refused)
    assert "云溪甲培训有限公司" in refused.content.decode()
    assert not info_request.consultations.exists()


def test_an_extension_is_offered_only_while_the_term_runs(client):
    info_request = make_running_request()
    client.force_login(info_request.handler)

    late = client.get(address(info_request, "propose-extension"), follow=True)

    assert "现在不能办理“提请延期”" in text_of(late)


def test_the_lists_of_work_hold_what_waits_for_the_person(client):
    mine, late, waiting = make_running_request(), make_running_request(), make_running_request()
    propose(waiting)
    factories.propose(late)
    late.decision.send_back(by=factories.head(), at=LATER, reason="重拟")
    client.force_login(desk.head())

    def rows(work):
        return {row.pk for row in client.get(f"{REGISTER}?work={work}").context["cl"].result_list}

    assert rows("approve") == {waiting.pk}
    assert rows("overdue") == {mine.pk, late.pk, waiting.pk}
    assert rows("mine") == set()
    client.force_login(mine.handler)
    assert rows("mine") == {mine.pk, late.pk, waiting.pk}
    assert rows("approve") == set()


def test_the_register_asks_the_same_for_ten_rows_and_for_a_hundred(client):
    client.force_login(desk.officer())
    make_running_request()
    for _ in range(9):
        make_closed_request()
    few = queries(client, REGISTER)

    for _ in range(90):
        make_closed_request()
    many = queries(client, f"{REGISTER}?all=")

    assert InformationRequest.objects.count() == 100
    assert many == few


def test_a_case_asks_the_same_for_one_consultation_and_for_ten(client):
    info_request = make_running_request()
    asked = {"by": factories.handler(), "on": MONDAY, "at": LATER, "question": "意见"}
    Consultation.objects.send(info_request, kind="third_party", party="甲", **asked)
    client.force_login(desk.officer())
    few = queries(client, address(info_request))

    for _ in range(9):
        Consultation.objects.send(info_request, kind="co_producer", party="乙局", **asked)
    many = queries(client, address(info_request))

    assert many == few


def test_a_case_in_a_year_without_a_notice_shows_an_estimate_until_the_notice_is_entered(client):
    december = date(2026, 12, 21)
    info_request = make_running_request(
        submitted_on=december, at=factories.NOON + (december - MONDAY)
    )
    estimate = info_request.provisional_due_on
    client.force_login(desk.officer())
    shown = text_of(client.get(address(info_request)))
    listed = text_of(client.get(REGISTER))

    client.force_login(make_system_admin())
    add = reverse("admin:portal_holidaynotice_add")
    pasted = NOTICE | {"pasted": "1月1日至3日放假；1月4日、1月5日放假；1月9日上班"}
    preview = client.post(add, pasted)
    before = InformationRequest.objects.get().due_on
    client.post(add, confirmed(preview))

    info_request.refresh_from_db()
    assert estimate == date(2027, 1, 19)
    assert "暂估" in shown and "2027-01-19" in shown and "待国务院公布2027年放假安排" in shown
    assert "暂估" in listed
    assert "№" in text_of(preview) and "2027-01-20" in text_of(preview)
    assert before is None
    assert info_request.due_on == date(2027, 1, 20)
    assert info_request.provisional_due_on is None


def confirmed(page) -> dict:
    """Return what the button of the preview sends."""
    return dict(page.context["sent"]) | {"_seen": page.context["seen"]}


def test_late_confirmation_shows_the_day_that_may_be_held_against_the_bureau(client):
    info_request = make_request(channel="ordinary_mail")
    at = LATER - timedelta(days=200)
    info_request.confirm(by=factories.officer(), on=MONDAY + timedelta(days=3), at=at)
    client.force_login(desk.officer())

    words = text_of(client.get(address(info_request)))

    assert "应当在寄达当天与申请人确认" in words
    assert "2025-03-31 已过 影子期限" in words


def test_after_service_the_page_names_the_days_for_review_and_suit(client):
    info_request = make_running_request()
    decision = propose(
        info_request,
        "UNABLE_NOT_HELD",
        sub_outcome="UNABLE_NOT_HELD.NONEXISTENT",
        details={"search": "档案室"},
    )
    decision.approve(by=factories.head(), on=date(2025, 3, 10), at=LATER)
    decision.serve(
        by=factories.officer(),
        on=date(2025, 3, 10),
        at=LATER,
        method=ServiceMethod.IN_PERSON,
        proof="签收",
    )
    client.force_login(desk.officer())

    words = text_of(client.get(address(info_request)))

    assert "2025-05-09 申请人申请行政复议" in words
    assert "2025-09-10 申请人直接起诉" in words
