"""What is offered while somebody types: titles and numbers that begin so, from the index."""

import pytest

from disclosure.models import Item
from disclosure.search import catch_up
from disclosure.search_lists import find_titles, suggest
from disclosure.tests.factories import make_item
from disclosure.workflow import Status

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def items():
    make_item(title="义务教育招生公告", doc_no="云教〔2025〕18号")
    make_item(title="关于义务教育招生的解读", doc_no="云教〔2025〕9号")
    make_item(title="校车安全检查", body="<p>义务教育招生</p>")
    catch_up()


@pytest.mark.parametrize(
    "typed, offered",
    [
        ("义务教育招", ["义务教育招生公告", "关于义务教育招生的解读"]),
        ("義務教育招生公", ["义务教育招生公告"]),
        ("招生的解", ["关于义务教育招生的解读"]),
        ("云教〔2025〕1", ["义务教育招生公告"]),
        ("云教(2025)9", ["关于义务教育招生的解读"]),
        ("教育公告", []),
        ("义", []),
        ("", []),
        (".*", []),
        ("云教〔2025〕18号", ["义务教育招生公告"]),
    ],
)
def test_titles_and_numbers_are_offered_as_they_are_typed(typed, offered):
    assert [item.title for item in suggest(typed)] == offered


def test_two_items_of_one_title_are_offered_once():
    make_item(title="校车安全检查")
    catch_up()

    assert [item.title for item in suggest("校车安全")] == ["校车安全检查"]


def test_what_was_withdrawn_a_moment_ago_is_not_offered():
    Item.objects.filter(title="校车安全检查").update(status=Status.DRAFT)

    assert suggest("校车安全") == []


@pytest.mark.parametrize(
    "words, found",
    [
        ("招生 公告", {"义务教育招生公告"}),
        ("云教 18号", {"义务教育招生公告"}),
        ("义务教育", {"义务教育招生公告", "关于义务教育招生的解读"}),
        ("鹦鹉", set()),
    ],
)
def test_the_desk_finds_titles_and_numbers_not_texts(words, found):
    pks = find_titles(words, 10)

    assert set(Item.objects.filter(pk__in=pks).values_list("title", flat=True)) == found


def test_without_an_index_nothing_is_offered_and_the_desk_asks_the_database(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "elsewhere"
    settings.DATA_DIR.mkdir()

    assert suggest("义务教育") == []
    assert find_titles("义务教育", 10) is None
