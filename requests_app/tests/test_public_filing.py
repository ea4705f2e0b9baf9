"""A person files a request on the portal: once, without an account, without losing a word."""

import re
from ipaddress import ip_network

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from disclosure import search
from disclosure.tests.factories import make_item
from portal.files import private_files
from portal.models import Notice
from portal.rate_limits import FILED
from portal.tests.threads import at_once
from requests_app.form_ticket import SECONDS_OPEN
from requests_app.models import Channel, HeldUpload, InformationRequest, Letter, RequestFile
from requests_app.query_codes import code_mark, typed_code
from requests_app.tests.factories import the_channel
from requests_app.tests.filing import (
    ADDRESS,
    ID_NUMBER,
    NEW,
    ORGANISATION,
    PERSON,
    PHONE,
    WANTED,
    big,
    file_one,
    filled,
    open_form,
    send,
    ticket_in,
)
from requests_app.workflow import Status

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("holidays")]


def text(response) -> str:
    return response.content.decode()


def test_a_person_files_and_gets_number_and_code(client):
    info_request, code = file_one(client)

    assert info_request.status == Status.SUBMITTED
    assert info_request.received_on is None
    assert info_request.applicant.id_number == ID_NUMBER
    assert info_request.query_code_hash == code_mark(typed_code(code))
    assert typed_code(code) not in info_request.query_code_hash
    assert [file.name for file in info_request.files.all()] == ["身份证.png"]
    assert not HeldUpload.objects.exists()


def test_an_organisation_files_with_its_kind(client):
    info_request, _ = file_one(client, **ORGANISATION, name="", id_number="")

    assert info_request.applicant_kind == "ORG_BUS"
    assert info_request.applicant.name == "云溪县示例有限公司"
    assert info_request.applicant.id_kind == "credit_code"
    assert info_request.applicant.contact_name == "赵示例"


def test_the_code_is_on_the_receipt_and_in_no_stored_letter(client):
    info_request, code = file_one(client)

    receipt = client.get(f"/zfxxgk/ysqgk/status/{info_request.number}/receipt.pdf")

    assert receipt.content.startswith(b"%PDF-")
    assert typed_code(code) not in Letter.objects.get().words.replace("-", "")


def test_the_same_form_sent_twice_files_one_request(client):
    form = open_form(client)

    first = send(client, form)
    again = send(client, form, identity=None)

    assert first.url == again.url
    assert InformationRequest.objects.count() == 1
    assert 'class="code"' in text(client.get(again.url))


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_file_one_request(client):
    the_channel("internet")
    form = open_form(client)

    answers = at_once(*[lambda: send(Client(), form)] * 2)

    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].url == answers[1].url
    assert InformationRequest.objects.count() == 1
    assert RequestFile.objects.count() == 1


def test_what_is_public_already_is_offered_and_is_not_in_the_way(client):
    make_item(title="2026年小学招生计划")
    search.catch_up()

    looked = client.get(NEW, {"q": "小学招生计划"})
    offered = client.post(NEW, WANTED | {"step": "wanted"})

    assert "小学</mark>" in text(looked) or "2026年" in text(looked)
    assert "这些已经公开" in text(offered)
    assert ticket_in(offered)


def test_nothing_typed_is_lost_when_something_is_wrong(client):
    form = open_form(client)

    response = send(client, form, id_number="110105194912310021", address=ADDRESS)

    page = text(response)
    assert response.status_code == 200
    assert "校验码不对" in page
    assert 'href="#id_id_number"' in page
    assert all(f'value="{typed}"' in page for typed in (PERSON["name"], PHONE, ADDRESS))
    assert WANTED["wanted"] in page
    assert "已收到：身份证.png" in page
    assert not InformationRequest.objects.exists()


def test_a_good_file_need_not_be_attached_again(client):
    form = open_form(client)
    refused = send(client, form, name="")

    send(client, form | {"ticket": ticket_in(refused)}, identity=None)

    assert [file.name for file in RequestFile.objects.all()] == ["身份证.png"]


def test_a_kept_file_can_be_taken_back(client):
    form = open_form(client)
    send(client, form, name="")
    kept = HeldUpload.objects.get()

    response = send(client, form, identity=None, take_back=str(kept.pk))

    assert "请附上身份证明" in text(response)
    assert not HeldUpload.objects.exists()


def test_nobody_takes_back_the_files_of_another_form(client):
    send(client, open_form(client), name="")
    kept = HeldUpload.objects.get()

    send(client, open_form(client), identity=None, take_back=str(kept.pk))

    assert HeldUpload.objects.filter(pk=kept.pk).exists()


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (big(30), "超过每个文件20 MB的上限"),
        (SimpleUploadedFile("证件.jpg", b"MZ" + b"\0" * 99), "看起来是Windows程序"),
        (SimpleUploadedFile("证件.exe", b"MZ" + b"\0" * 99), "不能作为证明材料上传"),
        (SimpleUploadedFile("证件.png", b""), "空文件"),
    ],
    ids=["30 MB", "a program renamed", "a program", "an empty file"],
)
def test_a_wrong_file_is_refused_in_words_beside_the_field(client, upload, sentence):
    upload.seek(0)

    page = text(send(client, open_form(client), identity=upload))

    beside = page[page.index('id="id_identity_error"') :]
    assert sentence in beside[:400]
    assert not InformationRequest.objects.exists()


def test_an_expired_page_gives_everything_back():
    client = Client(enforce_csrf_checks=True)
    form = open_form(Client())

    response = send(client, form, wanted="独一无二的描述")

    page = text(response)
    assert response.status_code == 403
    assert "页面打开得太久" in page
    assert "独一无二的描述" in page
    assert "已收到：身份证.png" in page
    assert "csrfmiddlewaretoken" in page
    assert not InformationRequest.objects.exists()


def test_a_form_left_open_for_days_is_sent_with_one_more_click(client):
    with time_machine.travel("2026-03-02 10:00+08:00", tick=False) as clock:
        form = open_form(client)
        clock.shift(SECONDS_OPEN)
        late = send(client, form)
        clock.shift(5)

        send(client, form | {"ticket": ticket_in(late)}, identity=None)

    assert "页面打开得太久" in text(late)
    assert InformationRequest.objects.count() == 1


def test_a_forged_ticket_files_nothing_and_loses_no_word(client):
    form = open_form(client)

    response = send(client, form | {"ticket": "x:y:z"})

    assert "页面已经过期" in text(response)
    assert PERSON["name"] in text(response)
    assert not InformationRequest.objects.exists()


def test_a_machine_that_fills_every_field_is_refused(client):
    response = send(client, open_form(client), website="https://example.org")

    assert "防止机器自动提交" in text(response)
    assert not InformationRequest.objects.exists()


def test_a_form_sent_at_once_is_refused_and_a_moment_later_taken(client):
    with time_machine.travel("2026-03-02 10:00+08:00", tick=False) as clock:
        form = filled(ticket_in(client.post(NEW, WANTED | {"step": "wanted"})))
        hasty = send(client, form)
        clock.shift(5)

        send(client, form, identity=None)

    assert "提交得太快" in text(hasty)
    assert InformationRequest.objects.count() == 1


@pytest.mark.parametrize("answer", ["", "99", "不知道"])
def test_the_question_must_be_answered(client, answer):
    response = send(client, open_form(client), answer=answer)

    assert "答案不对" in text(response)
    assert not InformationRequest.objects.exists()


def test_the_question_is_asked_in_words_and_varies(client):
    pages = [text(client.post(NEW, WANTED | {"step": "wanted"})) for _ in range(8)]

    questions = {
        re.search("防止机器自动提交：([一二三四五六七八九]加[一二三四五六七八九])", page)[1]
        for page in pages
    }
    assert len(questions) > 1


def test_one_address_files_so_many_a_day_and_is_told_of_other_ways(client, rf):
    for _ in range(FILED.most):
        FILED.use(rf.post(NEW))

    response = send(client, open_form(client))

    assert response.status_code == 429
    assert "当面提交、邮寄" in text(response)
    assert PERSON["name"] in text(response)
    assert not InformationRequest.objects.exists()


def test_personal_data_in_the_description_is_pointed_out_and_accepted(client):
    described = {"wanted": f"请查 {ID_NUMBER} 的学籍，电话 13912345678"}

    shown = client.post(NEW, WANTED | described | {"step": "wanted"})
    send(client, open_form(client, wanted_name="", **described), wanted_name="")

    info_request = InformationRequest.objects.get()
    assert "申请内容里好像有个人信息" in text(shown)
    assert info_request.wanted == described["wanted"]
    assert ID_NUMBER not in info_request.subject
    assert "13912345678" not in info_request.subject


def test_the_closed_channel_leads_to_the_other_ways(client):
    Channel.objects.filter(pk="internet").update(is_open=False)

    assert client.get(NEW).url == "/zfxxgk/ysqgk/"


def test_no_page_of_the_form_is_kept_by_anybody(client):
    responses = [client.get(NEW), client.post(NEW, WANTED | {"step": "wanted"})]

    assert all("no-store" in response["Cache-Control"] for response in responses)
    assert [each["X-Robots-Tag"] for each in responses] == ["all", "noindex, nofollow"]


def test_files_of_forms_never_sent_are_forgotten(client, django_capture_on_commit_callbacks):
    send(client, open_form(client), name="")
    path = HeldUpload.objects.get().path

    with django_capture_on_commit_callbacks(execute=True):
        HeldUpload.objects.forget_before(timezone.now())

    assert not HeldUpload.objects.exists()
    assert path not in list(private_files.stored_paths())


def test_the_person_is_told_by_mail_without_the_code(client):
    info_request, code = file_one(client)

    notice = Notice.objects.get(to_applicant=True)
    assert notice.event == "applicant_submitted"
    assert typed_code(code) not in f"{notice.context} {notice.path} {notice.key}"
    assert info_request.applicant.email == PERSON["email"]


def test_the_database_holds_no_personal_data_in_clear(client):
    _, code = file_one(client)
    secrets = (ID_NUMBER, PHONE, ADDRESS, PERSON["name"], PERSON["email"], typed_code(code), code)

    with connection.cursor() as cursor:
        dump = ""
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            dump += str(cursor.fetchall())

    assert "2026年小学招生计划" in dump
    assert [secret for secret in secrets if secret in dump] == []


def test_each_visitor_behind_the_proxy_has_an_allowance_of_their_own(rf, settings):
    settings.TRUSTED_PROXIES = [ip_network("127.0.0.1")]
    first = rf.post(NEW, HTTP_X_FORWARDED_FOR="203.0.113.9, 192.0.2.1")
    forged = rf.post(NEW, HTTP_X_FORWARDED_FOR="198.51.100.7, 192.0.2.1")
    other = rf.post(NEW, HTTP_X_FORWARDED_FOR="192.0.2.2")
    for _ in range(FILED.most):
        FILED.use(first)

    assert FILED.is_used_up(forged)
    assert not FILED.is_used_up(other)
