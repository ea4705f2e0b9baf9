"""Checks of columns: the age of the home page, stale and empty columns, the media outside."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import F, Max
from django.utils import timezone

from disclosure.duty import Duty, Light
from disclosure.models import Item
from reports.inspection_site import Fault, Site, column_fault
from reports.models import ChannelFigure
from reports.workflow import Outlet
from requests_app.models import InformationRequest

DYNAMIC = ("1601", "1602")
NOTICES = ("02", "1501")
ABOUT_US = ("0101", "0102", "0103", "0104", "0105", "0106")
NEW_MEDIA = (Outlet.WECHAT, Outlet.WEIBO)
ANSWERS = (Outlet.MAILBOX, Outlet.HOTLINE)


def old_home_page(site: Site) -> Iterator[Fault]:
    """V3: nothing new on the home page for two weeks."""
    last = Item.objects.public().aggregate(last=Max("published_at"))["last"]
    if last is None or timezone.localdate(last) < site.ago("V3.days"):
        when = (
            f"最近一条信息在{timezone.localdate(last):%Y-%m-%d}" if last else "还没有公开任何信息"
        )
        limit = site.number("V3.days")
        yield Fault("home", "首页", f"首页{when}，已满{limit}天没有更新。", "/")


def update_class(duty: Duty) -> str:
    """Return to which of the three classes of 19号 a column belongs (our reading)."""
    if duty.leaf.code in DYNAMIC:
        return "dynamic"
    return "notice" if duty.leaf.code.startswith(NOTICES) else "regular"


def stale_news(site: Site) -> Iterator[Fault]:
    """V4a: news without anything new for two weeks, notices and policy for six months."""
    limits = {"dynamic": "V4a.dynamic_days", "notice": "V4a.notice_days"}
    for duty in site.duties:
        rule = limits.get(update_class(duty))
        if rule and duty.last_update and duty.last_update < site.ago(rule):
            yield column_fault(duty.leaf, since(duty, f"超过{site.number(rule)}天"))


def stale_columns(site: Site) -> Iterator[Fault]:
    """V4b: other columns past the rhythm the catalogue sets for them."""
    for duty in site.duties:
        if update_class(duty) == "regular" and duty.light is Light.STALE:
            yield column_fault(duty.leaf, since(duty, f"已过更新期限{duty.days_late}天"))


def since(duty: Duty, how: str) -> str:
    return f"栏目最近更新在{duty.last_update:%Y-%m-%d}，{how}。"


def empty_columns(site: Site) -> Iterator[Fault]:
    """V4c: columns that are shown and hold nothing."""
    for duty in site.duties:
        if duty.light is Light.EMPTY:
            yield column_fault(duty.leaf, "栏目没有内容；确实没有的，在目录中注明“不适用”及理由。")


def unanswered_requests(site: Site) -> Iterator[Fault]:
    """V5b: what citizens asked for more than three months ago and nobody has answered."""
    limit = site.ago("V5b.days")
    waiting = InformationRequest.objects.open().filter(received_on__lt=limit)
    for case in waiting.only("pk", "number", "received_on", "office").order_by("received_on"):
        days = (site.today - case.received_on).days
        yield Fault(
            f"request:{case.pk}",
            f"公开申请{case.number}",
            f"{case.received_on:%Y-%m-%d}收到，已过{days}天没有办结。",
            office_id=case.office_id,
        )


def about_the_bureau(site: Site) -> Iterator[Fault]:
    """D1: who we are, what we do, who leads: there, and looked through within half a year."""
    for duty in site.duties:
        if duty.leaf.code not in ABOUT_US:
            continue
        if duty.last_update is None:
            yield column_fault(duty.leaf, "概况、机构、领导类栏目没有内容。")
        elif duty.last_update < site.ago("D1.days"):
            yield column_fault(duty.leaf, since(duty, f"超过{site.number('D1.days')}天没有核对"))


# --- Channels beside the website: what the offices entered month by month ------------------------


def silent_media(site: Site) -> Iterator[Fault]:
    """V7: an account that was used and has been silent since."""
    for outlet, last in last_months(NEW_MEDIA):
        if last < site.ago("V7.days"):
            days = site.number("V7.days")
            sentence = f"{Outlet(outlet).label}最近的数据是{last:%Y年%m月}，超过{days}天没有更新。"
            yield Fault(f"outlet:{outlet}", Outlet(outlet).label, sentence)


def silent_answers(site: Site) -> Iterator[Fault]:
    """D3: no answers to citizens counted for two months."""
    months = site.number("D3.months")
    oldest = site.today - timedelta(days=31 * months)
    for outlet, last in last_months(ANSWERS):
        if last < oldest:
            label = Outlet(outlet).label
            sentence = f"{label}最近的数据是{last:%Y年%m月}，超过{months}个月没有公布新的答复。"
            yield Fault(f"outlet:{outlet}", label, sentence)


def last_months(outlets: tuple[str, ...]) -> Iterator[tuple[str, date]]:
    """Yield each outlet that was ever used with the last day of its last month."""
    used = ChannelFigure.objects.filter(outlet__in=outlets, figure__gt=0).order_by("outlet")
    rows = used.annotate(at=F("year") * 12 + F("month")).values_list("outlet")
    for outlet, at in rows.annotate(last=Max("at")):
        year, month = divmod(at, 12)
        yield outlet, date(year, month + 1, 1) - timedelta(days=1)
