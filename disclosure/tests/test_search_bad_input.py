"""Whatever is typed, search answers, and with bounded work."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from disclosure.search import Query, catch_up, search
from disclosure.tests.factories import make_item

pytestmark = pytest.mark.django_db

ODD_TEXTS = [
    "",
    " ",
    "　",
    "\0",
    "a\0b",
    "。，！？",
    "😀👨‍👩‍👧‍👦🇨🇳",
    "*",
    "校*",
    "?",
    "%",
    "_",
    "' OR 1=1 --",
    '"校车',
    "校车 AND",
    "NOT 校车",
    "(校车 OR",
    "title:校车",
    "+校车 -公告",
    "校车~2",
    "校车^9",
    "[a TO z]",
    "/.*/",
    ".*",
    "\\",
    "{{ 7*7 }}",
    "<script>alert(1)</script>",
    "\u202e校车",
    "\ufeff",
    "\ue000",
    "\U0010ffff",
    "\ud800",
    "0",
    "00000",
    "99999999999999999999999",
    "²³",
    "٣",
    "ﷺ",
    "İ",
    "བོད་ཡིག",
    "ئۇيغۇرچە",
]
LONG_TEXTS = [
    "校" * 10_000,
    "校车公告" * 2_500,
    "a" * 10_000,
    "a " * 5_000,
    "桐教〔2020〕" * 1_500,
    "(" * 10_000,
    "9" * 10_000,
    "\n" * 10_000,
    "的" * 10_000,
]


@pytest.fixture
def item():
    item = make_item(title="校车公告", doc_no="桐教〔2020〕103号")
    catch_up()
    return item


def test_odd_queries_get_an_answer_from_the_index(item):
    for text in [*ODD_TEXTS, *LONG_TEXTS]:
        results = search(Query(text=text))

        assert not results.is_fallback, ascii(text[:20])
        assert results.total == len(results.hits) <= 1, ascii(text[:20])


def test_odd_queries_get_an_answer_without_an_index():
    make_item(title="校车公告", doc_no="桐教〔2020〕103号")

    for text in [*ODD_TEXTS, *LONG_TEXTS]:
        results = search(Query(text=text))

        assert results.is_fallback, ascii(text[:20])
        assert results.total == len(results.hits) <= 1, ascii(text[:20])


@pytest.mark.parametrize(
    "text", ['"校车"', "校车 AND 公告", "+校车", "校车*", "(校车)", "title:校车 公告", "校车\0公告"]
)
def test_what_looks_like_syntax_is_read_as_words(item, text):
    assert [hit.item for hit in search(Query(text=text)).hits] == [item]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=80))
def test_any_query_gets_an_answer(item, text):
    results = search(Query(text=text))

    assert results.total == len(results.hits) <= 1
    assert not results.is_fallback
