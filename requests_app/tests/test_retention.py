"""What is forgotten, and what stays (`manage.py purge`)."""

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command

from portal.files.private_files import stored_paths
from portal.models import AuditEntry, Notice
from requests_app.models import (
    Consultation,
    FileKind,
    InformationRequest,
    Remedy,
    RequestFile,
    RequestRules,
)
from requests_app.outcomes import Outcome
from requests_app.retention import cases_to_forget, forget_cases, forget_identity_proofs
from requests_app.tests.factories import LATER, answer, handler, make_running_request, officer
from requests_app.workflow import ConsultationKind, Opinion

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("holidays", "each_act_by_itself"),
]
LONG_AFTER = date(2036, 6, 1)


def make_case():
    """A closed case with a consultation, a file and what people typed."""
    info_request = make_running_request(
        subject="王小明家的学区", wanted="请寄到云溪县示例路1号，电话13800000000"
    )
    consultation = Consultation.objects.send(
        info_request,
        kind=ConsultationKind.THIRD_PARTY,
        party="李某某",
        question="是否同意公开",
        by=handler(),
        on=date(2025, 3, 4),
        at=LATER,
    )
    consultation.deliver(by=handler(), on=date(2025, 3, 5), at=LATER, proof="李某某签收")
    consultation.answer(by=handler(), on=date(2025, 3, 5), at=LATER, opinion=Opinion.AGREES)
    info_request.refresh_from_db()
    proof = ContentFile("身份证明".encode(), name="身份证.txt")
    RequestFile.objects.add(info_request, FileKind.IDENTITY, proof, by=officer(), at=LATER)
    answer(info_request)
    return info_request


def test_a_case_is_forgotten_when_its_time_is_up_and_its_numbers_stay():
    info_request = make_case()

    [forgotten] = forget_cases(LONG_AFTER, at=LATER)

    info_request = InformationRequest.objects.get()
    assert forgotten == info_request
    assert info_request.applicant.name == info_request.applicant.key == ""
    assert info_request.wanted == ""
    assert "王小明" not in info_request.subject
    consultation = info_request.consultations.get()
    assert consultation.party == consultation.proof == ""
    assert info_request.decision.details == {}
    assert set(info_request.events.values_list("note", flat=True)) == {""}
    assert not Notice.objects.exists()
    assert info_request.outcome == Outcome.GRANT
    assert info_request.closed_on == date(2025, 3, 10)
    assert info_request.letters.exists()
    assert AuditEntry.objects.filter(act="purge").exists()


def test_files_are_gone_from_the_disk(django_capture_on_commit_callbacks):
    make_case()
    before = set(stored_paths())

    with django_capture_on_commit_callbacks(execute=True):
        list(forget_cases(LONG_AFTER, at=LATER))

    assert before
    assert not before & set(stored_paths())


def test_identity_proofs_go_earlier_than_the_case():
    info_request = make_case()

    count = forget_identity_proofs(date(2026, 6, 1), at=LATER)

    assert count == 1
    assert not info_request.files.exists()
    assert InformationRequest.objects.get().applicant.name == "王小明"


def test_a_case_with_a_remedy_under_way_is_kept():
    info_request = make_case()
    Remedy.objects.register(
        info_request, kind="review", filed_on=date(2025, 4, 1), by=officer(), at=LATER
    )

    assert not cases_to_forget(LONG_AFTER, RequestRules.objects.current()).exists()


def test_a_case_against_which_a_remedy_is_filed_meanwhile_is_kept():
    contested = make_case()
    make_case()  # the newest is forgotten first
    filed = {"kind": "review", "filed_on": date(2025, 4, 1), "by": officer(), "at": LATER}
    forgetting = forget_cases(LONG_AFTER, at=LATER)
    next(forgetting)

    Remedy.objects.register(contested, **filed)

    assert list(forgetting) == []
    assert InformationRequest.objects.get(pk=contested.pk).applicant.name == "王小明"


def test_nothing_is_forgotten_early_or_twice():
    make_case()

    early = list(forget_cases(date(2035, 3, 1), at=LATER))
    once = list(forget_cases(LONG_AFTER, at=LATER))
    twice = list(forget_cases(LONG_AFTER, at=LATER))

    assert (len(early), len(once), len(twice)) == (0, 1, 0)


def test_a_dry_run_counts_and_clears_nothing(capsys):
    make_case()

    call_command("purge", "--dry-run", "--as-of", "2036-06-01")

    assert capsys.readouterr().out.endswith("将清除身份证明 1 份、申请案卷 1 件\n")
    assert InformationRequest.objects.get().applicant.name == "王小明"
