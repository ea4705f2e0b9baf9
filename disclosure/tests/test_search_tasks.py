"""The jobs behind search, and the commands that do the same by hand."""

import os
import signal
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings as portal_settings
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from filelock import FileLock

from disclosure.models import Attachment, TextStatus
from disclosure.search import Query, lag, search
from disclosure.search_engine import current
from disclosure.tasks import read_attachments, update_search
from disclosure.tests.factories import make_item
from portal.celery import app

pytestmark = pytest.mark.django_db


def attach(item, name, content):
    return Attachment.objects.attach_to_history(item, ContentFile(content), name)


def test_the_tasks_have_the_names_that_are_nudged():
    app.loader.import_default_modules()

    assert {"disclosure.update_search", "disclosure.read_attachments"} <= set(app.tasks)


def test_updating_builds_the_index_and_keeps_it_up_to_date():
    make_item(title="校车公告")
    update_search()
    make_item(title="校车通知")
    update_search()

    results = search(Query(text="校车"))

    assert (results.total, results.is_fallback, lag()) == (2, False, 0)


def test_a_waiting_file_is_read_and_found():
    item = make_item(title="学区")
    attach(item, "范围.txt", "幸福路以东，和平街以西".encode())

    read_attachments()
    update_search()

    assert search(Query(text="和平街")).hits[0].where == "附件《范围》"


def test_a_bad_file_does_not_stop_the_others():
    item = make_item(title="学区")
    lost = attach(item, "丢失.txt", "甲".encode())
    Path(lost.public_file.path).unlink()
    nameless = attach(item, "无名.txt", "乙".encode())
    Attachment.objects.filter(pk=nameless.pk).update(public_file="")
    broken = attach(item, "损坏.pdf", b"%PDF-1.7 broken")
    good = attach(item, "范围.txt", "和平街".encode())

    read_attachments()

    bad = [lost, nameless, broken]
    for attachment in (*bad, good):
        attachment.refresh_from_db()
    assert {attachment.text_status for attachment in bad} == {TextStatus.FAILED}
    assert all(attachment.text_error for attachment in bad)
    assert (good.text_status, good.text) == (TextStatus.READ, "和平街")
    assert not Attachment.objects.waiting().exists()


def test_files_are_read_by_one_process_at_a_time(settings):
    attachment = attach(make_item(), "范围.txt", "和平街".encode())

    with FileLock(settings.DATA_DIR / "read-attachments.lock"):
        read_attachments()
    busy = Attachment.objects.get(pk=attachment.pk).text_status
    read_attachments()

    assert busy == TextStatus.WAITING
    assert not Attachment.objects.waiting().exists()


def test_the_index_is_rebuilt_by_hand():
    make_item(title="校车公告")
    update_search()
    before, out = current(), StringIO()

    call_command("rebuild_search", stdout=out)

    assert current() != before
    assert "1 条公开信息" in out.getvalue()
    assert search(Query(text="校车")).total == 1


def test_a_second_rebuild_is_refused_in_words(settings):
    update_search()

    with (
        FileLock(settings.DATA_DIR / "index" / "rebuild.lock"),
        pytest.raises(CommandError, match="请等它完成后再试"),
    ):
        call_command("rebuild_search")


def test_following_applies_what_is_new():
    update_search()
    make_item(title="校车公告")
    out = StringIO()

    call_command("follow_search", once=True, stdout=out)

    assert "1 条" in out.getvalue()
    assert search(Query(text="校车")).total == 1


def test_following_ends_when_it_is_told_to(settings):
    """Started on an empty folder it finds no tables, says so, waits, and stops in good order."""
    folder = settings.DATA_DIR
    own = {"PORTAL_DATA_DIR": str(folder), "DATABASE_URL": f"sqlite:///{folder}/empty.sqlite3"}
    environment = os.environ | own
    command = [sys.executable, "manage.py", "follow_search", "--interval", "0.1"]
    pipes = {"stderr": subprocess.PIPE, "text": True, "cwd": portal_settings.BASE_DIR}

    with subprocess.Popen(command, env=environment, **pipes) as process:
        first_line = process.stderr.readline()
        process.send_signal(signal.SIGTERM)
        process.stderr.read()

    assert first_line
    assert process.returncode == 0
