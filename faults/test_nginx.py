"""The web server that is shipped, in front of real web processes (deploy/nginx.conf)."""

import gzip
import http.client
import os
import shlex
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile

from disclosure.models import Attachment
from disclosure.tests.factories import NOON, make_category, make_item, withdrawer
from faults.nginx import HOST, Nginx
from faults.services import DIE_WITH_PARENT, PATIENCE, wait_until
from portal.rate_limits import LETTER_SOUGHT

TWO_SECONDS = 2
KILLED = 5
MADE_ANEW = "messages=1"  # one with a session gets every page made anew
SECURITY = ["strict-transport-security", "x-content-type-options", "content-security-policy"]
Answer = tuple[int, list[tuple[str, str]], bytes]
UNCHECKED = ssl._create_unverified_context()  # noqa: S323  the certificate is of this test
WEB = [
    *("-m", "gunicorn", "--worker-class=gthread", "--workers=2", "--threads=4"),
    *("--no-control-socket", "--graceful-timeout=10", "--log-level=warning", "portal.wsgi"),
]


class Web:
    """Web processes that take over a socket somebody else holds, as systemd does."""

    def __init__(self, stack, folder: Path, data_dir: Path):
        self.stack, self.path = stack, folder / "web.sock"
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.bind(str(self.path))
        self.socket.listen(2048)
        self.environment = {
            "DJANGO_SETTINGS_MODULE": "faults.web_settings",
            "HTTPS": "1",
            "FILES_BY_NGINX": "1",
            "ALLOWED_HOSTS": HOST,
            "PORTAL_DATA_DIR": str(data_dir),
            "LD_PRELOAD": "",
        }

    def start(self) -> subprocess.Popen:
        number = self.socket.fileno()
        gunicorn = shlex.join([sys.executable, *WEB])
        script = f"exec 3<&{number}; LISTEN_FDS=1 LISTEN_PID=$$ exec {gunicorn}"
        with (self.path.parent / "web.log").open("ab") as log:
            process = subprocess.Popen(
                [*DIE_WITH_PARENT, "bash", "-c", script],
                cwd=settings.BASE_DIR,
                env=self.stack.environment | self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=[number],
                start_new_session=True,
            )
        self.stack.running.append(process)
        return process


@pytest.fixture
def front(stack, tmp_path):
    """nginx, and behind it two web processes; `front.web` starts more of them."""
    folder = tmp_path / "nginx"
    folder.mkdir()
    data_dir = tmp_path  # uploads of the test lie here, see conftest.py
    with ExitStack() as after:
        web = Web(stack, folder, data_dir)
        after.callback(web.socket.close)
        nginx = Nginx(folder, upstream=f"unix:{web.path}", data_dir=data_dir, ports=free_ports())
        assert nginx.check() == ""
        after.enter_context(nginx)
        nginx.web, nginx.first = web, web.start()
        yield nginx


def free_ports() -> tuple[int, int]:
    with (
        socket.create_server(("127.0.0.1", 0)) as one,
        socket.create_server(("127.0.0.1", 0)) as two,
    ):
        return one.getsockname()[1], two.getsockname()[1]


def ask(front, path: str, *, by: str = "127.0.0.1", **headers: str) -> Answer:
    """Return status, headers and body of one request over TLS, sent from the address `by`."""
    web = http.client.HTTPSConnection(
        "127.0.0.1", front.port, context=UNCHECKED, timeout=PATIENCE, source_address=(by, 0)
    )
    try:
        web.request("GET", path, headers={"Host": HOST} | headers)
        answer = web.getresponse()
        named = [(name.lower(), text) for name, text in answer.getheaders()]
        return answer.status, named, answer.read()
    finally:
        web.close()


def seconds_until(condition) -> float:
    """Return after how many seconds somebody who asked was still answered with the old page."""
    start = asked = stale = time.monotonic()
    while not condition():
        stale, asked = asked, time.monotonic()
        if asked - start > PATIENCE:
            raise TimeoutError(f"Still not so after {PATIENCE} seconds")
    return stale - start


class Readers:
    """People who read all the time; what they are answered is counted."""

    def __init__(self, front, path: str, number: int = 4, **headers: str):
        self.front, self.path, self.headers = front, path, headers
        self.is_over = threading.Event()
        self.statuses: list[int] = []
        self.longest = 0.0
        self.threads = [threading.Thread(target=self.read) for _ in range(number)]

    def read(self) -> None:
        while not self.is_over.is_set():
            start = time.monotonic()
            try:
                self.statuses.append(ask(self.front, self.path, **self.headers)[0])
            except (OSError, http.client.HTTPException):
                self.statuses.append(0)
            self.longest = max(self.longest, time.monotonic() - start)

    def __enter__(self) -> "Readers":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *error) -> None:
        self.is_over.set()
        for thread in self.threads:
            thread.join()


def test_what_is_withdrawn_is_gone_while_many_read(front, fault):
    category = make_category()
    item = make_item(category=category, title="将要撤回的公告")
    listed = category.get_absolute_url()
    took = []
    with Readers(front, item.get_absolute_url()), Readers(front, listed):
        wait_until(lambda: "将要撤回的公告" in ask(front, listed)[2].decode())

        item.withdraw(by=withdrawer(), at=NOON, reason="内容有误")

        took.append(seconds_until(lambda: ask(front, item.get_absolute_url())[0] == 410))
        took.append(seconds_until(lambda: "将要撤回的公告" not in ask(front, listed)[2].decode()))
        make_item(category=category, title="新的公告")
        took.append(seconds_until(lambda: "新的公告" in ask(front, listed)[2].decode()))
    assert max(took) <= TWO_SECONDS
    fault(
        "多人不断访问时撤回、发布一条信息（经 nginx）",
        expected="2秒内原网址答410，列表随之变化",
        seen=f"撤回{took[0]:.1f}秒，列表不再显示{took[1]:.1f}秒，发布后显示{took[2]:.1f}秒",
    )


def test_what_nginx_answers_is_right_for_everybody(front, fault, tmp_path):
    item = make_item(title="带附件的公告")
    Attachment.objects.attach_to_history(item, ContentFile("名单内容".encode()), "名单.txt")
    sheet = tmp_path / "static" / "css" / "site.0123456789ab.css"
    sheet.parent.mkdir(parents=True)
    sheet.write_text("body{}")
    sheet.with_name(f"{sheet.name}.gz").write_bytes(gzip.compress(b"body{}"))
    address = item.get_absolute_url()

    page, again = ask(front, address), ask(front, address, **{"Accept-Encoding": "gzip"})
    dark = ask(front, address, Cookie="view=100.black")
    odd = ask(front, address, Cookie="view=100.black.odd")
    file = ask(front, item.attachments.get().get_absolute_url())
    style = ask(front, "/static/css/site.0123456789ab.css", **{"Accept-Encoding": "gzip"})
    secret = ask(front, "/published-files/x")
    form = ask(front, "/zfxxgk/ysqgk/status/")

    assert [each[0] for each in (page, again, dark, odd, file, style, form)] == [200] * 7
    assert gzip.decompress(again[2]) == page[2]
    assert file[2] == "名单内容".encode()
    assert secret[0] == 404
    assert gzip.decompress(style[2]) == b"body{}"
    assert dict(style[1])["cache-control"] == "public, max-age=31536000, immutable"
    for _, headers, _ in (page, again, file, form):
        names = [name for name, _ in headers]
        assert [names.count(name) for name in SECURITY] == [1, 1, 1]
        assert "x-accel-expires" not in names
    assert "sandbox" in dict(file[1])["content-security-policy"]
    assert answers_without_host(front) == b""
    assert redirected(front) == (301, f"https://{HOST}/zfxxgk/")
    fault(
        "经 nginx 取页面、压缩页面、附件、样式、表单；用别的域名、HTTP、内部地址访问",
        expected="内容一致，安全响应头各一个；别的域名不应答，HTTP 转 HTTPS，内部地址404",
        seen="全部如此",
    )


def answers_without_host(front) -> bytes:
    raw = socket.create_connection(("127.0.0.1", front.port), timeout=10)
    with UNCHECKED.wrap_socket(raw, server_hostname="elsewhere.test") as web:
        web.sendall(b"GET / HTTP/1.1\r\nHost: elsewhere.test\r\n\r\n")
        return web.recv(100)


def redirected(front) -> tuple[int, str | None]:
    web = http.client.HTTPConnection("127.0.0.1", front.http_port, timeout=10)
    try:
        web.request("GET", "/zfxxgk/", headers={"Host": HOST})
        answer = web.getresponse()
        return answer.status, answer.getheader("Location")
    finally:
        web.close()


def test_slow_senders_hold_nobody_up(front, fault):
    wait_until(lambda: ask(front, "/")[0] == 200)
    slow = [socket.create_connection(("127.0.0.1", front.http_port)) for _ in range(300)]
    for connection in slow:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: portal.test\r\nX-Slow: ")
    begun = time.monotonic()

    answered = [seconds_until(lambda: ask(front, "/")[0] == 200) for _ in range(5)]

    slow[0].settimeout(PATIENCE)
    with suppress(ConnectionResetError):
        slow[0].recv(1000)
    lasted = time.monotonic() - begun
    for connection in slow:
        connection.close()
    assert max(answered) < TWO_SECONDS
    assert lasted < 20
    fault(
        "300个连接慢速发送请求头（slow-loris）",
        expected="其他人照常访问，慢连接被切断",
        seen=f"其他人最长等{max(answered):.1f}秒，慢连接{lasted:.0f}秒后切断",
    )


def test_pages_answer_while_redis_is_down(front, redis, fault):
    make_item()
    wait_until(lambda: ask(front, "/")[0] == 200)
    redis.kill()
    try:
        with ThreadPoolExecutor(4) as pool:
            paths = ["/", "/zfxxgk/", "/zfxxgk/statistics/", "/now/", "/zfxxgk/fdzdgknr/06/"]
            asked = time.monotonic()
            answers = pool.map(lambda path: ask(front, path, Cookie=MADE_ANEW), paths)
            statuses = [answer[0] for answer in answers]
            lasted = time.monotonic() - asked
    finally:
        redis.start()
    assert statuses == [200] * len(paths)
    fault(
        "Redis 停止时打开首页、平台、统计、栏目",
        expected="照常打开，不报错",
        seen=f"{len(paths)}页全部打开，共{lasted:.1f}秒",
    )


def test_the_web_processes_are_replaced_without_a_lost_request(front, fault):
    item = make_item()
    wait_until(lambda: ask(front, item.get_absolute_url())[0] == 200)
    with Readers(front, f"{item.get_absolute_url()}?fresh=1") as readers:
        wait_until(lambda: len(readers.statuses) >= 20)

        front.first.terminate()
        front.first.wait()
        answered = len(readers.statuses)
        front.web.start()

        wait_until(lambda: len(readers.statuses) >= answered + 20)
    assert set(readers.statuses) == {200}
    fault(
        "升级时更换全部网站进程（经 nginx，访问不断）",
        expected="没有失败的请求",
        seen=f"请求{len(readers.statuses)}次，失败0次，最长等{readers.longest:.1f}秒",
    )


def test_a_page_whose_process_is_killed_is_asked_for_once_more(front, fault):
    address = make_item().get_absolute_url()
    wait_until(lambda: ask(front, address)[0] == 200)
    with Readers(front, address, Cookie=MADE_ANEW) as readers:
        for _ in range(KILLED):
            before = len(readers.statuses)
            wait_until(lambda before=before: len(readers.statuses) >= before + 20)
            wait_until(lambda: len(web_processes(front)) == 2)
            os.kill(web_processes(front)[0], signal.SIGKILL)
        before = len(readers.statuses)
        wait_until(lambda: len(readers.statuses) >= before + 20)

    assert set(readers.statuses) == {200}
    fault(
        f"访问不断，{KILLED}次强行终止（kill -9）一个正在回答的网站进程（经 nginx）",
        expected="nginx 再问一次另一个进程，没有失败的请求",
        seen=f"请求{len(readers.statuses)}次，失败0次，最长等{readers.longest:.1f}秒",
    )


def web_processes(front) -> list[int]:
    pid = front.first.pid
    return [int(pid) for pid in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_a_client_is_counted_by_its_own_address_whatever_it_says_of_itself(front, fault):
    guess = "/zfxxgk/ysqgk/verify/nobody-was-given-this/"
    wait_until(lambda: ask(front, "/")[0] == 200)
    with_forged = {"X-Forwarded-For": "10.9.8.7, 127.0.0.1", "X-Real-IP": "10.9.8.7"}

    guessed = [ask(front, guess, by="127.0.0.2")[0] for _ in range(LETTER_SOUGHT.most)]
    refused = ask(front, guess, by="127.0.0.2")
    forged = ask(front, guess, by="127.0.0.2", **with_forged, Forwarded="for=10.9.8.7")
    another = ask(front, guess, by="127.0.0.3", **{"X-Forwarded-For": "127.0.0.2"})

    assert 429 not in guessed
    assert [refused[0], forged[0]] == [429, 429]
    assert "发来的请求太多" in refused[2].decode()
    assert int(dict(refused[1])["retry-after"]) > 0
    assert another[0] == guessed[0]
    fault(
        f"同一地址猜文书核验码{len(guessed)}次以上（经 nginx）；伪造 X-Forwarded-For；换一个地址",
        expected="该地址被拒绝并说明，伪造无用；别的地址不受影响",
        seen=f"第{len(guessed) + 1}次起{refused[0]}，伪造的{forged[0]}，别的地址{another[0]}",
    )
