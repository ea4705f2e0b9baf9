"""A document number, an index number: recognised first, found exactly."""

from datetime import timedelta

import pytest

from disclosure.search import Query, catch_up, search
from disclosure.tests.factories import NOON, make_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def decree():
    item = make_item(
        title="关于印发校园安全办法的通知",
        doc_no="桐教〔2020〕103号",
        original_index_no="000014349/2020-00032",
        body="<p>第一条</p>",
    )
    make_item(title="解读", body="<p>桐教〔2020〕103号文件的解读，共104条</p>")
    make_item(title="另一文件", doc_no="桐教〔2020〕104号", body="<p>第103页</p>")
    catch_up()
    return item


@pytest.mark.parametrize(
    "text",
    [
        "桐教〔2020〕103号",
        "桐教(2020)103号",
        "桐教［2020］103号",
        "桐教〔2020〕103號",
        "桐教 103号",
        "桐教2020年103号",
        "〔2020〕103号",
        "103号",
        "103",
        "１０３",
        "000014349/2020-00032",
        "000014349／2020—00032",
    ],
)
def test_a_number_finds_its_document_first(decree, text):
    results = search(Query(text=text))

    assert results.hits[0].item == decree
    assert results.is_exact_number
    assert results.relaxed_from is None


def test_the_index_number_finds_its_item_alone(decree):
    results = search(Query(text=decree.index_no.lower()))

    assert [hit.item for hit in results.hits] == [decree]
    assert results.hits[0].where == "索引号"


def test_below_the_document_stand_the_texts_that_name_its_number(decree):
    results = search(Query(text="桐教〔2020〕103号"))

    assert [hit.item.title for hit in results.hits[1:]] == ["解读"]
    assert results.total == 2


def test_a_bare_number_finds_documents_before_texts(decree):
    results = search(Query(text="103"))

    assert [hit.item.title for hit in results.hits][0] == decree.title
    assert {hit.item.title for hit in results.hits[1:]} == {"解读", "另一文件"}
    assert [hit.where for hit in results.hits][0] == "发文字号"


def test_a_number_nobody_used_is_looked_for_in_the_texts(decree):
    results = search(Query(text="105"))

    assert not results.is_exact_number
    assert results.total == 0


def test_a_number_and_words_find_the_document(decree):
    results = search(Query(text="桐教〔2020〕103号 校园安全"))

    assert results.hits[0].item == decree


def test_of_several_documents_with_one_number_the_newest_comes_first():
    older = make_item(title="旧", doc_no="桐教〔2019〕7号")
    newer = make_item(title="新", doc_no="桐教〔2021〕7号", at=NOON + timedelta(days=1))
    catch_up()

    results = search(Query(text="桐教 7号"))

    assert [hit.item for hit in results.hits] == [newer, older]
