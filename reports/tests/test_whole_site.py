"""What holds for the whole site: nothing is far, nothing is empty without a word, codes, search."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from django.contrib import admin
from django.core.files import File
from django.urls import Resolver404, resolve
from lxml import html

import portal
from disclosure.models import Attachment
from disclosure.tests.factories import make_category, make_item
from portal import roles
from portal.admin.base import OneRowAdmin
from portal.empty_lists import EMPTY_LISTS
from portal.pages import PAGES
from portal.tests.factories import make_office, make_user, role_group
from reports.tests.people import published_2024

NOTICE = Path(portal.__file__).parent / "tests" / "data" / "enrollment_notice.pdf"
pytestmark = pytest.mark.django_db
MOST_CLICKS = 3
HOME, DESK = "/", "/admin/"
# Found by what they are called, never by a link: programs ask for them.
FOR_PROGRAMS = {"robots", "disclosure:sitemap"}
# Not kept as finished pages, and for everybody all the same.
FRESH_PAGES = {
    *("disclosure:search", "disclosure:open_data", "disclosure:subscribe"),
    *("disclosure:going_on_calendar", "requests_app:request_form"),
    *("requests_app:status_entry", "requests_app:workday_calculator"),
    *("requests_app:paper_form_file", "reports:report_file", "disclosure:attachment_file"),
}
# The lists of an empty portal that everybody sees.
PUBLIC_LISTS = [
    *("/", "/now/", "/zfxxgk/", "/zfxxgk/zfxxgkzd/", "/zfxxgk/zfxxgknb/", "/columns/1601/"),
    *("/zfxxgk/fdzdgknr/0601/", "/zfxxgk/fdzdgknr/0601/?year=2020", "/search/?q=没有的词"),
]
NOTHING = re.compile(r"^\W*(还没有|没有找到|没有符合|今天没有|这个栏目还没有)")
# What is worth taking along on a phone.
CARRIED_AWAY = {
    *("disclosure:going_on", "reports:statistics", "disclosure:guide", "disclosure:rule_list"),
    *("disclosure:catalogue", "disclosure:category_detail", "disclosure:column_detail"),
    *("disclosure:annual_report_list", "reports:annual_report", "disclosure:item_detail"),
    *("disclosure:attachment_detail", "requests_app:request_guide"),
}


@pytest.fixture
def content():
    """One public row of every kind the home page and its families lead to."""
    enrollment = make_category("0601", family="enrollment")
    for code, name in {
        "9001": "指南",
        "9002": "制度",
        "9003": "目录",
        "9005": "依申请公开",
    }.items():
        make_category(code, name=name)
    make_category("1601", name="教育要闻", article20="")
    item = make_item(category=enrollment)
    with NOTICE.open("rb") as file:
        notice = Attachment.objects.attach_to_history(item, File(file), "公告.pdf")
    notice.read()
    published_2024()


@pytest.fixture
def columns():
    """Columns without anything in them."""
    make_category("0601", family="enrollment")
    make_category("1601", name="教育要闻", article20="")
    for code in ("9002", "9004"):
        make_category(code, name=code)


def links_of(page) -> Iterator[str]:
    """Yield the addresses a page leads to: what is clicked, and what a browser offers beside."""
    tree = html.fromstring(page.content)
    for link in tree.xpath("//a[@href] | //link[@href][not(@rel='canonical')]"):
        yield urljoin(page.wsgi_request.path, link.get("href"))


def clicks_from(client, start: str, *, wanted: set[str]) -> dict[str, int]:
    """Return after how many clicks each view is reached, by name, until all wanted ones are.

    All links of the first page are followed, then one page of each kind, the nearest.
    """
    reached, waiting, known = {}, [(start, 0)], {start}
    while waiting and not wanted <= reached.keys():
        address, clicks = waiting.pop(0)
        page = client.get(address, follow=True)
        if page.streaming:
            b"".join(page.streaming_content)  # a file is closed once it has been sent
        if not page.get("Content-Type", "").startswith("text/html"):
            continue
        for link in map(urlsplit, links_of(page)):
            name = "" if link.netloc or link.path in known else name_of(link.path)
            if name and (clicks == 0 or name not in reached):
                reached.setdefault(name, clicks + 1)
                known.add(link.path)
                if clicks + 1 < MOST_CLICKS:
                    waiting.append((link.path, clicks + 1))
    return reached


def name_of(path: str) -> str:
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""


def test_every_kind_of_public_page_is_three_clicks_from_the_home_page_at_most(client, content):
    wanted = (PAGES.keys() | FRESH_PAGES) - FOR_PROGRAMS - {"home"}

    reached = clicks_from(client, HOME, wanted=wanted)

    assert wanted - reached.keys() == set()


@pytest.mark.parametrize("role", roles.ROLES)
def test_every_register_a_role_may_see_is_three_clicks_from_its_work_board_at_most(client, role):
    person = make_user("ren", office=make_office())
    person.groups.add(role_group(role))
    client.force_login(person)
    request = client.get(DESK).wsgi_request
    wanted = {
        f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
        for model, register in admin.site._registry.items()
        if register.has_view_permission(request)
    }

    reached = clicks_from(client, DESK, wanted=wanted)

    assert wanted
    assert wanted - reached.keys() == set()


# --- Empty lists --------------------------------------------------------------------------------


@pytest.mark.parametrize("address", PUBLIC_LISTS)
def test_an_empty_list_leads_its_reader_on(client, columns, address):
    tree = html.fromstring(client.get(address).content.decode())

    said = [each for each in tree.xpath("//main//li | //main//p") if NOTHING.match(text_of(each))]

    assert said
    assert all(each.xpath(".//a | ancestor::*[position() <= 2]//section//a") for each in said)


def text_of(element) -> str:
    return " ".join(element.text_content().split())


def test_every_empty_register_says_what_to_do_next(client, settings):
    settings.ZEAL_ALLOWLIST = [{"model": "*"}]
    client.force_login(make_user("su", is_superuser=True))
    lists = {
        model: register
        for model, register in admin.site._registry.items()
        if not isinstance(register, OneRowAdmin)
    }

    assert {model._meta.label_lower for model in lists} == EMPTY_LISTS.keys()
    for model in lists:
        meta = model._meta
        page = client.get(f"/admin/{meta.app_label}/{meta.model_name}/")
        if not page.context["cl"].result_count:
            assert EMPTY_LISTS[meta.label_lower] in page.content.decode()


# --- Taken along, and searched from everywhere --------------------------------------------------


def test_what_is_worth_carrying_away_has_its_code_and_every_page_a_box_that_offers(client, content):
    addresses = addresses_by_name(client)

    for name in CARRIED_AWAY:
        tree = html.fromstring(client.get(addresses[name]).content.decode())
        (code,) = tree.xpath("//svg[@class='qr']/title/text()")
        (box,) = tree.xpath("//form[@role='search']//input[@data-offers]")
        assert code == "本页网址的二维码"
        assert box.get("name") == "q"


def addresses_by_name(client) -> dict[str, str]:
    """Return one address of each kind of page within two clicks of the home page."""
    first = {urlsplit(link).path for link in links_of(client.get(HOME))}
    found = {name_of(path): path for path in first}
    for path in sorted(first):
        page = client.get(path)
        if page.streaming:
            b"".join(page.streaming_content)
        is_page = page.get("Content-Type", "").startswith("text/html") and page.content
        for link in map(urlsplit, links_of(page)) if is_page else ():
            if not link.netloc:
                found.setdefault(name_of(link.path), link.path)
    return found
