"""DATA: which requests wait for whom. The work board shows the first rows, the register all.

A new list is a line in WORK_LISTS; `key` is its value in the address, `?work=key`.
"""

from datetime import date, timedelta

from django.db.models import F, Q

from portal.models import User
from portal.worklists import WorkList
from requests_app.models import Decision, Extension, FeeNotice, InformationRequest
from requests_app.models.request_queries import InformationRequestQuerySet
from requests_app.workflow import EXTENDABLE, WITH_APPLICANT, Status

SOON = timedelta(days=5)
ONE_DAY = timedelta(days=1)


def mine(requests, user, today):
    """What the person has in hand as its handler, but for what waits for the applicant."""
    return requests.in_our_hands().filter(handler=user)


def to_approve(requests, user, today):
    """Answers, extensions and fees put before the heads, but not by this person."""
    if not user.has_perm("requests_app.approve_informationrequest"):
        return requests.none()
    answers = Decision.objects.filter(returned_at=None)
    extensions = Extension.objects.filter(approved_on=None)
    fees = FeeNotice.objects.filter(approved_on=None)

    def put_before_them(extensions, fees):
        extended = Q(status__in=EXTENDABLE, pk__in=extensions.values("info_request"))
        return extended | Q(status=Status.PROCESSING, pk__in=fees.values("info_request"))

    # By keys: of the same as joins PostgreSQL weighs so many ways that it takes 50 ms to plan one.
    waiting = Q(status=Status.APPROVAL) | put_before_them(extensions, fees)
    own = put_before_them(extensions.filter(proposed_by=user), fees.filter(proposed_by=user))
    own |= Q(pk__in=answers.filter(proposed_by=user).values("info_request"))
    return requests.filter(waiting).exclude(own)


def term_ends(requests, user, today):
    """Whose day is near; what is due today has a list of its own, and no request two."""
    last = today + SOON
    by_day = Q(due_on__range=(today + ONE_DAY, last)) | Q(due_on=None, provisional_due_on__lte=last)
    return requests.open().filter(by_day)


def overdue(requests, user, today):
    return requests.overdue(today)


def to_assess(requests, user, today):
    """Withheld information whose day for assessing it again has come (art. 18)."""
    return requests.filter(rereview_on__lte=today)


WORK_LISTS = {
    each.key: each
    for each in (
        WorkList("mine", "我承办的", mine),
        WorkList("approve", "待我批准", to_approve),
        WorkList("open", "未办结", lambda requests, user, today: requests.open()),
        WorkList("unconfirmed", "待确认收到", lambda requests, user, today: requests.unconfirmed()),
        WorkList(
            "unassigned",
            "待分办",
            lambda requests, user, today: requests.filter(status=Status.RECEIVED),
        ),
        WorkList("overdue", "已逾期", overdue),
        WorkList("today", "今天到期", lambda requests, user, today: requests.due_today(today)),
        WorkList("soon", "5天内到期", term_ends),
        WorkList(
            "applicant",
            "等申请人",
            lambda requests, user, today: requests.filter(status__in=WITH_APPLICANT),
        ),
        WorkList(
            "serve", "待送达", lambda requests, user, today: requests.filter(status=Status.DECIDED)
        ),
        WorkList("assess", "不予公开，该再评估", to_assess),
    )
}

# The work board in its order, the most urgent first, and the right to what is waited for.
BOARD = {
    "overdue": "view",
    "today": "view",
    "soon": "view",
    "approve": "approve",
    "serve": "serve",
    "unconfirmed": "register",
    "unassigned": "assign",
    "mine": "handle",
}
# What is done next to a request in a status, and the right to it.
NEXT_ACTS = {
    Status.SUBMITTED: ("register", "确认收到"),
    Status.RECEIVED: ("assign", "分办"),
    Status.PROCESSING: ("handle", "办理"),
    Status.APPROVAL: ("approve", "审批"),
    Status.DECIDED: ("serve", "送达"),
}


def may(user: User, act: str) -> bool:
    return user.has_perm(f"requests_app.{act}_informationrequest")


def to_do(user: User, *, today: date) -> list[tuple[str, list[int]]]:
    """Return each list of the work board by key: a request stands in the most urgent one only."""
    seen: set[int] = set()
    lists = []
    for key in [key for key, act in BOARD.items() if may(user, act)]:
        pks = list(work_list(key, user=user, today=today).values_list("pk", flat=True))
        lists.append((key, [pk for pk in pks if pk not in seen]))
        seen.update(pks)
    return lists


def next_act(info_request: InformationRequest, user: User) -> str:
    """Return in a word what this person would do to it now."""
    act, label = NEXT_ACTS.get(info_request.status, ("", ""))
    return label if act and may(user, act) else "查看"


def work_list(key: str, *, user: User, today: date) -> InformationRequestQuerySet:
    """Return the requests of one list, for this person on this day, the most urgent first."""
    rows = WORK_LISTS[key].rows(InformationRequest.objects.visible_to(user), user, today)
    return rows.order_by(F("due_on").asc(nulls_last=True), "pk")
