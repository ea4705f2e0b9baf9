"""Who may open which page of the desk, and what supervisors are shown."""

from datetime import date

import pytest
from django.urls import reverse

from disclosure.tests.staff import make_staff
from portal.models import AuditAct, AuditEntry
from portal.roles import AUTHOR
from portal.tests.factories import make_office
from requests_app.admin.acts import ACTS
from requests_app.models import Consultation, Correction, Extension, FileKind, Remedy, RequestFile
from requests_app.tests import desk, factories
from requests_app.tests.desk import acts_offered, address, text_of
from requests_app.tests.factories import LATER, MONDAY, make_running_request
from requests_app.tests.uploads import proof_of_identity

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("holidays", "each_act_by_itself"),
]

NAME, PHONE = "王小明", "13800000000"
REGISTERS = [
    reverse(f"admin:requests_app_{model}_changelist")
    for model in ("channel", "feetariff", "correctionreason", "requestrules")
]


@pytest.fixture
def case():
    """A case in the handler's hands, with one of everything a page may be about."""
    info_request = make_running_request(wanted=f"请回电{PHONE}")
    asked = {"by": factories.handler(), "on": MONDAY, "at": LATER}
    Consultation.objects.send(
        info_request, kind="third_party", party="云溪甲培训有限公司", question="意见", **asked
    )
    Remedy.objects.register(
        info_request, kind="review", filed_on=MONDAY, by=factories.officer(), at=LATER
    )
    RequestFile.objects.add(
        info_request,
        FileKind.IDENTITY,
        proof_of_identity(),
        by=factories.officer(),
        at=LATER,
    )
    return info_request


def pages_of(case) -> list[str]:
    parts = {
        "consultations": case.consultations.get().pk,
        "remedies": case.remedies.get().pk,
        "letters": case.letters.first().pk,
    }
    acts = [
        address(case, act.name, *([parts[act.part]] if act.part else [])) for act in ACTS.values()
    ]
    letter = case.letters.first().pk
    return [
        address(case),
        address(case, "unmask"),
        address(case, "receipt"),
        address(case, "file", case.files.get().pk),
        address(case, "letter", letter),
        address(case, "letter_file", letter),
        *acts,
    ]


def test_nobody_without_a_right_to_requests_opens_any_page_of_a_case(client, case):
    client.force_login(make_staff("ni", AUTHOR, office=make_office()))

    got_in = [page for page in pages_of(case) if client.get(page).status_code not in (403, 404)]

    assert got_in == []


def test_a_handler_opens_no_page_of_somebody_elses_case(client, case):
    client.force_login(desk.case_handler("other handler"))

    got_in = [page for page in pages_of(case) if client.get(page).status_code not in (403, 404)]
    sent = [page for page in pages_of(case) if client.post(page).status_code not in (403, 404)]

    assert got_in == sent == []


def test_a_supervisor_reads_the_case_masked_and_does_nothing(client, case):
    client.force_login(desk.supervisor())

    page = client.get(address(case))
    opened = [page for page in pages_of(case) if client.post(page).status_code == 200]

    words = text_of(page)
    assert case.number in words
    assert NAME not in words and PHONE not in words and "云溪甲" not in words
    assert "138****0000" in words
    assert acts_offered(page) == set()
    assert opened == [address(case), address(case, "letter", case.letters.first().pk)]


def test_a_supervisor_reads_what_staff_typed_masked_as_well(client):
    case = make_running_request()
    said, acts = f"请致电{PHONE}", {"by": factories.handler(), "at": LATER}
    Correction.objects.ask(
        case, on=MONDAY, items=f"{said}补正", guidance=said, respond_by=date(2025, 3, 20), **acts
    )
    case.correction.receive(on=date(2025, 3, 4), answer=said, **acts)
    case.refresh_from_db()
    Extension.objects.propose(case, on=date(2025, 3, 4), days=5, reason=said, **acts)
    answer = factories.propose(case, reasons=said)
    answer.send_back(by=factories.head(), at=LATER, reason=said)
    client.force_login(desk.supervisor())

    words = text_of(client.get(address(case)))

    assert PHONE not in words
    assert words.count("138****0000") >= 6


def test_the_registers_behind_the_requests_are_not_the_desks(client):
    client.force_login(desk.officer())

    statuses = {client.get(page).status_code for page in REGISTERS}

    assert statuses == {403}


def test_seeing_who_asked_takes_a_reason_and_leaves_a_trace(client, case):
    client.force_login(desk.officer("ban"))

    masked = client.get(address(case))
    refused = client.post(address(case, "unmask"), {"reason": ""})
    shown = client.post(address(case, "unmask"), {"reason": f"电话{PHONE}确认收到"})
    afterwards = client.get(address(case, "unmask"))

    assert NAME not in text_of(masked)
    assert NAME not in text_of(refused)
    assert NAME in text_of(shown) and PHONE in text_of(shown)
    assert "no-store" in shown["Cache-Control"]
    assert NAME not in text_of(afterwards)
    entry = AuditEntry.objects.about(case).filter(act=AuditAct.UNMASKING).get()
    assert entry.data == {"reason": "电话138****0000确认收到"}


def test_a_proof_of_identity_is_handed_out_for_a_reason_only(client, case):
    client.force_login(desk.officer("ban"))
    file = case.files.get()

    asked = client.get(address(case, "file", file.pk))
    sent = client.post(address(case, "file", file.pk), {"reason": "核对身份证明"})

    assert b"%PDF" not in asked.content
    assert sent.content == file.read()
    entry = AuditEntry.objects.about(case).filter(act=AuditAct.UNMASKING).get()
    assert entry.data == {"reason": "核对身份证明", "file": file.pk, "kind": "identity"}


def test_a_letter_is_handed_out_for_a_reason_that_holds_for_the_case_until_the_log_in_ends(
    client, case
):
    client.force_login(desk.officer("ban"))
    letter = case.letters.first()
    pdf = address(case, "letter_file", letter.pk)
    word = reverse("admin:requests_app_letter_word", args=[letter.pk])

    asked = client.get(pdf)
    given = client.post(pdf, {"reason": f"邮寄{PHONE}"})
    again = client.get(word)
    identity = client.get(address(case, "file", case.files.get().pk))

    assert "查看理由" in asked.content.decode()
    assert "attachment" not in asked.get("Content-Disposition", "")
    assert given["Content-Disposition"].startswith("attachment")
    assert again["Content-Disposition"].startswith("attachment")
    assert "查看理由" in identity.content.decode()
    entries = AuditEntry.objects.about(case).filter(act=AuditAct.UNMASKING)
    seen = {"reason": "邮寄138****0000", "letter": letter.pk}
    assert [entry.data for entry in entries] == [seen, seen]
    client.force_login(desk.officer("another"))
    assert "查看理由" in client.get(pdf).content.decode()


def test_the_requests_of_one_applicant_are_found_without_a_number_in_the_address(client, case):
    other = factories.make_request(subject="另一件", applicant={"id_number": "110105194912310134"})
    client.force_login(desk.officer("ban"))

    found = client.post(
        reverse("admin:requests_app_informationrequest_seek"),
        {"id_number": "11010519491231002x"},
    )
    register = client.get(found["Location"])

    assert found["Location"].endswith(f"?of={case.pk}")
    assert [row.pk for row in register.context["cl"].result_list] == [case.pk]
    assert other.subject not in text_of(register)
