import socket

import pytest
from django.core.management import call_command
from filelock import FileLock

from portal.demo_logins import make_demo_logins


def refusal(command):
    """The sentence with which the command ends."""
    with pytest.raises(SystemExit) as ended:
        call_command(command)
    return ended.value.code


@pytest.fixture
def taken_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    return port


def test_a_taken_port_is_named_with_the_way_out(monkeypatch, taken_port):
    monkeypatch.setenv("PORT", str(taken_port))

    assert refusal("serve") == (
        f"端口 {taken_port} 已被其他程序占用。请换一个端口启动，如 make run PORT={taken_port + 1}。"
    )


@pytest.mark.parametrize("port", ["web", "0", "65536", "-1", "８０００", "80.5"])
def test_a_port_that_is_no_port_is_refused(monkeypatch, port):
    monkeypatch.setenv("PORT", port)

    assert refusal("serve").startswith(f"PORT={port} 不是端口号。")


def test_a_data_directory_in_use_is_not_served_twice(settings):
    with FileLock(settings.DATA_DIR / "serve.lock"):
        sentence = refusal("serve")

    assert str(settings.DATA_DIR) in sentence
    assert "PORTAL_DATA_DIR" in sentence


def test_there_is_one_scheduler_for_a_data_directory(settings, monkeypatch):
    monkeypatch.setattr("portal.management.commands.beat.SECONDS_TO_WAIT", 0)

    with FileLock(settings.DATA_DIR / "beat.lock"):
        sentence = refusal("beat")

    assert "已有一个定时调度进程" in sentence


@pytest.mark.django_db
def test_outside_the_demonstration_demo_passwords_keep_the_portal_from_starting(
    monkeypatch, free_port
):
    monkeypatch.setenv("PORT", str(free_port))
    call_command("sync_roles", verbosity=0)
    make_demo_logins()

    sentence = refusal("serve")

    assert sentence.startswith("演示账号 admin、editor、")
    assert "的公开密码仍然有效" in sentence
