"""kill -9 of the process that writes the index loses nothing and blocks nobody."""

import os
import subprocess
import sys
from contextlib import contextmanager

import pytest

from disclosure.models import Item
from disclosure.search import Query, catch_up, lag, search
from disclosure.search_index import repair
from disclosure.tests.factories import make_item

pytestmark = pytest.mark.django_db

IN_THE_MIDDLE = """
import sys, django
django.setup()
from disclosure.search_engine import EVERY_ITEM, Index, current
from disclosure.search_index import lock, writer_of
with lock("update"), writer_of(Index.open(str(current())), reaching=10**6) as writer:
    writer.delete_documents_by_query(EVERY_ITEM)
    print("writing", flush=True)
    sys.stdin.read()
"""
COMMIT_AFTER_COMMIT = """
import django
django.setup()
from disclosure.search_engine import STATE_QUERY, Document, Index, current, searcher, stamp_of
from disclosure.search_index import lock, writer_of
stamp = stamp_of(searcher())
for number in range(10**6):
    with lock("update"), writer_of(Index.open(str(current())), reaching=stamp) as writer:
        rubbish = Document()
        rubbish.add_unsigned("pk", 10**6 + number)
        writer.add_document(rubbish)
    print("written", flush=True)
"""


@contextmanager
def writer(program, folder):
    """Run a program that writes the index of `folder`; it is killed at the end."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "PORTAL_DATA_DIR": str(folder),
    }
    command = [sys.executable, "-c", program]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, env=environment, text=True, **pipes) as process:
        yield process
        process.kill()


def test_a_writer_killed_in_the_middle_leaves_the_last_commit(settings):
    make_item(title="校车公告")
    catch_up()
    make_item(title="校车通知")

    with writer(IN_THE_MIDDLE, settings.DATA_DIR) as process:
        assert process.stdout.readline() == "writing\n"
        while_writing = catch_up(), search(Query(text="校车")).total
    behind = lag()
    applied = catch_up()

    assert while_writing == (0, 1)
    assert (behind, applied, lag()) == (1, 1, 0)
    assert search(Query(text="校车")).total == 2


def test_a_writer_killed_between_commits_leaves_an_index_that_can_be_mended(settings):
    make_item(title="校车公告")
    catch_up()

    with writer(COMMIT_AFTER_COMMIT, settings.DATA_DIR) as process:
        for _ in range(5):
            process.stdout.readline()
    make_item(title="校车通知")
    catch_up()

    results = search(Query(text="校车"))
    assert (results.total, results.is_fallback) == (2, False)
    assert search(Query()).total == Item.objects.public().count()
    assert repair() == 0
