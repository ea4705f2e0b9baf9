"""How a person's data is shown without a reason to see it: recognisable, of no use to strangers.

Each takes one field as it was typed, in whatever form, and returns "" for "". Where it cannot
tell what it has before it, it shows less.
"""

import re
import unicodedata

from portal.personal_data.names import DOUBLE_SURNAMES
from portal.personal_data.numbers import is_credit_code, is_id_card

NOTHING = "******"
STREET = re.compile(r".*?(?:街道|[镇乡村路街巷])")
MOBILE = re.compile(r"(?:(?:\+|00)?86)?(1[3-9]\d{9})")
AREA_CODE = re.compile(r"\(?0(?:10|2\d|[3-9]\d\d)(?!\d{0,3}$)")
SHORTEST_PHONE = 7


def keep_ends(text: str, first: int, last: int) -> str:
    """Return the digits of a number with its middle hidden, without the separators."""
    digits = [char for char in text if char.isalnum()]
    hidden = "*" * max(len(digits) - first - last, 0)
    return "".join(digits[:first]) + hidden + "".join(digits[len(digits) - last :])


def mask_name(text: str) -> str:
    """张三 → 张*, 欧阳明 → 欧阳*, 阿卜杜·热合曼 → 阿*; of a name of one character nothing."""
    letters = "".join(char for char in text.strip() if unicodedata.category(char) != "Mn")
    surname = re.match(DOUBLE_SURNAMES, letters)
    shown = surname[0] if surname and surname[0] != letters else letters[:1]
    return f"{shown if shown != letters else ''}*" if letters else ""


def mask_phone(text: str) -> str:
    """138****8000; of a landline the area code and the last four: 0371-****5678."""
    if mobile := MOBILE.fullmatch(re.sub(r"[^\d+]", "", text)):
        return keep_ends(mobile[1], 3, 4)
    area = AREA_CODE.match(text.strip())
    start = area.end() if area else 0
    rest = text.strip()[start:]
    shown = 4 if sum(char.isdigit() for char in rest) >= SHORTEST_PHONE else 0
    hidden = re.sub(rf"\d(?=(?:\D*\d){{{shown}}})", "*", rest)
    return (area[0] if area else "") + hidden


def mask_id_number(text: str) -> str:
    """Nothing of a person's card or passport; of an organisation's code who registered it where."""
    number = "".join(text.split()).upper()
    if is_credit_code(number) and not is_person(number):
        return keep_ends(number, 8, 1)
    return NOTHING if number else ""


def is_person(number: str) -> bool:
    return number[:17].isdigit() and is_id_card(number)


def mask_email(text: str) -> str:
    """zhang@example.org → z***@example.org; of a name of one letter nothing."""
    text = text.strip().replace("＠", "@")
    name, at, domain = text.rpartition("@")
    shown = name[:1] if len(name) > 1 else ""
    return f"{shown}***{at}{domain if at else ''}" if text else ""


def mask_address(text: str) -> str:
    """Down to the street, the township or the village, whichever comes first."""
    street = STREET.match(text.strip())
    return f"{street[0] if street else ''}***" if text.strip() else ""
