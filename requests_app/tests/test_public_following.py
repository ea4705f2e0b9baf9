"""A person follows their request with number and query code, and acts on it."""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.rate_limits import WRONG_PAIR
from requests_app.models import (
    Consultation,
    Correction,
    InformationRequest,
    Rating,
    ReasonsInquiry,
    RequestFile,
    RequestRules,
)
from requests_app.outcomes import Outcome, SubOutcome
from requests_app.query_codes import ALPHABET, new_code, shown_code
from requests_app.tests.factories import (
    LATER,
    answer,
    handler,
    make_closed_request,
    make_request,
    make_running_request,
    officer,
    propose,
)
from requests_app.tests.filing import ADDRESS, ID_NUMBER, PHONE, PNG, STATUS, look_up
from requests_app.workflow import ConsultationKind, Status

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("holidays")]
TENTH = date(2025, 3, 10)


@pytest.fixture(autouse=True)
def tenth_of_march():
    """A week after the example case was received, half past ten in the morning."""
    with time_machine.travel(datetime(2025, 3, 10, 2, 30, tzinfo=UTC), tick=False) as clock:
        yield clock


def text(response) -> str:
    return response.content.decode()


def words(response) -> str:
    """The page as it is read, in one line."""
    plain = re.sub(r"<[^>]+>", " ", text(response).split("<main")[1])
    return re.sub(r"\s+", "", plain)


def follow(client, info_request):
    """Give the case a code, look it up with it, and return the page of the case."""
    code = info_request.reissue_query_code(by=officer(), at=info_request.submitted_at)
    return client.get(look_up(client, info_request.number, code).url)


def page_of(client, info_request, act=""):
    return client.get(f"{STATUS}{info_request.number}/{act}")


def do(client, info_request, act, **fields):
    return client.post(f"{STATUS}{info_request.number}/{act}/", fields)


def ask_for_correction(info_request, respond_by=date(2025, 3, 21)):
    asked = {"items": "请写明是哪一年的招生计划", "respond_by": respond_by}
    return Correction.objects.ask(info_request, by=handler(), on=TENTH, at=LATER, **asked)


# --- The pair ----------------------------------------------------------------------------------


def test_codes_have_no_look_alikes():
    assert not set(ALPHABET) & set("0O1IL")
    assert len(new_code()) == 10


@pytest.mark.parametrize("typing", [str, str.lower, shown_code, lambda code: f" {code} "])
def test_a_code_may_be_typed_in_any_way(client, typing):
    info_request = make_running_request()
    code = info_request.reissue_query_code(by=officer(), at=LATER)

    response = look_up(client, info_request.number, typing(code))

    assert response.url == f"{STATUS}{info_request.number}/"


def test_every_wrong_pair_gets_the_same_answer(client):
    info_request = make_running_request()
    code = info_request.reissue_query_code(by=officer(), at=LATER)
    imported = make_closed_request()
    without_code = make_running_request()
    pairs = [
        (info_request.number, "ABCDEFGHJK"),
        ("2025-9999", code),
        (without_code.number, code),
        (imported.number, code),
    ]

    answers = {re.sub(r'value="[^"]*"', "", text(look_up(client, *pair))) for pair in pairs}

    assert len(answers) == 1
    assert "申请编号或查询码不对" in answers.pop()


def test_guessing_is_stopped_even_with_the_right_pair(client):
    info_request = make_running_request()
    code = info_request.reissue_query_code(by=officer(), at=LATER)
    for _ in range(WRONG_PAIR.most):
        look_up(client, info_request.number, "ABCDEFGHJK")

    response = look_up(client, info_request.number, code)

    assert response.status_code == 429
    assert "15分钟后再试" in text(response)


def test_a_reissued_code_ends_the_old_one(client):
    info_request = make_running_request()
    old = info_request.reissue_query_code(by=officer(), at=LATER)
    info_request.reissue_query_code(by=officer(), at=LATER)

    response = look_up(client, info_request.number, old)

    assert "申请编号或查询码不对" in text(response)


def test_a_session_sees_its_own_case_only(client):
    mine, other = make_running_request(), make_running_request()
    follow(client, mine)

    assert page_of(client, mine).status_code == 200
    assert page_of(client, other).url == f"{STATUS}?number={other.number}"
    assert page_of(Client(), mine).url == f"{STATUS}?number={mine.number}"


def test_half_an_hour_of_silence_ends_it(client, tenth_of_march):
    info_request = make_running_request()
    follow(client, info_request)
    tenth_of_march.shift(29 * 60)
    kept = page_of(client, info_request)
    tenth_of_march.shift(31 * 60)

    ended = page_of(client, info_request)

    assert kept.status_code == 200
    assert ended.status_code == 302


def test_leaving_ends_it_at_once(client):
    info_request = make_running_request()
    follow(client, info_request)

    client.post("/zfxxgk/ysqgk/leave/")

    assert page_of(client, info_request).status_code == 302


def test_pages_of_a_case_are_kept_by_nobody(client):
    info_request = make_running_request()
    response = follow(client, info_request)

    assert response["Cache-Control"] == "no-store, private"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "same-origin"


# --- The page ----------------------------------------------------------------------------------


def test_the_due_day_is_explained_day_by_day(client):
    page = words(follow(client, make_running_request()))

    assert "2025年3月31日" in page
    assert "2025-03-03周一收到申请之日，不计入" in page
    assert "2025-03-04周二第1日" in page
    assert "2025-03-08周六周末，不计" in page
    assert "2025-03-31周一第20日" in page
    assert "已计5个工作日，共20个" in page


def test_before_receipt_is_confirmed_there_is_no_day(client):
    page = words(follow(client, make_request(channel="internet")))

    assert "等待公开办与您确认收到" in page
    assert "确认收到之后开始计算" in page


def test_a_day_in_a_year_without_notice_is_an_estimate_and_says_why(client, tenth_of_march):
    tenth_of_march.move_to(datetime(2026, 12, 20, 2, tzinfo=UTC))
    info_request = make_running_request(submitted_on=date(2026, 12, 18))

    page = words(follow(client, info_request))

    assert "暂估" in page
    assert "国务院还没有公布2027年的放假安排" in page


def test_a_consultation_pauses_the_day(client):
    info_request = make_running_request()
    third = {"kind": ConsultationKind.THIRD_PARTY, "party": "某公司", "question": "是否同意公开"}
    Consultation.objects.send(info_request, by=handler(), on=TENTH, at=LATER, **third)

    page = words(follow(client, info_request))

    assert "等待其他方面" in page
    assert "暂停计算" in page
    assert "某公司" not in page


def test_staff_and_their_notes_stay_inside(client):
    info_request = make_running_request()
    info_request.add_note(by=handler(), at=LATER, text="申请人电话里很着急")

    page = text(follow(client, info_request))

    assert "很着急" not in page
    assert str(info_request.handler) not in page


def test_personal_data_is_masked_until_it_is_asked_for(client):
    info_request = make_running_request()

    shown = text(follow(client, info_request))
    asked_for = text(page_of(client, info_request, "data/"))
    exported = page_of(client, info_request, "data.json").json()

    assert all(secret not in shown for secret in (ID_NUMBER, PHONE, ADDRESS))
    assert all(secret in asked_for for secret in (ID_NUMBER, PHONE, ADDRESS))
    assert exported["申请人"]["证件号码"] == ID_NUMBER


def test_a_case_asks_the_same_questions_however_much_happened(client):
    info_request = make_running_request()
    follow(client, info_request)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert page_of(client, info_request).status_code == 200
        return len(captured)

    few = queries()
    for number in range(5):
        info_request.add_note(by=handler(), at=LATER, text=f"记事{number}")
        upload = SimpleUploadedFile(f"{number}.png", PNG)
        RequestFile.objects.add(info_request, "answer", upload, by=officer(), at=LATER)

    assert queries() == few


# --- The answer --------------------------------------------------------------------------------


def test_the_answer_is_there_once_it_is_served(client):
    info_request = make_running_request()
    upload = SimpleUploadedFile("招生计划.png", PNG)
    file = RequestFile.objects.add(info_request, "answer", upload, by=officer(), at=LATER)
    follow(client, info_request)
    early = page_of(client, info_request, f"files/{file.pk}/")

    decision = answer(info_request, on=TENTH)

    letter = page_of(client, info_request, f"letters/{decision.letter.pk}/")
    assert early.status_code == 404
    assert page_of(client, info_request, f"files/{file.pk}/").content == PNG
    assert letter.content.startswith(b"%PDF-")
    assert "attachment" in letter["Content-Disposition"]


def test_an_answer_that_is_only_proposed_is_not_shown(client):
    info_request = make_running_request()
    propose(info_request)

    page = words(follow(client, info_request))

    assert "正在审批" in page
    assert "答复书" not in page


def test_letters_of_another_case_are_not_found(client):
    mine, other = make_running_request(), make_running_request()
    follow(client, mine)
    letter = other.letters.first()

    assert page_of(client, mine, f"letters/{letter.pk}/").status_code == 404


def test_against_a_refusal_review_comes_first(client):
    info_request = make_running_request()
    answer(info_request, on=TENTH, outcome=Outcome.DENY_SECURITY)

    page = words(follow(client, info_request))

    assert "应当先申请行政复议" in page
    assert "最后一天：2025年5月9日" in page
    assert "直接向" not in page


def test_against_a_grant_one_may_sue_at_once(client):
    info_request = make_running_request()
    answer(info_request, on=TENTH)

    page = words(follow(client, info_request))

    assert "直接向云溪县人民法院提起行政诉讼" in page
    assert "最后一天：2025年9月10日" in page


def test_after_the_due_day_silence_has_its_remedy(client, tenth_of_march):
    info_request = make_running_request()
    tenth_of_march.move_to(datetime(2025, 4, 1, 2, tzinfo=UTC))

    page = words(follow(client, info_request))

    assert "已超过期限" in page
    assert RequestRules().no_answer_text in page


# --- What one may do ---------------------------------------------------------------------------


def test_a_correction_is_answered_with_the_days_left_in_sight(client):
    info_request = make_running_request()
    ask_for_correction(info_request)
    shown = words(follow(client, info_request))

    do(client, info_request, "correction", answer="2024年", attached=picture())

    info_request.refresh_from_db()
    assert "轮到您了" in shown
    assert "还有11天" in shown
    assert info_request.status == Status.PROCESSING
    assert info_request.started_on == TENTH
    assert info_request.correction.answer == "2024年"
    assert [file.kind for file in info_request.files.all()] == ["correction"]
    assert "补正已提交" in words(page_of(client, info_request))


def picture(name="说明.png", content=PNG):
    return SimpleUploadedFile(name, content)


def test_a_bad_file_stops_the_correction_and_keeps_the_text(client):
    info_request = make_running_request()
    ask_for_correction(info_request)
    follow(client, info_request)

    response = do(
        client, info_request, "correction", answer="2024年", attached=picture(content=b"MZ")
    )

    info_request.refresh_from_db()
    assert "与扩展名不符" in text(response)
    assert "2024年" in text(response)
    assert info_request.status == Status.CORRECTION
    assert not info_request.files.exists()


def test_after_the_period_the_office_must_be_asked(client, tenth_of_march):
    info_request = make_running_request()
    ask_for_correction(info_request)
    tenth_of_march.move_to(datetime(2025, 3, 22, 2, tzinfo=UTC))
    page = words(follow(client, info_request))

    response = do(client, info_request, "correction", answer="2024年")

    info_request.refresh_from_db()
    assert "补正期限已过" in page
    assert response.status_code == 409
    assert info_request.status == Status.CORRECTION


def test_reasons_are_given_on_the_portal(client):
    info_request = make_running_request()
    asked = {"facts": "一个月内申请30件", "respond_by": date(2025, 3, 17)}
    ReasonsInquiry.objects.ask(info_request, by=handler(), on=TENTH, at=LATER, **asked)
    follow(client, info_request)

    do(client, info_request, "reasons", answer="写论文")

    info_request.refresh_from_db()
    assert info_request.reasons_inquiry.answer == "写论文"


def test_a_person_takes_the_request_back(client):
    info_request = make_running_request()
    follow(client, info_request)
    unsure = do(client, info_request, "withdrawal")

    do(client, info_request, "withdrawal", is_sure="on")

    info_request.refresh_from_db()
    assert "请勾选确认后再撤回" in text(unsure)
    assert info_request.sub_outcome == SubOutcome.WITHDRAWN
    assert info_request.closed_on == TENTH
    assert do(client, info_request, "withdrawal", is_sure="on").status_code == 409


def test_form_and_way_are_chosen_again_until_the_answer(client):
    info_request = make_running_request()
    follow(client, info_request)
    odd = do(client, info_request, "delivery", provide_form="paper", obtain_way="online")

    do(client, info_request, "delivery", provide_form="paper", obtain_way="post")

    info_request.refresh_from_db()
    assert "不能用“网上下载”的方式取得" in text(odd)
    assert (info_request.provide_form, info_request.obtain_way) == ("paper", "post")
    assert not info_request.accepts_other_way


def test_contact_data_is_corrected_and_stays_encrypted(client):
    info_request = make_running_request()
    follow(client, info_request)

    do(client, info_request, "contact", phone="139 1234 5678", email="", address=ADDRESS)

    person = InformationRequest.objects.get(pk=info_request.pk).applicant
    assert (person.phone, person.email, person.name) == ("13912345678", "", "王小明")
    assert all("139" not in event.note for event in info_request.events.all())


def test_a_closed_request_is_rated_once(client):
    info_request = make_running_request()
    answer(info_request, on=TENTH)
    follow(client, info_request)

    do(client, info_request, "rating", score="5", comment="很快")

    assert Rating.objects.get().score == 5
    assert do(client, info_request, "rating", score="1").status_code == 409


@pytest.mark.parametrize("act", ["correction", "reasons", "rating"])
def test_what_is_not_asked_for_cannot_be_done(client, act):
    info_request = make_running_request()
    follow(client, info_request)

    assert do(client, info_request, act, answer="x", score="5").status_code == 409
