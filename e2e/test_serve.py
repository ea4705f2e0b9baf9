"""The three kinds of processes run together or not at all."""

import os
import select
import signal
from pathlib import Path

import pytest

from e2e.stack import Stack, manage, status_of

TWENTY_SECONDS = 20


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory):
    """A data directory with an empty database of this version."""
    folder = tmp_path_factory.mktemp("data")
    manage(folder, "migrate", "--verbosity=0")
    return folder


@pytest.fixture
def stack(data_dir):
    with Stack(data_dir) as stack:
        yield stack


def children(pid):
    """The pids of all processes below this one."""
    mine = [int(pid) for pid in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return mine + [below for child in mine for below in children(child)]


def command_of(pid):
    return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")


def child_running(stack, words):
    """The first process below the supervisor with these words in its command line."""
    return next(pid for pid in children(stack.process.pid) if words in command_of(pid))


def outlived(handles):
    """Those of the processes that have not ended in twenty seconds."""
    return [pid for pid in handles if not select.select([pid], [], [], TWENTY_SECONDS)[0]]


def test_a_running_portal_answers_and_stops_whole_when_asked(stack):
    handles = [os.pidfd_open(pid) for pid in children(stack.process.pid)]
    answer = status_of(stack.address, "/healthz")

    exit_code = stack.stop()

    assert answer == 200
    assert exit_code == 0
    assert outlived(handles) == []


@pytest.mark.parametrize(
    "name, words", [("web", "gunicorn"), ("worker", "celery"), ("beat", "manage.py beat")]
)
def test_when_one_of_them_ends_the_others_stop_and_it_is_said_which(stack, name, words):
    handles = [os.pidfd_open(pid) for pid in children(stack.process.pid)]

    os.kill(child_running(stack, words), signal.SIGKILL)

    assert stack.wait() == 1
    assert outlived(handles) == []
    assert f"{name} 进程意外结束" in stack.output[-1]


def test_nothing_outlives_a_supervisor_that_is_killed(stack):
    handles = [os.pidfd_open(pid) for pid in children(stack.process.pid)]

    stack.process.kill()

    assert outlived(handles) == []
