"""The short ways of the engine lead to the same finds, in the same order, with the same counts."""

from itertools import product

import pytest
from tantivy import Occur
from tantivy import Query as EngineQuery

from disclosure import search_queries as queries
from disclosure import search_ranking
from disclosure.models import Item
from disclosure.search import Query, catch_up, search
from disclosure.search_engine import searcher
from disclosure.search_tokens import cut
from disclosure.tests.factories import NOON, make_category, make_item
from portal.tests.factories import make_office

pytestmark = pytest.mark.django_db

TITLES = [
    "招生公告",
    "义务教育招生工作通知",
    "校车安全检查",
    "招生",
    "关于校车和招生的说明",
    "预算公开",
]
BODIES = ["招生", "招生对象和校车", "校车", "经费与招生对象", "学校招生工作" * 9, "户口簿"]


@pytest.fixture
def items():
    office, category = make_office(), make_category("0601", name="招生", article20="11")
    fields = {"category": category, "office": office}
    rows = [
        Item(title=f"{title}{n}", body=f"<p>{body}</p>", year=2010 + n, published_at=NOON, **fields)
        for n, title in enumerate(TITLES)
        for body in BODIES
    ]
    Item.objects.add_history(rows, by=None, note="台账")
    catch_up()


def test_looking_through_the_likeliest_first_changes_no_order(items, monkeypatch):
    monkeypatch.setattr(search_ranking, "FEW", 0)  # as if all this were many
    view = searcher()
    for text, limit in product(["招生", "校车 招生", "招生工作", "对象"], [1, 3, 10, 100]):
        wanted = queries.all_of(cut(text))
        boosts = [(Occur.Should, each.query) for each in wanted.preferred]
        whole = EngineQuery.boolean_query([(Occur.Must, wanted.match), *boosts])

        found = search_ranking.best(view, wanted, [], [], limit)

        everything = search_ranking.first_of(view, whole, limit)
        assert [score for score, _ in found] == pytest.approx([score for score, _ in everything])


def test_what_most_items_have_is_counted_by_those_that_lack_it(items):
    lone = make_item(title="食堂", body="<p>收费</p>")
    catch_up()

    results = search(Query(text="招生"))

    fitting = [item for item in Item.objects.public() if "招生" in item.title + item.body]
    assert len(fitting) > 0.7 * Item.objects.public().count()
    assert lone not in fitting
    years = {item.year for item in fitting}
    assert results.total == len(fitting)
    assert results.year_counts == {
        year: sum(item.year == year for item in fitting) for year in years
    }


def test_the_counts_follow_what_is_published(items):
    before = search(Query(text="招生")).total
    make_item(title="招生补充公告")
    catch_up()

    after = search(Query(text="招生"))

    assert after.total == sum(after.category_counts.values()) == before + 1
