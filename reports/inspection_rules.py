"""DATA: the numbers of the self-inspection, as 国办秘函〔2019〕19号 has them.

`InspectionRule` is the table in which the office changes them. What the notice leaves open, or
what we have not read in the original, is marked unconfirmed.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Threshold:
    key: str  # check.name
    label: str
    value: int | None  # None: not known, nothing is deducted
    unit: str = ""
    is_unconfirmed: bool = False


DAYS, COLUMNS, POINTS = "天", "个", "分"
THRESHOLDS = (
    Threshold("V2.seconds", "页面打开超过多少秒算打不开", 15, "秒"),
    Threshold("V2.percent", "打不开的次数占比达到", 5, "%"),
    Threshold("V3.days", "首页没有新内容达到", 14, DAYS),
    Threshold("V4a.dynamic_days", "动态、要闻类栏目没有更新达到", 14, DAYS),
    Threshold("V4a.notice_days", "通知公告、政策文件类栏目没有更新达到", 180, DAYS),
    Threshold("V4a.count", "这样的栏目达到", 5, COLUMNS),
    Threshold("V4b.count", "应更新未更新的其他栏目达到", 10, COLUMNS),
    Threshold("V4c.count", "空白栏目达到", 5, COLUMNS),
    Threshold("V5b.days", "收到后没有办结达到", 90, DAYS),
    Threshold("V6.missing", "办事指南缺少的要素达到", 4, "类", is_unconfirmed=True),
    Threshold("V6.count", "这样的办事指南达到", 5, "项", is_unconfirmed=True),
    Threshold("V7.days", "政务新媒体没有更新达到", 14, DAYS, is_unconfirmed=True),
    Threshold("D1.days", "概况、机构、领导信息没有核对达到", 180, DAYS, is_unconfirmed=True),
    Threshold("D2.days", "文件公开后应有解读的天数", 10, DAYS, is_unconfirmed=True),
    Threshold("D3.months", "没有新的答复数据达到", 2, "个月"),
    Threshold("D4.days", "征集结束后应公布结果的天数", 30, DAYS, is_unconfirmed=True),
    Threshold("D5.tries", "站外链接连续打不开达到", 2, "次", is_unconfirmed=True),
    *(
        Threshold(f"D{number}.weight", "每处扣分", points, POINTS, is_unconfirmed=points is None)
        for number, points in enumerate([None, None, 3, *[None] * 9], start=1)
    ),
)
BY_KEY = {each.key: each for each in THRESHOLDS}
