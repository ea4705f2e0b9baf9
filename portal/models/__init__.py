from portal.models.audit import AuditAct, AuditEntry, AuditHead
from portal.models.calendar import DayKind, HolidayNotice, NoticeDay
from portal.models.counter import Counter
from portal.models.group_robot import GroupRobot
from portal.models.history import HistoryLine
from portal.models.notice import Notice, NoticeStatus
from portal.models.office_settings import CREDIT_CODE, OfficeSettings
from portal.models.people import Office, OfficeKind, User
from portal.models.reminder import Pulse, ReminderRule

__all__ = [
    "AuditAct",
    "AuditEntry",
    "AuditHead",
    "CREDIT_CODE",
    "Counter",
    "DayKind",
    "GroupRobot",
    "HistoryLine",
    "HolidayNotice",
    "Notice",
    "NoticeDay",
    "NoticeStatus",
    "Office",
    "OfficeKind",
    "OfficeSettings",
    "Pulse",
    "ReminderRule",
    "User",
]
