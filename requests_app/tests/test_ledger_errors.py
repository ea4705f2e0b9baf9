"""Ledgers that are wrong: each complaint names row, column, value and remedy."""

import pytest

from portal.ledgers import LedgerError
from requests_app.models import InformationRequest
from requests_app.resources import RequestLedger, RequestResource
from requests_app.tests.factories import make_request
from requests_app.tests.ledgers import (
    TODAY,
    complaints,
    csv_ledger,
    import_ledger,
    open_row,
    row,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("holidays", "each_act_by_itself"),
]


@pytest.mark.parametrize(
    "cells, said",
    [
        ({"办结日期": "2025-03-02"}, "“办结日期”：“2025-03-02”早于收到日期2025-03-03"),
        ({"收到日期": "2025-02-28"}, "“收到日期”：“2025-02-28”早于提交日期2025-03-01"),
        ({"办结日期": ""}, "“办结日期”：填了办理结果，却没有办结日期；请补填"),
        ({"办理结果": ""}, "“办理结果”：填了办结日期，却没有办理结果；请补填"),
        ({"收到日期": ""}, "“收到日期”：已经办结的申请须有收到日期"),
        ({"提交日期": ""}, "“提交日期”：不能为空，请填写日期。"),
        ({"办结日期": "2026-03-03"}, "“办结日期”：“2026-03-03”在今天之后；请核对日期。"),
        ({"收到日期": "2025-02-30"}, "“收到日期”：“2025-02-30”这一天不存在，请改正"),
        ({"办结日期": "三月"}, "“办结日期”：“三月”不是能识别的日期"),
        ({"申请人类型": "单位"}, "“申请人类型”：“单位”不是年报的申请人类型；可以填：自然人"),
        ({"渠道": "飞鸽"}, "“渠道”：“飞鸽”不是申请渠道；可以填：当面"),
        ({"办理结果": "办结"}, "“办理结果”：“办结”不是年报表三的办理结果；可以填：予以公开"),
        ({"延期工作日": "21"}, "“延期工作日”：“21”无效；延期不超过20个工作日（条例第三十三条）"),
        ({"延期工作日": "-1"}, "“延期工作日”：“-1”无效"),
        ({"申请编号": ""}, "“申请编号”：不能为空，请填写。"),
        ({"申请内容": ""}, "“申请内容”：不能为空，请填写。"),
        ({"申请编号": "9" * 41}, "有41字，超过40字的上限；请缩短。"),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_the_remedy(cells, said):
    [complaint] = complaints(row(**cells))

    assert complaint.startswith("第2行“")
    assert said in complaint
    assert not InformationRequest.objects.exists()


def test_an_open_row_that_was_never_received_cannot_be_extended():
    [complaint] = complaints(open_row(收到日期="", 延期工作日="5"))

    assert "没有起算的期限不能延长" in complaint


def test_what_was_imported_before_is_refused():
    import_ledger(csv_ledger(row()))

    [complaint] = complaints(row())

    assert complaint == "第2行“申请编号”：“2025-旧1”以前已经导入过；请删去这一行，或核对编号。"
    assert InformationRequest.objects.count() == 1


def test_a_case_of_our_own_register_does_not_come_back_by_its_ledger():
    own = make_request()

    [complaint] = complaints(row(申请编号=own.number, 提交日期="2025-03-03"))

    assert "是本系统登记的同一件申请" in complaint


def test_one_bad_row_keeps_all_the_others_out():
    result = import_ledger(csv_ledger(row(), row(申请编号="2", 渠道="")))

    assert result.bad_rows == 1
    assert not InformationRequest.objects.exists()


def test_unknown_columns_are_refused_by_name_and_missing_ones_too():
    with pytest.raises(LedgerError, match="有不认识的栏目“身份证号”"):
        RequestLedger().create_dataset(csv_ledger(row(身份证号="1")), "台账.csv")
    with pytest.raises(LedgerError, match="缺少必需的栏目“渠道”"):
        text = csv_ledger(row()).decode().replace("渠道", "")
        RequestLedger().create_dataset(text.encode(), "台账.csv")


def test_what_was_entered_between_check_and_writing_stops_the_import():
    """The second look, under the lock, sees another import's rows."""
    data = csv_ledger(row())

    class Late(RequestResource):
        def describe(self, result, dataset):
            super().describe(result, dataset)
            import_ledger(data)

    dataset = RequestLedger().create_dataset(data, "台账.csv")
    result = Late().import_data(dataset, today=TODAY, user=None)

    assert list(result.complaints()) == [
        "检查之后，有人登记或导入了其中相同的申请，没有导入任何内容；请重新导入一次。"
    ]
    assert InformationRequest.objects.count() == 1
