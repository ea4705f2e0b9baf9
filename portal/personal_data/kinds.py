"""What is looked for, what a finding is, and how each kind is shown once it is masked.

DATA: the masks are those of the bureau's rules for publishing lists (公示): of an identity card
nothing, of a telephone the first three and last four, of a bank card the last four, of an
address no more than village or street, of a child the surname.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from portal.personal_data.masks import (
    NOTHING,
    keep_ends,
    mask_address,
    mask_email,
    mask_name,
)


class Kind(StrEnum):
    ID_CARD = "id_card"
    OLD_ID_CARD = "old_id_card"
    MOBILE = "mobile"
    LANDLINE = "landline"
    BANK_CARD = "bank_card"
    PASSPORT = "passport"
    EMAIL = "email"
    BIRTH_DATE = "birth_date"
    CHILD_NAME = "child_name"
    ADDRESS = "address"
    HARDSHIP = "hardship"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Kind.ID_CARD: "身份证号",
    Kind.OLD_ID_CARD: "15位身份证号",
    Kind.MOBILE: "手机号",
    Kind.LANDLINE: "固定电话",
    Kind.BANK_CARD: "银行卡号",
    Kind.PASSPORT: "护照或通行证号",
    Kind.EMAIL: "电子邮箱",
    Kind.BIRTH_DATE: "出生日期",
    Kind.CHILD_NAME: "未成年人姓名",
    Kind.ADDRESS: "家庭住址",
    Kind.HARDSHIP: "残疾、疾病或困难情况",
}


@dataclass(frozen=True)
class Finding:
    """Personal data in a text: `text` is what stands from `start` to `end`, untouched.

    A blocking finding must be masked, or a reviewer records the legal reason. The others are
    shown for a look: they are often lawful, as the telephone of an office is.
    """

    kind: Kind
    start: int
    end: int
    text: str
    masked: str
    blocking: bool
    reason: str


@dataclass(frozen=True)
class CellFinding:
    """Personal data in a table; rows and columns count from 1, as people count them.

    `header` is the label of the cell, above it or to its left, "" when it has none.
    """

    row: int
    column: int
    header: str
    kind: Kind
    text: str
    masked: str
    blocking: bool
    reason: str


MASKS: dict[Kind, Callable[[str], str]] = {
    Kind.ID_CARD: lambda text: NOTHING,
    Kind.OLD_ID_CARD: lambda text: NOTHING,
    Kind.MOBILE: lambda text: keep_ends(text, 3, 4),
    Kind.LANDLINE: lambda text: re.sub(r"\d(?=(?:\D*\d){4,6}\D*$)", "*", text),
    Kind.BANK_CARD: lambda text: keep_ends(text, 0, 4),
    Kind.PASSPORT: lambda text: NOTHING,
    Kind.EMAIL: mask_email,
    Kind.BIRTH_DATE: lambda text: re.sub(r"\d", "*", text),
    Kind.CHILD_NAME: mask_name,
    Kind.ADDRESS: mask_address,
    Kind.HARDSHIP: lambda text: "***",
}
