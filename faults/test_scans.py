"""Faults of the clock and of its scheduler: each reminder is owed once, on the right day."""

import shutil
from datetime import UTC, date, datetime

import pytest
from django.db import connection

from disclosure.models import Item
from disclosure.tests.factories import make_draft
from faults.services import wait_until
from portal.models import Notice, NoticeStatus, Pulse
from portal.models.notice_queries import UNSENT
from portal.notices import DELIVER
from portal.reminder_scan import SCAN, SCAN_REMINDERS
from portal.tests.factories import make_user

KIND = "disclosure.publication_due"
MONDAY = datetime(2026, 11, 30, 2, tzinfo=UTC)  # 10 o'clock in Shanghai


def make_drafts(count, due_on):
    """So many drafts with the same last day for publication, all of one author."""
    author = make_user("author", email="author@example.org")
    first = make_draft(author=author)
    fields = {"category": first.category, "author": author, "due_on": due_on}
    Item.objects.filter(pk=first.pk).update(due_on=due_on)
    Item.objects.bulk_create(Item(title=f"信息{n}", **fields) for n in range(1, count))


def reminders():
    return Notice.objects.filter(event=KIND)


def steps():
    return sorted(reminders().values_list("step", flat=True))


def scanned_at():
    return Pulse.objects.filter(name=SCAN + KIND).values_list("at", flat=True).first()


def scan(stack):
    """Have a worker scan once more, and wait for it."""
    before = scanned_at()
    stack.wake_until(SCAN_REMINDERS, lambda: scanned_at() != before)


def test_beat_off_for_three_days_then_started_twice(stack, mail_server, clock, tmp_path, fault):
    make_drafts(20, due_on=date(2026, 12, 7))  # five working days after Monday
    clock.set(MONDAY)
    stack.worker()
    beat = stack.beat()
    scan(stack)
    stack.wake_until(DELIVER, lambda: len(mail_server.mails) == 20)
    wait_until(lambda: list((tmp_path / "data").glob("beat-schedule*")))
    stack.kill(beat)
    before = scanned_at()

    clock.move(3 * 24 * 3600)
    elsewhere = tmp_path / "elsewhere"  # a second machine with a scheduler of its own
    elsewhere.mkdir()
    for schedule in (tmp_path / "data").glob("beat-schedule*"):
        shutil.copy(schedule, elsewhere)
    stack.beat()
    stack.beat(PORTAL_DATA_DIR=str(elsewhere))

    wait_until(lambda: scanned_at() != before)
    wait_until(lambda: len(mail_server.mails) == 40)
    scan(stack)
    assert steps() == [3] * 20 + [5] * 20
    assert len(mail_server.mails) == 40
    fault(
        "定时调度停三天，然后一分钟内启动两个（两台机器各一个）",
        expected="错过的提醒补上，只补最紧急的一次；每条恰好一次",
        seen=f"20件事项，停前提醒20条，补提醒{reminders().filter(step=3).count()}条，"
        f"邮件共{len(mail_server.mails)}封",
    )


def test_one_poisoned_row_among_a_thousand(stack, clock, fault):
    make_drafts(1000, due_on=MONDAY.date())
    poisoned = Item.objects.order_by("pk")[500]
    with connection.cursor() as cursor:  # a day no program can read
        cursor.execute(
            "UPDATE disclosure_item SET due_on = '0044-03-15 BC' WHERE id = %s", [poisoned.pk]
        )
    clock.set(MONDAY)
    stack.worker()

    scan(stack)

    pulse = Pulse.objects.get(name=SCAN + KIND)
    assert reminders().count() == 999
    assert pulse.faults == 1
    assert f"item {poisoned.pk}" in pulse.note
    fault(
        "1000件中有一件的数据已损坏，读不出来",
        expected="其余照常提醒；坏的一件在“提醒规则”和工作台上写明",
        seen=f"提醒{reminders().count()}件，写明出错{pulse.faults}件",
    )


def test_the_clock_jumps_back_one_hour(stack, mail_server, clock, fault):
    make_drafts(10, due_on=date(2026, 12, 1))
    clock.set(datetime(2026, 11, 30, 16, 30, tzinfo=UTC))  # half past midnight, 1 December
    worker = stack.worker()
    scan(stack)
    stack.wake_until(DELIVER, lambda: len(mail_server.mails) == 10)

    stack.kill(worker)
    clock.move(-3600)  # it is 30 November again
    stack.worker()
    scan(stack)
    clock.move(3600)
    scan(stack)
    stack.wake_until(DELIVER, lambda: not reminders().filter(status__in=UNSENT).exists())

    sent = reminders().filter(status=NoticeStatus.SENT)
    keys = [mail["Message-ID"] for mail in mail_server.mails]
    assert sent.filter(step=0).count() == 10
    assert len(keys) == len(set(keys)) == sent.count()
    fault(
        "零点过后时钟倒退一小时，又回到前一天",
        expected="已经发过的不再发",
        seen=f"10件事项，当天的提醒各发一次，重复{len(keys) - len(set(keys))}次",
    )


@pytest.mark.parametrize(
    "name, now, due_on",
    [
        (
            "服务器时区是UTC，北京时间已是次日",
            datetime(2026, 11, 30, 17, tzinfo=UTC),
            (2026, 12, 1),
        ),
        ("闰日", datetime(2028, 2, 28, 17, tzinfo=UTC), (2028, 2, 29)),
        ("12月31日", datetime(2026, 12, 30, 17, tzinfo=UTC), (2026, 12, 31)),
    ],
)
def test_a_day_on_which_programs_go_wrong(stack, clock, fault, name, now, due_on):
    make_drafts(1, due_on=date(*due_on))
    clock.set(now)
    stack.worker()

    scan(stack)

    notice = reminders().get()
    assert notice.step == 0
    fault(name, expected="当天到期的，当天提醒一次", seen=notice.context["term"])
