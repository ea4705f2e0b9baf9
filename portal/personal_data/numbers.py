"""Which digits can be a person's number: the check digits and the fixed parts of each kind.

Source  GB 11643 (公民身份号码, check digit ISO 7064 MOD 11-2; foreigners' residence cards begin
        with 9 and are checked alike), GB/T 2260 (regions), GB 32100 (统一社会信用代码),
        ISO/IEC 7812 (bank cards, Luhn).
"""

import re
from datetime import date

# GB/T 2260: provinces, then those of Hong Kong, Macao and Taiwan residents' cards.
PROVINCES = frozenset(
    str(number)
    for first, last in [
        (11, 15),
        (21, 23),
        (31, 37),
        (41, 46),
        (50, 54),
        (61, 65),
        (71, 71),
        (81, 83),
    ]
    for number in range(first, last + 1)
)
PREFECTURES = frozenset(f"{number:02}" for number in [*range(1, 54), 90])

ID_WEIGHTS = [pow(2, 17 - place, 11) for place in range(17)]
ID_CHECKS = "10X98765432"
FIRST_BIRTH_YEAR, LAST_BIRTH_YEAR = 1900, 2049
OLD_ID_FIRST_YEAR = 1910  # 15 digits were given out until 1999

CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_WEIGHTS = [pow(3, place, 31) for place in range(17)]

# What banks give out is known without a label too: UnionPay's prefixes, and 16 digits of others.
UNLABELLED_CARD = re.compile(
    r"6[02]\d{14,17}|9558\d{15}|4\d{15}|5[1-5]\d{14}|35(?:2[89]|[3-8]\d)\d{12}"
)
UNIONPAY = re.compile(r"62\d{14,17}")


def is_date(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def is_compact_date(digits: str) -> bool:
    """True for 20240105 and its like."""
    return (
        len(digits) == 8
        and digits[:2] in ("19", "20")
        and is_date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    )


def id_check_digit(first17: str) -> str:
    total = sum(int(digit) * weight for digit, weight in zip(first17, ID_WEIGHTS, strict=True))
    return ID_CHECKS[total % 11]


def has_birth_date(number: str) -> bool:
    """True when digits 7 to 14 of an 18-digit number are a day someone can be born on."""
    year = int(number[6:10])
    return FIRST_BIRTH_YEAR <= year <= LAST_BIRTH_YEAR and is_date(
        year, int(number[10:12]), int(number[12:14])
    )


def is_id_card(number: str) -> bool:
    return has_birth_date(number) and id_check_digit(number[:17]) == number[17].upper()


def has_known_region(number: str) -> bool:
    """True when the number begins with a province, or as a foreigner's card does."""
    return number[:2] in PROVINCES or (number[0] == "9" and number[1:3] in PROVINCES)


def is_old_id_card(number: str) -> bool:
    """True when 15 digits can be an identity card: they have no check digit."""
    year = 1900 + int(number[6:8])
    return (
        number[:2] in PROVINCES
        and number[2:4] in PREFECTURES
        and year >= OLD_ID_FIRST_YEAR
        and is_date(year, int(number[8:10]), int(number[10:12]))
    )


def passes_luhn(digits: str) -> bool:
    doubled = [sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2]]
    return (sum(doubled) + sum(int(digit) for digit in digits[-1::-2])) % 10 == 0


def is_credit_code(code: str) -> bool:
    """True for the 18 characters of an organisation's 统一社会信用代码."""
    if len(code) != 18 or any(char not in CREDIT_ALPHABET for char in code):
        return False
    values = [CREDIT_ALPHABET.index(char) for char in code]
    total = sum(value * weight for value, weight in zip(values[:17], CREDIT_WEIGHTS, strict=True))
    return (31 - total % 31) % 31 == values[17]
