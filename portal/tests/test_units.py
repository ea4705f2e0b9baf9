"""The systemd units that are shipped: systemd itself has nothing against them."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

DEPLOY = Path(settings.BASE_DIR) / "deploy"
SERVICES = sorted(path.name for path in (DEPLOY / "systemd").glob("*.service"))
UNITS = sorted(path.name for path in (DEPLOY / "systemd").glob("portal-*.*") if path.is_file())
PROGRAMS = ("gunicorn", "celery", "python")
MOST_EXPOSED = 3.0
SYSTEM = next(path for path in map(Path, ("/usr/lib/systemd", "/lib/systemd")) if path.exists())


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    """The files of a machine the portal is installed on, as far as systemd looks at them."""
    root = tmp_path_factory.mktemp("machine")
    shutil.copytree(SYSTEM / "system", root / "usr/lib/systemd/system", symlinks=True)
    (root / "lib").symlink_to("usr/lib")
    shutil.copytree(DEPLOY / "systemd", root / "etc/systemd/system")
    programs = root / "opt/portal/current/.venv/bin"
    programs.mkdir(parents=True)
    for name in PROGRAMS:
        (programs / name).touch(mode=0o755)
    return root


def analyze(machine, *words):
    command = ["systemd-analyze", f"--root={machine}", "--no-pager", *words]
    return subprocess.run(command, capture_output=True, text=True, cwd=machine)


def test_systemd_has_nothing_to_say_about_any_unit(machine):
    verified = analyze(machine, "verify", *(f"etc/systemd/system/{name}" for name in UNITS))

    assert (verified.returncode, verified.stdout + verified.stderr) == (0, "")


def test_every_service_is_hardened(machine):
    figures = {}
    for name in SERVICES:
        said = analyze(machine, "security", "--offline=true", name)
        # The last line: → Overall exposure level for portal-web.service: 1.6 OK
        figures[name] = float(said.stdout.rpartition(f"{name}: ")[2].split()[0])

    assert len(figures) == 5
    assert max(figures.values()) <= MOST_EXPOSED, figures


def test_what_a_unit_asks_of_the_settings_is_written_by_the_installer():
    installer = (DEPLOY / "install.sh").read_text(encoding="utf-8")
    asked = {
        word.split("}")[0]
        for name in UNITS
        for word in (DEPLOY / "systemd" / name).read_text(encoding="utf-8").split("${")[1:]
    }

    assert asked == {"WEB_WORKERS", "WEB_THREADS", "WORKER_PROCESSES"}
    assert all(f"\n{name}=" in installer for name in asked)


def test_every_word_of_the_web_servers_configuration_is_filled_in():
    installer = (DEPLOY / "install.sh").read_text(encoding="utf-8")
    lines = (DEPLOY / "nginx.conf").read_text(encoding="utf-8").splitlines()
    rules = "\n".join(line for line in lines if not line.lstrip().startswith("#"))

    words = set(re.findall(r"@[A-Z_]+@", rules))

    assert len(words) >= 10
    assert all(word in installer for word in words)


def test_logs_are_kept_for_184_days_at_least():
    lines = (DEPLOY / "logrotate.conf").read_text(encoding="utf-8").split("\n")
    kept = [int(line.split()[1]) for line in lines if line.strip().startswith("rotate ")]

    assert lines.count("    daily") == len(kept) == 2
    assert min(kept) >= 184
