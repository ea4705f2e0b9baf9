"""Group robots: told number, kind and day by HTTP, and believed only when they say it worked."""

import json
import socketserver
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from threading import Thread

import pytest

from portal import group_robots
from portal.group_robots import Service
from portal.models import GroupRobot, Notice, NoticeStatus
from portal.tasks import deliver_notices
from portal.tests.factories import make_notice, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hello_event")]
TAKEN = {"errcode": 0, "errmsg": "ok", "code": 0, "msg": "success"}


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.bodies.append(json.loads(body))
        self.send_response(self.server.status)
        if self.server.location:
            self.send_header("Location", self.server.location)
        self.end_headers()
        self.wfile.write(json.dumps(self.server.answer).encode())

    def log_message(self, *args):
        pass


@contextmanager
def served():
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.bodies, server.answer, server.status, server.location = [], TAKEN, 200, ""
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def service():
    with served() as server:
        yield server


def make_robot(server, **fields):
    url = f"http://127.0.0.1:{server.server_address[1]}/send?key=secret"
    return GroupRobot.objects.create(**{"name": "工作群", "url": url} | fields)


def make_robot_notice(robot, **fields):
    notice = make_notice(context={"label": "答复期限"}, due_on="2025-03-10", step=5, **fields)
    Notice.objects.filter(pk=notice.pk).update(recipient=None, robot=robot)
    return Notice.objects.get()


@pytest.mark.parametrize(
    "kind, body",
    [
        (Service.WECOM, {"msgtype": "text", "text": {"content": "文"}}),
        (Service.DINGTALK, {"msgtype": "text", "text": {"content": "文"}}),
        (Service.FEISHU, {"msg_type": "text", "content": {"text": "文"}}),
        (Service.GATEWAY, {"text": "文"}),
    ],
)
def test_each_service_is_spoken_to_in_its_own_way(service, kind, body):
    make_robot(service, service=kind).tell("文")

    assert service.bodies == [body]


def test_the_group_reads_number_kind_and_day_and_no_title(service):
    notice = make_robot_notice(make_robot(service))

    deliver_notices()

    assert service.bodies[0]["text"]["content"] == (
        f"答复期限：机构 {notice.about_pk}，期限2025-03-10"
    )
    assert Notice.objects.get().status == NoticeStatus.SENT


def test_a_refusal_inside_a_polite_answer_is_a_refusal(service):
    service.answer = {"errcode": 45009, "errmsg": "api freq out of limit"}
    make_robot_notice(make_robot(service))

    deliver_notices()

    notice = Notice.objects.get()
    assert notice.status == NoticeStatus.FAILED
    assert "45009 api freq out of limit" in notice.error
    assert "secret" not in notice.error


@pytest.mark.parametrize("answer", [[], "ok", {}, None])
def test_an_answer_that_says_nothing_is_no_success(service, answer):
    service.answer = answer
    make_robot_notice(make_robot(service))

    deliver_notices()

    assert "应答看不懂" in Notice.objects.get().error


def test_nobody_is_followed_to_another_address(service):
    with served() as elsewhere:
        service.status = 302
        service.location = f"http://127.0.0.1:{elsewhere.server_address[1]}/"
        make_robot_notice(make_robot(service))

        deliver_notices()

        assert not elsewhere.bodies
    assert Notice.objects.get().status == NoticeStatus.FAILED


def test_a_silent_robot_holds_up_no_mail(monkeypatch, mail_server):
    monkeypatch.setattr(group_robots, "SECONDS", 0.1)
    with socketserver.TCPServer(("127.0.0.1", 0), Handler) as silent:
        make_robot_notice(make_robot(silent), key="robot")
        make_notice(make_user("other", email="other@example.org"))

        deliver_notices()

    assert len(mail_server.mails) == 1
    failed = Notice.objects.get(status=NoticeStatus.FAILED)
    assert "群机器人没有应答" in failed.error
    assert "secret" not in failed.error
