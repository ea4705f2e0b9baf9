from collections import Counter
from datetime import date, datetime, time

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.models import Notice
from portal.reminder_scan import Scanner, Tally
from portal.reminders import REMINDERS, Owed, Reminder

SHOWN = 50
ALREADY = "（已记下）"


class Command(BaseCommand):
    help = "Show which reminders are owed on a day, why and to whom. Nothing is written or sent."

    def add_arguments(self, parser):
        parser.add_argument("--owed", action="store_true", required=True)
        parser.add_argument("--as-of", metavar="DATE", help="e.g. 2026-09-30; today without it")
        parser.add_argument("--all", action="store_true", help=f"more than {SHOWN} of each kind")

    def handle(self, **options):
        day = self.day(options["as_of"])
        self.most = None if options["all"] else SHOWN
        self.scanner = Scanner.at(timezone.make_aware(datetime.combine(day, time(12))), write=False)
        head = f"截至{day:%Y-%m-%d}应当提醒的事项（按目前的办理情况推算，不写入、不发送）："
        self.stdout.write(head)
        total = sum(self.show(kind) for kind in REMINDERS)
        self.stdout.write(f"\n共{total}件。")

    def day(self, text: str | None) -> date:
        try:
            return date.fromisoformat(text) if text else timezone.localdate()
        except ValueError as error:
            raise CommandError(f"“{text}”不是日期，请写成 2026-09-30 这样。") from error

    def show(self, kind: str) -> int:
        reminder, rule = REMINDERS[kind], self.scanner.rules[kind]
        lines, receivers, tally = self.read(reminder)
        basis = f"，{reminder.basis}" if reminder.basis else ""
        state = f"{len(lines)}件" if rule.is_on else "已停用"
        self.stdout.write(f"\n{reminder.label}（{kind}{basis}）：{state}")
        for line in lines[: self.most]:
            self.stdout.write(f"  {line}")
        if self.most and len(lines) > self.most:
            self.stdout.write(f"  另有{len(lines) - self.most}件，用 --all 全部列出")
        for sentence in tally.sentences:
            self.stdout.write(f"  不能提醒：{sentence}")
        for name, count in receivers.most_common():
            self.stdout.write(f"  → {name}：{count}条")
        return len(lines)

    def read(self, reminder: Reminder) -> tuple[list[str], Counter, Tally]:
        """Return a line for each thing owed, who gets how many, and what failed."""
        lines, receivers, tally = [], Counter(), Tally()
        pages = self.scanner.pages(reminder, tally)
        while not pages.is_over:
            found = self.scanner.owed_of(reminder, pages.following(), tally)
            keys = Notice.objects.filter(key__in=[one.key for one in found])
            known = set(keys.values_list("key", flat=True))
            lines += [self.line(one) + ALREADY * (one.key in known) for one in found]
            receivers.update(who for one in found for who in names(one))
        return lines, receivers, tally

    def line(self, one: Owed) -> str:
        about = f"{one.about._meta.verbose_name} {one.about.pk}"
        return f"{about}：{one.context['term']}→ {'、'.join(names(one))}"


def names(one: Owed) -> list[str]:
    people = [f"{person}（{person.username}）" for person in one.recipients]
    return people + ["申请人"] * one.to_applicant
