"""An officer's way: choose the ledger, look at the preview, confirm; and the export."""

import csv
from io import BytesIO, StringIO

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import html
from openpyxl import load_workbook

from disclosure.tests.staff import said
from portal.models import AuditAct, AuditEntry
from portal.roles import DISCLOSURE_OFFICER, SUPERVISOR
from portal.tests.factories import make_user, role_group
from requests_app.models import InformationRequest
from requests_app.tests.factories import answer, make_closed_request, make_running_request
from requests_app.tests.ledgers import csv_ledger, import_ledger, open_row, row

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("holidays", "each_act_by_itself", "on_2_march_2026"),
]
LIST = "/admin/requests_app/informationrequest/"
IMPORT, CONFIRM, EXPORT = f"{LIST}import/", f"{LIST}process_import/", f"{LIST}export/"
WAITING = "django-import-export"
XLSX, CSV = "0", "1"


@pytest.fixture
def on_2_march_2026():
    with time_machine.travel("2026-03-02T10:00:00+08:00", tick=False):
        yield


@pytest.fixture
def sent_by(client):
    """Logs a person with a role in; returns their browser."""

    def log_in(role):
        person = make_user(f"person-{role}")
        person.is_staff = True
        person.save()
        person.groups.add(role_group(role))
        client.force_login(person)
        return client

    return log_in


def upload(client, data: bytes, name="台账.csv"):
    ledger = SimpleUploadedFile(name, data)
    return client.post(IMPORT, {"import_file": ledger, "format": "0", "resource": "0"})


def text_of(page) -> str:
    return " ".join(html.fromstring(page.content.decode()).text_content().split())


def hidden_fields(page) -> dict:
    (form,) = html.fromstring(page.content.decode()).xpath(f"//form[@action='{CONFIRM}']")
    return dict(form.form_values())


def exported(response) -> list[dict]:
    return list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))


# --- Import -------------------------------------------------------------------------------------


def test_an_officer_sees_the_preview_with_masked_names_and_confirms(sent_by):
    client = sent_by(DISCLOSURE_OFFICER)

    preview = upload(client, csv_ledger(row(), open_row(申请编号="2")))
    before = InformationRequest.objects.count()
    done = client.post(CONFIRM, hidden_fields(preview), follow=True)

    assert "检查通过：将导入 1 件已办结，1 件在办。" in text_of(preview)
    assert "王*" in text_of(preview)
    assert "王小明" not in text_of(preview)
    assert before == 0
    assert said(done) == ["导入完成：1 件已办结，1 件在办。"]
    event = InformationRequest.objects.get(number="2").events.get()
    assert event.by.username == f"person-{DISCLOSURE_OFFICER}"
    assert "台账.csv" in event.note


def test_while_it_waits_for_confirmation_the_file_is_encrypted_and_then_gone(sent_by):
    client = sent_by(DISCLOSURE_OFFICER)

    preview = upload(client, csv_ledger(row()))
    sent = hidden_fields(preview)
    path = f"{WAITING}/{sent['import_file_name']}"
    with default_storage.open(path) as file:
        waiting = file.read()
    client.post(CONFIRM, sent)

    assert waiting
    assert "王小明".encode() not in waiting
    assert not default_storage.exists(path)


def test_mistakes_are_shown_with_row_column_and_remedy_and_nothing_can_be_confirmed(sent_by):
    client = sent_by(DISCLOSURE_OFFICER)

    page = upload(client, csv_ledger(row(), row(申请编号="2", 渠道="<b>飞鸽</b>")))

    assert "共 1 行有错，没有导入任何内容" in text_of(page)
    assert "第3行“渠道”：“<b>飞鸽</b>”不是申请渠道" in text_of(page)
    assert "<b>飞鸽" not in page.content.decode()
    assert CONFIRM not in page.content.decode()


def test_a_file_that_is_no_ledger_is_refused_beside_its_field(sent_by):
    page = upload(sent_by(DISCLOSURE_OFFICER), b"\x89PNG\r\n\x1a\n")

    assert "不是CSV或XLSX文件，而是图片" in text_of(page)


def test_who_may_not_import_or_export_is_refused(sent_by):
    client = sent_by(SUPERVISOR)

    assert client.get(IMPORT).status_code == 403
    assert client.post(CONFIRM).status_code == 403
    assert client.get(EXPORT).status_code == 403


def test_the_list_leads_to_import_and_export(sent_by):
    page = sent_by(DISCLOSURE_OFFICER).get(LIST).content.decode()

    assert IMPORT in page
    assert EXPORT in page


# --- Export -------------------------------------------------------------------------------------


def test_an_export_masks_names_and_texts_and_is_on_record(sent_by):
    import_ledger(csv_ledger(row(申请内容="各小学招生，电话13812345678")))

    response = sent_by(DISCLOSURE_OFFICER).post(EXPORT, {"format": CSV, "resource": "0"})

    [line] = exported(response)
    assert line["申请人"] == "王*"
    assert line["申请内容"] == "各小学招生，电话138****5678"
    entry = AuditEntry.objects.get(act=AuditAct.EXPORT)
    assert entry.data == {"model": "requests_app.informationrequest", "rows": 1}


def test_names_leave_in_clear_only_with_a_reason_that_goes_on_record(sent_by):
    import_ledger(csv_ledger(row()))
    client = sent_by(DISCLOSURE_OFFICER)
    sent = {"format": CSV, "resource": "0", "in_clear": "on"}

    refused = client.post(EXPORT, sent)
    response = client.post(EXPORT, sent | {"reason": "移交档案馆"})

    assert "请写清办理什么事项需要" in text_of(refused)
    assert exported(response)[0]["申请人"] == "王小明"
    [entry] = AuditEntry.objects.filter(act=AuditAct.EXPORT)
    assert entry.data["reason"] == "移交档案馆"


def test_who_may_not_see_applicants_is_not_offered_their_names(sent_by):
    client = sent_by(DISCLOSURE_OFFICER)
    group = Group.objects.get(name=DISCLOSURE_OFFICER)
    group.permissions.remove(group.permissions.get(codename="unmask_applicant"))

    page = client.get(EXPORT)
    forged = client.post(EXPORT, {"format": CSV, "in_clear": "on", "reason": "移交档案馆"})

    assert "不遮盖" not in text_of(page)
    assert forged.status_code == 403


def test_an_export_in_clear_can_be_imported_again_and_says_the_same(sent_by):
    first = row(答复文号="云教公复〔2025〕3号", 延期工作日=5, 备注="=1+1")
    import_ledger(csv_ledger(first, open_row(申请编号="2", 渠道="口头")))
    sent = {"format": XLSX, "resource": "0", "in_clear": "on", "reason": "移交档案馆"}
    client = sent_by(DISCLOSURE_OFFICER)

    file = client.post(EXPORT, sent).content
    cells = [value for line in load_workbook(BytesIO(file)).active.values for value in line]
    InformationRequest.objects.all().delete()
    result = import_ledger(file, name="导出.xlsx")
    again = client.post(EXPORT, sent).content

    assert "'=1+1" in cells
    assert result.is_good
    assert list(load_workbook(BytesIO(again)).active.values) == list(
        load_workbook(BytesIO(file)).active.values
    )


def test_our_own_cases_are_exported_with_the_number_of_their_letter(sent_by):
    info_request = make_running_request()
    decision = answer(info_request)

    [line] = exported(sent_by(DISCLOSURE_OFFICER).post(EXPORT, {"format": CSV}))

    assert line["申请编号"] == info_request.number
    assert line["渠道"] == "当面"
    assert line["办理结果"] == "予以公开"
    assert line["答复文号"] == decision.letter.number
    assert line["申请内容"].startswith("2024年义务教育招生计划\n")


def test_an_export_follows_the_filters_of_the_list(sent_by):
    make_closed_request(number="甲", outcome="GRANT")
    make_closed_request(number="乙", outcome="PARTIAL")

    response = sent_by(DISCLOSURE_OFFICER).post(f"{EXPORT}?outcome=PARTIAL", {"format": CSV})

    assert [line["申请编号"] for line in exported(response)] == ["乙"]


def test_many_rows_are_exported_with_as_many_queries_as_few(sent_by, django_assert_max_num_queries):
    import_ledger(csv_ledger(*(row(申请编号=str(n)) for n in range(30))))
    client = sent_by(DISCLOSURE_OFFICER)

    with django_assert_max_num_queries(30):
        response = client.post(EXPORT, {"format": CSV})

    assert len(exported(response)) == 30
