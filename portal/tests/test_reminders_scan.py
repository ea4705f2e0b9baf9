"""What a scan owes: each reminder once, whenever and however often it runs."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal import reminder_scan
from portal.models import HolidayNotice, Notice, NoticeStatus, Pulse, ReminderRule
from portal.models.reminder import APPLICANT, OWNER
from portal.reminder_scan import SCAN, Pages, Tally, scan
from portal.reminders import REMINDERS
from portal.roles import LEADER
from portal.tests.factories import NOON, make_notice, make_office, make_user
from portal.tests.reminding import (
    KIND,
    TODAY,
    make_case,
    make_head,
    make_holder,
    make_reminder,
    scan_at_noon,
    steps,
)
from portal.tests.threads import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hello_event")]
ONE_DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def only_ours(monkeypatch):
    """No reminder but one of ours is registered; another may take its place."""
    for kind in list(REMINDERS):
        monkeypatch.delitem(REMINDERS, kind)
    monkeypatch.setitem(REMINDERS, KIND, make_reminder())


def test_what_is_due_is_owed_once_however_often_the_scan_runs():
    head, case = make_head(), make_case(TODAY + 5 * ONE_DAY)

    scan_at_noon()
    scan_at_noon()

    notice = Notice.objects.get()
    assert notice.key == f"portal.hello:{case.pk}:20250308:5"
    assert (notice.recipient, notice.about, notice.step) == (head, case, 5)
    assert notice.due_on == date(2025, 3, 8)
    assert notice.context["term"] == "期限是2025年3月8日（从3月3日起还有5天）。"


def test_what_is_not_due_yet_is_not_owed():
    make_head()
    make_case(TODAY + 6 * ONE_DAY)

    scan_at_noon()

    assert not Notice.objects.exists()


def test_after_days_without_a_scan_only_the_most_urgent_is_owed():
    make_head()
    make_case(TODAY + 5 * ONE_DAY)
    scan_at_noon()

    scan(NOON + 9 * ONE_DAY)

    assert steps() == [-4, 5]


def test_what_was_never_sent_is_dropped_when_something_more_urgent_is_owed():
    make_head()
    make_case(TODAY + 5 * ONE_DAY)
    scan_at_noon()

    scan(NOON + 5 * ONE_DAY)

    assert Notice.objects.get(step=5).status == NoticeStatus.SUPERSEDED
    assert Notice.objects.get(step=0).status == NoticeStatus.OWED
    assert Notice.objects.unread().get().step == 0


def test_another_last_day_owes_anew_and_drops_what_the_old_one_owed():
    make_head()
    case = make_case(TODAY)
    scan_at_noon()
    HolidayNotice.objects.filter(pk=case.pk).update(issued_on=TODAY + 3 * ONE_DAY)

    scan_at_noon()

    assert Notice.objects.superseded().get().due_on == TODAY
    assert Notice.objects.get(status=NoticeStatus.OWED).due_on == TODAY + 3 * ONE_DAY


def test_a_last_day_that_is_put_back_owes_what_was_dropped_unsent():
    make_head()
    case = make_case(TODAY)
    for due_on in (TODAY, TODAY + 20 * ONE_DAY, TODAY):
        HolidayNotice.objects.filter(pk=case.pk).update(issued_on=due_on)
        scan_at_noon()

    notice = Notice.objects.get()
    assert (notice.status, notice.read_at, notice.error) == (NoticeStatus.OWED, None, "")


def test_a_closed_case_drops_what_is_unsent_and_leaves_what_was_sent():
    make_head()
    sent, unsent = make_case(TODAY), make_case(TODAY)
    scan_at_noon()
    told = Notice.objects.filter(about_pk=sent.pk)
    told.update(status=NoticeStatus.SENT, sent_at=NOON)
    HolidayNotice.objects.update(is_complete=True)

    scan_at_noon()

    assert Notice.objects.superseded().get().about == unsent
    assert "已经办结" in Notice.objects.superseded().get().error
    assert told.get().status == NoticeStatus.SENT


def test_a_clock_set_back_drops_nothing_and_owes_nothing_twice():
    make_head()
    make_case(TODAY + 5 * ONE_DAY)
    scan(NOON + 2 * ONE_DAY)

    scan(NOON)
    scan(NOON + 2 * ONE_DAY)

    assert sorted(Notice.objects.values_list("step", "status")) == [
        (3, NoticeStatus.OWED),
        (5, NoticeStatus.SUPERSEDED),
    ]


def test_overdue_reaches_the_leader_after_three_days():
    make_head()
    leader = make_holder(LEADER, "leader")
    make_case(TODAY - 2 * ONE_DAY)

    scan_at_noon()
    scan(NOON + ONE_DAY)

    assert leader.notices.get().step == -3
    assert steps() == [-3, -3, -2]


def test_the_office_changes_days_and_receivers_and_switches_off():
    make_head()
    leader = make_holder(LEADER, "leader")
    make_case(TODAY + 8 * ONE_DAY)
    scan_at_noon()
    rule = ReminderRule.objects.get(kind=KIND)
    assert rule.thresholds == "5,3,1,0"

    ReminderRule.objects.update(thresholds="10", roles=[LEADER])
    scan_at_noon()

    assert Notice.objects.get().recipient == leader

    ReminderRule.objects.update(is_on=False)
    scan_at_noon()

    assert Notice.objects.get().status == NoticeStatus.SUPERSEDED


def test_who_has_left_is_not_told_and_the_head_is(monkeypatch):
    gone, head = make_user("gone", is_active=False), make_head()
    make_case()
    owners = make_reminder(roles=(OWNER,), owners=lambda row: [gone, None])
    monkeypatch.setitem(REMINDERS, KIND, owners)

    scan_at_noon()

    assert Notice.objects.get().recipient == head


def test_a_reminder_for_nobody_is_shown_as_a_fault():
    make_case()

    scan_at_noon()

    pulse = Pulse.objects.get(name=SCAN + KIND)
    assert pulse.faults == 1
    assert "没有收件人" in pulse.note


def test_the_applicant_is_told_at_a_public_page(monkeypatch):
    make_case()
    to_citizen = make_reminder(roles=(APPLICANT,), applicant_path=lambda row: "/status/")
    monkeypatch.setitem(REMINDERS, KIND, to_citizen)

    scan_at_noon()
    scan_at_noon()

    notice = Notice.objects.get()
    assert (notice.to_applicant, notice.recipient, notice.path) == (True, None, "/status/")


def test_one_bad_row_fails_alone_and_is_shown(monkeypatch):
    make_head()
    poisoned, *others = [make_case() for _ in range(4)]

    def facts(row, as_of):
        return {"share": 1 / (row.pk - poisoned.pk)}

    monkeypatch.setitem(REMINDERS, KIND, make_reminder(facts=facts))

    scan_at_noon()

    pulse = Pulse.objects.get(name=SCAN + KIND)
    assert {notice.about for notice in Notice.objects.all()} == set(others)
    assert pulse.faults == 1
    assert f"节假日安排 {poisoned.pk}：ZeroDivisionError" in pulse.note


def test_one_notice_the_database_refuses_fails_alone(monkeypatch):
    make_head()
    poisoned, *others = [make_case() for _ in range(5)]

    def path(row):
        return None if row == poisoned else "/admin/"

    monkeypatch.setitem(REMINDERS, KIND, make_reminder(path=path))

    scan_at_noon()

    assert {notice.about for notice in Notice.objects.all()} == set(others)
    assert Pulse.objects.get(name=SCAN + KIND).faults == 1


def test_one_kind_that_fails_leaves_the_others_alone(monkeypatch):
    make_head()
    make_case()
    broken = make_reminder("portal.a_broken_kind", rows=lambda as_of: 1 // 0)
    monkeypatch.setitem(REMINDERS, broken.kind, broken)

    scan_at_noon()

    assert Notice.objects.count() == 1
    assert "ZeroDivisionError" in Pulse.objects.get(name=SCAN + broken.kind).note


@pytest.mark.django_db(transaction=True)
def test_two_scans_at_once_owe_each_reminder_once():
    make_head()
    for _ in range(30):
        make_case()

    at_once(scan_at_noon, scan_at_noon)

    assert Notice.objects.count() == 30


def queries_of_a_scan():
    """Without the INSERTs: SQLite takes only so many rows in one."""
    with CaptureQueriesContext(connection) as captured:
        scan_at_noon()
    return len([query for query in captured if not query["sql"].startswith("INSERT")])


def test_nine_hundred_rows_cost_no_more_queries_than_one():
    make_head()
    make_case()
    scan_at_noon()
    make_case()
    one = queries_of_a_scan()
    HolidayNotice.objects.bulk_create(
        HolidayNotice(year=2031, number=str(n), issued_on=TODAY) for n in range(900)
    )

    many = queries_of_a_scan()

    assert Notice.objects.count() == 902
    assert many == one


def test_rows_are_read_page_by_page_each_once(monkeypatch):
    monkeypatch.setattr(reminder_scan, "AT_ONCE", 2)
    cases = [make_case() for _ in range(5)]
    pages, found = Pages(HolidayNotice.objects.all(), Tally()), []

    while not pages.is_over:
        found += pages.following()

    assert found == cases


def test_other_notices_are_never_dropped():
    notice = make_notice(make_user("reader"), about=make_office())

    scan_at_noon()

    assert Notice.objects.get(pk=notice.pk).status == NoticeStatus.OWED
