"""Filters, counts beside the results, order and pages."""

from datetime import date, timedelta

import pytest

from disclosure.models import Genre, Item
from disclosure.search import CHECKED, Query, catch_up, search
from disclosure.search_results import MAX_PAGES
from disclosure.tests.factories import NOON, make_category, make_item
from portal.tests.factories import make_office

pytestmark = pytest.mark.django_db


def titles(**query):
    return {hit.item.title for hit in search(Query(**query)).hits}


@pytest.fixture
def items():
    policy, finance = make_category("0601"), make_category("0701", name="财务")
    notice = Genre.objects.create(name="通知")
    basic, money = make_office("basic"), make_office("money", name="财务科")
    common = {"written_on": date(2024, 5, 6), "validity": "valid"}
    make_item(title="招生甲", category=policy, office=basic, genre=notice, **common)
    make_item(title="招生乙", category=policy, office=money, written_on=date(2023, 5, 6))
    make_item(title="招生丙", category=finance, office=basic, genre=notice, **common)
    make_item(title="预算丁", category=finance, **common)
    catch_up()
    return {"policy": policy, "finance": finance, "notice": notice, "basic": basic}


def test_each_filter_narrows_and_all_hold_together(items):
    policy, finance = items["policy"].pk, items["finance"].pk
    both = frozenset({policy, finance})

    assert titles(text="招生", category_ids=frozenset({policy})) == {"招生甲", "招生乙"}
    assert titles(text="招生", category_ids=both) == {"招生甲", "招生乙", "招生丙"}
    assert titles(text="招生", category_ids=frozenset()) == set()
    assert titles(text="招生", office_id=items["basic"].pk) == {"招生甲", "招生丙"}
    assert titles(text="招生", year=2023) == {"招生乙"}
    assert titles(text="招生", validity="valid") == {"招生甲", "招生丙"}
    assert titles(text="招生", genre_id=items["notice"].pk) == {"招生甲", "招生丙"}
    assert titles(text="招生", year=2024, category_ids=frozenset({policy})) == {"招生甲"}


@pytest.mark.parametrize(
    "nonsense",
    [
        {"year": -1},
        {"year": 10**30},
        {"office_id": 0},
        {"genre_id": 987654},
        {"validity": "nonsense"},
    ],
)
def test_a_filter_nothing_fits_finds_nothing(items, nonsense):
    results = search(Query(text="招生", **nonsense))

    assert results.total == 0
    assert not results.is_fallback


def test_without_text_everything_the_filters_leave_is_listed_newest_first(items):
    newest = make_item(title="最新", at=NOON + timedelta(days=1), category=items["finance"])
    catch_up()

    everything = search(Query())
    finance = search(Query(text="  ", category_ids=frozenset({items["finance"].pk})))

    assert everything.total == 5
    assert everything.hits[0].item == newest
    assert finance.total == 3


def test_counts_are_those_one_gets_by_choosing(items):
    policy, finance = items["policy"].pk, items["finance"].pk

    unfiltered = search(Query(text="招生"))
    one_category = search(Query(text="招生", category_ids=frozenset({policy})))
    one_year = search(Query(text="招生", year=2023))

    assert unfiltered.category_counts == {policy: 2, finance: 1}
    assert unfiltered.year_counts == {2024: 2, 2023: 1}
    assert one_category.category_counts == {policy: 2, finance: 1}
    assert one_category.year_counts == {2024: 1, 2023: 1}
    assert one_year.category_counts == {policy: 1}
    assert one_year.year_counts == {2024: 2, 2023: 1}


def test_finds_are_counted_by_office_and_validity_each_without_its_own_filter():
    first, second = make_office("first"), make_office("second")
    make_item(title="招生公告", office=first, validity="valid")
    make_item(title="招生通知", office=first, validity="repealed")
    make_item(title="招生意见", office=second, validity="valid")
    make_item(title="招生其他")
    catch_up()

    everything = search(Query(text="招生"))
    of_first = search(Query(text="招生", office_id=first.pk))
    valid = search(Query(text="招生", validity="valid"))

    assert everything.office_counts == {first.pk: 2, second.pk: 1}
    assert everything.validity_counts == {"valid": 2, "repealed": 1, "na": 1}
    assert of_first.office_counts == everything.office_counts
    assert of_first.validity_counts == {"valid": 1, "repealed": 1}
    assert valid.office_counts == {first.pk: 1, second.pk: 1}
    assert valid.validity_counts == everything.validity_counts


def test_what_the_phrase_check_drops_is_not_counted():
    right = make_item(title="云溪县校车使用许可", category=make_category("0601"))
    make_item(title="校车使用；使用许多", category=make_category("0701", name="其他"))
    make_item(title="用许可证", body="<p>校车</p>", category=make_category("0701"))
    catch_up()

    results = search(Query(text="使用许可"))

    assert [hit.item for hit in results.hits if results.relaxed_from is None] in ([right], [])
    assert sum(results.category_counts.values()) == results.total


def test_by_date_the_newest_comes_first():
    make_item(title="招生招生招生", at=NOON)
    make_item(title="与招生有关的一份很长的说明", at=NOON + timedelta(days=2))
    make_item(title="招生说明", at=NOON + timedelta(days=1))
    catch_up()

    results = search(Query(text="招生", sort="date"))

    assert [hit.item.title for hit in results.hits] == [
        "与招生有关的一份很长的说明",
        "招生说明",
        "招生招生招生",
    ]


def test_pages_hold_every_find_once():
    for number in range(7):
        make_item(title=f"义务教育公告之{number}", at=NOON + timedelta(days=number))
    catch_up()

    pages = [search(Query(text="义务教育", page=page, per_page=3)) for page in (1, 2, 3)]

    assert [len(page.hits) for page in pages] == [3, 3, 1]
    assert {page.num_pages for page in pages} == {3}
    assert {page.total for page in pages} == {7}
    assert len({hit.item.pk for page in pages for hit in page.hits}) == 7


def test_pages_hold_every_find_once_though_some_were_dropped():
    titles = [f"资格证{number}" for number in range(CHECKED + 30)]
    false_titles = [f"资格；格证{number}" for number in range(5)]
    category = make_category()
    items = [
        Item(title=title, body="<p>正文</p>", category=category, published_at=NOON)
        for title in titles + false_titles
    ]
    Item.objects.add_history(items, by=None, note="台账")
    catch_up()

    pages = [search(Query(text="资格证", page=page, per_page=100)) for page in (1, 2, 3)]

    found = [hit.item.title for page in pages for hit in page.hits]
    assert len(found) == len(set(found))
    assert set(titles) <= set(found)
    assert {page.total for page in pages} == {len(found)}


@pytest.mark.parametrize("page, shown", [(0, 1), (-5, 1), (99, 2), (10**12, 2)])
def test_a_page_that_does_not_exist_is_the_nearest(page, shown):
    for number in range(3):
        make_item(title=f"公告之{number}")
    catch_up()

    results = search(Query(text="公告", page=page, per_page=2))

    assert results.page == shown
    assert len(results.hits) == (2 if shown == 1 else 1)


def test_paging_stops_at_fifty_pages():
    for number in range(MAX_PAGES + 3):
        make_item(title=f"公告之{number}")
    catch_up()

    results = search(Query(text="公告", page=10**6, per_page=1))

    assert results.total == MAX_PAGES + 3
    assert results.num_pages == results.page == MAX_PAGES
    assert len(results.hits) == 1


def test_the_line_between_the_tiers_is_right_on_every_page():
    make_item(title="食堂招标")
    for number in range(4):
        make_item(title=f"食堂检查之{number}")
    catch_up()

    pages = [search(Query(text="食堂 招标", page=page, per_page=2)) for page in (1, 2, 3)]

    assert [page.relaxed_from for page in pages] == [1, 0, 0]


def test_a_search_can_be_followed_as_a_feed(client, items):
    feed = client.get("/feeds/search/", {"q": "招生", "year": "2024"})

    text = feed.content.decode()
    assert feed["Content-Type"].startswith("application/atom+xml")
    assert "招生甲" in text and "招生丙" in text and "招生乙" not in text
    assert client.get("/feeds/search/").status_code == 404
