"""Log lines: each with the number of its request, none with anything personal."""

import gzip
import io
import json
import logging
from datetime import date

import pytest
from django.db import DatabaseError, connection
from django.http import Http404
from django.test import Client, override_settings
from django.urls import path

from portal import logs, request_log
from portal.log_rotation import turn_over
from portal.logs import JsonFormatter, LineFormatter, LogFile, cleaned
from portal.models import Office
from portal.tests.factories import make_office
from portal.urls import handler400, handler403, handler404, handler500, urlpatterns

ours = urlpatterns
NAME, PHONE, CARD, CODE = "王小明", "13800000000", "11010519491231002X", "ABCDE-FGHJK"


def broken(request):
    raise ValueError(f"{NAME} {PHONE} cannot be filed: {CARD!r}")


def broken_by_disk(request):
    raise OSError(28, "No space left on device")


def lost(request):
    raise Http404(NAME)


urlpatterns = [
    path("broken/", broken),
    path("full/", broken_by_disk),
    path("lost/", lost),
    *ours,
]
handlers = (handler400, handler403, handler404, handler500)


@pytest.fixture
def lines():
    """What is written to the log from here on, as it lies in the file."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    loggers = [logging.getLogger(), logging.getLogger("portal.access")]
    for logger in loggers:
        logger.addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    for logger in loggers:
        logger.removeHandler(handler)


def access(lines):
    return [line for line in lines() if line["logger"] == "portal.access"]


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
def test_the_error_page_shows_a_number_that_is_in_the_log_with_what_went_wrong(lines):
    client = Client(raise_request_exception=False)

    response = client.post("/broken/?name=" + NAME, {"phone": PHONE})

    number = response["X-Request-ID"]
    [fault] = [line for line in lines() if line["level"] == "ERROR"]
    assert response.status_code == 500
    assert f"错误编号：<code>{number}</code>" in response.content.decode()
    assert fault["id"] == number
    assert fault["faults"][0]["kind"] == "builtins.ValueError"
    assert any("test_logs.py" in place for place in fault["faults"][0]["at"])
    assert access(lines)[-1]["status"] == 500
    assert access(lines)[-1]["id"] == number


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
def test_a_full_disk_is_told_as_such(lines):
    response = Client(raise_request_exception=False).post("/full/")

    assert response.status_code == 507
    assert "存储空间不足，或者不能写入" in response.content.decode()
    assert response["X-Request-ID"] in response.content.decode()


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
def test_nothing_of_an_address_or_a_form_stands_in_the_log(lines):
    client = Client(raise_request_exception=False)
    office = make_office()

    client.get(f"/search/?q={NAME}")
    client.post("/zfxxgk/ysqgk/status/", {"number": "2025-0001", "code": CODE})
    client.get("/zfxxgk/ysqgk/status/", {"number": "2025-0001"})
    client.get("/zfxxgk/ysqgk/verify/secret-token/")
    client.get(f"/{NAME}/{PHONE}/")
    client.get("/lost/")
    client.post("/broken/", {"card": CARD})
    client.get("/", headers={"host": NAME})
    client.post("/admin/login/", {"username": CARD, "password": CODE})
    written = json.dumps(lines(), ensure_ascii=False)

    for secret in (NAME, PHONE, CARD, CODE, "secret-token", "2025-0001", "?"):
        assert secret not in written.replace("status/<str:number>", "")
    addresses = {line["address"] for line in access(lines)}
    assert "/zfxxgk/ysqgk/verify/<str:token>/" in addresses
    assert "/search/" in addresses
    assert Office.objects.get() == office


@pytest.mark.django_db
def test_what_the_database_says_of_a_row_does_not_stand_in_the_log(lines):
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT missing_column, '{NAME}' FROM portal_office")
    except DatabaseError:
        logging.getLogger("portal").exception("failed")

    [line] = lines()
    assert NAME not in json.dumps(line, ensure_ascii=False)
    assert "missing_column" in line["faults"][0]["says"]


@pytest.mark.parametrize(
    "said, kept",
    [
        (
            'null value in column "name" violates it\nDETAIL: (王小明)',
            'null value in column "name" violates it',
        ),
        (
            'invalid input syntax for type integer: "王小明"',
            "invalid input syntax for type integer: “…”",
        ),
        ("'13800000000'", "“…”"),
        ("wang@example.org is refused", "… is refused"),
        ("/zfxxgk/?code=ABC failed", "/zfxxgk/ failed"),
        ("card 110105 19491231 002X", "card …"),
        ("'NoneType' object has no attribute 'status'", "“…” object has no attribute 'status'"),
    ],
)
def test_an_exception_keeps_its_words_and_loses_its_values(said, kept):
    assert cleaned(said) == kept


def test_people_read_the_same_facts():
    try:
        raise KeyError(NAME)
    except KeyError:
        record = logging.getLogger("x").makeRecord(
            *("portal", logging.ERROR, __file__, 1, "Notice %s failed", (5,)),
            exc_info=__import__("sys").exc_info(),
        )
    text = LineFormatter().format(record)

    assert "ERROR portal Notice 5 failed" in text
    assert "builtins.KeyError: “…”" in text
    assert NAME not in text


@pytest.mark.parametrize("place", ["missing/portal.jsonl", "."])
def test_a_log_that_cannot_be_written_stops_nobody(tmp_path, capsys, place):
    handler = LogFile(tmp_path / place, delay=True)

    handler.emit(logging.makeLogRecord({"name": "portal", "msg": NAME}))

    said = capsys.readouterr().err
    assert "无法写入" in said
    assert NAME not in said


# --- The number ----------------------------------------------------------------------------------

GIVEN = "0123456789abcdef0123456789abcdef"


@pytest.mark.django_db
def test_the_number_nginx_gave_is_kept_and_that_of_anybody_else_is_not(client, settings):
    settings.TRUSTED_PROXIES = []
    untrusted = client.get("/healthz", headers={"x-request-id": GIVEN})
    settings.TRUSTED_PROXIES = ["unix"]
    trusted = client.get("/healthz", REMOTE_ADDR="", headers={"x-request-id": GIVEN})
    forged = client.get("/healthz", REMOTE_ADDR="", headers={"x-request-id": '1" <script>'})

    assert untrusted["X-Request-ID"] != GIVEN
    assert trusted["X-Request-ID"] == GIVEN
    assert request_log.NUMBER.fullmatch(forged["X-Request-ID"])
    assert logs.request_id.get() == ""


# --- How long ------------------------------------------------------------------------------------


def test_the_log_is_put_away_each_day_and_kept_for_half_a_year(tmp_path):
    log = tmp_path / "portal.jsonl"
    (tmp_path / "portal.jsonl-20250101.gz").write_bytes(b"")  # 184 days old
    (tmp_path / "portal.jsonl-20241201.gz").write_bytes(b"")
    (tmp_path / "audit-heads.log").write_text("1")
    for day in (3, 3, 4):
        log.write_text(f"line of {day}")
        turn_over(log, today=date(2025, 7, day))

    names = sorted(path.name for path in tmp_path.iterdir())

    assert names == [
        "audit-heads.log",
        "portal.jsonl-20250101.gz",
        "portal.jsonl-20250703.gz",
        "portal.jsonl-20250704",
    ]
    with gzip.open(tmp_path / "portal.jsonl-20250703.gz", "rt") as packed:
        assert packed.read() == "line of 3"
