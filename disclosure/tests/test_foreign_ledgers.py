"""Ledgers as other bureaus' clerks and websites export them: other words, the same facts."""

import pytest

from disclosure.models import Item, Validity
from disclosure.tests.factories import make_category
from disclosure.tests.ledgers import HEADER, complaints, csv_ledger, import_ledger, row
from portal.ledgers import LedgerError

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def categories():
    admissions = make_category("06", name="招生入学", is_leaf=False)
    make_category("0601", name="招生政策", parent=admissions)
    make_category("0602", name="招生计划", parent=admissions)


def renamed(data: bytes, names: dict[str, str]) -> bytes:
    """The ledger with other names in its header."""
    header, rest = data.decode().split("\r\n", 1)
    words = (names.get(name, name) for name in header.split(","))
    return f"{','.join(words)}\r\n{rest}".encode()


@pytest.mark.parametrize(
    "names",
    [
        "信息标题 文号 栏目编码 发布单位 发文日期 公开日期 网址",
        "文件名称 发文字号 栏目代码 发文机关 生成日期 发布时间 链接",
        "标题* 发文字号（选填） 栏目代码(必填) 发布机构 成文日期（年-月-日） 发布日期 来源链接",
    ],
)
def test_columns_are_known_by_the_names_other_bureaus_give_them(names):
    ledger = renamed(csv_ledger(row()), dict(zip(HEADER, names.split(), strict=True)))

    assert import_ledger(ledger).is_good

    item = Item.objects.get()
    assert (item.doc_no, item.issuer) == ("云教〔2025〕3号", "云溪县教育局")
    assert item.written_on.isoformat() == "2025-03-01"


def test_two_names_of_one_column_are_refused_with_both():
    ledger = renamed(csv_ledger(row(正文="发文日期在这里")), {"正文": "发文日期"})

    with pytest.raises(LedgerError, match="重复的栏目“成文日期”（成文日期、发文日期），请只留一列"):
        import_ledger(ledger)


@pytest.mark.parametrize("column", ["主题分类", "点击量", "备注"])
def test_a_column_that_means_nothing_here_is_still_refused_by_name(column):
    with pytest.raises(LedgerError, match=f"不认识的栏目“{column}”"):
        import_ledger(csv_ledger(row(**{column: "1"})))


@pytest.mark.parametrize(
    "cell",
    [
        *("0601 招生政策", "0601招生政策", "招生政策", "０６０１", "'0601"),
        *("招生入学/招生政策", "招生入学 > 招生政策", "招生入学-招生政策"),
    ],
)
def test_a_category_is_known_by_code_name_or_path(cell):
    assert import_ledger(csv_ledger(row(栏目代码=cell))).is_good

    assert Item.objects.get().category.code == "0601"


def test_a_name_that_two_categories_have_names_none():
    make_category("0701", name="招生政策")

    said = complaints(csv_ledger(row(栏目代码="招生政策")))

    assert said == ["第2行“栏目代码”：没有代码为“招生政策”的栏目；请按公开目录填写末级栏目的代码。"]


@pytest.mark.parametrize("nothing", ["无", "/", "—", "无文号"])
def test_what_people_write_who_have_no_number_is_not_published_as_one(nothing):
    same = {"标题": "学校收费公示", "发文字号": nothing}

    assert import_ledger(csv_ledger(row(**same), row(**same))).is_good

    assert set(Item.objects.values_list("doc_no", flat=True)) == {""}


@pytest.mark.parametrize(
    "word, validity",
    [("现行有效", Validity.VALID), ("已失效", Validity.EXPIRED), ("已废止", Validity.REPEALED)],
)
def test_validity_is_understood_in_the_words_of_document_databases(word, validity):
    import_ledger(csv_ledger(row(有效性=word)))

    assert Item.objects.get().validity == validity
