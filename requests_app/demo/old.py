"""The ledger the office kept before it had the portal: imported like any other."""

from datetime import date, timedelta

from requests_app.demo.people import (
    CHARITY,
    COMPANY,
    GRANDFATHER,
    JOURNALIST,
    LAWYERS,
    NEIGHBOUR,
    PARENT,
    PERSISTENT,
    TEACHER,
    VILLAGE,
)

FILE_NAME = "演示台账.csv"
HEADER = (
    *("序号", "申请编号", "申请人类型", "申请人", "提交日期", "收到日期", "渠道", "申请内容"),
    *("办理结果", "办结日期", "答复文号", "延期工作日", "备注"),
)
# days before loading, who, channel, what, outcome, days to the end, extension, remark
ROWS = (
    (880, PARENT, "网络", "小学招生范围示意图", "（一）予以公开", 12, "", ""),
    (905, COMPANY, "邮寄", "学校空调采购合同", "（二）部分公开", 24, "", ""),
    (930, NEIGHBOUR, "当面", "运动场扰民处理记录", "信访举报投诉类申请", 10, "", ""),
    (955, LAWYERS, "邮寄", "民办学校终止办学审批材料", "予以公开", 41, 15, "经批准延期"),
    (980, PERSISTENT, "网络", "学校布局调整方案", "6.属于四类过程性信息", 19, "", ""),
    (990, PERSISTENT, "网络", "学校布局调整方案", "2.重复申请", 9, "", ""),
    (1005, GRANDFATHER, "口头", "乡镇中心校历史沿革", "1.本机关不掌握相关政府信息", 15, "", ""),
    (1015, JOURNALIST, "网络", "食堂监管经费", "（一）予以公开", 38, "", "办结超过期限"),
    (1030, TEACHER, "当面", "职称评审名额", "予以公开", 16, "", ""),
    (1045, CHARITY, "网络", "困难学生资助名册", "4.保护第三方合法权益", 30, "", "征求意见后答复"),
    (1060, VILLAGE, "邮寄", "村校用地批文", "补正后申请内容仍不明确", 35, "", ""),
    (1075, PARENT, "网络", "插班办理流程", "其他", 3, "", "政策咨询"),
    (9, TEACHER, "邮寄", "骨干教师津贴发放办法", "", None, "", "接收台账时尚在办理"),
)


def ledger_rows(day: date) -> list[list]:
    """Return the header and the rows of the ledger, as of `day`."""
    rows = [list(HEADER)]
    for place, row in enumerate(sorted(ROWS, key=lambda row: -row[0]), start=1):
        ago, asker, channel, wanted, outcome, lasted, extension, remark = row
        begun = day - timedelta(days=ago)
        closed = "" if lasted is None else begun + timedelta(days=lasted)
        number = f"旧{begun.year}-{place:02}"
        doc_no = f"云教公复〔{closed.year}〕旧{place}号" if closed else ""
        rows.append(
            [place, number, asker.kind.label, asker.name, begun, begun, channel, wanted]
            + [outcome, closed, doc_no, extension, remark]
        )
    return rows
