"""Write down what is owed by now: batch by batch, each in one transaction, one bad row alone."""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db import DatabaseError, InterfaceError, OperationalError, transaction
from django.db.models import Model, QuerySet
from django.utils import timezone

from portal.models import GroupRobot, Notice, NoticeStatus, Pulse, ReminderRule
from portal.models.notice_queries import WAITING
from portal.notices import DELIVER, mail_time, names_of
from portal.nudge import nudge
from portal.reminders import REMINDERS, AsOf, Directory, Owed, Reminder, owed, rules

logger = logging.getLogger(__name__)
AT_ONCE = 1000
SHOWN_FAULTS = 5
RECEIVER = ("key", "recipient_id", "to_applicant", "robot_id")
SCAN_REMINDERS = "portal.scan_reminders"
SCAN = "reminders:"  # of the pulse of each kind
OUTDATED = "事项已经办结，或者期限已有变化，不再发送"
DATABASE_GONE = (OperationalError, InterfaceError)


@dataclass
class Tally:
    """How the scan of one kind went."""

    seen: int = 0
    written: int = 0
    superseded: int = 0
    faults: int = 0
    sentences: list[str] = field(default_factory=list)

    def fault(self, about: object, error: Exception) -> None:
        self.faults += 1
        if len(self.sentences) < SHOWN_FAULTS:
            self.sentences.append(f"{about}：{type(error).__name__} {error}")

    @property
    def note(self) -> str:
        done = f"看过{self.seen}件，新记{self.written}条，取消{self.superseded}条"
        # PostgreSQL stores no NUL, and the fault may be just that.
        return "\n".join([done, *self.sentences]).replace("\x00", "")


@dataclass(frozen=True)
class Scanner:
    """What every kind is scanned with: one day, one set of rules, one look at who is there."""

    now: datetime
    as_of: AsOf
    rules: dict[str, ReminderRule]
    directory: Directory
    robots: list[GroupRobot]

    @classmethod
    def at(cls, now: datetime, *, write: bool = True) -> "Scanner":
        """Return the scanner of a moment; without `write`, not even its rules are stored."""
        as_of = AsOf.day(timezone.localdate(now))
        robots = list(GroupRobot.objects.filter(is_on=True))
        return cls(now, as_of, rules(write=write), Directory.read(), robots)

    # --- what is owed ----------------------------------------------------------------------

    def pages(self, reminder: Reminder, tally: Tally) -> "Pages":
        """Return the rows that may be owed, none while the office has switched the kind off."""
        rule = self.rules[reminder.kind]
        return Pages(reminder.candidates(self.as_of, rule) if rule.is_on else [], tally)

    def owed_of(self, reminder: Reminder, rows: Iterable[Model], tally: Tally) -> list[Owed]:
        """Return what is owed of these rows; one bad row fails alone, and is shown."""
        rule, found = self.rules[reminder.kind], []
        for row in rows:
            tally.seen += 1
            try:
                found.append(owed(reminder, row, self.as_of, rule, self.directory))
            except DATABASE_GONE:
                raise
            except Exception as error:
                tally.fault(f"{row._meta.verbose_name} {row.pk}", error)
        return [one for one in found if one]

    # --- writing it down -------------------------------------------------------------------

    def scan(self, reminder: Reminder) -> Tally:
        """Owe what is due of one kind and drop what no longer is; return how it went."""
        tally = Tally()
        pages = self.pages(reminder, tally)
        while not pages.is_over:
            with transaction.atomic():  # found and written down in one
                found = self.owed_of(reminder, pages.following(), tally)
                self.write([notice for one in found for notice in self.notices(one)], tally)
        self.drop_outdated(reminder, tally)
        return tally

    def notices(self, one: Owed) -> Iterator[Notice]:
        """Return the notice of every receiver: people, the groups, the applicant."""
        kind, facts = one.reminder.kind, facts_of(one)
        for person in one.recipients:
            yield Notice(recipient=person, next_try_at=mail_time(person, self.now), **facts)
        for robot in self.robots:
            if kind in robot.kinds:
                yield Notice(robot=robot, next_try_at=self.now, **facts)
        if one.to_applicant:
            facts["path"] = one.applicant_path
            waits_until = self.as_of.office.citizens_may_be_written_to(self.now)
            yield Notice(to_applicant=True, next_try_at=waits_until, **facts)

    def write(self, notices: list[Notice], tally: Tally) -> None:
        """Write the notices that are not there yet; owe those again that were dropped unsent."""
        known = stored(notices)
        new = [notice for notice in notices if receiver_of(notice) not in known]
        found = (known.get(receiver_of(notice)) for notice in notices)
        dropped = [pk for pk, status in filter(None, found) if status == NoticeStatus.SUPERSEDED]
        if new:
            insert(new, tally)
        if dropped:
            tally.written += Notice.objects.filter(pk__in=dropped).revive(now=self.now)

    # --- dropping what is no longer owed ---------------------------------------------------

    def drop_outdated(self, reminder: Reminder, tally: Tally) -> None:
        pending = Notice.objects.filter(event=reminder.kind, step__isnull=False)
        pages = Pages(pending.filter(status__in=WAITING), tally)
        while not pages.is_over:
            with transaction.atomic():
                outdated = self.outdated(reminder, pages.following())
                stale = Notice.objects.filter(pk__in=[notice.pk for notice in outdated])
                tally.superseded += stale.supersede(at=self.now, why=OUTDATED) if outdated else 0

    def outdated(self, reminder: Reminder, notices: list[Notice]) -> list[Notice]:
        """Return those that are not owed any more, or whose place a more urgent one took.

        A step ahead of the clock stays: the clock may have been set back.
        """
        current = self.current_steps(reminder, {notice.about_pk for notice in notices})
        return [
            notice
            for notice in notices
            if notice.about_pk not in current
            or current[notice.about_pk][0] != notice.due_on
            or current[notice.about_pk][1] < notice.step
        ]

    def current_steps(self, reminder: Reminder, pks: set[str]) -> dict[str, tuple]:
        rule = self.rules[reminder.kind]
        rows = reminder.rows(self.as_of) if rule.is_on and pks else []
        if isinstance(rows, QuerySet):
            rows = rows.filter(pk__in=pks)
        steps = {}
        for row in rows:
            due = reminder.due_on(row, self.as_of)
            if due is not None:
                left = self.as_of.ruler.left(due, in_workdays=reminder.in_workdays)
                step = rule.steps.reached(left)
                steps[str(row.pk)] = (due, left if step is None else step)
        return steps

    def is_outdated(self, notice: Notice) -> bool:
        """Whether a reminder lost its reason since it was written down."""
        reminder = REMINDERS.get(notice.event)
        if notice.step is None or reminder is None:
            return False
        return bool(self.outdated(reminder, [notice]))


class Pages:
    """Rows by their key, so many at a time; a row that cannot be read is left out and counted."""

    def __init__(self, rows: QuerySet | list[Model], tally: Tally):
        self.rows = rows.order_by("pk") if isinstance(rows, QuerySet) else rows
        self.tally, self.last, self.is_over = tally, None, False

    def following(self) -> list[Model]:
        if not isinstance(self.rows, QuerySet):
            self.is_over = True
            return self.rows
        page = self.rows if self.last is None else self.rows.filter(pk__gt=self.last)
        try:
            with transaction.atomic():
                batch = list(page[:AT_ONCE])
            pks = [row.pk for row in batch]
        except DATABASE_GONE:
            raise
        except Exception:  # among them is one that cannot be read
            pks = list(page.values_list("pk", flat=True)[:AT_ONCE])
            batch = list(self.one_by_one(pks))
        self.is_over = len(pks) < AT_ONCE
        self.last = pks[-1] if pks else self.last
        return batch

    def one_by_one(self, pks: list) -> Iterator[Model]:
        for pk in pks:
            try:
                with transaction.atomic():
                    yield from list(self.rows.filter(pk=pk))
            except DATABASE_GONE:
                raise
            except Exception as error:
                self.tally.fault(f"{self.rows.model._meta.model_name} {pk}", error)


def facts_of(one: Owed) -> dict:
    """Return what every notice of one `Owed` has, whoever receives it."""
    return {
        "key": one.key,
        "event": one.reminder.kind,
        "due_on": one.due_on,
        "step": one.step,
        "path": one.path,
        "context": one.context,
        **names_of(one.about),
    }


def receiver_of(notice: Notice) -> tuple:
    return tuple(getattr(notice, name) for name in RECEIVER)


def stored(notices: list[Notice]) -> dict[tuple, tuple[int, str]]:
    """Return key and status of those among `notices` that are written down, by receiver."""
    rows = Notice.objects.filter(key__in={notice.key for notice in notices})
    values = rows.values_list("pk", "status", *RECEIVER)
    return {tuple(receiver): (pk, status) for pk, status, *receiver in values}


def insert(notices: list[Notice], tally: Tally) -> None:
    """Write all that can be written: where one is refused, the halves are tried apart.

    Not with `ignore_conflicts`: SQLite would then pass over what breaks any other rule as well.
    """
    try:
        with transaction.atomic():
            Notice.objects.bulk_create(notices)
        tally.written += len(notices)
    except DATABASE_GONE:
        raise
    except (DatabaseError, ValueError, TypeError) as error:
        known = stored(notices)  # another scan may have been quicker
        rest = [notice for notice in notices if receiver_of(notice) not in known]
        if len(rest) < len(notices):
            insert(rest, tally)
        elif len(rest) == 1:
            tally.fault(rest[0].matter, error)
        else:
            middle = len(rest) // 2
            insert(rest[:middle], tally)
            insert(rest[middle:], tally)


def scan(now: datetime) -> None:
    """Owe every reminder that is due by now; what fails in one kind leaves the others alone."""
    scanner = Scanner.at(now)
    for reminder in REMINDERS.values():
        try:
            tally = scanner.scan(reminder)
        except Exception as error:  # is it the database that is gone, the next line says so
            logger.exception("Scan of %s failed", reminder.kind)
            tally = Tally()
            tally.fault(reminder.label, error)
        Pulse.objects.beat(SCAN + reminder.kind, at=now, faults=tally.faults, note=tally.note)
    nudge(DELIVER)
