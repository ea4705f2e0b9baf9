"""A clerk's way: choose the ledger, look at the preview, confirm; and the export."""

import os

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from lxml import html

from disclosure.models import Attachment, Item
from disclosure.tests.factories import make_category, make_draft, make_item
from disclosure.tests.ledgers import csv_ledger, draft, row, xlsx_ledger, zip_of
from disclosure.tests.staff import grant, make_editor, make_staff, said
from portal.admin.ledgers import WAITING

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_2_march_2026")]
IMPORT = "/admin/disclosure/item/import/"
CONFIRM = "/admin/disclosure/item/process_import/"
EXPORT = "/admin/disclosure/item/export/"


@pytest.fixture
def on_2_march_2026():
    with time_machine.travel("2026-03-02T10:00:00+08:00", tick=False):
        yield


@pytest.fixture(autouse=True)
def category(settings):
    settings.ZEAL_ALLOWLIST = [{"model": "portal.Counter", "field": "get()"}]  # several counters
    return make_category()


def upload(client, data: bytes, name="台账.csv", **files):
    ledger = SimpleUploadedFile(name, data)
    return client.post(IMPORT, {"import_file": ledger, "format": "0", "resource": "0"} | files)


def text_of(page) -> str:
    return " ".join(html.fromstring(page.content.decode()).text_content().split())


def hidden_fields(page) -> dict:
    (form,) = html.fromstring(page.content.decode()).xpath(f"//form[@action='{CONFIRM}']")
    return dict(form.form_values())


def test_an_editor_sees_the_preview_and_confirms(client):
    client.force_login(make_editor())

    preview = upload(client, csv_ledger(row(), draft(标题="待定的一件", 发文字号="")))
    before = Item.objects.count()
    done = client.post(CONFIRM, hidden_fields(preview), follow=True)

    assert "将导入 1 条已公开的历史信息、1 条草稿" in text_of(preview)
    assert "待定的一件" in text_of(preview)
    assert before == 0
    assert said(done) == ["导入完成：1条已公开，1条草稿。"]
    item = Item.objects.public().get()
    assert item.events.get().by.username == "wen"
    assert "台账.csv" in item.events.get().note


def test_xlsx_is_told_by_its_content(client):
    client.force_login(make_editor())

    preview = upload(client, xlsx_ledger(row()), name="台账.xlsx")
    client.post(CONFIRM, hidden_fields(preview))

    assert Item.objects.public().count() == 1


def test_mistakes_are_shown_with_row_column_and_remedy_and_nothing_can_be_confirmed(client):
    client.force_login(make_editor())

    page = upload(client, csv_ledger(row(), row(标题="<b>粗</b>", 栏目代码="9999")))

    assert "共 1 行有错，没有导入任何内容" in text_of(page)
    assert "“栏目代码”：没有代码为“9999”的栏目；请按公开目录填写末级栏目的代码。" in text_of(page)
    assert html.fromstring(page.content.decode()).xpath("//tbody/tr/td[1]/text()") == ["3"]
    assert "<b>粗" not in page.content.decode()
    assert CONFIRM not in page.content.decode()
    assert not Item.objects.exists()


def test_a_file_that_is_no_ledger_is_refused_beside_its_field(client):
    client.force_login(make_editor())

    page = upload(client, csv_ledger(row(), encoding="utf-16"))

    assert "UTF-16" in text_of(page)


def test_without_the_permission_only_drafts_come_in(client):
    clerk = make_staff("clerk")
    grant(clerk, "add_item", "view_item")
    client.force_login(clerk)

    refused = upload(client, csv_ledger(row()))
    preview = upload(client, csv_ledger(draft()))
    client.post(CONFIRM, hidden_fields(preview))

    assert "您没有导入已公开历史信息的权限" in text_of(refused)
    assert Item.objects.get().author == clerk


def test_who_may_not_add_items_may_not_import(client):
    reader = make_staff("reader")
    grant(reader, "view_item")
    client.force_login(reader)

    assert client.get(IMPORT).status_code == 403
    assert client.post(CONFIRM).status_code == 403


def test_the_archive_waits_for_the_confirmation_and_is_gone_after_it(client):
    client.force_login(make_editor())
    archive = SimpleUploadedFile("附件.zip", zip_of({"表.txt": b"1", "多余.txt": b"2"}).read())

    preview = upload(client, csv_ledger(row(附件="表.txt")), archive=archive)
    waiting = default_storage.listdir(WAITING)[1]
    client.post(CONFIRM, hidden_fields(preview))

    assert "压缩包里有 1 个文件没有哪一行用到：多余.txt" in text_of(preview)
    assert len(waiting) == 2
    assert Attachment.objects.get().name == "表.txt"
    assert default_storage.listdir(WAITING)[1] == []


def test_an_archive_that_is_none_is_refused_beside_its_field(client):
    client.force_login(make_editor())

    page = upload(client, csv_ledger(row()), archive=SimpleUploadedFile("附件.zip", b"PK\3\4no"))

    assert "“附件.zip”" in text_of(page)
    assert CONFIRM not in page.content.decode()


def test_a_second_confirmation_is_answered_in_words(client):
    client.force_login(make_editor())
    sent = hidden_fields(upload(client, csv_ledger(row())))

    client.post(CONFIRM, sent)
    again = client.post(CONFIRM, sent, follow=True)

    assert said(again)[-1] == "这份台账已经导入，或者上传后超过一天；请重新选择文件。"
    assert Item.objects.count() == 1


def test_what_changed_between_preview_and_confirmation_is_said(client):
    client.force_login(make_editor())
    sent = hidden_fields(upload(client, csv_ledger(row(), draft(标题="另一件"))))
    make_draft(title=row()["标题"], doc_no=row()["发文字号"])

    done = client.post(CONFIRM, sent, follow=True)

    assert said(done)[0].startswith("第2行“发文字号”：")
    assert Item.objects.count() == 1


@pytest.mark.parametrize("name", ["../secret_key", "nothing", ""])
def test_only_files_that_wait_for_confirmation_are_read(client, name):
    client.force_login(make_editor())
    sent = {"import_file_name": name, "original_file_name": "a.csv", "format": "7"}

    done = client.post(CONFIRM, sent, follow=True)

    assert done.status_code == 200
    assert said(done)


def test_what_nobody_confirmed_within_a_day_is_deleted(client):
    client.force_login(make_editor())
    upload(client, csv_ledger(row()))
    (name,) = default_storage.listdir(WAITING)[1]
    long_ago = timezone.now().timestamp() - 2 * 24 * 60 * 60
    os.utime(default_storage.path(f"{WAITING}/{name}"), (long_ago, long_ago))

    client.get(IMPORT)

    assert default_storage.listdir(WAITING)[1] == []


@pytest.mark.parametrize("number, start", [("0", b"PK"), ("1", b"\xef\xbb\xbf")])
def test_an_editor_exports_what_the_list_shows(client, number, start):
    client.force_login(make_editor())
    make_item(title="已公开的一件")

    response = client.post(EXPORT, {"format": number, "resource": "0"})

    assert response.status_code == 200
    assert response.content.startswith(start)


def test_the_list_leads_to_import_and_export(client):
    client.force_login(make_editor())

    page = client.get("/admin/disclosure/item/").content.decode()

    assert IMPORT in page
    assert EXPORT in page
