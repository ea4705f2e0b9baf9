"""Ledgers of requests as other bureaus name their columns."""

import pytest

from portal.ledgers import LedgerError
from requests_app.resources import RequestLedger
from requests_app.tests.ledgers import ROW

NAMES = (
    "登记编号 申请人类别 申请人姓名 申请日期 收到申请日期 申请方式 申请公开内容 答复结果 答复日期"
)


def ledger(names: list[str]) -> bytes:
    return f"{','.join(names)}\n{','.join(ROW.values())}\n".encode()


def test_columns_are_known_by_the_names_other_bureaus_give_them():
    dataset = RequestLedger().create_dataset(ledger(NAMES.split()))

    assert list(dataset.headers) == list(ROW)


@pytest.mark.parametrize("column", ["受理日期", "登记日期"])
def test_a_day_the_regulation_does_not_know_is_not_taken_for_the_day_of_receipt(column):
    names = [column if name == "收到日期" else name for name in ROW]

    with pytest.raises(LedgerError) as refused:
        RequestLedger().create_dataset(ledger(names))

    said = str(refused.value)
    assert f"不认识的栏目“{column}”" in said and "缺少必需的栏目“收到日期”" in said
