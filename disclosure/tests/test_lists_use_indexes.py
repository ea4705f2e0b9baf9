"""Every list, public or of the desk, with every filter: found by an index, sorted by none at hand.

The tables of a test are small, so PostgreSQL is told to read a table whole, or to sort all of
it, only where nothing else leads to the rows; SQLite says in its plan what it does.
"""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disclosure.models import Item
from disclosure.tests.factories import NOON, make_category, make_draft
from portal.models import Office, User
from portal.tests.factories import make_office

pytestmark = pytest.mark.django_db

ITEM = "disclosure_item"
LIST = "/zfxxgk/fdzdgknr/0601/"
DESK = "/admin/disclosure/item/"
PUBLIC_LISTS = [
    *("/", "/zfxxgk/", "/zfxxgk/fdzdgknr/06/", LIST, f"{LIST}?page=2", "/now/", "/feeds/all/"),
    *("/feeds/06/", "/sitemap.xml", "/sitemap-items.xml"),
]
DESK_LISTS = [
    *(DESK, f"{DESK}?p=2", f"{DESK}?status__exact=published", f"{DESK}?status__exact=withdrawn"),
    *(f"{DESK}?year=2025", f"{DESK}?office__id__exact=%OFFICE%", f"{DESK}?o=5", f"{DESK}?o=-6"),
    *(f"{DESK}?work={key}" for key in ("failed", "owing", "closing", "due", "assess", "mine")),
]


@pytest.fixture(autouse=True)
def items():
    office = make_office()
    for code in ("0601", "0602", "9003", "9004"):
        category = make_category(code, name=code, article20="11")
        fields = {"body": "<p>正文</p>", "category": category, "office": office}
        rows = [Item(title=f"公告{n}", published_at=NOON, **fields) for n in range(30)]
        Item.objects.add_history(rows, by=None, note="台账")
    make_draft()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")


def whole_reads(client, address) -> list[str]:
    """Return the queries of a page that read the whole table of items, each with its plan."""
    address = address.replace("%OFFICE%", str(Office.objects.values_list("pk", flat=True).first()))
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    asked = [query["sql"] for query in captured if is_of_items(query["sql"])]
    plans = [(sql, plan_of(sql)) for sql in asked]
    return [f"{sql}\n{plan}" for sql, plan in plans if reads_all(sql, plan)]


def is_of_items(sql: str) -> bool:
    """True also for what PostgreSQL knows by a name only: its plan tells which table it is of."""
    return f'FROM "{ITEM}"' in sql or sql.startswith("EXECUTE")


def plan_of(sql: str) -> str:
    explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    with connection.cursor() as cursor:
        cursor.execute(f"{explain} {sql}".replace("%", "%%"), ())
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def reads_all(sql: str, plan: str) -> bool:
    if connection.vendor == "postgresql":
        return f"Seq Scan on {ITEM}" in plan
    # Rows in the order of their keys, the first few of them, need no other index.
    is_first_few = "LIMIT" in sql and "USE TEMP B-TREE FOR ORDER BY" not in plan
    return re.search(rf"SCAN {ITEM}(?! USING)", plan) is not None and not is_first_few


@pytest.mark.parametrize("address", PUBLIC_LISTS)
def test_a_public_list_reads_no_table_whole(client, address):
    assert whole_reads(client, address) == []


@pytest.mark.parametrize("address", DESK_LISTS)
def test_a_list_of_the_desk_reads_no_table_whole(client, address, settings):
    settings.DEMO = True  # without a second factor
    client.force_login(User.objects.create_superuser("head"))

    assert whole_reads(client, address) == []
