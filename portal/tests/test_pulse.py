"""Whether the portal lives: each sign within its limit, in words where it is not."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from portal import pulse
from portal.models import Notice, NoticeStatus, Pulse
from portal.pulse import signs
from portal.reminders import REMINDERS
from portal.tasks import beat, scan_reminders
from portal.tests.factories import make_entry, make_notice, make_user
from portal.tests.reminding import make_head

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hello_event")]
ONE_SECOND = timedelta(seconds=1)


def amiss(**changes):
    return {
        sign.name: sign.sentence for sign in signs(timezone.now(), **changes) if not sign.is_well
    }


@pytest.fixture
def running(clock):
    """Everything has just run."""
    call_command("load_holidays", verbosity=0)
    make_head()
    beat()
    scan_reminders()
    call_command("pulse", "backup", verbosity=0)


def test_what_runs_is_well(running):
    assert amiss(index_lag=0) == {}


@pytest.mark.parametrize(
    "name, limit",
    [
        ("beat", pulse.BEAT_LIMIT),
        ("reminders:portal.terms_uncountable", pulse.SCAN_LIMIT),
        ("backup", pulse.BACKUP_LIMIT),
    ],
)
def test_what_has_not_run_for_too_long_is_amiss(running, clock, name, limit):
    clock.shift(limit)
    assert name not in amiss()

    clock.shift(ONE_SECOND)
    assert "没有运行" in amiss()[name]


def test_what_never_ran_is_amiss(clock):
    assert {"beat", "backup"} <= set(amiss())


def test_a_scan_with_a_bad_row_is_amiss(running):
    kind = "reminders:portal.terms_uncountable"
    Pulse.objects.filter(name=kind).update(faults=1, note="看过5件\n公开信息 3：ValueError")

    assert "有1件不能提醒" in amiss()[kind]


def test_an_old_unsent_notice_is_amiss_and_one_that_waits_for_the_morning_is_not(running, clock):
    make_notice(next_try_at=timezone.now() + timedelta(hours=9))
    clock.shift(timedelta(hours=9))
    assert "oldest_unsent" not in amiss()

    clock.shift(pulse.UNSENT_LIMIT + ONE_SECOND)

    assert "有1条通知等待发送" in amiss()["oldest_unsent"]


def test_failing_mails_are_amiss(running):
    make_notice(status=NoticeStatus.FAILED)

    assert "有1条通知没有送达" in amiss()["mail_errors"]


def test_an_audit_entry_nobody_links_is_amiss(running, clock):
    make_entry(at=timezone.now())
    clock.shift(pulse.UNSEALED_LIMIT + ONE_SECOND)

    assert "没有入链" in amiss()["unsealed"]


def test_a_search_index_that_lags_is_amiss(running):
    assert "搜不到" in amiss(index_lag=pulse.INDEX_LAG_LIMIT + 1)["index_lag"]


def test_readyz_warns_and_stays_ready(client, running, clock):
    clock.shift(timedelta(days=3))

    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json()["ready"]
    assert "没有运行" in answer.json()["warnings"]["beat"]


def test_readyz_tells_nobody_which_row_is_bad(client, running):
    name = "reminders:portal.terms_uncountable"
    Pulse.objects.filter(name=name).update(faults=1, note="看过5件\n公开信息 3：ValueError")

    answer = client.get("/readyz").json()

    assert "有1件不能提醒" in answer["warnings"][name]
    assert "ValueError" not in str(answer)


def test_the_board_shows_who_keeps_the_portal_what_is_amiss(client):
    operator = make_user("operator", is_superuser=True)
    client.force_login(operator)

    page = client.get("/admin/").content.decode()

    assert "运行情况" in page
    assert "还没有运行过" in page
    assert f"{len(REMINDERS)}种提醒" in page  # one cause, one row
    assert not Notice.objects.exists()
