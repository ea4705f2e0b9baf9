"""The request ledger (依申请公开台账) as a file: which columns it has."""

from portal.ledger_files import Ledger

REQUIRED = [
    *("申请编号", "申请人类型", "申请人", "提交日期", "收到日期", "渠道"),
    *("申请内容", "办理结果", "办结日期"),
]
OPTIONAL = ["答复文号", "延期工作日", "备注"]


class RequestLedger(Ledger):
    """The request ledger, read."""

    required, optional = REQUIRED, OPTIONAL
