"""Explains the clock of a case, day by day, from a file in the format of the deadline vectors."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from portal.models import HolidayNotice
from portal.shipped_holidays import shipped_calendar
from portal.workdays import WorkCalendar
from requests_app.deadlines import Clock, Event, EventError, Policy, reckon

SENTENCES = [  # attribute of the clock, what it says
    ("correction_notice_by", "补正告知最迟"),
    ("extension_by", "延期告知最迟"),
    ("pay_by", "缴费最迟"),
    ("may_close_abandoned_from", "可以按放弃申请办结，自"),
    ("service_date", "送达日期"),
]
ERRORS = {
    "EXTENSION_TOO_LONG": "延长期限不得超过20个工作日（条例第三十三条），延期无效，期限不变。",
    "EXTENSION_AFTER_DUE": "期限届满后不能再延期（条例第三十三条），延期无效，期限不变。",
    "EXTENSION_REPEATED": "只能延期一次（条例第三十三条），再次延期无效。",
}


class Command(BaseCommand):
    help = "按事件逐日说明答复期限；FILE 为一个案例或案例列表（JSON），- 表示标准输入"

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--json", action="store_true", help="输出各项日期，供程序使用")

    def handle(self, *, file, **options):
        cases = list(read_cases(read(file)))
        calendar = self.calendar()
        clocks = [(name, reckon(events, calendar, policy)) for name, events, policy in cases]
        if options["json"]:
            found = [{"id": name, **clock.as_json()} for name, clock in clocks]
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=1))
            return
        self.stdout.write("\n\n".join("\n".join(explain(*case)) for case in clocks))

    def calendar(self) -> WorkCalendar:
        """Return the office's calendar; the shipped one where nothing is entered or set up yet."""
        try:
            calendar = HolidayNotice.objects.calendar()
        except DatabaseError:
            calendar = None
        if calendar and calendar.years:
            return calendar
        self.stderr.write("还没有录入节假日安排，按随附的安排计算。")
        return shipped_calendar()


def read(file: Path) -> Any:
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8-sig")
        return json.loads(text)
    except OSError as error:
        raise CommandError(f"读不了文件“{file}”，请核对路径和读取权限。") from error
    except json.JSONDecodeError as error:
        place = f"第{error.lineno}行第{error.colno}个字符"
        raise CommandError(f"“{file}”不是正确的JSON文件：{place}处有误。") from error
    except (UnicodeDecodeError, RecursionError) as error:
        raise CommandError(f"“{file}”不是UTF-8编码的JSON文件。") from error


def read_cases(data: Any) -> Iterator[tuple[Any, list[Event], Policy]]:
    """Yield the name, the events and the policy of each case, or say which one is wrong."""
    for number, case in enumerate(data if isinstance(data, list) else [data], start=1):
        if not isinstance(case, dict) or not isinstance(case.get("events"), list):
            raise CommandError(f"第{number}个案例没有事件列表（events）。")
        name = case.get("id", str(number))
        try:
            policy = Policy.from_json(case.get("policy") or {})
            yield name, [Event.from_json(event) for event in case["events"]], policy
        except EventError as error:
            raise CommandError(f"案例“{name}”：{error}。") from error


def explain(name: Any, clock: Clock) -> Iterator[str]:
    """Yield the lines a person reads: every day, then the days that matter."""
    yield f"案例 {name}"
    for day in (*clock.earlier_days, *clock.days):
        yield f"  {day.on} {day.weekday}  {day.text}"
    yield from (f"  {line}" for line in conclusion(clock))


def conclusion(clock: Clock) -> Iterator[str]:
    if clock.due:
        yield f"答复期限届满：{clock.due}"
    elif clock.provisional_due:
        yield f"待国务院公布{clock.missing_year}年放假安排"
        yield f"答复期限最早于{clock.provisional_due}届满（暂估）"
    elif clock.is_paused and not clock.is_unanswered:
        yield f"期限暂停计算，已计{clock.elapsed}日，共{clock.limit}日"
    for attribute, words in SENTENCES:
        if value := getattr(clock, attribute):
            yield f"{words}：{value}"
    for party, by in clock.third_party_by:
        yield f"{party or '被征求意见方'}答复意见最迟：{by or '尚未送达或不能计算'}"
    if clock.in_time is not None:
        yield "按期送达" if clock.in_time else "逾期送达"
    if clock.outcome:
        yield f"办理结果：{clock.outcome}"
    if clock.error in ERRORS:
        yield ERRORS[clock.error]
