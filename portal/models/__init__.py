from portal.models.access import AccessRules, KeptForm, Login, LoginEnd, PastPassword
from portal.models.audit import AuditAct, AuditEntry, AuditHead
from portal.models.calendar import DayKind, HolidayNotice, NoticeDay
from portal.models.counter import Counter
from portal.models.group_robot import GroupRobot
from portal.models.history import HistoryLine
from portal.models.ledger_job import JobKind, JobState, LedgerJob
from portal.models.notice import Notice, NoticeStatus
from portal.models.office_settings import CREDIT_CODE, OfficeSettings
from portal.models.people import Office, OfficeKind, User
from portal.models.reminder import Pulse, ReminderRule
from portal.models.second_factor import RecoveryCode, SecondFactor
from portal.models.turn import Turn
from portal.models.used_limit import UsedLimit

__all__ = [
    "AccessRules",
    "AuditAct",
    "AuditEntry",
    "AuditHead",
    "CREDIT_CODE",
    "Counter",
    "DayKind",
    "GroupRobot",
    "HistoryLine",
    "HolidayNotice",
    "JobKind",
    "JobState",
    "KeptForm",
    "LedgerJob",
    "Login",
    "LoginEnd",
    "Notice",
    "NoticeDay",
    "NoticeStatus",
    "Office",
    "OfficeKind",
    "OfficeSettings",
    "PastPassword",
    "Pulse",
    "RecoveryCode",
    "ReminderRule",
    "SecondFactor",
    "Turn",
    "UsedLimit",
    "User",
]
