"""Letters and case files at the desk: who may take them out, and what is put on record."""

from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from django.urls import reverse

from disclosure.tests.factories import make_person
from portal.models import AuditAct, AuditEntry
from requests_app.letters import LetterKind
from requests_app.models import Letter
from requests_app.tests.factories import make_running_request, rights
from requests_app.tests.letters import make_letter

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("holidays", "each_act_by_itself"),
]
SEES = ("view_informationrequest", "view_letter", "see_all_informationrequests")


@pytest.fixture
def sign_in(client):
    def as_one_with(*acts):
        client.force_login(make_person("clerk", *rights(*SEES, *acts)))
        return client

    return as_one_with


def address(name, pk):
    return reverse(f"admin:requests_app_letter_{name}", args=[pk])


def test_the_register_lists_letters_in_few_queries(sign_in, django_assert_max_num_queries):
    for _ in range(3):
        make_letter(LetterKind.CORRECTION)
    client = sign_in()

    with django_assert_max_num_queries(20):
        page = client.get(reverse("admin:requests_app_letter_changelist")).content.decode()

    assert all(letter.number in page for letter in Letter.objects.all())
    assert "王小明" not in page


def test_a_handler_sees_the_letters_of_their_own_cases_only(client):
    make_running_request()
    client.force_login(make_person("other", *rights("view_informationrequest", "view_letter")))

    page = client.get(reverse("admin:requests_app_letter_changelist")).content.decode()

    assert "云教公收" not in page


def test_a_letter_in_the_register_leads_to_its_case(sign_in):
    letter = make_letter(LetterKind.CORRECTION)

    answer = sign_in().get(reverse("admin:requests_app_letter_change", args=[letter.pk]))

    assert answer.url == reverse(
        "admin:requests_app_informationrequest_letter", args=[letter.info_request_id, letter.pk]
    )


def test_a_word_copy_names_the_applicant_and_is_put_on_record(sign_in):
    letter = make_letter(LetterKind.CORRECTION)

    client = sign_in("unmask_applicant")

    asked = client.get(address("word", letter.pk))
    answer = client.post(address("word", letter.pk), {"reason": "核对寄送地址"})

    assert "王小明" not in asked.content.decode()
    text = "".join(each.text for each in docx.Document(BytesIO(answer.content)).paragraphs)
    assert "王小明" in text
    assert AuditEntry.objects.filter(act=AuditAct.UNMASKING).count() == 1


@pytest.mark.parametrize("name", ["word", "case_file", "proof"])
def test_who_may_only_read_takes_nothing_out_and_makes_nothing(sign_in, name):
    letter = make_letter(LetterKind.CORRECTION)
    pk = letter.info_request_id if name == "case_file" else letter.pk
    client = sign_in()

    answer = client.post(address(name, pk), {"reason": "随便看看"})

    assert answer.status_code == 403
    assert not AuditEntry.objects.filter(act__in=[AuditAct.EXPORT, AuditAct.UNMASKING]).exists()
    assert not Letter.objects.filter(kind=LetterKind.SERVICE_PROOF).exists()


def test_a_proof_of_service_is_made_for_a_letter(sign_in):
    letter = make_letter(LetterKind.CORRECTION)

    answer = sign_in("serve_informationrequest").post(address("proof", letter.pk))

    proof = Letter.objects.get(kind=LetterKind.SERVICE_PROOF)
    assert proof.part == letter
    assert answer.url.endswith(f"/letters/{proof.pk}/")


def test_a_case_file_is_sent_with_a_reason_only(sign_in):
    info_request = make_running_request()
    client = sign_in("unmask_applicant", "export_requests")
    asked = client.get(address("case_file", info_request.pk)).content.decode()
    unanswered = AuditEntry.objects.filter(act=AuditAct.EXPORT).exists()

    answer = client.post(address("case_file", info_request.pk), {"reason": "诉讼举证"})

    archive = ZipFile(BytesIO(b"".join(answer.streaming_content)))
    assert "查看理由" in asked and not unanswered
    assert archive.testzip() is None
    assert "01_申请表.pdf" in archive.namelist()
    assert AuditEntry.objects.get(act=AuditAct.EXPORT).data["reason"] == "诉讼举证"
