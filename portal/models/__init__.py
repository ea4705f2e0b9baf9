from portal.models.counter import Counter
from portal.models.history import HistoryLine
from portal.models.office_settings import CREDIT_CODE, OfficeSettings
from portal.models.people import Office, OfficeKind, User

__all__ = [
    "CREDIT_CODE",
    "Counter",
    "HistoryLine",
    "Office",
    "OfficeKind",
    "OfficeSettings",
    "User",
]
