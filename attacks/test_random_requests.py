"""Random requests to every address and form, by every kind of visitor: none may break the portal.

RANDOM_REQUESTS sets how many a part sends and RANDOM_PARTS how many parts there are, each with the
seed after that of the part before; `bench/attack.py` sends 100,000. Each of the two runs of `make
test` draws its own 1,000.
"""

import os
from datetime import timedelta
from http.cookies import SimpleCookie
from zlib import crc32

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from lxml import html

from attacks.addresses import SAMPLES, addresses
from attacks.payloads import PAYLOADS, PIECES
from attacks.world import make_people, make_world
from portal.models import Login

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("each_act_by_itself")]
COUNT = int(os.environ.get("RANDOM_REQUESTS", 1000))
SEED = int(os.environ.get("RANDOM_SEED", 0))
PARTS = int(os.environ.get("RANDOM_PARTS", 1))
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
    if page.streaming:  # a file is closed once it has been sent
        b"".join(page.streaming_content)
        return {}
    if "html" not in page.headers.get("Content-Type", ""):
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


HEADERS = ["Accept", "Accept-Language", "Cookie", "If-Modified-Since", "Range", "Referer", "Host"]
HEADERS += ["X-Forwarded-For", "X-Forwarded-Host", "X-HTTP-Method-Override", "Content-Type"]


def header_text(text: str) -> str:
    """Return what a web server lets through as a header."""
    return "".join(char for char in text if char.isprintable()).encode().decode("latin-1")


# Made once: a strategy made for each request costs more than the request.
CHOSEN_ADDRESS, CHOSEN_METHOD = st.sampled_from(ADDRESSES), st.sampled_from(METHODS)
ONE_OF_FOUR, FORM_CHANCE = st.integers(0, 3), st.integers(0, 10**6)
QUERY = st.dictionaries(st.sampled_from(PIECES), TEXTS, max_size=4)
FIELDS = st.dictionaries(st.sampled_from(PIECES), TEXTS, max_size=8)
SENT_HEADERS = st.dictionaries(st.sampled_from(HEADERS), TEXTS.map(header_text), max_size=2)
JUNK = st.lists(TEXTS, max_size=30)


@st.composite
def requests(draw):
    address, method = draw(CHOSEN_ADDRESS), draw(CHOSEN_METHOD)
    values = {part: draw(TEXTS) for part in address.parts if draw(ONE_OF_FOUR) == 0}
    query, headers = draw(QUERY), draw(SENT_HEADERS)
    if method != "POST":
        return address, method, values, query, headers, {}, (0, [])
    return address, method, values, query, headers, draw(FIELDS), (draw(FORM_CHANCE), draw(JUNK))


def log_everybody_in(people) -> dict[str, Client]:
    """Return a browser for each role whose log-in lasts however long the requests take."""
    clients = {"": Client(raise_request_exception=False)}
    for role in ("author", "officer", "head", "handler", "system_admin", "security_admin"):
        clients[role] = Client(raise_request_exception=False)
        clients[role].force_login(people[role])
    tomorrow = timezone.now() + timedelta(days=1)
    Login.objects.update(idle_at=tomorrow, ends_at=tomorrow)
    return clients


def values_of(cookies) -> dict[str, str]:
    return {name: morsel.value for name, morsel in cookies.items()}


def answer_to(client, path, request):
    """Return what the portal says to a request; nothing it wrote stays."""
    _, method, _, query, headers, data, junk = request
    with transaction.atomic():
        if method == "POST":  # goes to the fields the page itself has, whatever they are
            data = data | filled_form(client.get(path), *junk)
            response = client.post(path, data, query_params=query, headers=no_type(headers))
        elif method in ("GET", "HEAD"):
            response = getattr(client, method.lower())(path, query, headers=headers)
        else:
            response = client.generic(method, path, str(data), headers=headers)
        if response.streaming:
            b"".join(response.streaming_content)
        transaction.set_rollback(True)
    return response, data


@pytest.mark.parametrize("part", range(PARTS))
def test_no_random_request_breaks_the_portal(world, settings_without_limits, pytestconfig, part):
    people, rows = world
    clients = log_everybody_in(people)
    sessions = {role: values_of(client.cookies) for role, client in clients.items()}
    known = SAMPLES | known_values(rows)
    broken = []

    @seed(SEED + part + crc32(str(pytestconfig.getoption("--as-of")).encode()))
    @settings(
        max_examples=COUNT,
        database=None,
        derandomize=False,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.sampled_from(sorted(clients)), requests())
    def send(role, request):
        address, method, values, query, headers, *_ = request
        client, path = clients[role], address.path(known | values)
        client.cookies = SimpleCookie(sessions[role])  # whatever the answer before did to them
        response, data = answer_to(client, path, request)
        if response.status_code >= 500 and response.status_code != BUSY:
            why = repr(response.exc_info and response.exc_info[1])
            broken.append((why, role, method, path, query, data, headers))

    send()

    assert not broken, "\n".join(map(str, broken))
    for role, client in clients.items():
        client.cookies = SimpleCookie(sessions[role])
        assert client.get("/admin/").status_code == (200 if role else 302), role


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
