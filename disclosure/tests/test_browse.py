"""Lists without words: the same by the index and by the database, to the last page anyone turns."""

import re

import pytest

from disclosure import browse
from disclosure.models import Category, Item
from disclosure.search import catch_up
from disclosure.tests.factories import NOON, make_category, make_item
from portal.tests.factories import make_office

pytestmark = pytest.mark.django_db

GROUP, LEAF = "/zfxxgk/fdzdgknr/06/", "/zfxxgk/fdzdgknr/0601/"


def import_items(code, count, **fields):
    """Publish items a minute apart from each other, the later the higher their number."""
    category = make_category(code, name=code)
    first = Item.objects.count()
    items = [
        Item(
            title=f"公告{first + n}",
            body="<p>正文</p>",
            category=category,
            published_at=NOON.replace(hour=n // 60, minute=n % 60),
            **fields,
        )
        for n in range(count)
    ]
    Item.objects.add_history(items, by=None, note="台账")


def titles(client, address) -> list[str]:
    return [item.title for item in client.get(address).context["page"]]


def count(client, address) -> int:
    return client.get(address).context["page"].paginator.count


def test_a_group_lists_its_categories_newest_first_whatever_the_page(client):
    import_items("0601", 30)
    import_items("0602", 30)

    pages = [titles(client, f"{GROUP}?page={number}") for number in (1, 2, 3)]

    found = [title for page in pages for title in page]
    public = Item.objects.public().newest_first()
    assert found == list(public.values_list("title", flat=True))
    assert count(client, GROUP) == 60


@pytest.mark.parametrize("has_index", [True, False])
@pytest.mark.parametrize(
    "filters, expected",
    [
        ("office=%OFFICE%", {"公告0", "公告1"}),
        ("year=2024", {"公告2"}),
        ("validity=repealed", {"公告3"}),
        ("stage=high", {"公告4"}),
        ("year=2024&validity=repealed", set()),
        ("sort=published", {"公告0", "公告1", "公告2", "公告3", "公告4"}),
    ],
)
def test_filters_leave_the_same_with_and_without_an_index(client, filters, expected, has_index):
    office = make_office()
    import_items("0601", 2, office=office)
    import_items("0601", 1, written_on=NOON.date().replace(year=2024))
    import_items("0602", 1, validity="repealed")
    import_items("0602", 1, stage="high")
    if has_index:
        catch_up()

    address = f"{GROUP}?{filters}".replace("%OFFICE%", office.code)

    assert set(titles(client, address)) == expected
    assert count(client, address) == len(expected)


def test_the_oldest_come_first_when_asked_for(client):
    import_items("0601", 3)
    catch_up()

    assert titles(client, f"{LEAF}?sort=published") == ["公告0", "公告1", "公告2"]


def test_a_withdrawn_item_leaves_a_filtered_list_before_the_index_hears_of_it(client):
    import_items("0601", 2)
    catch_up()
    Item.objects.filter(title="公告0").update(status="draft")

    assert titles(client, f"{LEAF}?year=2025") == ["公告1"]


def test_nobody_turns_further_than_the_last_page(client, monkeypatch):
    monkeypatch.setattr(browse, "MAX_PAGES", 2)
    import_items("0601", 50)

    page = client.get(f"{LEAF}?page=9").context["page"]

    assert (page.number, page.paginator.num_pages, page.paginator.count) == (2, 2, 50)
    assert page.paginator.is_cut


def test_the_feed_of_a_group_holds_the_newest_of_all_its_categories(client):
    import_items("0601", 20)
    import_items("0602", 20)

    feed = client.get("/feeds/06/").content.decode()

    newest = Item.objects.public().newest_first()[:30]
    assert re.findall("公告[0-9]+", feed) == [item.title for item in newest]


def test_the_site_map_for_machines_names_every_item_once_in_parts(client, monkeypatch):
    monkeypatch.setattr("disclosure.sitemaps.ItemSitemap.limit", 10)
    import_items("0601", 25)
    first = Item.objects.order_by("pk").values_list("pk", flat=True).first()
    parts = -(-(first + 24) // 10)

    index = client.get("/sitemap.xml").content.decode()
    pages = [client.get(f"/sitemap-items.xml?p={n}").content.decode() for n in range(1, parts + 1)]

    slugs = re.findall("/items/([^/]+)/", "".join(pages))
    assert sorted(slugs) == sorted(Item.objects.values_list("slug", flat=True))
    assert index.count("sitemap-items.xml") == parts


def test_an_empty_category_has_one_empty_page(client):
    make_item(category=make_category("0602"))
    make_category("0601")

    assert titles(client, LEAF) == []
    assert Category.objects.get(code="0601").published_count == 0
