"""bin/install, with a Python that plays along: what it says, and what it does twice."""

import shutil
import subprocess
from pathlib import Path

import pytest

INSTALL = Path(__file__).parents[2] / "bin" / "install"
TOOLS = ["bash", "env", "dirname", "sha256sum", "cut", "flock", "grep", "tee"]
TOOLS += ["mkdir", "cp", "touch", "rm"]
# Answers as an interpreter would; the command line of each call of pip is kept in the file pip.
PYTHON = """#!/usr/bin/env bash
case "$*" in
*version_info*) exit ${TOO_OLD:-0} ;;
*ensurepip*) exit ${NO_VENV:-0} ;;
-V) echo Python 3.11.2 ;;
*venv*) mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
*pip*) echo "$*" >>pip; echo "${PIP_SAYS:-Collecting django==5.2}"; exit ${PIP_FAILS:-0} ;;
esac
"""


class Machine:
    """A folder with bin/install and a lock file, and a PATH with nothing else on it."""

    def __init__(self, folder):
        self.folder = folder
        self.path = folder / "path"
        self.path.mkdir()
        for tool in TOOLS:
            (self.path / tool).symlink_to(shutil.which(tool))
        (folder / "bin").mkdir()
        shutil.copy(INSTALL, folder / "bin")
        (folder / "requirements.txt").write_text("django==5.2\n")
        (folder / "requirements-dev.txt").write_text("django==5.2\npytest==9\n")

    def add_python(self, name="python3"):
        (self.path / name).write_text(PYTHON)
        (self.path / name).chmod(0o755)

    def install(self, requirements="requirements.txt", **variables):
        return subprocess.run(
            [self.folder / "bin" / "install", requirements],
            env={"PATH": str(self.path), "LC_ALL": "C.UTF-8"} | variables,
            capture_output=True,
            text=True,
        )

    @property
    def pip_calls(self):
        return len((self.folder / "pip").read_text().splitlines())


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


def test_the_first_installation_says_what_it_does_and_checks_every_package(machine):
    machine.add_python()

    done = machine.install()

    assert done.returncode == 0
    assert "准备 Python 环境（.venv，Python 3.11.2）" in done.stdout
    assert "下载 1/1  django==5.2" in done.stdout
    assert "--require-hashes" in (machine.folder / "pip").read_text()


def test_a_second_installation_does_nothing_and_says_nothing(machine):
    machine.add_python()
    machine.install()

    done = machine.install()

    assert (done.returncode, done.stdout, machine.pip_calls) == (0, "", 1)


def test_a_changed_list_is_installed_again(machine):
    machine.add_python()
    machine.install()
    (machine.folder / "requirements.txt").write_text("django==5.2.1\n")

    machine.install()

    assert machine.pip_calls == 2


def test_what_the_tests_need_contains_what_the_portal_needs(machine):
    machine.add_python()

    machine.install("requirements-dev.txt")
    machine.install("requirements.txt")

    assert machine.pip_calls == 1


def test_an_environment_whose_python_is_gone_is_made_anew(machine):
    machine.add_python()
    machine.install()
    (machine.folder / ".venv" / "bin" / "python").unlink()

    done = machine.install()

    assert "准备 Python 环境" in done.stdout
    assert machine.pip_calls == 2


def test_an_installation_that_broke_off_is_done_again(machine):
    machine.add_python()
    machine.install(PIP_FAILS="1")

    done = machine.install()

    assert (done.returncode, machine.pip_calls) == (0, 2)


def test_python_3_11_is_taken_before_another_python(machine):
    machine.add_python("python3.11")

    assert machine.install().returncode == 0


def test_a_machine_without_python_is_told_which_package_to_install(machine):
    done = machine.install()

    assert done.returncode == 1
    assert done.stderr.strip() == (
        "没有找到 Python 3.11 或更高版本。"
        "请先安装：sudo apt-get install python3 python3-venv，然后重新运行。"
    )


@pytest.mark.parametrize(
    "fault, sentence",
    [
        ({"TOO_OLD": "1"}, "没有找到 Python 3.11 或更高版本"),
        ({"NO_VENV": "1"}, "sudo apt-get install python3-venv"),
        (
            {
                "PIP_FAILS": "1",
                "PIP_SAYS": "WARNING: Retrying (Retry(total=4, connect=None)) after connection "
                "broken by 'NewConnectionError(': Failed to establish a new connection')'",
            },
            "连不上 Python 软件源",
        ),
        (
            {
                "PIP_FAILS": "1",
                "PIP_SAYS": "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE "
                "REQUIREMENTS FILE.",
            },
            "与登记的校验值不符",
        ),
        (
            {
                "PIP_FAILS": "1",
                "PIP_SAYS": "ERROR: Could not install packages due to an OSError: [Errno 28] "
                "No space left on device",
            },
            "磁盘空间不足",
        ),
        ({"PIP_FAILS": "1", "PIP_SAYS": "ERROR: something else"}, "原因见 .venv/install.log"),
    ],
)
def test_what_stands_in_the_way_is_said_in_one_sentence(machine, fault, sentence):
    machine.add_python()

    done = machine.install(**fault)

    assert done.returncode == 1
    assert sentence in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_folder_nobody_may_write_to_is_named(machine):
    machine.add_python()
    (machine.folder / ".venv").symlink_to("/proc/no-such-folder/venv")

    done = machine.install()

    assert done.returncode == 1
    assert done.stderr.strip().startswith(f"文件夹 {machine.folder} 不能写入。")
