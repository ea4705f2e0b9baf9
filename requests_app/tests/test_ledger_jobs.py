"""A long ledger of requests is a job, and what leaves by a job is masked as by the page."""

import csv
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from portal.admin import ledgers as admin_ledgers
from portal.ledger_jobs import run_waiting
from portal.models import AuditAct, AuditEntry, JobState, LedgerJob
from portal.roles import DISCLOSURE_OFFICER
from portal.tests.factories import make_user
from requests_app.models import InformationRequest
from requests_app.tests.ledgers import csv_ledger, import_ledger, row

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("holidays", "each_act_by_itself")]
LIST = "/admin/requests_app/informationrequest/"


@pytest.fixture
def officer(client, monkeypatch):
    monkeypatch.setattr(admin_ledgers, "JOB_ROWS", 2)  # longer than that is long
    call_command("sync_roles", verbosity=0)
    person = make_user("officer", is_staff=True)
    person.groups.add(Group.objects.get(name=DISCLOSURE_OFFICER))
    client.force_login(person)
    return person


def many() -> list[dict]:
    return [row(申请编号=str(n)) for n in range(3)]


def test_a_long_ledger_of_requests_is_checked_with_masked_names_and_written_once(client, officer):
    upload = SimpleUploadedFile("台账.csv", csv_ledger(*many()))
    client.post(f"{LIST}import/", {"import_file": upload, "format": "0", "resource": "0"})
    job = LedgerJob.objects.get()

    run_waiting()
    page = client.get(job.get_absolute_url()).content.decode()
    client.post(f"/admin/portal/ledgerjob/{job.pk}/confirm/")
    client.post(f"/admin/portal/ledgerjob/{job.pk}/confirm/")
    done = run_waiting()

    job.refresh_from_db()
    assert "王*" in page
    assert "王小明" not in page
    assert (done, job.state) == (1, JobState.DONE)
    assert InformationRequest.objects.count() == 3
    assert AuditEntry.objects.get(act=AuditAct.IMPORT).by == officer


@pytest.mark.parametrize("in_clear, name", [({}, "王*"), ({"in_clear": "on"}, "王小明")])
def test_a_long_export_is_masked_unless_a_reason_goes_on_record(client, officer, in_clear, name):
    import_ledger(csv_ledger(*many()))
    sent = {"format": "1", "resource": "0", "reason": "移交档案馆"} | in_clear

    client.post(f"{LIST}export/", sent)
    run_waiting()
    job = LedgerJob.objects.get()
    file = client.get(f"/admin/portal/ledgerjob/{job.pk}/result/")

    text = b"".join(file.streaming_content).decode("utf-8-sig")
    assert {line["申请人"] for line in csv.DictReader(StringIO(text))} == {name}
    entry = AuditEntry.objects.get(act=AuditAct.EXPORT)
    assert entry.data.get("reason", "") == ("移交档案馆" if in_clear else "")


def test_a_long_export_in_clear_needs_its_reason_and_its_right(client, officer):
    import_ledger(csv_ledger(*many()))
    sent = {"format": "1", "resource": "0", "in_clear": "on"}

    unreasoned = client.post(f"{LIST}export/", sent)
    group = Group.objects.get(name=DISCLOSURE_OFFICER)
    group.permissions.remove(group.permissions.get(codename="unmask_applicant"))
    forbidden = client.post(f"{LIST}export/", sent | {"reason": "移交档案馆"})

    assert "请写清办理什么事项需要" in unreasoned.content.decode()
    assert forbidden.status_code == 403
    assert not LedgerJob.objects.exists()
