"""The rehearsal: what would be owed on a day, why and to whom, without writing anything."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from portal.models import Notice, Pulse, ReminderRule
from portal.reminders import REMINDERS
from portal.tests.reminding import KIND, make_case, make_head, make_reminder, scan_at_noon

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hello_event")]


@pytest.fixture(autouse=True)
def only_ours(monkeypatch):
    for kind in list(REMINDERS):
        monkeypatch.delitem(REMINDERS, kind)
    monkeypatch.setitem(REMINDERS, KIND, make_reminder(basis="《条例》第三十三条"))


def shown(**options):
    out = StringIO()
    call_command("notices", owed=True, stdout=out, **options)
    return out.getvalue()


def test_it_says_what_why_and_to_whom():
    make_head(last_name="陈", first_name="晨")
    case = make_case()

    page = shown(as_of="2025-03-03")

    assert "案件（portal.hello，《条例》第三十三条）：1件" in page
    assert f"节假日安排 {case.pk}：期限是2025年3月3日（3月3日到期）。→ 陈晨（head）" in page
    assert "→ 陈晨（head）：1条" in page
    assert page.endswith("共1件。\n")


def test_nothing_is_written():
    make_head()
    make_case()

    shown(as_of="2025-03-03")

    assert not Notice.objects.exists()
    assert not ReminderRule.objects.exists()
    assert not Pulse.objects.exists()


def test_what_is_already_written_down_is_marked():
    make_head()
    make_case()
    scan_at_noon()

    assert "（已记下）" in shown(as_of="2025-03-03")


def test_what_cannot_be_said_is_said():
    make_case()

    assert "不能提醒：" in shown(as_of="2025-03-03")


def test_a_day_that_is_none_is_refused_in_words():
    with pytest.raises(CommandError, match="不是日期"):
        shown(as_of="2025-02-30")
