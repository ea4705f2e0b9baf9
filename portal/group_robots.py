"""Post one line of text to a group robot, or to a gateway that turns it into a text message.

Each service takes one JSON object at a secret address and answers 200 whatever becomes of it:
only the code in its answer says whether the text was taken (`apprise` looks at the 200 alone,
knows only the services' public hosts, and costs 24 MB; so this is our own).
"""

import json
from dataclasses import dataclass
from urllib.error import URLError
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from django.db.models import TextChoices

SECONDS = 5
LONGEST_ANSWER = 10_000


class Service(TextChoices):
    WECOM = "wecom", "企业微信群机器人（含政务微信）"
    DINGTALK = "dingtalk", "钉钉群机器人（含专有钉钉）"
    FEISHU = "feishu", "飞书群机器人"
    GATEWAY = "gateway", "短信网关或其他系统"


@dataclass(frozen=True)
class Dialect:
    """How a service is spoken to: the object it takes, and where its answer says “refused”."""

    wrap: dict  # TEXT stands where the text belongs
    code: str = ""  # of the answer; 0 is success
    reason: str = ""


TEXT = object()
DIALECTS = {
    Service.WECOM: Dialect({"msgtype": "text", "text": {"content": TEXT}}, "errcode", "errmsg"),
    Service.DINGTALK: Dialect({"msgtype": "text", "text": {"content": TEXT}}, "errcode", "errmsg"),
    Service.FEISHU: Dialect({"msg_type": "text", "content": {"text": TEXT}}, "code", "msg"),
    Service.GATEWAY: Dialect({"text": TEXT}),
}


class RobotRefused(Exception):
    """The service answered, and did not take the text."""


class NoRedirect(HTTPRedirectHandler):
    """A robot never moves: whoever redirects would read what is meant for the group."""

    def redirect_request(self, *args, **kwargs):
        return None


opener = build_opener(NoRedirect, ProxyHandler())


def post(service: str, url: str, text: str) -> None:
    """Return once the service has taken `text`; raise RobotRefused or URLError when it has not."""
    dialect = DIALECTS[Service(service)]
    body = json.dumps(filled(dialect.wrap, text), ensure_ascii=False).encode()
    request = Request(url, body, {"Content-Type": "application/json; charset=utf-8"})
    try:
        with opener.open(request, timeout=SECONDS) as answer:
            said = answer.read(LONGEST_ANSWER)
    except TimeoutError as error:
        raise URLError(f"{SECONDS}秒内没有应答") from error
    if dialect.code:
        check(said, dialect)


def filled(shape, text: str):
    if isinstance(shape, dict):
        return {key: filled(value, text) for key, value in shape.items()}
    return text if shape is TEXT else shape


def check(said: bytes, dialect: Dialect) -> None:
    """Raise RobotRefused unless the answer holds the code of success."""
    try:
        answer = json.loads(said)
        code, reason = answer[dialect.code], answer.get(dialect.reason, "")
    except (ValueError, KeyError, TypeError, AttributeError):
        code, reason = None, "应答看不懂"
    if code != 0:
        raise RobotRefused(f"{code} {reason}")
