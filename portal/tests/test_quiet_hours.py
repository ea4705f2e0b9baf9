from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from portal.quiet_hours import after_quiet_hours, next_time

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(day, hour, minute=0):
    return datetime(2026, 12, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    "moment, allowed",
    [
        (at(30, 21, 59), at(30, 21, 59)),
        (at(30, 22), at(31, 7)),
        (at(31, 3), at(31, 7)),
        (at(31, 7), at(31, 7)),
        (at(31, 23), datetime(2027, 1, 1, 7, tzinfo=SHANGHAI)),
    ],
)
def test_a_night_is_waited_out(moment, allowed):
    assert after_quiet_hours(moment, time(22), time(7)) == allowed


def test_quiet_hours_may_lie_within_a_day():
    assert after_quiet_hours(at(30, 12, 30), time(12), time(14)) == at(30, 14)
    assert after_quiet_hours(at(30, 15), time(12), time(14)) == at(30, 15)


def test_equal_times_mean_no_quiet_hours():
    assert after_quiet_hours(at(30, 3), time(0), time(0)) == at(30, 3)


def test_the_mail_of_the_day_goes_at_its_hour_today_or_tomorrow():
    assert next_time(at(30, 7), time(8)) == at(30, 8)
    assert next_time(at(30, 8), time(8)) == at(30, 8)
    assert next_time(at(30, 8, 1), time(8)) == at(31, 8)
