"""The short form of bench/mixed_load.py: work of all kinds, and a web process killed amid it."""

import time

from django.db import connection

from bench.mixed_load import Record, Site, strike, tell_minute
from faults.people import load_on
from faults.services import wait_until
from faults.web import Load, Web, missing

EACH = 40  # things of each kind, before and after
KINDS = ("browse", "search", "file", "draft")
LONGEST = 600  # seconds; a machine may be busy with other tests


def test_mixed_work_goes_on_without_an_error_while_a_web_process_is_killed(
    site, postgres, redis, fault
):
    place = Site(site, postgres, redis, Web(site), site.worker())
    site.beat()
    record = Record()
    with load_on(place.web) as load:
        begin = time.monotonic()
        wait_until(lambda: was_busy_since(load, begin), seconds=LONGEST)
        killed = strike("一个网站进程", place.kill_web, load, record)
        wait_until(lambda: was_busy_since(load, killed[1]), seconds=LONGEST)
    tell_minute(place, load, record, begin, [killed])

    connection.close()
    assert record.unexplained == 0
    assert max(each.status for each in load.seen) < 400  # a connection that broke is 0
    assert len(load.filed) >= 2 * EACH
    assert len(load.drafted) >= 2 * EACH
    assert missing(load) == 0
    fault(
        "混合负载的短跑：浏览、检索、提交申请、拟稿，其间强行终止（kill -9）一个网站进程",
        expected="除终止的一刻外没有一次出错，已告知收到的一件不少",
        seen=f"{record.answers}次，终止的一刻没有办成{record.wrong}次，之外出错{record.unexplained}次；"
        f"申请{len(load.filed)}件、草稿{len(load.drafted)}件，缺少0件",
    )


def was_busy_since(load: Load, moment: float) -> bool:
    """True once so many things of each kind were done."""
    done = [each.what for each in load.since(moment) if each.status]
    return all(done.count(kind) >= EACH for kind in KINDS)
