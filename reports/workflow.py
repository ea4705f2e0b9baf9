"""DATA: the life of an annual report (条例 arts 49, 50), and where its figures come from."""

from django.db.models import TextChoices

ANNUAL_REPORTS = "9004"  # the leaf of the catalogue the reports stand in
DUE = (1, 31)  # month and day of the next year, art. 49
PREPARE, APPROVE, PUBLISH = (
    f"reports.{act}_annualreport" for act in ("prepare", "approve", "publish")
)


class Status(TextChoices):
    DRAFT = "draft", "编制中"
    OFFICE_CHECK = "office_check", "核对"
    APPROVED = "approved", "已批准（冻结）"
    PUBLISHED = "published", "已公开"


# What was approved stays as it is: it is corrected by a further version, never by a step back.
NEXT = {
    Status.DRAFT: [Status.OFFICE_CHECK],
    Status.OFFICE_CHECK: [Status.APPROVED, Status.DRAFT],
    Status.APPROVED: [Status.PUBLISHED],
    Status.PUBLISHED: [],
}
UNDER_WAY = [Status.DRAFT, Status.OFFICE_CHECK]
FROZEN = [Status.APPROVED, Status.PUBLISHED]


class EventKind(TextChoices):
    """What a line of a report's history says."""

    STARTED = "started", "开始编制"
    RECOUNTED = "recounted", "重新统计"
    FILLED = "filled", "填写数据"
    WRITTEN = "written", "修改正文"
    NOTED = "noted", "说明提醒"
    SUBMITTED = "submitted", "送核对"
    RETURNED = "returned", "退回编制"
    APPROVED = "approved", "批准并冻结"
    PUBLISHED = "published", "公开"
    CORRECTED = "corrected", "更正，编制新版本"
    IMPORTED = "imported", "历史导入"


CHANGED = [EventKind.FILLED, EventKind.WRITTEN]  # who did this may not approve


class Origin(TextChoices):
    """Where the figure in a cell comes from."""

    COMPUTED = "computed", "统计"
    ENTERED = "entered", "填报"
    CORRECTED = "corrected", "更正"
    SUM = "sum", "合计"
    MISSING = "missing", "未填"


class Outlet(TextChoices):
    """Where information goes out and questions come in, as section 一 tells it."""

    WEBSITE = "WEBSITE", "本机关网站"
    PORTAL = "PORTAL", "政府门户网站"
    WECHAT = "WECHAT", "微信公众号"
    WEIBO = "WEIBO", "微博"
    OTHER_MEDIA = "OTHER_MEDIA", "其他媒体和平台"
    EXPLANATION = "EXPLANATION", "政策解读"
    PRESS = "PRESS", "新闻发布会"
    INTERVIEW = "INTERVIEW", "在线访谈"
    HOTLINE = "HOTLINE", "热线办件"
    MAILBOX = "MAILBOX", "信箱留言答复"
    CALLS = "CALLS", "电话咨询"
    VISITS = "VISITS", "来访接待"


UNITS = {
    Outlet.EXPLANATION: "篇",
    Outlet.PRESS: "场",
    Outlet.INTERVIEW: "期",
    Outlet.HOTLINE: "件",
    Outlet.MAILBOX: "件",
    Outlet.CALLS: "人次",
    Outlet.VISITS: "人次",
}
ITEMS_UNIT = "条"
# What “通过各类渠道公开信息” adds up.
PUBLISHING = [Outlet.WEBSITE, Outlet.PORTAL, Outlet.WECHAT, Outlet.WEIBO, Outlet.OTHER_MEDIA]


def unit_of(outlet: str) -> str:
    """Return the unit the figures of an outlet are summed up in."""
    return UNITS.get(outlet, ITEMS_UNIT)


class Measure(TextChoices):
    """What offices are assessed by (考核)."""

    COVERAGE = "coverage", "栏目有内容"
    TIMELINESS = "timeliness", "按时更新"
    ON_TIME = "on_time", "申请按期办结"


WEIGHTS = {Measure.COVERAGE: 30, Measure.TIMELINESS: 40, Measure.ON_TIME: 30}
