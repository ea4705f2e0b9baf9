"""Faults of the website while citizens and staff use it: what people were told is done, is done."""

import os
import resource
import selectors
import signal
import socket
import time
from concurrent.futures import ThreadPoolExecutor

from django.db import connection
from django.utils import timezone

from disclosure.tests.factories import NOON, make_item_at
from disclosure.tests.staff import make_staff
from disclosure.workflow import Status
from faults.people import PASSWORD, load_on, with_password
from faults.services import wait_until
from faults.web import HOST, Browser, Web, form_fields, missing, number_in, proof
from portal.models import Pulse
from portal.pulse import BEAT
from portal.roles import LEADER
from portal.tests.factories import make_office
from requests_app.models import HeldUpload, InformationRequest, Letter
from requests_app.tests.filing import NEW

MANY = 50
CONNECTIONS = 2000


def test_every_process_is_killed_once_while_people_work(site, web, postgres, redis, fault):
    worker, beat = site.worker(), site.beat()
    found = {}
    with load_on(web) as load:
        wait_until(lambda: load.is_well_since(0) and load.filed and load.drafted)

        def broken(name, act):
            moment = time.monotonic()
            act()
            found[name] = load.recovery(moment), load.statuses(moment)

        broken("web", lambda: os.kill(web.workers[0], signal.SIGKILL))
        broken("redis", lambda: (redis.kill(), time.sleep(1), redis.start()))
        broken("postgres", lambda: (postgres.stop(signal.SIGKILL), postgres.start()))
        site.kill(worker)
        beaten = time.monotonic()
        site.worker()
        hear_again(site, since=timezone.now())
        found["worker"] = time.monotonic() - beaten, load.statuses(beaten)
        broken("reload", lambda: reload_thrice(web))

    assert beat.poll() is None
    connection.close()
    assert missing(load) == 0
    assert len(load.filed) == len(set(load.filed)) > 10
    assert set(found["reload"][1]) <= {200, 302}, found["reload"]
    assert set(found["worker"][1]) <= {200, 302}, found["worker"]
    assert set(found["redis"][1]) <= {200, 302}, found["redis"]
    assert found["web"][1].get(500, 0) == 0
    tell(fault, found, load)


def hear_again(site, *, since):
    """Wait until a worker has done a task: many letters may wait before the one we send."""
    connection.close()  # PostgreSQL was killed under it
    beaten = Pulse.objects.filter(name=BEAT, at__gt=since)
    made = Letter.objects.exclude(sha256="")
    before = made.count()
    site.wake_until("portal.beat", lambda: made.count() > before or beaten.exists(), seconds=180)


def reload_thrice(web):
    for _ in range(3):
        before = web.workers
        os.kill(web.process.pid, signal.SIGHUP)
        wait_until(lambda before=before: len(set(web.workers) - set(before)) >= 2)


def tell(fault, found, load):
    kept = f"已告知收到的申请{len(load.filed)}件、草稿{len(load.drafted)}件，一件不少"
    names = {
        "web": (
            "强行终止（kill -9）一个网站进程",
            "当时正在回答的几个请求中断，其余照常；自动补上新进程",
        ),
        "redis": ("强行终止 Redis，一秒后再启动", "网页照常打开，申请照常收下"),
        "postgres": (
            "强行终止 PostgreSQL 的全部进程，再启动",
            "期间出错，恢复后自动重连；已告知收到的一件不少",
        ),
        "worker": ("强行终止后台任务，再启动", "网页不受影响，任务继续"),
        "reload": ("连续三次平滑重启网站（HUP）", "没有一个请求中断或出错"),
    }
    for name, (what, expected) in names.items():
        seconds, statuses = found[name]
        failed = sum(count for status, count in statuses.items() if not 200 <= status < 400)
        total = sum(statuses.values())
        fault(
            f"浏览、检索、提交申请、拟稿的同时，{what}",
            expected=expected,
            seen=f"{total}个请求中{failed}个没有办成，{seconds:.1f}秒后全部恢复；{kept}",
        )


def test_two_thousand_connections_at_once(web, fault):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, CONNECTIONS + 500), hard))
    begin = time.monotonic()

    answers = ask_at_once(web.port, "/", CONNECTIONS)

    seconds = time.monotonic() - begin
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    good = sum(answer.startswith(b"HTTP/1.1 200") for answer in answers)
    assert good == CONNECTIONS
    assert web.answers()
    fault(
        f"{CONNECTIONS}个连接同时打开同一页面（直接连到 gunicorn）",
        expected="每个连接都得到页面，之后照常",
        seen=f"{good}个得到页面，用时{seconds:.0f}秒",
    )


def ask_at_once(port, path, count):
    """Open so many connections, ask on all of them, and read every answer to its end."""
    request = f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n".encode()
    waiting, answers = selectors.DefaultSelector(), []
    for _ in range(count):
        line = socket.create_connection((HOST, port), timeout=60)
        waiting.register(line, selectors.EVENT_READ, bytearray())
    for key in waiting.get_map().values():
        key.fileobj.sendall(request)
    while waiting.get_map():
        for key, _ in waiting.select(60):
            try:
                chunk = key.fileobj.recv(65536)
            except ConnectionError:
                chunk = b""
            key.data.extend(chunk)
            if not chunk:
                answers.append(bytes(key.data[:20]))
                waiting.unregister(key.fileobj)
                key.fileobj.close()
    waiting.close()
    return answers


def at_once(act, inputs):
    with ThreadPoolExecutor(len(inputs)) as pool:
        return list(pool.map(act, inputs))


def test_one_form_sent_fifty_times_at_once_is_one_request(web, fault):
    browser = Browser(web.port)
    form = browser.open_form()

    def send(_):
        person = Browser(web.port, dict(browser.cookies))
        return number_in(person.post(NEW, form | {"identity": proof()}))

    numbers = at_once(send, range(MANY))

    connection.close()
    assert InformationRequest.objects.count() == 1
    assert set(numbers) == {InformationRequest.objects.get().number}
    fault(
        f"同一份申请表同时提交{MANY}次",
        expected="只登记一件，每次都告知同一个编号",
        seen=f"登记{InformationRequest.objects.count()}件，编号{len(set(numbers))}个",
    )


def test_fifty_people_file_at_once_and_get_fifty_numbers_without_a_gap(web, fault):
    browsers = [Browser(web.port) for _ in range(MANY)]
    forms = at_once(lambda browser: browser.open_form(), browsers)

    def send(pair):
        return number_in(pair[0].post(NEW, pair[1] | {"identity": proof()}))

    numbers = at_once(send, list(zip(browsers, forms, strict=True)))

    assert [int(number.rpartition("-")[2]) for number in sorted(numbers)] == list(
        range(1, MANY + 1)
    )
    fault(
        f"{MANY}人同时提交申请",
        expected="各得一个编号，连续、不重复",
        seen=f"{len(set(numbers))}个编号，从{min(numbers)}到{max(numbers)}",
    )


def test_one_item_signed_fifty_times_at_once_is_public_once(web, fault):
    item = make_item_at(Status.RELEASE, title="同时签发")
    leader = with_password(make_staff("leader-at-work", LEADER, office=make_office()))
    browser = Browser(web.port)
    browser.log_in(leader.username, PASSWORD)
    folder = f"/admin/disclosure/item/{item.pk}/"
    form = form_fields(browser.get(f"{folder}review/").body, "//form[@class='narrow']")

    def sign(_):
        person = Browser(web.port, dict(browser.cookies))
        return person.post(f"{folder}release/", form).status

    statuses = at_once(sign, range(MANY))

    connection.close()
    item.refresh_from_db()
    assert item.status == Status.PUBLISHED
    signatures = item.public_version.reviews.filter(step=Status.RELEASE).count()
    assert signatures == 1
    assert set(statuses) <= {200, 302, 403, 409}
    assert item.published_at > NOON
    fault(
        f"同一条信息同时签发{MANY}次",
        expected="只签发一次，其余被告知已经处理",
        seen=f"签发{signatures}次",
    )


# --- A disk that takes no more -------------------------------------------------------------------

TYPED = "各校招生人数"


def stored(folder):
    return [path for path in (folder / "private").rglob("*") if path.is_file()]


def refused_upload(web):
    """Send a request with a proof of 300 KB; return the answer."""
    browser = Browser(web.port)
    return browser.post(NEW, browser.open_form() | {"identity": proof(300_000)})


def assert_nothing_was_kept(answer, folder, before):
    connection.close()
    assert answer.status in (200, 507)
    assert "存储空间不足，或者不能写入" in answer.body
    assert TYPED in answer.body
    assert stored(folder) == before
    assert not InformationRequest.objects.exists()
    assert not HeldUpload.objects.exists()


def test_a_full_disk_refuses_an_upload_in_words_and_keeps_no_half_of_it(site, prepared, fault):
    before = stored(prepared)
    limit = resource.prlimit(0, resource.RLIMIT_FSIZE)
    resource.prlimit(0, resource.RLIMIT_FSIZE, (200_000, limit[1]))
    try:
        web = Web(site, LOG_DIR=str(prepared / "full"))
    finally:
        resource.prlimit(0, resource.RLIMIT_FSIZE, limit)

    answer = refused_upload(web)

    assert_nothing_was_kept(answer, prepared, before)
    assert number_in(file_small(web))
    fault(
        "上传附件时磁盘写满（RLIMIT_FSIZE）",
        expected="一句话说明，填写的内容还在，不留半个文件，不登记半件申请",
        seen=f"状态{answer.status}，附件0个，登记0件；不超限的附件照常收下",
    )


def file_small(web):
    browser = Browser(web.port)
    return browser.post(NEW, browser.open_form() | {"identity": proof()})


def test_a_folder_that_is_read_only_refuses_an_upload_in_words(site, prepared, fault):
    (prepared / "private").mkdir(mode=0o700, exist_ok=True)
    before = stored(prepared)
    folders = [prepared / "private", *(each for each in (prepared / "private").iterdir())]
    modes = {each: each.stat().st_mode & 0o777 for each in folders}
    web = Web(UnprivilegedStack(site), REDIS_URL="")
    for each in folders:
        each.chmod(0o500)
    try:
        answer = refused_upload(web)
    finally:
        for each, mode in modes.items():
            each.chmod(mode)

    assert_nothing_was_kept(answer, prepared, before)
    assert number_in(file_small(web))
    fault(
        "附件目录变为只读",
        expected="一句话说明，填写的内容还在，不留半个文件；改回后照常",
        seen=f"状态{answer.status}，附件0个，登记0件；改回后照常收下",
    )


class UnprivilegedStack:
    """Starts processes for whom the mode of a folder counts, also where the tests run as root."""

    def __init__(self, stack):
        self.stack = stack

    def start(self, *command, **environment):
        return self.stack.start(*command, prefix=WITHOUT_OVERRIDE, **environment)


WITHOUT_OVERRIDE = ["setpriv", "--bounding-set=-dac_override"] if os.getuid() == 0 else []
