"""Whether what runs by the clock is alive: each sign with its limit, in a sentence for staff."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Min, Q
from django.utils import timezone

from portal import calendar_users
from portal.files import virus_scan
from portal.models import AuditEntry, Notice, NoticeStatus, Pulse
from portal.models.notice_queries import UNSENT
from portal.reminder_scan import SCAN
from portal.reminders import REMINDERS

BEAT, BACKUP, DERIVED = "beat", "backup", "derived"
BEAT_LIMIT = timedelta(minutes=5)
SCAN_LIMIT = timedelta(minutes=30)
UNSENT_LIMIT = timedelta(hours=1)
UNSEALED_LIMIT = timedelta(minutes=10)
BACKUP_LIMIT = timedelta(hours=26)  # daily, with two hours for a slow one
MAIL_ERRORS_SINCE = timedelta(days=1)
INDEX_LAG_LIMIT = 1000
LEAST_FREE_MEGABYTES = 200


@dataclass(frozen=True)
class Sign:
    """One thing that shows whether the portal lives, in a sentence: how it is, or what is wrong."""

    name: str
    title: str
    is_well: bool
    sentence: str
    detail: str = ""  # for staff: what failed

    @property
    def public_sentence(self) -> str:
        """For /readyz, which anybody may read."""
        return f"{self.title}：{self.sentence}"


def signs(now: datetime, *, index_lag: int | None = None) -> list[Sign]:
    """Return every sign, as it stands at `now`; what the search index lags is handed in."""
    found = [beat(now), *scans(now), oldest_unsent(now), mail_errors(now), horizon(now)]
    if index_lag is not None:
        found.append(index(index_lag))
    if settings.CLAMAV_SOCKET:
        found.append(virus_scanner())
    return [*found, derived(), unsealed(now), disk(), backup(now)]


def age(moment: datetime, now: datetime) -> str:
    minutes = max(0, int((now - moment).total_seconds()) // 60)
    if minutes < 120:
        return f"{minutes}分钟"
    return f"{minutes // 60}小时" if minutes < 48 * 60 else f"{minutes // 60 // 24}天"


def since(name: str, title: str, at: datetime | None, now: datetime, limit: timedelta, what: str):
    """Return the sign of something that must have happened within `limit`."""
    if at is None:
        return Sign(name, title, False, f"还没有运行过。{what}")
    if now - at > limit:
        return Sign(name, title, False, f"已有{age(at, now)}没有运行。{what}")
    return Sign(name, title, True, f"{age(at, now)}前运行过")


def beat(now: datetime) -> Sign:
    at = Pulse.objects.filter(name=BEAT).values_list("at", flat=True).first()
    what = "请查看后台任务（worker）和定时调度（beat）是否在运行。"
    return since(BEAT, "定时调度", at, now, BEAT_LIMIT, what)


def scans(now: datetime) -> Iterator[Sign]:
    pulses = {each.name: each for each in Pulse.objects.filter(name__startswith=SCAN)}
    for kind, reminder in REMINDERS.items():
        pulse = pulses.get(SCAN + kind)
        title = f"提醒“{reminder.label}”"
        what = "到期的事项没有人提醒，请查看定时调度是否在运行。"
        sign = since(SCAN + kind, title, pulse and pulse.at, now, SCAN_LIMIT, what)
        if sign.is_well and pulse.faults:
            why = pulse.note.partition("\n")[2] or "原因见日志"
            sign = Sign(sign.name, title, False, f"有{pulse.faults}件不能提醒。", why)
        yield sign


def oldest_unsent(now: datetime) -> Sign:
    """Count from the moment a notice could first have gone: what waits for the morning is well."""
    late = Notice.objects.filter(Q(status=NoticeStatus.SENDING) | Q(next_try_at__lte=now))
    late = late.filter(status__in=UNSENT)
    at = late.aggregate(at=Min("next_try_at"))["at"]
    title = "待发送的通知"
    if at is None or now - at <= UNSENT_LIMIT:
        return Sign("oldest_unsent", title, True, "没有积压")
    sentence = f"有{late.count()}条通知等待发送，最早的已等了{age(at, now)}。请查看邮件服务器。"
    return Sign("oldest_unsent", title, False, sentence)


def mail_errors(now: datetime) -> Sign:
    failing = Q(status=NoticeStatus.FAILED) | Q(
        status=NoticeStatus.GIVEN_UP, created_at__gte=now - MAIL_ERRORS_SINCE
    )
    count = Notice.objects.filter(failing).count()
    sentence = f"有{count}条通知没有送达，原因见“通知发送记录”。" if count else "没有"
    return Sign("mail_errors", "未送达的通知", not count, sentence)


def horizon(now: datetime) -> Sign:
    gaps = calendar_users.gaps(timezone.localdate(now))
    sentence = "".join(gap.sentence for gap in gaps) or "已录全"
    return Sign("calendar", "节假日安排", not gaps, sentence)


def index(lag: int) -> Sign:
    is_well = lag <= INDEX_LAG_LIMIT
    sentence = f"落后{lag}条" + ("" if is_well else "，新公开的信息搜不到。请查看后台任务。")
    return Sign("index_lag", "搜索索引", is_well, sentence)


def derived() -> Sign:
    """Tell what the nightly comparison of index and counts with the items had to mend."""
    title, pulse = "夜间核对", Pulse.objects.filter(name=DERIVED).first()
    if pulse is None:
        return Sign(DERIVED, title, True, "每夜核对一次，还没有到时间")
    if pulse.faults:
        return Sign(DERIVED, title, False, f"更正了{pulse.faults}处，原因请查日志。", pulse.note)
    return Sign(DERIVED, title, True, "搜索索引、栏目条数与数据库一致")


def unsealed(now: datetime) -> Sign:
    at = AuditEntry.objects.unsealed().aggregate(at=Min("at"))["at"]
    if at is None or now - at <= UNSEALED_LIMIT:
        return Sign("unsealed", "审计记录", True, "已全部入链")
    count = AuditEntry.objects.unsealed().count()
    sentence = f"有{count}条审计记录没有入链，最早的已等了{age(at, now)}。请查看后台任务。"
    return Sign("unsealed", "审计记录", False, sentence)


def disk() -> Sign:
    free = shutil.disk_usage(settings.DATA_DIR).free // 1024**2
    is_well = free >= LEAST_FREE_MEGABYTES
    sentence = f"还有{free} MB" if is_well else f"数据目录所在磁盘仅剩 {free} MB"
    return Sign("disk", "磁盘空间", is_well, sentence)


def virus_scanner() -> Sign:
    fault = virus_scan.fault()
    what = "没有回答，所有上传都会被拒绝。请查看病毒检查程序（clamd）和 CLAMAV_SOCKET。"
    return Sign("virus_scanner", "病毒检查", not fault, what if fault else "正常", fault)


def backup(now: datetime) -> Sign:
    at = Pulse.objects.filter(name=BACKUP).values_list("at", flat=True).first()
    what = "请运行 manage.py backup，并按安装说明“备份与恢复”让它每天运行。"
    return since(BACKUP, "备份", at, now, BACKUP_LIMIT, what)
