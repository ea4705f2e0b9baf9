from datetime import date, datetime

import pytest

from portal.personal_data import Kind, scan_table
from portal.personal_data.numbers import is_id_card

WRONG_ID = "370199199003072830"  # the check digit does not fit
PUPILS = ["姓名", "学校", "班级"]


def found(rows, *, blocking=None):
    return [
        (cell.row, cell.column, cell.kind, cell.masked)
        for cell in scan_table(rows)
        if blocking in (None, cell.blocking)
    ]


def test_numbers_in_cells_are_found_as_in_text_with_row_column_and_header():
    rows = [
        ["2024年报名表"],
        ["姓名", "身份证号", "电话"],
        ["张三", "370199199003072838", "13800138000"],
    ]

    first, second = scan_table(rows)

    assert (first.row, first.column, first.header) == (3, 2, "身份证号")
    assert (first.kind, first.masked, first.blocking) == (Kind.ID_CARD, "******", True)
    assert (second.column, second.kind, second.masked) == (3, Kind.MOBILE, "138****8000")


@pytest.mark.parametrize(
    "header, value, kind, masked",
    [
        ("身份证号", WRONG_ID, Kind.ID_CARD, "******"),
        ("公民身份号码", WRONG_ID[:17], Kind.ID_CARD, "******"),
        ("证 件 号（必填）", "Ｅ１２３４５６７８", Kind.ID_CARD, "******"),
        ("学生身份证号", float("370199199003072830"), Kind.ID_CARD, "******"),  # typed as a number
        ("护照号码", "K1234567", Kind.PASSPORT, "******"),
        ("银行卡号", "6222000000000000017", Kind.BANK_CARD, "*" * 15 + "0017"),
        ("一卡通账号", 6222000000000000, Kind.BANK_CARD, "*" * 12 + "0000"),
        ("出生日期", "2016-03-02", Kind.BIRTH_DATE, "****-**-**"),
        ("出生年月日", "2016年3月2日", Kind.BIRTH_DATE, "****年*月*日"),
        ("出生日期", date(2016, 3, 2), Kind.BIRTH_DATE, "****-**-**"),
        ("出生日期", datetime.fromisoformat("2016-03-02 00:00"), Kind.BIRTH_DATE, "****-**-**"),
        ("出生日期", 20160302, Kind.BIRTH_DATE, "********"),
        ("家庭住址", "云溪县文化路88号3单元101室", Kind.ADDRESS, "云溪县文化路***"),
        ("户籍地址", "柳林镇新村12组7号", Kind.ADDRESS, "柳林镇***"),
        ("家长电话", "85912345", Kind.LANDLINE, "8***2345"),
        ("家庭电话", "0532-85912345", Kind.LANDLINE, "0532-8***2345"),
        ("残疾类别", "视力一级", Kind.HARDSHIP, "***"),
        ("困难原因", "母亲患病", Kind.HARDSHIP, "***"),
    ],
)
def test_a_header_makes_what_stands_below_it_personal(header, value, kind, masked):
    rows = [["序号", "姓名", header], ["1", "张三", value]]

    assert (2, 3, kind, masked) in found(rows, blocking=True)


def test_the_identity_card_in_question_is_found_by_its_header_alone():
    assert not is_id_card(WRONG_ID)
    assert found([["序号", "项目", "备注"], ["1", "甲", WRONG_ID]]) == []


@pytest.mark.parametrize(
    "header, value",
    [
        ("身份证后四位", "2838"),
        ("出生年月", "2016年3月"),
        ("联系电话", "0532-85912345"),
        ("联系电话", "85912345"),
    ],
)
def test_less_than_the_whole_is_shown_without_blocking(header, value):
    rows = [["序号", "姓名", header], ["1", "张三", value]]

    assert [cell.blocking for cell in scan_table(rows)] == [False]


def test_the_account_of_a_school_does_not_block():
    rows = [["收款单位", "开户行", "账号"], ["云溪县第一小学", "某银行", "37001616508050012345"]]

    assert found(rows) == [(2, 3, Kind.BANK_CARD, "*" * 16 + "2345")]
    assert found(rows, blocking=True) == []


@pytest.mark.parametrize(
    "header, value",
    [
        ("身份证号", "370199********38"),
        ("身份证号", "******"),
        ("身份证号", "同上"),
        ("身份证办理人数", "13800"),
        ("家庭住址", "云溪县柳林镇新村"),
        ("残疾类别", "无"),
        ("低保人数", "126"),
        ("出生日期范围", "2017年9月1日至2018年8月31日"),
        ("联系电话", "138****8000"),
        ("联系电话", "12345"),
        ("出生地", "云溪县"),
        ("备注", ""),
        ("备注", None),
    ],
)
def test_what_is_masked_counted_or_general_stays(header, value):
    assert found([["序号", "姓名", header], ["1", "张三", value]]) == []


def test_hardship_counted_without_names_is_a_statistic():
    assert found([["残疾类别", "人数"], ["视力", 12], ["听力", 8]]) == []


def test_figures_and_public_columns_stay():
    rows = [
        ["学校", "学校标识码", "班数", "教师数", "学生数", "经费（元）", "项目编号"],
        ["第一小学", 2133000123, 36, 135, 1204, 13800138000, "13512345678"],
        ["第二小学", "2133000124", "42", "142", "2210", "15812345678", "4532000000000008"],
    ]

    assert found(rows) == []


def test_a_form_has_its_labels_to_the_left():
    rows = [
        ["姓名", "张三", "性别", "男"],
        ["身份证号", WRONG_ID, "联系电话", "85912345"],
        ["家庭住址", "云溪县文化路88号3单元", "出生日期", "1990-03-07"],
    ]

    assert [(row, column, kind) for row, column, kind, _ in found(rows)] == [
        (2, 2, Kind.ID_CARD),
        (2, 4, Kind.LANDLINE),
        (3, 2, Kind.ADDRESS),
        (3, 4, Kind.BIRTH_DATE),
    ]


# --- Lists of children --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "header",
    [
        ["姓名", "班级"],
        ["姓名", "年级", "指导教师"],
        ["姓名", "家长姓名"],
        ["姓名", "监护人"],
        ["姓名", "学籍号"],
        ["姓名", "就读学校"],
        ["姓名", "班级", "职务"],  # of the class
        ["学生姓名", "学校"],
        ["幼儿姓名", "性别"],
        ["获奖学生", "学校"],
        ["姓 名", "所在班级"],
    ],
)
def test_names_beside_what_only_children_have_are_masked_to_the_surname(header):
    rows = [header, ["张小明"] + ["甲"] * (len(header) - 1)]

    assert found(rows) == [(2, 1, Kind.CHILD_NAME, "张*")]


@pytest.mark.parametrize(
    "name, masked",
    [
        ("李 四", "李*"),
        ("欧阳娜娜", "欧阳*"),
        ("阿依古丽·买买提", "阿*"),
        ("𠮷一", "𠮷*"),
    ],
)
def test_names_of_all_kinds_are_masked(name, masked):
    assert found([PUPILS, [name, "第一小学", "三（2）班"]]) == [(2, 1, Kind.CHILD_NAME, masked)]


@pytest.mark.parametrize(
    "name", ["张*", "张某", "张某某", "合计", "", "共12人", "三年级学生若干名"]
)
def test_masked_names_and_sums_stay(name):
    assert found([PUPILS, [name, "第一小学", "三（2）班"]]) == []


def test_young_ages_make_a_list_of_children_and_grown_ones_do_not():
    def rows(*ages):
        return [["姓名", "年龄"], *[["张三", age] for age in ages]]

    assert len(found(rows(12, "13岁", 12))) == 3
    assert len(found(rows(17))) == 1
    assert found(rows(18)) == []
    assert found(rows(42, 35, 17)) == []
    assert found(rows("", None)) == []


@pytest.mark.parametrize(
    "header",
    [
        ["姓名", "报考岗位", "准考证号", "面试成绩"],
        ["教师姓名", "任教学科", "职称", "年级"],
        ["姓名", "职务", "年龄", "学历"],
        ["姓名", "工作单位", "备注", "序号"],
    ],
)
def test_lists_of_staff_keep_their_names(header):
    assert found([header, ["王芳", "小学语文", "16", "85"]]) == []


def test_each_table_below_another_goes_by_its_own_header():
    rows = [
        PUPILS,
        ["张小明", "一小", "二班"],
        [],
        ["姓名", "职称", "学历"],
        ["王芳", "高级", "本科"],
    ]

    assert [row for row, *_ in found(rows)] == [2]


@pytest.mark.parametrize("rows", [[], [[]], [[None, ""], []], [["姓名"]], [["张三"]]])
def test_an_empty_table_has_no_findings(rows):
    assert scan_table(rows) == []
