"""What is owed: each app declares its reminders in its own reminders.py, loaded at the start.

The question is always “what is owed by now and not yet written down?”, never “is it today?”.
A scan that missed three days owes what a scan of every day would owe now, and a second scan at
the same moment owes nothing: the key of a notice holds kind, row, last day and step.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Model, QuerySet

from portal.models import HolidayNotice, OfficeSettings, ReminderRule, User
from portal.models.reminder import APPLICANT, LABELS, OWNER
from portal.notices import page_of
from portal.reminder_steps import Ruler, term_in_words
from portal.roles import AUTHOR, DISCLOSURE_HEAD, SECTION_HEAD
from portal.workdays import WorkCalendar

# Who holds one of these is told of the rows of the own office only.
OF_ONE_OFFICE = (AUTHOR, SECTION_HEAD)
NOBODY = "没有收件人：请在“提醒规则”里选择收件人，或者给人员分配角色"


@dataclass(frozen=True)
class AsOf:
    """The day for which is asked what is owed, and what it is counted by."""

    today: date
    calendar: WorkCalendar
    office: OfficeSettings
    ruler: Ruler

    @classmethod
    def day(cls, today: date) -> "AsOf":
        calendar = HolidayNotice.objects.calendar()
        return cls(today, calendar, OfficeSettings.objects.current(), Ruler(today, calendar))


def no_owner(row: Model) -> Iterable[User | None]:
    return ()


def no_facts(row: Model, as_of: AsOf) -> dict:
    return {}


def own_office(row: Model) -> int | None:
    return getattr(row, "office_id", None)


@dataclass(frozen=True)
class Reminder:
    """One kind of thing that is owed by a day.

    `kind` is “app.event” and names the words: `<app>/notices/<event>.txt` and `_subject.txt`,
    which know `about`, `due_on`, `term` (a sentence), `to_applicant`, and what `facts` returns.
    `rows` are all that may be owed; those not owed any more are not among them. Is `due` the name
    of a column, the database picks what is near enough; else it is asked for every row. The
    numbers and roles are what the office starts from: `ReminderRule` holds what counts.
    """

    kind: str
    label: str
    rows: Callable[[AsOf], QuerySet | Iterable[Model]]
    due: str | Callable[[Model, AsOf], date | None] = "due_on"
    ahead: tuple[int, ...] = (5, 3, 1, 0)
    overdue_every: int | None = 1
    escalate_after: int | None = None
    roles: tuple[str, ...] = (OWNER,)
    escalation_roles: tuple[str, ...] = ()
    owners: Callable[[Model], Iterable[User | None]] = no_owner
    office: Callable[[Model], int | None] = own_office
    path: Callable[[Model], str] = page_of
    applicant_path: Callable[[Model], str] | None = None
    facts: Callable[[Model, AsOf], dict] = no_facts
    in_workdays: bool = True
    basis: str = ""

    def declared_rule(self) -> ReminderRule:
        return ReminderRule(
            kind=self.kind,
            thresholds=",".join(map(str, self.ahead)),
            overdue_every=self.overdue_every,
            escalate_after=self.escalate_after,
            roles=list(self.roles),
            escalation_roles=list(self.escalation_roles),
        )

    def candidates(self, as_of: AsOf, rule: ReminderRule) -> QuerySet | list[Model]:
        """Return the rows that may be owed by now, as few as the database can tell apart."""
        rows = self.rows(as_of)
        if not isinstance(rows, QuerySet):
            return list(rows)
        if isinstance(self.due, str):
            reach = as_of.ruler.last_with(rule.steps.earliest, in_workdays=self.in_workdays)
            rows = rows.filter(**{f"{self.due}__lte": reach})
        return rows

    def due_on(self, row: Model, as_of: AsOf) -> date | None:
        return getattr(row, self.due) if isinstance(self.due, str) else self.due(row, as_of)

    def due_step(self, row: Model, as_of: AsOf, rule: ReminderRule) -> tuple[date, int] | None:
        """Return the last day and the step owed for `row` by now; None while nothing is owed."""
        due = self.due_on(row, as_of)
        if due is None:
            return None
        step = rule.steps.reached(as_of.ruler.left(due, in_workdays=self.in_workdays))
        return None if step is None else (due, step)


@dataclass(frozen=True)
class Owed:
    """One reminder that is due: about what, since when, to whom."""

    reminder: Reminder
    about: Model
    due_on: date
    step: int
    recipients: tuple[User, ...]
    to_applicant: bool
    path: str
    applicant_path: str
    context: dict

    @property
    def key(self) -> str:
        return f"{self.reminder.kind}:{self.about.pk}:{self.due_on:%Y%m%d}:{self.step}"


class NobodyToTell(Exception):
    """A reminder is owed and the rule names nobody who is there."""

    def __init__(self):
        super().__init__(NOBODY)


@dataclass
class Directory:
    """Who holds which role, read once for a whole scan."""

    by_role: dict[str, list[User]] = field(default_factory=dict)

    @classmethod
    def read(cls) -> "Directory":
        by_role: dict[str, list[User]] = {}
        people = User.objects.filter(is_active=True, groups__isnull=False).distinct()
        for person in people.prefetch_related("groups").order_by("pk"):
            for group in person.groups.all():
                by_role.setdefault(group.name, []).append(person)
        return cls(by_role)

    def holders(self, roles: Iterable[str], office: int | None) -> Iterator[User]:
        for role in roles:
            for person in self.by_role.get(role, ()):
                if role not in OF_ONE_OFFICE or person.office_id == office:
                    yield person


REMINDERS: dict[str, Reminder] = {}


def register(*reminders: Reminder) -> None:
    for reminder in reminders:
        REMINDERS[reminder.kind] = reminder
        LABELS[reminder.kind] = reminder.label


def rules(*, write: bool = True) -> dict[str, ReminderRule]:
    """Return the rule of every registered kind; the office's, where it has changed one."""
    declared = [each.declared_rule() for each in REMINDERS.values()]
    return ReminderRule.objects.complete(declared, write=write)


def owed(
    reminder: Reminder, row: Model, as_of: AsOf, rule: ReminderRule, directory: Directory
) -> Owed | None:
    """Return the `Owed` of one row, None while nothing is; raise NobodyToTell for nobody."""
    found = reminder.due_step(row, as_of, rule)
    if found is None:
        return None
    due, step = found
    roles = list(rule.roles)
    if rule.steps.is_escalated(step):
        roles += rule.escalation_roles
    people = recipients(reminder, row, roles, directory)
    to_applicant = APPLICANT in roles
    if not people and not to_applicant:
        raise NobodyToTell
    path = reminder.path(row)
    return Owed(
        reminder=reminder,
        about=row,
        due_on=due,
        step=step,
        recipients=people,
        to_applicant=to_applicant,
        path=path,
        applicant_path=reminder.applicant_path(row) if reminder.applicant_path else path,
        context={"label": reminder.label, "term": term_of(reminder, due, as_of)}
        | reminder.facts(row, as_of),
    )


def term_of(reminder: Reminder, due: date, as_of: AsOf) -> str:
    left = as_of.ruler.left(due, in_workdays=reminder.in_workdays)
    return term_in_words(due, left, on=as_of.today, in_workdays=reminder.in_workdays)


def recipients(reminder, row, roles, directory) -> tuple[User, ...]:
    """Return whom the rule names; the head of the disclosure office where it finds nobody."""
    owners = [each for each in reminder.owners(row) if each] if OWNER in roles else []
    people = [each for each in owners if each.is_active]
    people += directory.holders(roles, reminder.office(row))
    if not people and APPLICANT not in roles:
        people = directory.holders([DISCLOSURE_HEAD], None)
    return tuple({person.pk: person for person in people}.values())
