"""The demo requests into a database that has none, day by day, through the portal's own verbs."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from io import StringIO

from django.db import transaction

from portal.errors import RuleViolation
from portal.models import HolidayNotice, Notice, User
from portal.workdays import CalendarGap, WorkCalendar
from requests_app.deadlines import ANSWER_DAYS
from requests_app.demo.acts import OFFICER, ONE_DAY, PLAYERS, Act, Stage
from requests_app.demo.cases import OPEN_CASES
from requests_app.demo.closed import CLOSED_CASES
from requests_app.demo.old import FILE_NAME, ledger_rows
from requests_app.demo.spec import DemoRequest
from requests_app.models import Channel, InformationRequest, RequestRules
from requests_app.query_codes import code_mark
from requests_app.resources import RequestLedger, RequestResource
from requests_app.workflow import EventKind

MARK = "演示数据"
QUERY_CODE = "YUNX2DEMA3"  # with it, visitors of the demo follow any of its requests
RULES = {  # what an office enters before it serves online and asks for fees
    "review_url": "https://fuyi.yunxi.example/",
    "payee": "收款单位：云溪县财政局非税收入专户\n缴款方式：凭缴款码到代收银行缴纳",
}
RECENT = timedelta(days=5)  # what happened before has been read long ago

Tell = Callable[[str], object]


def load(day: date, *, tell: Tell = lambda line: None) -> int:
    """Fill a register without requests with the demo of `day`; return how many there are.

    Raises RuleViolation when there are requests already, or nobody to play them.
    """
    with transaction.atomic():
        count = Play(day, find_people()).run()
    tell(f"公开申请 {count} 件，查询码都是 {QUERY_CODE}")
    return count


def find_people() -> dict[str, User]:
    if InformationRequest.objects.exists():
        raise RuleViolation("已经有公开申请，演示申请只能载入没有申请的数据库")
    people = {user.username: user for user in User.objects.filter(username__in=PLAYERS)}
    if missing := [name for name in PLAYERS if name not in people]:
        raise RuleViolation(f"没有演示账号{'、'.join(missing)}，演示申请由他们办理")
    return people


@dataclass(frozen=True)
class Scene:
    """One act of one case on one day; `place` keeps acts of one day in their order."""

    on: date
    place: int
    demo: DemoRequest
    act: Act | None  # None: the request arrives


class Play:
    """Everything that happened up to `day`, in the order of the days."""

    def __init__(self, day: date, people: dict[str, User]):
        self.day, self.people = day, people
        self.calendar = HolidayNotice.objects.calendar()
        self.channels = {channel.pk: channel for channel in Channel.objects.all()}
        self.cases: dict[int, InformationRequest] = {}

    def run(self) -> int:
        RequestRules.objects.get_or_create(pk=1, defaults=RULES)
        self.import_ledger()
        scenes = [scene for demo in (*OPEN_CASES, *CLOSED_CASES) for scene in self.scenes(demo)]
        for scene in sorted(scenes, key=lambda scene: (scene.on, scene.place)):
            self.perform(scene)
        return InformationRequest.objects.count()

    def import_ledger(self) -> None:
        text = StringIO(newline="")
        csv.writer(text).writerows(ledger_rows(self.day))
        dataset = RequestLedger().create_dataset(text.getvalue().encode(), FILE_NAME)
        result = RequestResource().import_data(
            dataset, today=self.day, user=self.people[OFFICER], file_name=FILE_NAME
        )
        if not result.is_good:
            raise RuleViolation("；".join(result.complaints()))

    def scenes(self, demo: DemoRequest):
        begun = self.begins(demo)
        yield Scene(begun, 0, demo, None)
        for place, (after, act) in enumerate(demo.steps, start=1):
            on = max(on_a_weekday(begun + timedelta(days=after)), begun)
            if on <= self.day:
                yield Scene(on, place, demo, act)

    def begins(self, demo: DemoRequest) -> date:
        asked = on_a_weekday(self.day - timedelta(days=demo.ago))
        if not demo.is_due_today:
            return asked
        return begun_for(self.day, self.calendar) or asked

    def perform(self, scene: Scene) -> None:
        stage = Stage(scene.on, self.people)
        before = newest_notice()
        if scene.act is None:
            self.cases[id(scene.demo)] = self.register(stage, scene.demo)
        else:
            case = InformationRequest.objects.get(pk=self.cases[id(scene.demo)].pk)
            scene.act(stage, case)
        told = Notice.objects.filter(pk__gt=before)
        if scene.on < self.day - RECENT:
            told.delete()
        else:
            told.filter(to_applicant=True).delete()  # nobody of them can be written to

    def register(self, stage: Stage, demo: DemoRequest) -> InformationRequest:
        is_filed_online = demo.channel == Channel.PORTAL
        case = InformationRequest.objects.register(
            applicant=demo.asker.as_applicant(),
            channel=self.channels[demo.channel],
            submitted_on=stage.on,
            by=None if is_filed_online else self.people[OFFICER],
            at=stage.at,
            kind=demo.kind,
            applicant_kind=demo.asker.kind,
            subject=demo.title,
            wanted_name=demo.title,
            wanted="" if demo.wanted.rstrip("。") == demo.title else demo.wanted,
            provide_form="electronic" if is_filed_online else "paper",
            obtain_way="online" if is_filed_online else "post",
            query_code_hash=code_mark(QUERY_CODE),
        )
        case.log(EventKind.DEMO, by=None, at=stage.at, on=stage.on, note=MARK)
        return case


def on_a_weekday(day: date) -> date:
    """Return `day`, or the Friday before it."""
    return day - max(day.weekday() - 4, 0) * ONE_DAY


def begun_for(due_on: date, calendar: WorkCalendar) -> date | None:
    """Return a day of receipt whose term ends on `due_on`, or on the next working day."""
    begun = due_on - 3 * ANSWER_DAYS * ONE_DAY
    try:
        while begun.weekday() > 4 or calendar.end_of_term(begun, ANSWER_DAYS) < due_on:
            begun += ONE_DAY
    except CalendarGap:
        return None
    return begun


def newest_notice() -> int:
    return Notice.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
