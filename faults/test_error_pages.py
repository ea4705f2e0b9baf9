"""What nginx answers while the portal cannot: in words, as the reader likes to read, numbered."""

import http.client
import re
import ssl

import pytest

from e2e.stack import free_port
from faults.nginx import HOST, Nginx
from faults.services import wait_until

UNCHECKED = ssl._create_unverified_context()  # noqa: S323  the certificate is of this test
NUMBER = re.compile(r"<code>([0-9a-f]{32})</code>")
MORE_THAN_ANY_FORM = 3_000_000


@pytest.fixture
def front(tmp_path):
    """nginx, and nobody behind it."""
    ports = (free_port(), free_port())
    upstream = f"127.0.0.1:{free_port()}"
    with Nginx(tmp_path, upstream=upstream, data_dir=tmp_path, ports=ports) as nginx:
        yield nginx


def answer(front, method: str, **headers: str) -> tuple[int, str]:
    web = http.client.HTTPSConnection("127.0.0.1", front.port, context=UNCHECKED, timeout=30)
    try:
        web.request(method, "/now/", headers={"Host": HOST} | headers)
        got = web.getresponse()
        return got.status, got.read().decode()
    finally:
        web.close()


def test_a_portal_that_is_down_says_so_with_a_number_that_is_in_the_log(front):
    status, page = answer(front, "GET")

    assert status == 502
    assert "暂时无法访问" in page
    assert '<html lang="zh-CN">' in page
    log, number = front.folder / "access.log", NUMBER.search(page)[1]
    wait_until(lambda: number in log.read_text())


def test_the_page_looks_as_the_reader_chose(front):
    _, chosen = answer(front, "GET", Cookie="view=150.dark.simple.line")
    _, invented = answer(front, "GET", Cookie='view=150.dark"><script>')

    assert '<html lang="zh-CN" data-text="150" data-theme="dark" class="simple">' in chosen
    assert '<html lang="zh-CN">' in invented


def test_what_is_too_large_is_refused_in_words(front):
    status, page = answer(front, "POST", **{"Content-Length": str(MORE_THAN_ANY_FORM)})

    assert status == 413
    assert "提交的内容太大" in page
    assert NUMBER.search(page)
