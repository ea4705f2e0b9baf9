"""A request from the form to the status page: nothing of the person stands in the log."""

import io
import logging

import pytest

from portal.logs import JsonFormatter, LineFormatter
from requests_app.tests.filing import (
    ADDRESS,
    ID_NUMBER,
    NEW,
    PERSON,
    PHONE,
    STATUS,
    WANTED,
    file_one,
    filled,
    look_up,
    open_form,
    send,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("holidays", "each_act_by_itself")]


@pytest.fixture
def written():
    """Everything that is logged from here on, in both forms, down to the least line."""
    stream, handlers = io.StringIO(), []
    names = [None, "portal.access", "django", "django.request", "django.db.backends"]
    loggers = {logging.getLogger(name): logging.getLogger(name).level for name in names[:4]}
    for formatter in (JsonFormatter(), LineFormatter()):
        handlers.append(logging.StreamHandler(stream))
        handlers[-1].setFormatter(formatter)
    for logger in loggers:
        logger.setLevel(logging.INFO)
        for handler in handlers:
            logger.addHandler(handler)
    yield stream.getvalue
    for logger, level in loggers.items():
        logger.setLevel(level)
        for handler in handlers:
            logger.removeHandler(handler)


def test_a_request_leaves_its_addresses_in_the_log_and_nothing_of_the_person(client, written):
    client.get(NEW, {"q": PERSON["name"]})
    send(client, open_form(client), name="", id_number="110105194912310021")
    info_request, code = file_one(client)
    look_up(client, info_request.number, "22222-22222")
    look_up(client, info_request.number, code)
    case = f"{STATUS}{info_request.number}/"
    for page in ("", "data/", "data.json", "receipt.pdf", "withdraw/"):
        client.get(case + page, {"name": PERSON["name"]})
    client.post(f"{case}withdraw/", {"reason": WANTED["wanted"]})
    client.post(NEW, filled("forged") | {"name": PERSON["name"]})

    text = written()

    assert "/zfxxgk/ysqgk/status/<str:number>/" in text
    for secret in (PERSON["name"], ID_NUMBER, PHONE, PERSON["email"], ADDRESS, WANTED["wanted"]):
        assert secret not in text
    for secret in (code, code.replace("-", ""), "22222-22222", info_request.number, "身份证"):
        assert secret not in text
