"""What is forgotten when it need not be kept any longer; the numbers of the report stay right.

How long, the office decides (`RequestRules.keep_identity_days`, `keep_case_years`): no national
text fixes it for requests. A case with a remedy under way is kept whatever its age. Of a case
that is forgotten stay number, days, kind of applicant, outcome, and the hashes of its letters.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from portal.files import private_files
from portal.models import AuditAct, AuditEntry, Notice
from requests_app.models import HeldUpload, InformationRequest, RequestFile, RequestRules
from requests_app.models.request_file import PERSONAL
from requests_app.workflow import Status

FORM_KEEPS = timedelta(hours=24)  # files of a form nobody sent
FREE_TEXTS = {  # per part of a case, what people typed
    "correction": ["items", "guidance", "answer", "good_reason"],
    "reasons_inquiry": ["facts", "answer", "finding"],
    "extension": ["reason"],
    "fee_notice": ["late_reason", "payment_code"],
    "rating": ["comment"],
}
OF_MANY = {
    "consultations": [
        *("party", "address", "question", "proof", "opinion_reason", "override_reason"),
    ],
    "decisions": ["reasons", "return_reason", "service_proof"],
    "remedies": ["grounds", "case_no"],
}
OF_THE_CASE = [
    *("wanted_name", "wanted_number", "wanted", "wanted_period", "help_needed"),
    *("text_key", "query_code_hash", "form_key"),
]
FORGOTTEN = "（已按保存期限清除）"  # in place of the subject, which may name somebody


def settled_before(day: date):
    """Return the closed cases of before `day` that no remedy keeps open."""
    closed = InformationRequest.objects.filter(status=Status.CLOSED, closed_on__lt=day)
    pending = Q(remedies__isnull=False, remedies__result="")
    reopened = Q(reopenings__isnull=False) & ~Q(reopenings__status=Status.CLOSED)
    return closed.exclude(pending).exclude(reopened)


def identity_proofs_to_forget(today: date, rules: RequestRules):
    """Return the identity proofs and authorities that have served their purpose."""
    cases = settled_before(today - timedelta(days=rules.keep_identity_days))
    return RequestFile.objects.filter(kind__in=PERSONAL, info_request__in=cases)


def cases_to_forget(today: date, rules: RequestRules):
    """Return the cases whose people are forgotten; the row itself stays for the statistics."""
    cases = settled_before(today.replace(day=1, year=today.year - rules.keep_case_years))
    return cases.filter(applicant__purged_at=None)


def forget_identity_proofs(today: date, *, at: datetime) -> int:
    """Delete the identity proofs that have served their purpose; return how many."""
    rows = identity_proofs_to_forget(today, RequestRules.objects.current())
    return sum(forget_file(row, at=at) for row in rows.select_related("info_request"))


@transaction.atomic
def forget_file(row: RequestFile, *, at: datetime) -> bool:
    """Delete one file and its row; the trail keeps its hash."""
    path = row.path
    AuditEntry.objects.record(
        act=AuditAct.PURGE, by=None, at=at, obj=row.info_request, data={"sha256": row.sha256}
    )
    row.delete()
    transaction.on_commit(lambda: private_files.delete(path))
    return True


def forget_left_uploads(at: datetime) -> int:
    """Delete the files of forms that nobody sent within a day; return how many."""
    return HeldUpload.objects.forget_before(at - FORM_KEEPS)


def forget_cases(today: date, *, at: datetime) -> Iterator[InformationRequest]:
    """Forget one case after another, each in its own transaction; yield those done."""
    rows = cases_to_forget(today, RequestRules.objects.current())
    for pk in list(rows.values_list("pk", flat=True)):
        with transaction.atomic():
            info_request = InformationRequest.objects.get(pk=pk)
            info_request.lock()
            is_still_due = rows.filter(pk=pk).exists()  # not if a remedy was filed meanwhile
            if is_still_due:
                forget(info_request, at=at)
        if is_still_due:
            yield info_request


@transaction.atomic
def forget(info_request: InformationRequest, *, at: datetime) -> None:
    """Clear everything personal of a case: rows, files, letters, history notes, notices."""
    info_request.lock()
    info_request.applicant.purge(at=at)
    clear(info_request, OF_THE_CASE)
    info_request.subject = FORGOTTEN
    info_request.save()
    for name, fields in FREE_TEXTS.items():
        if row := info_request.part(name):
            clear(row, fields).save()
    for name, fields in OF_MANY.items():
        for row in getattr(info_request, name).all():
            clear(row, fields).save()
    info_request.decisions.update(details={})
    info_request.events.update(note="")
    for letter in info_request.letters.all():
        letter.forget()
    for row in info_request.files.all():
        forget_file(row, at=at)
    about = {"about_app": "requests_app", "about_model": "informationrequest"}
    Notice.objects.filter(**about, about_pk=str(info_request.pk)).delete()
    info_request.audit(AuditAct.PURGE, by=None, at=at)


def clear(row, fields: list[str]):
    """Empty the text fields of `row`, and return it unsaved."""
    for name in fields:
        setattr(row, name, "")
    return row
