"""Ledgers with mistakes: each is named with row, column, value and remedy; nothing comes in."""

from pathlib import Path

import pytest
from django.conf import settings

from disclosure.models import Attachment, CategoryStatus, Item, LegacyAddress
from disclosure.resources import Archive, ItemLedger, ItemResource
from disclosure.tests.factories import make_category, make_draft, make_item
from disclosure.tests.ledgers import (
    HEADER,
    TODAY,
    complaints,
    csv_ledger,
    draft,
    import_ledger,
    row,
    xlsx_ledger,
    zip_of,
)
from portal.ledgers import LedgerError
from portal.tests.factories import make_office, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def categories():
    make_category()
    make_category(
        "1204",
        name="校车使用许可",
        status=CategoryStatus.NOT_APPLICABLE,
        status_reason="本县没有该项职权",
    )


def refusal(data: bytes) -> str:
    with pytest.raises(LedgerError) as error:
        import_ledger(data)
    return str(error.value)


@pytest.mark.parametrize(
    "column, value, said",
    [
        ("标题", "", "不能为空，请填写。"),
        ("标题", "长" * 301, "有301字，超过300字的上限；请缩短。"),
        ("发文字号", "号" * 81, "有81字，超过80字的上限；请缩短。"),
        ("发文字号", "㈠" * 40, "太长，请核对发文字号。"),
        ("栏目代码", "", "不能为空，请填写末级栏目的代码，如0601。"),
        ("栏目代码", "9999", "没有代码为“9999”的栏目；请按公开目录填写末级栏目的代码。"),
        ("栏目代码", "06", "“06 招生入学”不是末级栏目；请改填它的下级栏目代码，如：0601招生政策。"),
        (
            "栏目代码",
            "1204",
            "栏目“1204 校车使用许可”的状态是“不适用”，不能收信息；请改填别的栏目。",
        ),
        ("成文日期", "去年", "“去年”不是能识别的日期，请写成2024-01-05、"),
        ("成文日期", "2025-02-30", "“2025-02-30”这一天不存在"),
        ("成文日期", "2025-03-04", "“2025-03-04”晚于发布日期；请核对日期。"),
        ("发布日期", "2026-03-03", "“2026-03-03”在今天之后；请核对日期，尚未公开的请留空。"),
        ("发布日期", "0225-03-03", "“0225-03-03”的年份不在1900至2100之间"),
        ("来源链接", "javascript:alert(1)", "“javascript:alert(1)”不是网址；"),
        ("来源链接", "www.example.org", "请填写以 http:// 或 https:// 开头的完整网址"),
        ("索引号", "1" * 81, "超过80字的上限"),
        ("摘要", "字" * 501, "超过500字的上限"),
        ("关键词", "字" * 201, "超过200字的上限"),
        ("有效性", "有用", "“有用”无效；可以填：有效、已修改、失效、废止、不适用，或者留空。"),
        ("公开方式", "公开", "“公开”无效；可以填：主动公开、依申请公开、不予公开，或者留空。"),
        ("公开方式", "依申请公开", "填了发布日期，公开方式却是“依申请公开”；"),
        ("责任科室", "不存在科", "没有名为“不存在科”的机构；请先在后台“机构”中登记"),
        ("附件", "计划.docx", "“计划.docx”没有随台账提交；请把附件打成ZIP一并提交，或者留空。"),
        ("旧网址", "old page", "“old page”不是原网站的网页地址；"),
        ("旧网址", "http://old.example.org/", "不是原网站的网页地址；"),
        ("旧网址", "/" + "a" * 500, "超过500个字符的上限；请留空。"),
    ],
)
def test_a_wrong_cell_is_named_with_its_remedy(column, value, said):
    good = row(标题="好的一行", 发文字号="")

    (complaint,) = complaints(csv_ledger(good, row(**{column: value})))

    assert complaint.startswith(f"第3行“{column}”：")
    assert said in complaint
    assert complaint.endswith("。")
    assert not Item.objects.exists()


def test_all_mistakes_are_named_at_once():
    said = complaints(csv_ledger(row(标题="", 栏目代码="x", 成文日期="y"), draft(有效性="z")))

    assert [each.partition("：")[0] for each in said] == [
        "第2行“标题”",
        "第2行“栏目代码”",
        "第2行“成文日期”",
        "第3行“有效性”",
    ]


def test_rows_are_numbered_as_excel_shows_them():
    said = complaints(xlsx_ledger(row(), row(栏目代码="x"), above=[["台账"], []]))

    assert said[0].startswith("第5行“栏目代码”")


def test_a_draft_cannot_have_been_written_in_the_future():
    said = complaints(csv_ledger(draft(成文日期="2026-03-03")))

    assert said == ["第2行“成文日期”：“2026-03-03”晚于今天；请核对日期。"]


def test_two_offices_of_one_name_must_be_told_apart():
    make_office("a", name="教导处", full_name="云溪县第一中学教导处")
    make_office("b", name="教导处", full_name="云溪县实验小学教导处")

    said = complaints(csv_ledger(row(责任科室="教导处")))

    assert said == ["第2行“责任科室”：有2个机构叫“教导处”；请改填规范全称或代码。"]


# --- Seen before --------------------------------------------------------------------------------


def test_a_number_and_title_twice_in_a_file_is_refused_however_it_is_written():
    said = complaints(csv_ledger(row(), row(发文字号="云教(2025) 3号")))

    assert said == [
        "第3行“发文字号”：“云教(2025) 3号”连同标题，与第2行相同，不能重复导入；"
        "请删去这一行，或核对改正。"
    ]


def test_a_number_and_title_there_already_is_refused():
    make_draft(title=row()["标题"], doc_no="云教［2025］3号")

    (said,) = complaints(csv_ledger(row()))

    assert "与系统里的《关于做好2025年招生工作的通知》（草稿）相同" in said


@pytest.mark.parametrize("field", ["original_index_no", "index_no"])
def test_a_foreign_number_seen_before_is_refused(field):
    item = make_item(original_index_no="K-1")
    number = getattr(item, field)

    (said,) = complaints(csv_ledger(row(索引号=number)))

    assert said.startswith(f"第2行“索引号”：“{number}”与系统里的《")
    assert item.index_no in said


def test_a_foreign_number_twice_in_a_file_is_refused():
    said = complaints(csv_ledger(row(索引号="K-1"), row(标题="另一件", 索引号="K-1")))

    assert said[0].startswith("第3行“索引号”：“K-1”与第2行相同")


def test_an_old_address_leads_to_one_item_only():
    LegacyAddress.objects.create(path="/a.html", item=make_item())
    rows = [
        row(旧网址="http://x.example/a.html"),
        row(标题="二", 旧网址="/b"),
        row(标题="三", 旧网址="/b"),
    ]

    said = complaints(csv_ledger(*rows))

    assert said[0].startswith("第2行“旧网址”：“/a.html”与系统里的")
    assert said[1].startswith("第4行“旧网址”：“/b”与第3行相同")


def test_the_same_ledger_cannot_come_in_twice():
    data = csv_ledger(row(), draft(标题="没有文号的一件", 发文字号=""))
    import_ledger(data)

    result = import_ledger(data)

    assert not result.is_good
    assert Item.objects.count() == 2


def test_what_somebody_entered_after_the_check_stops_the_import():
    resource, archive = ItemResource(), Archive(zip_of({"表.txt": b"1"}), "附件.zip")
    dataset = ItemLedger().create_dataset(csv_ledger(row(附件="表.txt")))
    result = resource.import_data(dataset, dry_run=True, today=TODAY, archive=archive)
    make_draft(title=row()["标题"], doc_no=row()["发文字号"])

    resource.write(dataset, result, "台账.csv")

    assert list(result.complaints()) == [
        "检查之后，有人录入了其中相同的信息，没有导入任何内容；请重新导入一次。"
    ]
    assert Item.objects.count() == 1
    assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


# --- Publishing -----------------------------------------------------------------------------------


def test_published_rows_need_the_permission_and_drafts_do_not():
    said = complaints(csv_ledger(row(), draft(标题="草稿")), user=make_user())

    assert len(said) == 1
    assert said[0].startswith("第2行“发布日期”：您没有导入已公开历史信息的权限；请清空发布日期")


@pytest.mark.parametrize("column", ["标题", "摘要", "正文"])
def test_personal_data_stops_a_published_row_and_is_shown_masked(column):
    number = "11010519491231002X"  # the specimen of GB 11643

    (said,) = complaints(csv_ledger(row(**{column: f"<p>公示：身份证号{number}</p>"})))

    assert said.startswith(f"第2行“{column}”：含有身份证号“******”，不能直接公开；")
    assert number not in said


def test_a_number_cut_by_formatting_is_found_too():
    body = "<p>身份证号<b>110105</b><span>19491231</span>002X</p>"

    (said,) = complaints(csv_ledger(row(正文=body)))

    assert "含有身份证号" in said


def test_personal_data_in_a_draft_is_for_the_review():
    assert not complaints(csv_ledger(draft(正文="身份证号11010519491231002X")))


# --- Attachments --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "files, name, said",
    [
        ({"甲.txt": b"1"}, "乙.txt", "压缩包里没有“乙.txt”；请核对文件名（含扩展名）"),
        (
            {"一/甲.txt": b"1", "二/甲.txt": b"2"},
            "甲.txt",
            "压缩包里有2个“甲.txt”；请写出文件夹，如“一/甲.txt”",
        ),
        ({"甲.pdf": b"no pdf"}, "甲.pdf", "“甲.pdf”的内容不是PDF文件"),
        ({"甲.dwg": b"AC10"}, "甲.dwg", "不能上传.dwg文件"),
    ],
)
def test_an_attachment_that_cannot_be_taken_is_named(files, name, said):
    (complaint,) = complaints(csv_ledger(row(附件=name)), archive=zip_of(files))

    assert complaint.startswith("第2行“附件”：")
    assert said in complaint
    assert not Attachment.objects.exists()


def test_a_damaged_archive_is_refused_as_a_whole():
    broken = zip_of({"甲.txt": b"1"})
    broken.truncate(40)

    with pytest.raises(LedgerError, match="已损坏"):
        import_ledger(csv_ledger(row(附件="甲.txt")), archive=broken)


def test_a_damaged_file_in_the_archive_is_named():
    packed = zip_of({"甲.txt": b"first"}).read().replace(b"first", b"other")

    (said,) = complaints(csv_ledger(row(附件="甲.txt")), archive=ledger_zip(packed))

    assert "压缩包里的“甲.txt”已损坏或设有密码" in said


def ledger_zip(data: bytes):
    file = zip_of({})
    file.write(data)
    file.seek(0)
    return file


# --- Files that are no ledgers ------------------------------------------------------------------


def test_utf_16_is_refused_in_words():
    assert "UTF-16" in refusal(csv_ledger(row(), encoding="utf-16"))


def test_a_file_with_only_a_header_is_refused():
    assert refusal(csv_ledger()) == "“台账.csv”只有表头，没有数据；请填写后再导入。"


@pytest.mark.parametrize("missing", HEADER)
def test_a_missing_column_is_named(missing):
    lines = csv_ledger(row()).decode().replace(missing, "序号")

    assert f"“{missing}”" in refusal(lines.encode())


def test_unknown_and_double_columns_are_named():
    data = csv_ledger(row(备注="x")).decode().replace("来源链接", "发文字号").encode()

    said = refusal(data)

    assert "“备注”" in said
    assert "“发文字号”" in said
    assert "“来源链接”" in said


def test_nul_bytes_are_refused_in_words():
    assert "NUL" in refusal(csv_ledger(row(标题="甲\x00乙")))


def test_control_characters_and_a_hidden_byte_order_mark_are_dropped():
    import_ledger(csv_ledger(row(标题="\ufeff甲\x07乙\n丙")))

    assert Item.objects.get().title == "甲乙 丙"
