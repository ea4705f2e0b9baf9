"""Finished pages: who gets one, when it is made anew, and what is never kept."""

import gzip
import re
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.db.utils import OperationalError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve
from django.utils import timezone

from disclosure.models import Attachment
from disclosure.models.item_queries import STAMP
from disclosure.tests.factories import NOON, make_category, make_item, withdrawer
from portal import appearance, pages
from portal.models import OfficeSettings
from portal.settings import ADMIN_PATH
from portal.tests.factories import make_user

pytestmark = pytest.mark.django_db
BLOCKS = ("9001", "9002", "9003", "9004", "9005")
LOOKS = ["", "150.auto", "100.black", "100.auto.simple", "200.dark.simple.pointer.line"]
# A column is made as a category is; a report's page is made of what was frozen.
LIKE_ANOTHER = {"disclosure:column_detail", "reports:annual_report"}
FORM_TOKEN = re.compile(rb"csrfmiddlewaretoken|name=.csrf")


@pytest.fixture(autouse=True)
def kept_pages(settings, monkeypatch):
    """The middleware as in production, knowing of a change at once."""
    place = settings.MIDDLEWARE.index("django.middleware.security.SecurityMiddleware") + 1
    names = list(settings.MIDDLEWARE)
    names.insert(place, "portal.pages.PageCacheMiddleware")
    settings.MIDDLEWARE = names
    monkeypatch.setattr(pages, "LOOK_SECONDS", 0)
    pages.generations.forget()


@pytest.fixture
def item():
    for code in BLOCKS:
        make_category(code, name=f"栏目{code}", article20="")
    today = timezone.localdate()
    item = make_item(
        title="关于幼儿园报名的公告",
        period_kind="registration",
        begins_on=today,
        ends_on=today + timedelta(days=3),
    )
    Attachment.objects.attach_to_history(item, ContentFile("名单".encode()), "名单.txt")
    return item


def addresses(item) -> list[str]:
    """One address of each kind of page that is kept."""
    return [
        *("/", "/robots.txt", "/view/", "/zfxxgk/", "/zfxxgk/zfxxgkzn/", "/zfxxgk/zfxxgkzd/"),
        *("/zfxxgk/fdzdgknr/", "/zfxxgk/fdzdgknr/06/", "/zfxxgk/zfxxgknb/", "/zfxxgk/ysqgk/"),
        *(item.get_absolute_url(), f"{item.get_absolute_url()}files/1/", "/now/", "/site-map/"),
        *("/feeds/all/", "/feeds/06/", "/opensearch.xml", "/sitemap-items.xml"),
        *("/zfxxgk/statistics/?year=2025",),
    ]


def queries(client, address) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def looking(look: str) -> Client:
    client = Client()
    client.cookies[appearance.COOKIE] = look
    return client


def test_the_stamp_of_items_is_the_one_the_apps_take():
    assert pages.ITEMS == STAMP


def test_every_page_named_is_walked_here(item):
    walked = {resolve(address.partition("?")[0]).view_name for address in addresses(item)}

    assert set(pages.PAGES) - walked == LIKE_ANOTHER


def test_a_page_asked_for_again_asks_only_for_the_generation(client, item):
    for address in addresses(item):
        first = client.get(address)
        assert queries(client, address) == 1, address
        again = client.get(address)
        assert again.content == first.content
        assert again["Content-Type"] == first["Content-Type"]
        assert again["Content-Security-Policy"] == first["Content-Security-Policy"]


def test_no_kept_page_carries_anything_of_one_reader(client, item):
    for address in addresses(item):
        client.get(address)
        page = client.get(address)
        assert not page.cookies, address
        assert not FORM_TOKEN.search(page.content), address
        assert "nonce-" not in page["Content-Security-Policy"]
        assert "private" not in page["Cache-Control"]
        assert {"Accept-Encoding", "Cookie"} <= set(re.split(r",\s*", page["Vary"]))


@pytest.mark.parametrize("look", LOOKS)
def test_two_looks_never_share_a_page(item, look):
    readers = {other: looking(other) for other in LOOKS}
    for address in ("/", item.get_absolute_url()):
        shown = {other: reader.get(address).content for other, reader in readers.items()}

        assert looking(look).get(address).content == shown[look]
        assert len(set(shown.values())) == len(LOOKS)


def test_a_look_that_does_not_exist_is_the_plain_page(client, item):
    plain = client.get("/").content

    assert looking("999.neon.<script>").get("/").content == plain


def test_traditional_and_simplified_pages_are_kept_apart(client, item):
    for _ in range(2):
        assert 'lang="zh-CN"' in client.get("/").content.decode()
        assert 'lang="zh-Hant"' in client.get("/?variant=t").content.decode()


def test_hosts_and_schemes_are_kept_apart(client, item):
    address = item.get_absolute_url()

    near, far = client.get(address), client.get(address, HTTP_HOST="127.0.0.1")

    assert b"http://testserver" in near.content or b"http://localhost" in near.content
    assert b"http://127.0.0.1" in far.content
    assert b"https://" in client.get(address, secure=True).content


def test_the_next_reader_sees_what_was_published_and_what_was_withdrawn(client, item):
    pages_of_lists = ["/", "/zfxxgk/fdzdgknr/06/", "/feeds/all/"]
    for address in pages_of_lists:
        assert "第二个通知" not in client.get(address).content.decode()

    second = make_item(title="第二个通知")

    for address in pages_of_lists:
        assert "第二个通知" in client.get(address).content.decode()
    assert client.get(second.get_absolute_url()).status_code == 200
    second.withdraw(by=withdrawer(), at=NOON, reason="内容有误")
    for address in pages_of_lists:
        assert "第二个通知" not in client.get(address).content.decode()
    assert client.get(second.get_absolute_url()).status_code == 410


def test_what_staff_send_shows_at_once(client, item):
    office = OfficeSettings.objects.current()
    office.save()
    client.get("/")
    staff = Client()
    staff.force_login(make_user("boss", is_staff=True, is_superuser=True))
    OfficeSettings.objects.filter(pk=office.pk).update(bureau_name="云溪市教育局")
    assert "云溪市教育局" not in client.get("/").content.decode()

    staff.post(f"/{ADMIN_PATH}portal/office/add/", {})

    assert "云溪市教育局" in client.get("/").content.decode()


def test_who_is_logged_in_gets_every_page_fresh(client, item):
    client.get(item.get_absolute_url())
    staff = Client()
    staff.force_login(make_user("boss", is_staff=True, is_superuser=True))
    type(item).objects.filter(pk=item.pk).update(title="只改了数据库")

    assert "只改了数据库" in staff.get(item.get_absolute_url()).content.decode()
    assert "只改了数据库" not in client.get(item.get_absolute_url()).content.decode()


def test_a_new_day_makes_every_page_anew(client, item, monkeypatch):
    client.get("/now/")
    tomorrow = timezone.localdate() + timedelta(days=1)

    monkeypatch.setattr(pages.timezone, "localdate", lambda: tomorrow)

    assert queries(client, "/now/") > 1


def test_a_page_is_not_kept_for_more_than_its_time(client, item, monkeypatch):
    client.get("/")

    monkeypatch.setattr(pages, "KEPT_SECONDS", -1)

    assert queries(client, "/") > 1


@pytest.mark.parametrize(
    "address",
    [
        *("/search/?q=报名", "/zfxxgk/ysqgk/new/", "/zfxxgk/ysqgk/status/", "/healthz"),
        *("/zfxxgk/ysqgk/verify/none/", f"/{ADMIN_PATH}login/", "/nowhere/", "/?unknown=1"),
    ],
)
def test_what_belongs_to_one_reader_or_changes_unseen_is_never_kept(client, item, address):
    client.get(address)

    assert not client.get(address).has_header("X-Accel-Expires")


def test_a_withdrawn_item_is_not_kept(client, item):
    item.withdraw(by=withdrawer(), at=NOON, reason="内容有误")

    assert not client.get(item.get_absolute_url()).has_header("X-Accel-Expires")


def test_where_a_link_was_shared_changes_no_page(client, item):
    plain = client.get("/zfxxgk/fdzdgknr/06/?page=1").content

    shared = client.get("/zfxxgk/fdzdgknr/06/?from=timeline&page=1&utm_source=a&isappinstalled=0")

    assert shared.content == plain
    assert b"utm_source" not in shared.content


def test_a_browser_that_has_the_page_gets_304(client, item):
    first = client.get("/")

    again = client.get("/", HTTP_IF_NONE_MATCH=first["ETag"])
    packed = client.get("/", HTTP_IF_NONE_MATCH=first["ETag"], HTTP_ACCEPT_ENCODING="gzip")

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert packed.status_code == 304
    assert first["Cache-Control"] == again["Cache-Control"] == "no-cache"


def test_a_packed_page_holds_the_same_bytes(client, item):
    plain = client.get("/")

    packed = client.get("/", HTTP_ACCEPT_ENCODING="br, gzip;q=0.8")
    unwanted = client.get("/", HTTP_ACCEPT_ENCODING="gzip;q=0")

    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content == unwanted.content
    assert int(packed["Content-Length"]) == len(packed.content) < len(plain.content) / 2
    assert not unwanted.has_header("Content-Encoding")


def test_head_gets_the_headers_without_the_page(client, item):
    page = client.get("/")

    head = client.head("/")

    assert (head.status_code, head.content, head["ETag"]) == (200, b"", page["ETag"])


def test_while_the_database_is_away_the_pages_stay(client, item, monkeypatch):
    client.get("/")
    monkeypatch.setattr(pages.Counter.objects, "filter", broken)

    assert client.get("/").status_code == 200


def broken(*args, **kwargs):
    raise OperationalError("server closed the connection")


def test_the_store_drops_what_was_not_asked_for_longest(monkeypatch):
    store, page = pages.Store(), page_of(100)
    monkeypatch.setattr(pages, "MOST_BYTES", 300)
    store.get((1,), ("first",))
    for name in ("first", "second", "third"):
        store.put((1,), (name,), page)
    store.get((1,), ("first",))

    store.put((1,), ("fourth",), page)

    kept = [name for name in ("first", "second", "third", "fourth") if store.get((1,), (name,))]
    assert kept == ["first", "third", "fourth"]
    assert store.bytes == 300


def test_a_page_begun_before_a_change_is_not_kept_after_it():
    store = pages.Store()
    store.get((2,), ("page",))

    store.put((1,), ("page",), page_of(10))

    assert store.get((2,), ("page",)) is None


def page_of(size: int) -> pages.Page:
    return pages.Page(headers={}, etag="", body=b"x" * size, made_at=pages.time.monotonic())
