"""What every answer says to browsers, and what the portal answers to what it does not want."""

import os
import re
import secrets
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.test import Client

from attacks.addresses import paths
from attacks.broken_urls import SECRET
from attacks.world import make_people, make_world
from portal.middleware import EDITOR_POLICY, PUBLIC_POLICY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("each_act_by_itself")]
ROOT = Path(__file__).parents[1]
EDITOR = "admin:disclosure_item_add"
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}
INLINE = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*json)[^>]*>|<style|\son[a-z]+\s*=|\sstyle\s*=")
TELLING = ("Server", "X-Powered-By", "X-AspNet-Version")


@pytest.fixture
def world(settings):
    settings.DEMO = True  # nobody is refused for asking often
    people = make_people()
    return people, paths(make_world(people))


def test_every_public_page_sends_the_strict_policy_and_carries_nothing_inline(client, world):
    _, found = world
    for name, path in found.items():
        if name.startswith("admin") and name != "admin:login":
            continue
        page = client.get(path)
        if page.streaming:  # a file is closed once it has been sent
            b"".join(page.streaming_content)
        policy = page["Content-Security-Policy"]
        assert "unsafe-" not in policy or "sandbox" in policy, name
        assert {header: page[header] for header in ALWAYS} == ALWAYS, name
        assert "camera=()" in page["Permissions-Policy"], name
        assert not any(header in page for header in TELLING), name
        if page["Content-Type"].startswith("text/html"):
            assert INLINE.findall(page.content.decode()) == [], name


def test_of_the_staff_pages_only_the_editor_may_have_styles_of_its_own(client, world):
    people, found = world
    client.force_login(people["officer"])

    lists = [name for name in found if name.endswith("_changelist")]
    strict = [client.get(found[name]) for name in ("admin:index", *lists)]
    editor = client.get(found[EDITOR])

    assert {page["Content-Security-Policy"] for page in strict} == {policy_text(PUBLIC_POLICY)}
    [nonce] = set(re.findall(r'nonce="([^"]+)"', editor.content.decode()))
    assert editor["Content-Security-Policy"] == policy_text(EDITOR_POLICY).format(nonce=nonce)
    assert "unsafe-inline" not in EDITOR_POLICY["script-src"]


def policy_text(policy) -> str:
    return "; ".join(f"{name} {value}" for name, value in policy.items())


def test_the_deployment_check_of_django_is_silent_in_production(tmp_path):
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    production = {
        "PORTAL_DATA_DIR": str(tmp_path / "data"),
        **{name: secrets.token_urlsafe(48) for name in ("SECRET_KEY", "AUDIT_KEY", "MATCH_KEY")},
        "FIELD_KEYS": Fernet.generate_key().decode(),
        "ALLOWED_HOSTS": "portal.example",
        "DATABASE_URL": "postgres://portal@localhost/portal",
        "REDIS_URL": "redis://localhost:6379/0",
    }
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]

    done = subprocess.run(command, cwd=ROOT, env=kept | production, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert "WARNINGS" not in done.stderr


# --- Refusals ----------------------------------------------------------------------------------


def refusals(client, settings) -> dict[int, object]:
    settings.ROOT_URLCONF = "attacks.broken_urls"
    settings.RATE_LIMITS = {"feeds": (1, 600)}
    settings.MAX_REQUEST_MEGABYTES = 1
    big = BytesIO(b"x" * (1024 * 1024 + 1))
    return {
        400: client.get("/search/?q=%00"),
        403: Client(enforce_csrf_checks=True).post("/zfxxgk/ysqgk/status/", {"number": "1"}),
        404: client.get("/no/such/page"),
        405: client.post("/search/"),
        413: client.post("/zfxxgk/ysqgk/new/", {"identity": big}),
        429: [client.get("/feeds/all/") for _ in range(2)][1],
        500: client.get("/broken/"),
    }


def test_every_refusal_says_in_chinese_what_to_do_and_nothing_of_the_inside(settings):
    pages = refusals(Client(raise_request_exception=False), settings)

    assert {status: page.status_code for status, page in pages.items()} == {s: s for s in pages}
    for status, page in pages.items():
        text = page.content.decode()
        assert re.search("<h1>[^<]*[\u4e00-\u9fff]", text), status
        assert "请" in re.sub(r"<[^>]+>", "", text.partition("<main")[2]), status
        assert not re.search(rf"Traceback|Django|Python|{SECRET}|\.py\b", text), status
        assert not any(header in page for header in TELLING), status


@pytest.mark.parametrize("method", ["put", "delete", "patch", "trace"])
def test_no_other_method_does_anything(client, method):
    assert getattr(client, method)("/").status_code == 405


def test_a_method_cannot_be_smuggled_in(client):
    page = client.post("/search/", {"_method": "GET"}, headers={"X-HTTP-Method-Override": "GET"})

    assert page.status_code == 405
    assert page["Allow"] == "GET, HEAD"


def test_a_foreign_host_is_refused_and_no_page_repeats_it(client):
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400
    poisoned = client.get("/feeds/all/", headers={"X-Forwarded-Host": "evil.example"})
    after = client.get("/feeds/all/")

    assert b"evil.example" not in poisoned.content + after.content


@pytest.mark.parametrize("name", ["X-Original-URL", "X-Rewrite-URL", "X-Forwarded-Prefix"])
def test_a_header_does_not_lead_to_another_page(client, name):
    assert client.get("/healthz", headers={name: "/admin/"}).content == b"ok"


@pytest.mark.parametrize("to", ["//evil.example/", "https://evil.example/", "/\\evil.example"])
def test_nobody_is_led_to_another_site(client, to):
    form = client.get("/admin/login/", {"next": to})
    led = client.get(to if to.startswith("/") else f"/{to}")

    assert f'value="{to}"' not in form.content.decode() or form.status_code == 302
    assert "evil.example" not in led.headers.get("Location", "").partition("/")[0]
    assert not led.headers.get("Location", "").startswith(("//", "http", "/\\"))


def test_a_file_of_an_item_cannot_run_in_a_browser(client, world):
    _, found = world

    answer = client.get(found["disclosure:attachment_file"])
    b"".join(answer.streaming_content)

    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
