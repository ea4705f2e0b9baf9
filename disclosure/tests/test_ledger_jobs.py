"""Long ledgers are jobs: checked, confirmed, written and exported beside the pages."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from lxml import html

from disclosure.models import Attachment, Item
from disclosure.staging import IMPORTS, Staging, forget_staged
from disclosure.tests.factories import make_category, make_draft, make_item
from disclosure.tests.ledgers import csv_ledger, draft, import_ledger, row, xlsx_ledger, zip_of
from disclosure.tests.staff import make_editor
from disclosure.workflow import STAGED
from portal import job_files
from portal.admin import ledgers as admin_ledgers
from portal.ledger_jobs import run_waiting
from portal.models import AuditAct, AuditEntry, JobState, LedgerJob, Turn
from portal.models.ledger_job import ATTEMPTS, CLAIM, KEPT

pytestmark = pytest.mark.django_db
LIST = "/admin/disclosure/item/"
IMPORT, EXPORT = f"{LIST}import/", f"{LIST}export/"


@pytest.fixture(autouse=True)
def category(settings, monkeypatch):
    settings.ZEAL_ALLOWLIST = [{"model": "portal.Counter", "field": "get()"}]  # several counters
    monkeypatch.setattr(admin_ledgers, "JOB_ROWS", 2)  # longer than that is long
    return make_category()


@pytest.fixture
def editor(client):
    person = make_editor()
    client.force_login(person)
    return person


def rows(count: int, **cells) -> list[dict]:
    return [row(标题=f"第{n}件", 发文字号=f"云教〔2025〕{n}号", **cells) for n in range(count)]


def upload(client, data: bytes, name="台账.csv", **files) -> LedgerJob:
    ledger = SimpleUploadedFile(name, data)
    page = client.post(IMPORT, {"import_file": ledger, "format": "0", "resource": "0"} | files)
    assert page.status_code == 302
    return LedgerJob.objects.get(pk=int(page.url.rstrip("/").split("/")[-2]))


def page_of(client, job) -> str:
    answer = client.get(job.get_absolute_url(), follow=True)
    return " ".join(html.fromstring(answer.content.decode()).text_content().split())


def confirm(client, job):
    return client.post(f"/admin/portal/ledgerjob/{job.pk}/confirm/", follow=True)


# --- In -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [csv_ledger, xlsx_ledger])
def test_a_long_ledger_is_checked_shown_confirmed_and_written_beside_the_pages(
    client, editor, make
):
    job = upload(client, make(*rows(3), draft(标题="待定的一件", 发文字号="")))
    waiting = page_of(client, job)

    run_waiting()
    checked = page_of(client, job)
    before = Item.objects.count()
    confirm(client, job)
    run_waiting()

    assert "排队等候" in waiting
    assert "检查通过：3条已公开，1条草稿。" in checked
    assert "待定的一件" in checked
    assert before == 0
    assert "导入完成：3条已公开，1条草稿。" in page_of(client, job)
    assert Item.objects.public().count() == 3
    assert not job_files.full_path(job.file).exists()
    assert AuditEntry.objects.get(act=AuditAct.IMPORT).by == editor


def test_a_short_ledger_is_no_job(client, editor):
    ledger = SimpleUploadedFile("台账.csv", csv_ledger(row()))

    page = client.post(IMPORT, {"import_file": ledger, "format": "0", "resource": "0"})

    assert page.status_code == 200
    assert not LedgerJob.objects.exists()


def test_the_mistakes_of_a_long_ledger_are_shown_and_nothing_can_be_confirmed(client, editor):
    job = upload(client, csv_ledger(*rows(2), row(栏目代码="9999")))

    run_waiting()
    confirm(client, job)

    said = page_of(client, job)
    assert "共 1 行有错" in said
    assert "第4行“栏目代码”：没有代码为“9999”的栏目" in said
    assert run_waiting() == 0
    assert not Item.objects.exists()


def test_the_archive_of_a_long_ledger_comes_with_it(client, editor):
    archive = SimpleUploadedFile("附件.zip", zip_of({"表.txt": b"1", "多余.txt": b"2"}).read())
    job = upload(client, csv_ledger(*rows(3, 附件="表.txt")), archive=archive)

    run_waiting()
    assert "多余.txt" in page_of(client, job)
    confirm(client, job)
    run_waiting()

    assert Attachment.objects.filter(name="表.txt").count() == 3


def test_what_waits_is_encrypted(client, editor):
    job = upload(client, csv_ledger(*rows(3)))

    stored = job_files.full_path(job.file).read_bytes()

    assert "第1件".encode() not in stored
    assert "第1件".encode() in b"".join(job_files.read(job.file))


def test_a_job_is_its_owners_alone(client, editor, django_user_model):
    job = upload(client, csv_ledger(*rows(3)))
    run_waiting()
    client.force_login(make_editor("other"))

    assert client.get(job.get_absolute_url()).status_code == 403
    assert confirm(client, job).status_code == 403
    assert client.get(f"/admin/portal/ledgerjob/{job.pk}/progress/").status_code == 403


def test_rights_lost_meanwhile_stop_the_job(client, editor):
    job = upload(client, csv_ledger(*rows(3)))
    editor.user_permissions.clear()
    editor.groups.clear()

    run_waiting()

    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "没有办理这项任务的权限" in job.error


# --- Interrupted --------------------------------------------------------------------------------


def test_a_job_whose_process_died_is_done_again_and_then_fails_visibly(client, editor):
    job = upload(client, csv_ledger(*rows(3)))
    moment = timezone.now()
    for _ in range(ATTEMPTS):
        assert LedgerJob.objects.claim(now=moment).pk == job.pk
        assert LedgerJob.objects.claim(now=moment) is None
        moment += CLAIM + timedelta(seconds=1)

    assert LedgerJob.objects.claim(now=moment) is None

    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "办理中断了两次" in job.error


def test_nobody_sees_a_ledger_that_is_on_its_way_in(client, editor):
    with Staging(by=editor, note="台账") as staging:
        staging.add([make_item_of_ledger()])

        assert Item.objects.filter(status=STAGED).count() == 1
        assert not Item.objects.public().exists()
        assert not Item.objects.seen_by(editor).exists()
        assert client.get("/a.html").status_code == 404
        staging.show([], lambda: None)

    assert Item.objects.public().count() == 1
    assert client.get("/a.html").status_code == 301


def make_item_of_ledger() -> Item:
    item = make_item(title="在途")
    fresh = Item(
        title="在途的一件",
        category=item.category,
        published_at=item.published_at,
        written_on=item.written_on,
    )
    item.events.all().delete()
    item.delete()
    fresh.old_addresses = ["/a.html"]
    return fresh


def test_what_an_interrupted_import_left_is_removed_by_the_next(editor):
    staging = Staging(by=editor, note="台账").__enter__()
    staging.add([make_item_of_ledger()])
    Turn.objects.filter(name=IMPORTS).update(until=timezone.now() - timedelta(seconds=1))

    result = import_ledger(csv_ledger(row(旧网址="/a.html")))

    assert result.is_good
    assert [item.title for item in Item.objects.all()] == [row()["标题"]]
    assert forget_staged() == 0


def test_a_second_ledger_waits_for_the_first(editor):
    with Staging(by=editor, note="台账"):
        result = import_ledger(csv_ledger(row()))

    assert list(result.complaints()) == ["另一份台账正在导入，请等它完成之后再导入"]
    assert not Item.objects.exists()


def test_a_failure_on_the_way_leaves_nothing(editor, monkeypatch):
    monkeypatch.setattr("disclosure.resources.items.AT_ONCE", 1)
    make_draft(title="旧的")
    data = csv_ledger(*rows(2), row(标题="第三件", 索引号="K3"))

    class Meanwhile(Staging):
        def show(self, *args):
            make_draft(title="第三件", doc_no=row()["发文字号"], original_index_no="K3")
            super().show(*args)

    monkeypatch.setattr("disclosure.resources.items.Staging", Meanwhile)
    result = import_ledger(data)

    assert "有人录入了其中相同的信息" in next(result.complaints())
    assert set(Item.objects.values_list("title", flat=True)) == {"旧的", "第三件"}


# --- Out ----------------------------------------------------------------------------------------


def test_a_long_export_follows_the_list_and_is_downloaded_by_its_owner(client, editor):
    for n in range(3):
        make_item(title=f"已公开{n}")
    make_draft(title="草稿", author=editor)

    page = client.post(f"{EXPORT}?status=published", {"format": "1", "resource": "0"})
    job = LedgerJob.objects.get()
    run_waiting()
    file = client.get(f"/admin/portal/ledgerjob/{job.pk}/result/")

    assert page.url == job.get_absolute_url()
    assert "导出完成，共 3 行" in page_of(client, job)
    text = b"".join(file.streaming_content).decode("utf-8-sig")
    titles = {line["标题"] for line in csv.DictReader(StringIO(text))}
    assert titles == {"已公开0", "已公开1", "已公开2"}
    assert AuditEntry.objects.get(act=AuditAct.EXPORT).data["rows"] == 3


def test_after_some_days_job_and_files_are_gone(client, editor):
    job = upload(client, csv_ledger(*rows(3)))
    run_waiting()

    early = LedgerJob.objects.forget(before=timezone.now() - KEPT)
    late = LedgerJob.objects.forget(before=timezone.now() + timedelta(seconds=1))

    assert (early, late) == (0, 1)
    assert not job_files.full_path(job.file).exists()


def test_pieces_come_out_as_they_went_in():
    content = bytes(range(256)) * 5000

    name = job_files.store(job_files.pieces_of(BytesIO(content)))

    assert b"".join(job_files.read(name)) == content
    job_files.delete(name)
