import os
import select
import signal
import subprocess
import sys

import pytest

from portal.supervisor import Supervisor

TEN_SECONDS = 10
A_LONG_TIME = "sleep 600"
A_SUPERVISOR = f"""
from portal.supervisor import Supervisor

supervisor = Supervisor(lambda line: print(line, flush=True))
supervisor.start("one", ["sh", "-c", "echo $$; exec {A_LONG_TIME}"])
while True:
    supervisor.relay()
"""


@pytest.fixture
def lines():
    return []


@pytest.fixture
def supervisor(lines):
    supervisor = Supervisor(lines.append)
    yield supervisor
    supervisor.stop(patience=0)


def relay_until(supervisor, condition):
    for _ in range(100):
        if condition():
            return
        supervisor.relay()
    pytest.fail("nothing happened for twenty seconds")


def has_ended(pid_handle):
    return bool(select.select([pid_handle], [], [], TEN_SECONDS)[0])


def test_each_line_comes_out_behind_the_name_of_its_program(supervisor, lines):
    supervisor.start("web", ["sh", "-c", "echo 启动; printf 'no line end'"])

    relay_until(supervisor, lambda: len(lines) == 2)

    assert lines == ["web    | 启动", "web    | no line end"]


def test_the_program_that_ended_is_known(supervisor):
    supervisor.start("web", A_LONG_TIME.split())
    supervisor.start("worker", ["sh", "-c", "exit 3"])

    relay_until(supervisor, supervisor.ended)

    assert supervisor.ended().name == "worker"
    assert supervisor.ended().process.returncode == 3


def test_a_program_asked_to_stop_may_finish_what_it_does(supervisor, lines):
    script = f"trap 'echo done; exit' TERM; echo ready; {A_LONG_TIME} & wait"
    supervisor.start("worker", ["sh", "-c", script])
    relay_until(supervisor, lambda: lines)

    supervisor.is_hurried = False
    supervisor.stop(patience=1)

    assert lines == ["worker | ready", "worker | done"]


def test_a_program_that_will_not_stop_is_ended_with_its_children(supervisor, lines):
    script = f"trap '' TERM; {A_LONG_TIME} & echo $!; wait"
    supervisor.start("worker", ["sh", "-c", script])
    relay_until(supervisor, lambda: lines)
    grandchild = os.pidfd_open(int(lines[0].split()[-1]))

    supervisor.stop(patience=0)

    assert has_ended(grandchild)
    assert supervisor.ended().process.returncode == -signal.SIGKILL
    os.close(grandchild)


def test_no_program_outlives_a_supervisor_that_is_killed():
    with subprocess.Popen(
        [sys.executable, "-c", A_SUPERVISOR], stdout=subprocess.PIPE, text=True
    ) as killed:
        program = os.pidfd_open(int(killed.stdout.readline().split()[-1]))

        killed.kill()

        assert has_ended(program)
        os.close(program)
