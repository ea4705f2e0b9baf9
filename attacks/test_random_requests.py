"""Random requests to every address and form, by every kind of visitor: none may break the portal.

RANDOM_REQUESTS sets how many; `bench/attack.py` sends 100,000. Each of the two runs of `make
test` draws its own 1,000.
"""

import os
from zlib import crc32

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from lxml import html

from attacks.addresses import SAMPLES, addresses
from attacks.payloads import PAYLOADS, PIECES
from attacks.world import make_people, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("each_act_by_itself")]
COUNT = int(os.environ.get("RANDOM_REQUESTS", 1000))
SEED = int(os.environ.get("RANDOM_SEED", 0))
BUSY = 503  # a part of the machine is missing, and the page says so
METHODS = ["GET", "GET", "POST", "POST", "POST", "HEAD", "OPTIONS", "PUT", "DELETE"]

ADDRESSES = [each for each in addresses() if each.name != "admin:logout"]
TEXTS = st.one_of(
    st.sampled_from(PAYLOADS),
    st.text(max_size=30),
    st.integers(-(2**70), 2**70).map(str),
    st.dates().map(str),
    st.sampled_from(["", "0", "1", "2", "on", "2025-03-03", "２０２５", "٣", "²", "1e400", "null"]),
)


@pytest.fixture
def world():
    people = make_people()
    return people, make_world(people)


def filled_form(page, chance: int, junk: list[str]) -> dict:
    """Return what a browser would send of a form of the page, with junk in some of its fields.

    Which form and which fields, chance says: what is left as it was leads deeper in.
    """
    if page.streaming or "html" not in page.headers.get("Content-Type", ""):
        return {}
    found = html.fromstring(page.content.decode() or "<html/>").forms
    forms = [form for form in found if form.method == "POST" and "logout" not in str(form.action)]
    if not forms:
        return {}
    sent = {}
    for name, value in forms[chance % len(forms)].form_values():
        sent.setdefault(name, []).append(value or "")
    names = sorted(sent.keys() - {"csrfmiddlewaretoken"})
    start = chance % len(names) if names else 0
    return sent | dict(zip(names[start:] + names[:start], junk, strict=False))


@st.composite
def requests(draw, names=()):
    address = draw(st.sampled_from(ADDRESSES))
    method = draw(st.sampled_from(METHODS))
    values = {part: draw(TEXTS) for part in address.parts if draw(st.integers(0, 3)) == 0}
    query = draw(st.dictionaries(st.sampled_from(PIECES), TEXTS, max_size=4))
    sent = draw(st.dictionaries(st.sampled_from(PIECES), TEXTS, max_size=8))
    headers = draw(st.dictionaries(st.sampled_from(HEADERS), TEXTS.map(header_text), max_size=2))
    junk = draw(st.integers(0, 10**6)), draw(st.lists(TEXTS, max_size=30))
    return address, method, values, query, sent, headers, junk


HEADERS = ["Accept", "Accept-Language", "Cookie", "If-Modified-Since", "Range", "Referer", "Host"]
HEADERS += ["X-Forwarded-For", "X-Forwarded-Host", "X-HTTP-Method-Override", "Content-Type"]


def header_text(text: str) -> str:
    """Return what a web server lets through as a header."""
    return "".join(char for char in text if char.isprintable()).encode().decode("latin-1")


def test_no_random_request_breaks_the_portal(world, settings_without_limits, pytestconfig):
    people, rows = world
    clients = {"": Client(raise_request_exception=False)}
    for role in ("author", "officer", "head", "handler", "system_admin", "security_admin"):
        clients[role] = Client(raise_request_exception=False)
        clients[role].force_login(people[role])
    known = SAMPLES | known_values(rows)
    broken = []

    @seed(SEED + crc32(str(pytestconfig.getoption("--as-of")).encode()))
    @settings(
        max_examples=COUNT,
        database=None,
        derandomize=False,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.sampled_from(sorted(clients)), requests())
    def send(role, request):
        address, method, values, query, sent, headers, junk = request
        path = address.path(known | values)
        client = clients[role]
        with transaction.atomic():
            data = sent
            if method == "POST":  # goes to the fields the page itself has, whatever they are
                data = sent | filled_form(client.get(path), *junk)
            if method in ("GET", "HEAD"):
                response = getattr(client, method.lower())(path, query, headers=headers)
            elif method == "POST":
                response = client.post(path, data, query_params=query, headers=no_type(headers))
            else:
                response = client.generic(method, path, str(data), headers=headers)
            if response.streaming:
                b"".join(response.streaming_content)
            transaction.set_rollback(True)
        if response.status_code >= 500 and response.status_code != BUSY:
            broken.append((role, method, path, query, data, headers))

    send()

    assert broken == []


def no_type(headers):
    return {name: value for name, value in headers.items() if name != "Content-Type"}


def known_values(rows) -> dict:
    return {
        "pk": rows["case"].pk,
        "object_id": rows["item"].pk,
        "slug": rows["public"].slug,
        "code": rows["category"].code,
        "number": rows["case"].number,
        "attachment_pk": rows["file"].pk,
    }


@pytest.fixture
def settings_without_limits(settings):
    settings.DEMO = True  # where nobody is refused for asking often
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if not each.startswith("conftest")]
