"""Items and catalogue as files, and the way back."""

import csv
from datetime import date
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from disclosure.models import Category, Item, LegacyAddress, Validity
from disclosure.resources import CategoryResource, ItemResource
from disclosure.resources.formats import OPTIONAL, REQUIRED
from disclosure.tests.factories import NOON, make_category, make_draft, make_item, withdrawer
from disclosure.tests.ledgers import TODAY, import_ledger
from portal.ledger_files import CsvLedger, XlsxLedger
from portal.tests.factories import make_office

pytestmark = pytest.mark.django_db
FORMATS = {"csv": CsvLedger(), "xlsx": XlsxLedger()}


def export(kind="csv", queryset=None) -> bytes:
    return FORMATS[kind].export_data(ItemResource().export(queryset))


def csv_rows(data: bytes) -> list[dict]:
    return list(csv.DictReader(StringIO(data.decode("utf-8-sig"))))


def xlsx_rows(data: bytes) -> list[tuple]:
    return list(load_workbook(BytesIO(data)).active.iter_rows(values_only=True))


# --- What stands in the file --------------------------------------------------------------------


def test_the_columns_are_those_of_the_ledger():
    make_item()

    (row,) = csv_rows(export())

    assert sorted(row) == sorted([*REQUIRED, *OPTIONAL])


def test_csv_begins_with_a_byte_order_mark_for_excel():
    assert export("csv").startswith("\ufeff标题,发文字号,栏目代码".encode())


def test_a_published_item_shows_our_number_and_its_day():
    item = make_item(at=NOON, written_on=date(2025, 3, 1), validity=Validity.VALID)

    (row,) = csv_rows(export())

    assert (row["索引号"], row["发布日期"], row["成文日期"]) == (
        item.index_no,
        "2025-03-03",
        "2025-03-01",
    )
    assert (row["有效性"], row["公开方式"], row["栏目代码"]) == ("有效", "主动公开", "0601")


def test_days_in_xlsx_are_days():
    make_item(written_on=date(2025, 3, 1))

    header, row = xlsx_rows(export("xlsx"))

    assert row[header.index("成文日期")].date() == date(2025, 3, 1)


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", " ="])
def test_what_a_spreadsheet_would_run_is_neutralised(kind, start):
    make_draft(title=f"{start}HYPERLINK(1)", summary="正常")

    data = export(kind)

    if kind == "csv":
        assert csv_rows(data)[0]["标题"].startswith("'")
    else:
        book = load_workbook(BytesIO(data))
        assert book.active["A2"].data_type == "s"
        assert book.active["A2"].value.startswith("'")


def test_withdrawn_items_are_left_out_for_an_import_would_publish_them():
    make_item().withdraw(by=withdrawer(), at=NOON, reason="内容有误")

    assert csv_rows(export()) == []


def test_a_text_too_long_for_excel_is_refused_in_words_and_csv_takes_it():
    make_draft(title="长文", body=f"<p>{'字' * 33_000}</p>")

    with pytest.raises(ValueError, match="《长文》一格里有33007字，.*请改用CSV格式导出。"):
        export("xlsx")
    assert len(csv_rows(export("csv"))[0]["正文"]) == 33_007


def test_many_items_cost_as_many_queries_as_few():
    office = make_office()
    for number in range(12):
        item = make_draft(title=f"第{number}件", office=office)
        LegacyAddress.objects.create(path=f"/{number}", item=item)
    shown = Item.objects.defer("body", "summary")  # as the admin's list reads them

    with CaptureQueriesContext(connection) as queries:
        rows = csv_rows(export("csv", shown))

    assert len(rows) == 12
    assert len(queries) == 2


# --- The way back -------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", FORMATS)
def test_an_export_comes_in_again_into_an_empty_database(kind):
    office = make_office()
    item = make_item(
        title="=㛃、𠮷和阿卜杜·热合曼的通知",
        doc_no="云教〔2025〕3号",
        written_on=date(2025, 2, 28),
        validity=Validity.REPEALED,
        office=office,
        body="<p>第一段</p><table><tbody><tr><td>1</td></tr></tbody></table>",
        summary="第一行\n第二行",
        keywords="招生 入学",
        source_url="http://old.example.org/1.html",
    )
    LegacyAddress.objects.create(path="/a.html?id=1", item=item)
    LegacyAddress.objects.create(path="/b.html", item=item)
    make_draft(title="草稿", original_index_no="K-7", mode="on_request")
    data = export(kind)
    Item.objects.all().delete()

    result = import_ledger(data)

    assert list(result.complaints()) == []
    assert (result.published, result.drafts) == (1, 1)
    copy, drafted = Item.objects.public().get(), Item.objects.get(title="草稿")
    same = ["title", "doc_no", "written_on", "validity", "office", "body", "summary", "keywords"]
    for field in [*same, "source_url", "category"]:
        assert getattr(copy, field) == getattr(item, field), field
    assert copy.original_index_no == item.index_no
    assert sorted(copy.legacy_addresses.values_list("path", flat=True)) == [
        "/a.html?id=1",
        "/b.html",
    ]
    assert (drafted.original_index_no, drafted.mode) == ("K-7", "on_request")


def test_an_export_does_not_come_in_where_it_came_from():
    make_item()

    assert import_ledger(export()).bad_rows == 1


def test_the_exported_day_is_the_day_in_china():
    make_item(at=NOON.replace(hour=17))  # 1 o'clock on 4 March in Shanghai

    import_ledger(_renumbered(export()))

    days = {row["发布日期"] for row in csv_rows(export())}
    assert days == {"2025-03-04"}
    assert max(days) < TODAY.isoformat()


def _renumbered(data: bytes) -> bytes:
    return data.replace(b"/2025-00001", b"/2025-99999")


# --- The catalogue ------------------------------------------------------------------------------


def test_the_catalogue_is_exported_in_chinese_with_a_fixed_number_of_queries():
    office = make_office()
    for number in range(1, 9):
        make_category(f"060{number}", office=office, channels=["政府网站", "两微一端"])

    with CaptureQueriesContext(connection) as queries:
        table = CategoryResource().export(Category.objects.order_by("code"))
        rows = csv_rows(CsvLedger().export_data(table))

    assert len(rows) == 9
    assert rows[1]["栏目代码"] == "0601"
    assert (rows[1]["上级栏目代码"], rows[1]["末级栏目"]) == ("06", "是")
    assert rows[1]["公开依据"] == "第（十一）项、第（十五）项"
    assert (rows[1]["更新频率"], rows[1]["栏目状态"]) == ("变更时", "公开")
    assert rows[1]["公开渠道和载体"] == "政府网站；两微一端"
    assert rows[1]["责任机构"] == "云溪县教育局基础教育科"
    assert len(queries) == 2
