"""One request before the person who reads it: what they may see of it and what is counted."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from portal.models import HolidayNotice, User
from portal.personal_data import mask, mask_name
from portal.workdays import CalendarGap, WorkCalendar
from requests_app.deadlines import Clock, Event, reckon
from requests_app.models import CaseKind, InformationRequest, RequestRules
from requests_app.repeats import asked_by_several

UNMASK = "requests_app.unmask_applicant"
SEVERAL = 2  # applicants, from whom on publication suggests itself


def known(count: Callable[[], date]) -> date | None:
    """Return the day `count` gives; None where the calendar has no notice for it."""
    try:
        return count()
    except CalendarGap:
        return None


@dataclass(frozen=True)
class Case:
    """A request, who looks at it, and on which day."""

    info_request: InformationRequest
    user: User
    today: date

    @cached_property
    def calendar(self) -> WorkCalendar:
        return HolidayNotice.objects.calendar()

    @cached_property
    def rules(self) -> RequestRules:
        return RequestRules.objects.current()

    @cached_property
    def clock(self) -> Clock | None:
        return self.info_request.clock(self.calendar, self.rules, self.today)

    @cached_property
    def last_event(self) -> int:
        """The newest line of the history: a form that was opened before it is out of date."""
        return self.info_request.events.order_by("-pk").values_list("pk", flat=True).first() or 0

    def may(self, act: str) -> bool:
        return self.user.has_perm(f"requests_app.{act}")

    @cached_property
    def may_unmask(self) -> bool:
        """Who may not see who asked reads every free text masked as well."""
        return self.user.has_perm(UNMASK)

    def text(self, text: str) -> str:
        """Return a free text as this person may read it: numbers and addresses masked."""
        return text if self.may_unmask else mask(text)

    def party(self, name: str) -> str:
        """Return the name of a third party as this person may read it."""
        return name if self.may_unmask else mask_name(name)

    @cached_property
    def reasons_to_publish(self) -> list[str]:
        """Return in sentences why everybody should have what this person was given (art. 44)."""
        askers = asked_by_several(self.info_request)
        several = f"有{askers}名申请人申请同样的信息" if askers >= SEVERAL else ""
        suggested = "申请人建议主动公开" if self.info_request.suggests_publication else ""
        return [
            f"{reason}，可以转为主动公开（条例第四十四条）。"
            for reason in (several, suggested)
            if reason
        ]

    def workday(self, start: date, length: int) -> date | None:
        """Return the `length`-th working day after `start`; None without a calendar."""
        return known(lambda: self.calendar.end_of_term(start, length))

    def is_counted(self) -> bool:
        return self.info_request.kind == CaseKind.INFORMATION

    def due_with(self, *events: Event) -> str:
        """Return the due day, had these events happened as well: what an approval would bring."""
        facts = [*self.info_request.clock_events(), *events]
        clock = reckon(facts, self.calendar, self.rules.policy, today=self.today)
        if clock.due:
            return f"{clock.due:%Y-%m-%d}"
        return f"{clock.provisional_due:%Y-%m-%d}（暂估）" if clock.provisional_due else "不能计算"


def wanted_rows(case: Case) -> list[tuple[str, str]]:
    info_request = case.info_request
    rows = [
        ("信息名称", case.text(info_request.wanted_name)),
        ("文号", info_request.wanted_number),
        ("其他特征描述", case.text(info_request.wanted)),
        ("信息所属时间", info_request.wanted_period),
        ("提供形式", info_request.get_provide_form_display()),
        ("获取方式", info_request.get_obtain_way_display()),
        ("其他方式", "接受" if info_request.accepts_other_way else "不接受"),
        ("需要的协助", case.text(info_request.help_needed)),
        ("主动公开", "申请人建议主动公开" if info_request.suggests_publication else ""),
    ]
    return [(label, value) for label, value in rows if value]
