"""Reading settings: one cookie with a closed set of values, kept without JavaScript."""

import pytest
from django.test import RequestFactory

from portal import appearance
from portal.appearance import Appearance, from_key

pytestmark = pytest.mark.django_db


def test_a_key_and_its_appearance_stand_for_each_other():
    chosen = Appearance(text="150", theme="black", simple=True, line=True)

    assert chosen.key == "150.black.simple.line"
    assert from_key(chosen.key) == chosen


@pytest.mark.parametrize(
    "cookie", ["", "900.pink", "100.auto.unknown", "..", "150", "<script>", "100.auto" * 500]
)
def test_a_cookie_nobody_could_have_chosen_leads_to_a_known_key(cookie):
    request = RequestFactory().get("/")
    request.COOKIES[appearance.COOKIE] = cookie

    key = appearance.read(request).key

    assert key in {"100.auto", "150.auto"}


def test_a_choice_is_kept_and_leads_back_to_the_page(client):
    response = client.get("/view/set/", {"text": "150", "theme": "dark", "next": "/now/?page=2"})

    assert response["Location"] == "/now/?page=2"
    assert client.cookies[appearance.COOKIE].value == "150.dark"
    page = client.get("/view/").content.decode()
    assert 'data-text="150" data-theme="dark"' in page


def test_a_second_choice_leaves_the_first_as_it_was(client):
    client.get("/view/set/", {"theme": "dark"})

    client.get("/view/set/", {"pointer": "1", "text": "nonsense"})

    assert client.cookies[appearance.COOKIE].value == "100.dark.pointer"


def test_the_default_leaves_no_cookie_behind(client):
    client.get("/view/set/", {"text": "200"})

    client.get("/view/set/", {"text": "100"})

    assert client.cookies[appearance.COOKIE].value == ""


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", "x", ""]
)
def test_nobody_is_led_to_another_site(client, address):
    response = client.get("/view/set/", {"text": "150", "next": address})

    assert response["Location"] == "/"


def test_the_simple_version_has_a_first_page_of_its_own(client):
    standard = client.get("/").content.decode()
    client.get("/view/set/", {"simple": "1"})

    simple = client.get("/").content.decode()

    assert 'name="simple" value="1"' in standard
    assert 'class="simple"' in simple
    assert 'name="simple" value="0"' in simple
    assert 'class="doors"' in simple


def test_the_style_page_is_for_developers_only(client, settings):
    assert client.get("/styleguide/").status_code == 404

    settings.DEBUG = True

    page = client.get("/styleguide/").content.decode()
    assert "swatch-main" in page
    assert "--amber-wash" in page
