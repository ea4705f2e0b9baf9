"""The auditor takes the trail out: every linked entry, in order, with the head of the chain."""

import csv
from io import BytesIO, StringIO

import pytest
from django.contrib.auth.models import Permission
from openpyxl import load_workbook

from portal import audit_export
from portal.audit import audit_head, seal
from portal.models import AuditAct, AuditEntry
from portal.tests.factories import NOON, make_entry, make_user

pytestmark = pytest.mark.django_db

EXPORT = "/admin/portal/auditentry/export/"


@pytest.fixture
def auditor(client):
    user = make_user("auditor", last_name="沈", first_name="某")
    user.user_permissions.add(Permission.objects.get(codename="view_auditentry"))
    client.force_login(user)
    return user


def table_in(answer) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(StringIO(text)))


def test_the_file_holds_every_entry_in_order_and_ends_with_the_head(client, auditor, monkeypatch):
    monkeypatch.setattr(audit_export, "BATCH", 2)
    for version in range(5):
        make_entry(by=auditor, data={"version": version})
    seal(at=NOON)

    header, *lines, head = table_in(client.post(EXPORT, {"format": "csv"}))

    entries = list(AuditEntry.objects.sealed())
    assert header == audit_export.HEADERS
    assert [line[0] for line in lines] == [str(entry.number) for entry in entries]
    assert [line[-1] for line in lines] == [entry.mac for entry in entries]
    assert lines[-1][5] == "沈某"
    assert head[0] == str(audit_head().number) == lines[-1][0]
    assert head[2] == audit_export.HEAD_OF_CHAIN
    assert head[-1] == audit_head().mac


def test_taking_it_out_is_itself_in_the_file(client, auditor):
    *_, export, _ = table_in(client.post(f"{EXPORT}?act__exact=export", {"format": "csv"}))

    entry = AuditEntry.objects.get(act=AuditAct.EXPORT)
    assert entry.by == auditor
    assert entry.data["filters"] == ["act__exact"]
    assert export[0] == str(entry.number)


def test_what_is_filtered_in_the_list_is_what_comes_out(client, auditor):
    make_entry(act=AuditAct.REVIEW)
    make_entry(act=AuditAct.RELEASE)

    _, *lines, _ = table_in(client.post(f"{EXPORT}?act__exact=release", {"format": "csv"}))

    assert [line[3] for line in lines] == ["release"]


def test_a_sheet_keeps_text_as_text(client, auditor):
    make_entry(by=make_user("=1+1"))

    answer = client.post(EXPORT, {"format": "xlsx"})

    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    values = [[cell.value for cell in row] for row in sheet.rows]
    assert "'=1+1" in [row[4] for row in values]
    assert all(cell.data_type != "f" for row in sheet.rows for cell in row)
    assert values[-1][0] == audit_head().number


def test_a_text_longer_than_a_cell_is_not_cut_in_silence(client, auditor):
    make_entry(data={"text": "长" * 40_000})

    answer = client.post(EXPORT, {"format": "xlsx"})

    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    assert audit_export.TOO_LONG in [row[7].value for row in sheet.rows]


def test_a_sheet_that_would_not_open_is_refused_in_words(client, auditor, monkeypatch):
    monkeypatch.setattr(audit_export, "SHEET_ROWS", 1)
    make_entry()
    make_entry()

    page = client.post(EXPORT, {"format": "xlsx"})

    assert "请改用CSV" in page.content.decode()
    assert not AuditEntry.objects.filter(act=AuditAct.EXPORT).exists()


def test_others_take_nothing_out(client):
    client.force_login(make_user())

    answers = [client.get(EXPORT), client.post(EXPORT, {"format": "csv"})]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert not AuditEntry.objects.filter(act=AuditAct.EXPORT).exists()


def test_a_filter_that_means_nothing_is_a_bad_request(client, auditor):
    assert client.get(f"{EXPORT}?nonsense__x=1").status_code == 400


def test_the_list_leads_to_the_export_with_its_filters(client, auditor):
    page = client.get("/admin/portal/auditentry/?act__exact=review").content.decode()

    assert f'href="{EXPORT}?act__exact=review"' in page
