"""What attackers type, in every field people may fill in: it is shown as text and does nothing."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from lxml import html
from openpyxl import Workbook

from attacks.payloads import FORMULA, HEADER, PATH, PAYLOADS, SQL, TEMPLATE, XSS
from attacks.world import make_people
from disclosure.models import Attachment, Item
from disclosure.tests.factories import make_item
from portal.fields import clean_html
from portal.ledgers import LedgerError, neutralise, read_ledger
from portal.models import User
from requests_app.models import InformationRequest
from requests_app.tests.desk import address
from requests_app.tests.filing import file_one, open_form

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("each_act_by_itself", "holidays"),
]
SOUP = " ".join(XSS + TEMPLATE)
ITEM_TEXTS = ("title", "issuer", "co_issuers", "summary", "keywords", "source")
LENGTHS = {
    field.name: field.max_length
    for field in Item._meta.get_fields()
    if hasattr(field, "max_length")
}


def what_runs(page) -> list[str]:
    """Return what in a page would run, or leads to something that would."""
    tree = html.fromstring(page.content.decode())
    found = [
        each for each in tree.xpath("//script[not(@src)]") if "json" not in each.get("type", "")
    ]
    found += tree.xpath("//main//iframe | //main//object | //main//embed | //main//math | //base")
    found += tree.xpath("//*[@*[starts-with(name(), 'on')]]")
    for attribute in ("href", "src", "action", "formaction"):
        links = tree.xpath(f"//*[@{attribute}]")
        found += [each for each in links if is_harmful(each.get(attribute))]
    return [html.tostring(each, encoding="unicode")[:200] for each in found]


def is_harmful(link: str) -> bool:
    link = "".join(link.split()).lower()
    return link.startswith(("javascript:", "vbscript:")) or link.startswith("data:text")


@pytest.mark.parametrize("payload", XSS)
def test_the_editor_keeps_nothing_that_runs(payload):
    kept = html.fromstring(f"<main>{clean_html(payload)}<p>x</p></main>")

    assert kept.xpath("//script | //iframe | //svg | //math | //style | //img[@onerror]") == []
    assert kept.xpath("//*[@*[starts-with(name(), 'on')]]") == []
    assert not any(is_harmful(link.get("href")) for link in kept.xpath("//a[@href]"))


def test_what_staff_typed_runs_on_no_page_that_shows_it(client):
    texts = {name: SOUP[: LENGTHS[name] or None] for name in ITEM_TEXTS}
    for payload in XSS:
        texts = texts | {"title": payload, "issuer": payload[:60], "keywords": payload[:60]}
        make_item(**texts, body=clean_html(f"<p>{payload}</p>"))
    items = list(Item.objects.public())
    pages = ["/", "/zfxxgk/", "/zfxxgk/fdzdgknr/06/", "/now/", "/site-map/", "/search/?q=alert"]

    for path in [*pages, *(item.get_absolute_url() for item in items)]:
        assert what_runs(client.get(path)) == [], path
    feed = client.get("/feeds/all/").content.decode()
    assert "<script" not in feed
    assert "<img" not in feed


@pytest.mark.parametrize("payload", XSS + TEMPLATE)
def test_what_is_searched_for_is_shown_as_text(client, payload):
    page = client.get("/search/", {"q": payload, "category": payload, "year": payload})

    assert page.status_code == 200
    assert what_runs(page) == []
    assert "SECRET_KEY }}" in page.content.decode() or "SECRET_KEY" not in payload


@pytest.mark.parametrize("payload", SQL)
def test_no_input_reaches_the_database_as_a_command(client, payload):
    people = make_people()
    client.force_login(people["officer"])
    before = User.objects.count()

    for path in ("/search/", "/zfxxgk/fdzdgknr/06/", "/admin/disclosure/item/"):
        page = client.get(path, {"q": payload, "year": payload, "o": payload, "p": payload})
        assert page.status_code in (200, 302, 404), path
    client.post("/zfxxgk/ysqgk/status/", {"number": payload, "code": payload})
    client.post("/admin/login/", {"username": payload, "password": payload})

    assert User.objects.count() == before


def test_what_citizens_typed_runs_neither_for_them_nor_for_staff(client):
    typed = dict.fromkeys(("wanted_name", "wanted", "help_needed"), SOUP)
    typed |= {
        "wanted_name": XSS[0],
        "address": XSS[1],
        "help_needed": XSS[2],
        "wanted_number": XSS[1],
    }
    info_request, code = file_one(client, **typed)
    people = make_people()
    staff = Client()
    staff.force_login(people["officer"])

    number = info_request.number
    public = [f"/zfxxgk/ysqgk/status/{number}/", f"/zfxxgk/ysqgk/status/{number}/data/"]
    inside = [address(info_request), "/admin/requests_app/informationrequest/", "/admin/"]
    inside += [address(info_request, "note"), address(info_request, "confirm")]

    assert {path: what_runs(client.get(path)) for path in public} == {path: [] for path in public}
    assert {path: what_runs(staff.get(path)) for path in inside} == {path: [] for path in inside}
    assert InformationRequest.objects.count() == 1
    assert code


def test_a_refused_form_gives_back_what_was_typed_as_text(client):
    page = client.post("/zfxxgk/ysqgk/new/", open_form(client) | {"name": SOUP, "wanted": SOUP})

    assert what_runs(page) == []
    assert "&lt;script&gt;alert(1)" in page.content.decode()


@pytest.mark.parametrize("payload", HEADER + PATH)
def test_a_file_name_forges_no_header_and_leaves_no_folder(client, payload, settings):
    item = make_item()
    name = f"{payload}.txt"
    file = Attachment.objects.attach_to_history(item, ContentFile(b"x"), name)

    answer = client.get(f"/items/{item.slug}/files/1/{file.name}?download")

    assert b"".join(getattr(answer, "streaming_content", [])) in (b"x", b"")
    assert not any(char in "".join(answer.headers.values()) for char in "\r\n\x00")
    assert not {"Set-Cookie", "X-Evil"} & set(answer.headers)
    assert ".." not in file.file.name
    assert str(settings.MEDIA_ROOT) in file.file.path


@pytest.mark.parametrize("payload", PATH)
@pytest.mark.parametrize("place", ["/static/", "/items/", "/zfxxgk/ysqgk/form.", "/sitemap-"])
def test_no_path_leads_out_of_what_is_public(client, place, payload):
    page = client.get(f"{place}{payload}")

    content = b"".join(page.streaming_content) if page.streaming else page.content
    assert page.status_code in (301, 302, 400, 404)
    assert b"root:" not in content


@pytest.mark.parametrize("payload", HEADER)
def test_a_redirect_carries_no_header_of_the_sender(client, payload):
    page = client.get("/zfxxgk/ysqgk/status/" + payload.replace("\x00", "") + "/")

    assert page.status_code in (302, 400, 404)
    assert not {"X-Evil"} & set(page.headers)
    assert "\r" not in page.headers.get("Location", "")


@pytest.mark.parametrize("payload", FORMULA)
def test_a_spreadsheet_takes_no_cell_for_a_formula(payload):
    assert neutralise(payload).startswith("'")


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 9 if n else "ha"}">' for n in range(9))


def workbook_with(entities: str, text: str) -> BytesIO:
    """A ledger whose shared strings call an entity."""
    book, file = Workbook(), BytesIO()
    book.active.append(["标题"])
    book.active.append(["MARK"])
    book.save(file)
    hurt = BytesIO()
    with ZipFile(file) as old, ZipFile(hurt, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("sharedStrings.xml"):
                content = content.replace(b"MARK", text.encode())
                content = f"<!DOCTYPE sst [{entities}]>".encode() + content
            new.writestr(name, content)
    hurt.seek(0)
    return hurt


@pytest.mark.parametrize(
    "entities, text",
    [
        ('<!ENTITY x SYSTEM "file:///etc/passwd">', "&x;"),
        (LAUGHS, "&l8;"),
    ],
)
def test_a_ledger_brings_in_nothing_through_its_xml(entities, text):
    try:
        file = workbook_with(entities, text)
        rows = read_ledger(file, "台账.xlsx", columns=["标题"], required=["标题"]).rows
    except LedgerError:
        rows = []

    assert "root:" not in str(rows)
    assert len(str(rows)) < 10_000


def test_there_are_payloads_for_every_kind_of_attack():
    assert len(PAYLOADS) == len(set(PAYLOADS)) >= 35
