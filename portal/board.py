"""The work board: the first page of every member of staff. A roof file: it may know every app."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse
from django.utils import timezone

from disclosure import search
from disclosure.models import Category, Item
from disclosure.models.catalogue import FIXED_PAGES
from disclosure.workflow import Status
from disclosure.worklists import WORK_LISTS, work_list
from portal import pulse
from portal.models import User
from portal.personal_data import mask
from reports.models import InspectionFinding
from requests_app.models import InformationRequest
from requests_app.worklists import WORK_LISTS as REQUEST_LISTS
from requests_app.worklists import next_act, to_do

SHOWN = 10
SHOWN_IN_GROUP = 5
NAMED = 3  # of the reminders folded into one row
ALL_COMPLETE = "没有临近截止的信息，要素和栏目也都齐全。以后有需要补充的，会列在这里。"
NOTHING_WAITS = "没有等您审核或修改的信息。"
ALL_RUNNING = "定时调度、提醒、邮件、索引、审计、磁盘和备份都正常。"
SIGN_PAGES = {  # where more stands about a sign
    "reminders:": "admin:portal_reminderrule_changelist",
    "oldest_unsent": "admin:portal_notice_changelist",
    "mail_errors": "admin:portal_notice_changelist",
    "calendar": "admin:portal_holidaynotice_changelist",
}
NO_REQUEST_WAITS = "没有等您办理的申请，也没有快到期的申请。"
NOTHING_PUBLIC = "还没有公开的信息。草稿提交审核，经签发公开后会列在这里。"


@dataclass(frozen=True)
class Row:
    """One thing to do: what it is, whose it is, and its one button."""

    what: str
    facts: list[str]  # whose it is, where it belongs, since or until when
    button: str
    url: str
    alert: str = ""  # what is late or went wrong, shown in red


@dataclass(frozen=True)
class Group:
    """Rows of one kind; `more` is the address of all of them when not all are shown."""

    title: str
    rows: list[Row]
    more: str = ""


@dataclass(frozen=True)
class Column:
    """What is under one heading; `empty` says what to do next when there is nothing."""

    title: str
    groups: list[Group]
    empty: str
    next_step: tuple[str, str] = ("", "")  # the words of a link and its address


def board(user: User, *, today: date) -> list[Column]:
    """Return what the person should see first: what waits for them, and how the portal runs."""
    health = [running()] if user.has_perm("portal.view_notice") else []
    work = [*requests_board(user, today=today), *items_board(user, today=today)]
    return [*health, *work, *inspection_board(user)]


def requests_board(user: User, *, today: date) -> list[Column]:
    """Return the requests that wait, each once; nothing for who may not see them."""
    if not user.has_perm("requests_app.view_informationrequest"):
        return []
    lists = to_do(user, today=today)
    shown = [pk for _, pks in lists for pk in pks[:SHOWN_IN_GROUP]]
    rows = InformationRequest.objects.select_related("handler").in_bulk(shown)
    groups = [request_group(key, pks, rows, user, today) for key, pks in lists]
    add = ("登记申请", reverse("admin:requests_app_informationrequest_add"))
    can_add = user.has_perm("requests_app.register_informationrequest")
    next_step = add if can_add else ("", "")
    return [Column("依申请公开", filled(*groups), NO_REQUEST_WAITS, next_step)]


def inspection_board(user: User) -> list[Column]:
    """Return what the self-inspection found for the person's office to mend, where it did."""
    if not user.has_perm("reports.view_inspectionfinding"):
        return []
    findings = InspectionFinding.objects.open().visible_to(user).select_related("office")
    more = f"{reverse('admin:reports_inspectionfinding_changelist')}?state=open"
    groups = filled(group("待整改", findings, finding_row, SHOWN_IN_GROUP, more))
    return [Column("网站自查", groups, "")] if groups else []


def items_board(user: User, *, today: date) -> list[Column]:
    """Return what waits of the items; nothing for who may not see them."""
    if not user.has_perm("disclosure.view_item"):
        return []

    def rows_of(key: str, make_row, size: int = SHOWN_IN_GROUP) -> Group:
        return item_group(key, make_row, user, today, size)

    mine = [
        rows_of("review", lambda item: review_row(item, today), SHOWN),
        rows_of("returned", returned_row),
        rows_of("mine", draft_row, SHOWN),
    ]
    to_complete = [
        rows_of("owing", owing_row),
        rows_of("failed", failed_row),
        rows_of("due", lambda item: due_row(item, today)),
        rows_of("assess", lambda item: item_row(item, "再评估")),
        rows_of("closing", lambda item: closing_row(item, today)),
        rows_of("undated", lambda item: item_row(item, "补日期")),
        rows_of("old", draft_row),
        rows_of("by-eye", lambda item: item_row(item, "核对附件")),
        empty_leaves(user),
    ]
    done = [rows_of("submitted", lambda item: submitted_row(item, today), SHOWN), latest()]
    add = ("新增公开信息", reverse("admin:disclosure_item_add"))
    can_add = user.has_perm("disclosure.add_item")
    return [
        Column("待我办理", filled(*mine), NOTHING_WAITS, add if can_add else ("", "")),
        Column("即将到期、需要补充", filled(*to_complete), ALL_COMPLETE),
        Column("我提交的、最近公开", filled(*done), NOTHING_PUBLIC),
    ]


def filled(*groups: Group) -> list[Group]:
    return [group for group in groups if group.rows]


def running() -> Column:
    """Return what is not well in what runs by the clock, for who keeps the portal running."""
    signs = pulse.signs(timezone.now(), index_lag=search.lag())
    rows = [sign_row(sign) for sign in folded(sign for sign in signs if not sign.is_well)]
    return Column("运行情况", filled(Group("", rows)), ALL_RUNNING)


def folded(signs: Iterable[pulse.Sign]) -> list[pulse.Sign]:
    """Return the signs, reminders that say the same as one: one cause is one thing to mend."""
    alike: dict[tuple[str, ...], list[pulse.Sign]] = {}
    for sign in signs:
        kind = pulse.SCAN if sign.name.startswith(pulse.SCAN) else sign.name
        alike.setdefault((kind, sign.sentence, sign.detail), []).append(sign)
    return [as_one(each) for each in alike.values()]


def as_one(signs: list[pulse.Sign]) -> pulse.Sign:
    if len(signs) == 1:
        return signs[0]
    names = "、".join(sign.title.removeprefix("提醒") for sign in signs[:NAMED])
    more = "等" if len(signs) > NAMED else ""
    return replace(signs[0], title=f"{len(signs)}种提醒", detail=f"{names}{more}")


# --- Groups --------------------------------------------------------------------------------------


def item_group(key: str, make_row, user: User, today: date, size: int = SHOWN_IN_GROUP) -> Group:
    """Return the first rows of one of the work lists of items."""
    items = work_list(key, user=user, today=today).for_list().select_related("author")
    more = f"{reverse('admin:disclosure_item_changelist')}?work={key}"
    return group(WORK_LISTS[key].title, items, make_row, size, more)


def request_group(key: str, pks: list[int], rows: dict, user: User, today: date) -> Group:
    """Return the first rows of one of the work lists of requests, taken from `rows` by key."""
    more = f"{reverse('admin:requests_app_informationrequest_changelist')}?work={key}"
    shown = [rows[pk] for pk in pks[:SHOWN_IN_GROUP] if pk in rows]
    made = [request_row(info_request, user, today) for info_request in shown]
    return Group(REQUEST_LISTS[key].title, made, more if len(pks) > SHOWN_IN_GROUP else "")


def empty_leaves(user: User) -> Group:
    """Return the leaves the person's office answers for that hold nothing (条例 arts 19–21)."""
    leaves = Category.objects.usable().filter(published_count=0).exclude(code__in=FIXED_PAGES)
    more = "?is_leaf__exact=1&status__exact=active&published_count__exact=0"
    if user.office_id:
        leaves = leaves.filter(office=user.office_id)
        more += f"&office__id__exact={user.office_id}"
    more = reverse("admin:disclosure_category_changelist") + more
    can_add = user.has_perm("disclosure.add_item")
    leaves = leaves.select_related("office").order_by("code")
    return group("空栏目", leaves, lambda leaf: leaf_row(leaf, can_add), SHOWN_IN_GROUP, more)


def latest() -> Group:
    more = f"{reverse('admin:disclosure_item_changelist')}?status__exact={Status.PUBLISHED}"
    items = Item.objects.public().newest_first().for_list()
    return group("最近公开", items, public_row, SHOWN_IN_GROUP, more)


def group(title: str, queryset, make_row, size: int, more: str) -> Group:
    """Return at most `size` rows in one query, and `more` only where there are more."""
    found = list(queryset[: size + 1])
    rows = [make_row(each) for each in found[:size]]
    return Group(title, rows, more if len(found) > size else "")


# --- Rows ----------------------------------------------------------------------------------------


def sign_row(sign: pulse.Sign) -> Row:
    page = next((page for start, page in SIGN_PAGES.items() if sign.name.startswith(start)), "")
    url = reverse(page) if page else ""
    return Row(sign.title, sign.detail.splitlines(), "查看", url, alert=sign.sentence)


def item_row(item: Item, button: str, *facts: str) -> Row:
    whose = [item.office.name if item.office else "未定责任科室", item.category.name]
    url = reverse("admin:disclosure_item_change", args=[item.pk])
    return Row(item.title, [*whose, *facts], button, url)


def draft_row(item: Item) -> Row:
    author = item.author.get_full_name() if item.author else "导入"
    edited = f"{timezone.localdate(item.updated_at):%Y-%m-%d}"
    return item_row(item, "继续编辑", author, edited)


def in_review(row: Row, item: Item) -> Row:
    return replace(row, url=reverse("admin:disclosure_item_review", args=[item.pk]))


def term(item: Item, today: date) -> tuple[list[str], str]:
    """Return what is said of the day by which the item must be public: a fact, or an alert."""
    if item.due_on is None:
        return [], ""
    if item.due_on < today:
        return [], f"公开期限{item.due_on:%Y-%m-%d}，已过{(today - item.due_on).days}天"
    return [f"公开期限{item.due_on:%Y-%m-%d}"], ""


def review_row(item: Item, today: date) -> Row:
    facts, alert = term(item, today)
    row = item_row(item, item.step.label, *facts)
    return in_review(replace(row, alert=alert), item)


def returned_row(item: Item) -> Row:
    line = item.returns[0] if item.returns else None
    why = [f"{line.by or '系统'}：{line.note}"] if line else []
    return item_row(item, "修改", *why)


def submitted_row(item: Item, today: date) -> Row:
    facts, alert = term(item, today)
    step = item.step
    turn = f"等{step.role}{step.label}" if step else f"定于{moment(item.publish_at)}公开"
    return in_review(replace(item_row(item, "查看", turn, *facts), alert=alert), item)


def due_row(item: Item, today: date) -> Row:
    facts, alert = term(item, today)
    return replace(item_row(item, "查看", item.get_status_display(), *facts), alert=alert)


def owing_row(item: Item) -> Row:
    alert = f"{moment(item.published_at)}应急公开，须在1个工作日内补审"
    return in_review(replace(item_row(item, "补审"), alert=alert), item)


def failed_row(item: Item) -> Row:
    return replace(item_row(item, "处理"), alert=item.schedule_error or "已到时间，还没有办理")


def moment(at) -> str:
    return f"{timezone.localtime(at):%m-%d %H:%M}"


def closing_row(item: Item, today: date) -> Row:
    days = item.days_left(today)
    left = f"还剩{days}天" if days else "今天截止"
    return item_row(item, "查看", f"{item.get_period_kind_display()}{left}")


def public_row(item: Item) -> Row:
    row = item_row(item, "查看", f"{timezone.localdate(item.published_at):%Y-%m-%d}")
    return replace(row, url=item.get_absolute_url())


def request_row(info_request: InformationRequest, user: User, today: date) -> Row:
    whose = str(info_request.handler or "还没有分办")
    facts = [info_request.number, info_request.get_status_display(), whose]
    due_on, alert = info_request.due_on, ""
    if due_on and due_on < today:
        alert = f"答复期限{due_on:%Y-%m-%d}，已过{(today - due_on).days}天"
    elif due_on == today:
        alert = "答复期限今天到期"
    elif day := due_on or info_request.provisional_due_on:
        facts.append(f"答复期限{day:%Y-%m-%d}{'' if due_on else '（暂估）'}")
    page = reverse("admin:requests_app_informationrequest_change", args=[info_request.pk])
    return Row(mask(info_request.subject), facts, next_act(info_request, user), page, alert)


def finding_row(finding: InspectionFinding) -> Row:
    url = reverse("admin:reports_inspectionfinding_change", args=[finding.pk])
    whose = finding.office.name if finding.office else "公开办"
    return Row(f"{finding.check_code} {finding.place}", [whose, finding.sentence], "查看", url)


def leaf_row(leaf: Category, can_add: bool) -> Row:
    owner = [leaf.office.name if leaf.office else "未定责任机构"]
    if can_add:
        url = f"{reverse('admin:disclosure_item_add')}?category={leaf.pk}"
        return Row(str(leaf), owner, "拟稿", url)
    url = reverse("admin:disclosure_category_change", args=[leaf.pk])
    return Row(str(leaf), owner, "查看", url)
