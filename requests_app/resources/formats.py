"""The request ledger (依申请公开台账) as a file: which columns it has."""

from portal.ledger_files import Ledger

REQUIRED = [
    *("申请编号", "申请人类型", "申请人", "提交日期", "收到日期", "渠道"),
    *("申请内容", "办理结果", "办结日期"),
]
OPTIONAL = ["答复文号", "延期工作日", "备注"]
# As other bureaus name these columns. 受理日期 and 登记日期 are none of them: the Regulation knows
# neither, and the clock runs from the day of receipt (arts 31, 33).
SYNONYMS = {
    "申请编号": ["申请号", "登记编号", "受理编号"],
    "申请人类型": ["申请人类别", "申请人性质"],
    "申请人": ["申请人姓名", "申请人名称", "申请人姓名或名称", "申请人姓名/名称"],
    "提交日期": ["申请日期", "申请时间", "提交时间"],
    "收到日期": ["收到时间", "收到申请日期", "收件日期"],
    "渠道": ["申请渠道", "申请方式", "申请途径", "接收渠道"],
    "申请内容": ["申请公开内容", "申请公开的内容", "申请事项", "所需信息内容", "所需政府信息"],
    "办理结果": ["答复结果", "处理结果", "答复类型"],
    "办结日期": ["答复日期", "办结时间", "答复时间"],
    "答复文号": ["答复书文号", "告知书文号"],
}


class RequestLedger(Ledger):
    """The request ledger, read."""

    required, optional, synonyms = REQUIRED, OPTIONAL, SYNONYMS
