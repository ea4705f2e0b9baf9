"""A search asks the database a fixed number of questions, however much it finds."""

import pytest

from disclosure.search import Query, catch_up, search
from disclosure.tests.factories import make_item
from disclosure.tests.searching import attach_text

pytestmark = pytest.mark.django_db

ROWS, PHRASES, WHICH_FILES, FILES = 1, 1, 1, 1
SYNONYMS = 2  # their generation, and the groups where these are not known yet


def make_items(count):
    for number in range(count):
        item = make_item(title=f"义务教育招生公告{number}", body="<p>户口簿，随迁子女</p>")
        attach_text(item, "和平街道办事处")
    catch_up()


@pytest.mark.parametrize("count", [1, 15])
@pytest.mark.parametrize(
    "text, queries",
    [
        ("招生", SYNONYMS + ROWS),
        ("义务教育", SYNONYMS + PHRASES + ROWS),
        ("随迁子女", SYNONYMS + ROWS),
        ("和平街道", SYNONYMS + ROWS + FILES),
        ("办事处", SYNONYMS + PHRASES + WHICH_FILES + FILES + ROWS),
        ("义务教育 和平街道 随迁子女", SYNONYMS + PHRASES + ROWS + FILES),
        ("", ROWS),
        ("鹦鹉", SYNONYMS),
        ("。", 0),
    ],
)
def test_a_search_takes_few_queries(text, queries, count, django_assert_num_queries):
    make_items(count)

    with django_assert_num_queries(queries):
        results = search(Query(text=text))

    assert results.total == (0 if text in ("鹦鹉", "。") else count)


@pytest.mark.parametrize("count", [1, 15])
def test_a_search_without_an_index_takes_few_queries(count, django_assert_num_queries):
    for number in range(count):
        make_item(title=f"招生公告{number}")

    with django_assert_num_queries(1 + SYNONYMS + ROWS):
        results = search(Query(text="招生"))

    assert results.total == count
