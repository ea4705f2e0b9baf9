"""Ledgers that are right, and what becomes of their rows."""

from datetime import date, datetime
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from disclosure import search
from disclosure.models import Attachment, Category, Item, LegacyAddress, Validity
from disclosure.tests.factories import make_category
from disclosure.tests.ledgers import (
    HEADER,
    csv_ledger,
    draft,
    import_ledger,
    row,
    xlsx_ledger,
    zip_of,
)
from disclosure.workflow import EventKind, Status
from portal.tests.factories import make_office, make_user

pytestmark = pytest.mark.django_db
SAMPLE = Path(__file__).parent / "data" / "item_ledger.csv"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


@pytest.fixture(autouse=True)
def categories():
    make_category()
    make_category("0602", name="招生计划")


@pytest.fixture
def on_2_march_2026():
    with time_machine.travel("2026-03-02T10:00:00+08:00", tick=False):
        yield


def command(*args, **options) -> str:
    said = StringIO()
    call_command("import_items", *map(str, args), stdout=said, **options)
    return said.getvalue()


# --- The command --------------------------------------------------------------------------------


def test_the_sample_comes_in_whole(on_2_march_2026):
    call_command("load_catalogue", stdout=StringIO())

    said = command(SAMPLE)

    assert "33 条已公开，16 条草稿" in said
    assert Item.objects.public().count() == 33
    assert Item.objects.filter(status=Status.DRAFT).count() == 16
    assert Item.objects.get(doc_no="桐教〔2020〕103号").status == Status.DRAFT
    assert Category.objects.get(code="9004").published_count == 5


def test_what_the_sample_published_is_found_at_once(on_2_march_2026):
    call_command("load_catalogue", stdout=StringIO())
    command(SAMPLE)

    plan = search.search(search.Query(text="普陀区教育人才队伍建设规划"))
    number = search.search(search.Query(text="苏教基函(2018)15号"))
    drafted = search.search(search.Query(text="桐教〔2020〕103号"))

    assert "普陀区教育人才队伍建设" in plan.hits[0].item.title
    assert number.is_exact_number
    assert not drafted.is_exact_number


def test_a_dry_run_writes_nothing(on_2_march_2026):
    call_command("load_catalogue", stdout=StringIO())

    said = command(SAMPLE, "--dry-run")

    assert "检查通过（没有写入）：33 条已公开，16 条草稿" in said
    assert not Item.objects.exists()


def test_the_command_says_every_complaint_and_fails(tmp_path, on_2_march_2026):
    path = tmp_path / "台账.csv"
    path.write_bytes(csv_ledger(row(栏目代码="9999"), row(标题="", 发文字号="")))

    with pytest.raises(CommandError) as error:
        command(path)

    assert "第2行“栏目代码”：没有代码为“9999”的栏目" in str(error.value)
    assert "第3行“标题”：不能为空，请填写。" in str(error.value)
    assert "共2行有错，没有导入任何内容。" in str(error.value)
    assert not Item.objects.exists()


def test_the_command_imports_in_the_name_of_a_person_who_may(tmp_path, on_2_march_2026):
    make_user("clerk")
    make_user("chief", is_superuser=True)
    path = tmp_path / "台账.csv"
    path.write_bytes(csv_ledger(row()))

    with pytest.raises(CommandError, match="您没有导入已公开历史信息的权限"):
        command(path, by="clerk")
    with pytest.raises(CommandError, match="没有名为“nobody”的在用账号"):
        command(path, by="nobody")
    command(path, by="chief")

    assert Item.objects.get().events.get().by.username == "chief"


def test_a_file_that_is_not_there_is_said_in_words(tmp_path):
    with pytest.raises(CommandError, match="请检查路径和权限"):
        command(tmp_path / "没有.csv")


def test_the_command_names_files_of_the_archive_that_no_row_asked_for(tmp_path, on_2_march_2026):
    path, files = tmp_path / "台账.csv", tmp_path / "附件.zip"
    path.write_bytes(csv_ledger(row(附件="计划.txt")))
    files.write_bytes(zip_of({"计划.txt": b"1", "多余.txt": b"2"}).read())

    said = command(path, files=files)

    assert "压缩包里没有哪一行用到的文件：多余.txt" in said
    assert Attachment.objects.get().name == "计划.txt"


# --- What a row becomes -------------------------------------------------------------------------


def test_a_row_with_its_day_of_publication_is_published_history():
    import_ledger(csv_ledger(row()))

    item = Item.objects.public().get()
    assert item.index_no.endswith("/2025-00001")
    assert timezone.localdate(item.published_at) == date(2025, 3, 3)
    assert (item.written_on, item.formed_on, item.year) == (date(2025, 3, 1),) * 2 + (2025,)
    assert (item.doc_no, item.issuer) == ("云教〔2025〕3号", "云溪县教育局")
    assert item.category.published_count == 1


def test_the_history_of_each_item_names_the_file_and_its_sha_256():
    data = csv_ledger(row(), draft(标题="另一件", 发文字号=""))

    import_ledger(data, name="2025年台账.csv")

    for item in Item.objects.all():
        event = item.events.get()
        assert event.kind == EventKind.IMPORTED
        assert event.label == "历史导入"
        assert "2025年台账.csv" in event.note
        assert "SHA-256 " in event.note
        assert len(event.note.rpartition(" ")[2]) == 64


def test_a_row_without_a_day_of_publication_is_a_draft_of_whoever_imports():
    user = make_user()

    result = import_ledger(csv_ledger(draft()), user=user)

    item = Item.objects.get()
    assert (item.status, item.index_no, item.published_at) == (Status.DRAFT, None, None)
    assert item.author == user
    assert (result.published, result.drafts) == (0, 1)


def test_the_year_is_that_of_writing_else_that_of_publication():
    import_ledger(
        csv_ledger(
            row(成文日期="2024-12-30", 发布日期="2025-01-02"),
            row(标题="另一件", 发文字号="", 成文日期="", 发布日期="2023-05-01"),
        )
    )

    assert sorted(Item.objects.values_list("year", flat=True)) == [2023, 2024]


def test_empty_cells_stay_empty():
    cells = dict.fromkeys(HEADER, "") | {"标题": "只有标题", "栏目代码": "0601"}

    import_ledger(csv_ledger(cells))

    item = Item.objects.get()
    assert (item.doc_no, item.issuer, item.source_url, item.body) == ("", "", "", "")
    assert (item.written_on, item.formed_on, item.office) == (None, None, None)


def test_optional_columns_come_in_too():
    office = make_office()
    cells = {
        "序号": "1",
        "索引号": "005252266/2021-00002",
        "正文": "第一段\n\n第二段：3<5 且 <甲>",
        "摘要": "一句话",
        "关键词": "招生 入学",
        "有效性": "有效",
        "公开方式": "主动公开",
        "责任科室": "云溪县教育局基础教育科",
        "旧网址": "http://old.example.org/art/2025/3/3/art_1_2.html?id=3；/旧/页.htm",
    }

    import_ledger(csv_ledger(row(**cells)))

    item = Item.objects.get()
    assert item.original_index_no == "005252266/2021-00002"
    assert item.body == "<p>第一段</p><p>第二段：3&lt;5 且 &lt;甲&gt;</p>"
    assert (item.summary, item.keywords, item.validity) == ("一句话", "招生 入学", Validity.VALID)
    assert item.office == office
    assert sorted(LegacyAddress.objects.values_list("path", flat=True)) == [
        "/%E6%97%A7/%E9%A1%B5.htm",
        "/art/2025/3/3/art_1_2.html?id=3",
    ]


def test_an_old_address_with_chinese_leads_to_the_imported_item(client):
    import_ledger(csv_ledger(row(旧网址="http://old.example.org/公告/1.html?id=3")))

    response = client.get("/公告/1.html?id=3")

    assert response.status_code == 301
    assert response.url == Item.objects.get().get_absolute_url()


def test_html_in_the_body_is_cleaned():
    table = "<table><tr><td>1</td></tr></table>"
    body = f'<div onclick="x()"><p>正文</p><script>alert(1)</script>{table}</div>'

    import_ledger(csv_ledger(row(正文=body)))

    stored = Item.objects.get().body
    assert "<p>正文</p>" in stored
    assert "<td>1</td>" in stored
    assert "script" not in stored
    assert "onclick" not in stored


def test_html_in_a_title_is_text(client):
    title = "<b>关于</b><script>alert(1)</script>的通知"

    import_ledger(csv_ledger(row(标题=title)))

    item = Item.objects.get()
    assert item.title == title
    assert "<script>alert(1)" not in client.get(item.get_absolute_url()).content.decode()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_rare_characters_survive_every_encoding(encoding):
    title = "㛃和𠮷野同学、阿卜杜·热合曼老师获奖的通报"

    import_ledger(csv_ledger(row(标题=title), encoding=encoding))

    assert Item.objects.get().title == title


def test_rare_characters_survive_xlsx():
    title = "㛃和𠮷野同学、阿卜杜·热合曼老师获奖的通报"

    import_ledger(xlsx_ledger(row(标题=title)))

    assert Item.objects.get().title == title


def test_xlsx_with_a_title_above_real_dates_and_numbers_comes_in():
    cells = {"成文日期": datetime(2025, 3, 1), "发布日期": 45719, "栏目代码": 601}  # noqa: DTZ001

    import_ledger(xlsx_ledger(row(**cells), above=[["云溪县教育局公开信息台账"], []]))

    item = Item.objects.get()
    assert item.written_on == date(2025, 3, 1)
    assert timezone.localdate(item.published_at) == date(2025, 3, 3)
    assert item.category.code == "0601"


def test_formulas_of_xlsx_are_text_when_their_value_is_not_stored():
    """openpyxl stores no values beside formulas: the cell is empty, as Excel would show it."""
    result = import_ledger(xlsx_ledger(row(标题='=HYPERLINK("http://evil.example","点我")')))

    assert list(result.complaints()) == ["第2行“标题”：不能为空，请填写。"]


@pytest.mark.parametrize(
    "text, day",
    [
        ("2024/1/5", date(2024, 1, 5)),
        ("2024年1月5日", date(2024, 1, 5)),
        ("20240105", date(2024, 1, 5)),
        ("2024.01.05", date(2024, 1, 5)),
    ],
)
def test_days_are_read_as_clerks_write_them(text, day):
    import_ledger(csv_ledger(draft(成文日期=text)))

    assert Item.objects.get().written_on == day


def test_a_code_whose_zero_excel_took_is_understood():
    import_ledger(csv_ledger(row(栏目代码="601")))

    assert Item.objects.get().category.code == "0601"


def test_on_request_and_withheld_items_can_be_drafts():
    import_ledger(csv_ledger(draft(公开方式="依申请公开"), draft(标题="二", 公开方式="不予公开")))

    assert set(Item.objects.values_list("mode", flat=True)) == {"on_request", "withheld"}


def test_the_same_number_with_another_title_is_another_item():
    import_ledger(csv_ledger(row(), row(标题="《关于做好2025年招生工作的通知》解读")))

    assert Item.objects.count() == 2


def test_many_rows_cost_as_many_queries_as_few(django_assert_max_num_queries):
    rows = [row(标题=f"第{n}件", 发文字号=f"云教〔2025〕{n}号", 索引号=f"K{n}") for n in range(120)]

    with django_assert_max_num_queries(47):
        import_ledger(csv_ledger(*rows))

    numbers = set(Item.objects.values_list("index_no", flat=True))
    assert {number[-5:] for number in numbers} == {f"{n:05}" for n in range(1, 121)}


# --- Attachments --------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_attachments_come_from_the_archive_by_name(encoding):
    files = {"附件/招生计划.txt": "计划".encode(), "附件/学区图.png": PNG}
    names = "招生计划.txt；附件/学区图.png"

    import_ledger(csv_ledger(row(附件=names)), archive=zip_of(files, encoding=encoding))

    first, second = Item.objects.get().attachments.all()
    with first.file.open() as file:
        assert (first.name, file.read().decode(), first.alt_text) == ("招生计划.txt", "计划", "")
    assert (second.name, second.alt_text) == ("学区图.png", "学区图")


def test_one_file_may_belong_to_several_rows():
    rows = [row(附件="表.txt"), row(标题="另一件", 附件="表.txt")]

    import_ledger(csv_ledger(*rows), archive=zip_of({"表.txt": b"1"}))

    assert Attachment.objects.count() == 2
