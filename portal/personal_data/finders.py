"""How each kind of personal data is recognised in text: its form, and what stands around it.

A check digit speaks for itself. A number without one is judged by its surroundings: a label
before it (手机, 卡号), or the lack of anything that makes it an amount, a serial or an address.
Each finder takes a Page and yields hits; earlier finders in FINDERS have the first claim.
"""

import re
from collections.abc import Iterator

from portal.personal_data.kinds import Kind
from portal.personal_data.names import NAME
from portal.personal_data.numbers import (
    UNIONPAY,
    UNLABELLED_CARD,
    has_birth_date,
    has_known_region,
    is_compact_date,
    is_id_card,
    is_old_id_card,
    passes_luhn,
)
from portal.personal_data.pages import Page
from portal.personal_data.phones import landlines, mobiles
from portal.personal_data.surroundings import (
    CARD_WORD,
    ID_LABEL,
    Finder,
    Hit,
    is_something_else,
    runs,
)

# --- Identity cards -----------------------------------------------------------------------------

SEPARATORS = r"[ \t\n-]{0,8}"
SEPARATOR = re.compile(r"[ \t\n-]")
CLUSTER = re.compile(rf"\d(?:{SEPARATORS}\d){{16,}}(?:{SEPARATORS}[Xx])?")
ID_SHAPE = re.compile(
    r"(?=([1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]))"
)
HALF_MASKED = re.compile(r"(?<![\dA-Za-z])(\d{6,14})[*●]{2,12}(\d{1,4}[Xx]?|[Xx])(?![\dA-Za-z])")
SHOWN_AT_MOST = 8  # six digits in front and two behind
OLD_ID = re.compile(r"(?<![\dA-Za-z])[1-8]\d{14}(?![\dA-Za-z])")


def id_cards(page: Page) -> Iterator[Hit]:
    """18 digits with the right check digit, however they are set apart."""
    for cluster in CLUSTER.finditer(page.text):
        symbols, places = SEPARATOR.sub("", cluster[0]), []
        for match in ID_SHAPE.finditer(symbols):
            number = match[1]
            if not has_birth_date(number):
                continue
            places = places or [
                place for place in range(*cluster.span()) if not SEPARATOR.match(page.text[place])
            ]
            start, end = places[match.start()], places[match.start() + 17] + 1
            if reason := id_card_reason(page, number, start, end):
                yield Hit(Kind.ID_CARD, start, end, reason)


def id_card_reason(page: Page, number: str, start: int, end: int) -> str:
    """Return why the number is an identity card, "" when it is none.

    In a row of figures some eighteen digits pass by chance: what is set apart must begin and
    end where a figure does, and what is not must fill its figure or begin with a province.
    """
    whole = not page.before(start, 1).isdigit() and not page.after(end, 1).isdigit()
    solid = end - start == len(number)
    if is_id_card(number):
        certain = (whole or has_known_region(number)) if solid else whole
        return "18位，出生日期和校验码相符" if certain else ""
    labelled = whole and has_known_region(number) and ID_LABEL.search(page.before(start))
    return "标明是身份证号，校验码不符（可能录入有误）" if labelled else ""


def half_masked_id_cards(page: Page) -> Iterator[Hit]:
    for match in HALF_MASKED.finditer(page.text):
        shown = len(match[1]) + len(match[2])
        if shown > SHOWN_AT_MOST and len(match[0]) in (15, 18) and has_known_region(match[1]):
            reason = "身份证号遮盖不够：至多露出前6位和后2位"
            yield Hit(Kind.ID_CARD, *match.span(), reason, blocking=False)


def old_id_cards(page: Page) -> Iterator[Hit]:
    for match in OLD_ID.finditer(page.text):
        if not is_old_id_card(match[0]):
            continue
        if ID_LABEL.search(page.before(match.start())) or not is_something_else(
            page, *match.span()
        ):
            yield Hit(Kind.OLD_ID_CARD, *match.span(), "15位，地区和出生日期相符")


# --- Bank cards ---------------------------------------------------------------------------------

CARD = re.compile(r"(?<!\d)[3-69]\d{15,18}(?!\d)")
LABELLED_CARD = re.compile(rf"({CARD_WORD})[^\d\n。；;]{{0,15}}([3-69](?:{SEPARATORS}\d){{15,18}})")
CARD_SIZES = range(19, 15, -1)


def bank_cards(page: Page) -> Iterator[Hit]:
    for match in LABELLED_CARD.finditer(page.text):
        if size := labelled_card_size(page, match):
            yield Hit(Kind.BANK_CARD, match.start(2), match.start(2) + size, "标明是银行卡或账号")
    for match in CARD.finditer(page.text):
        known = UNLABELLED_CARD.fullmatch(match[0]) and passes_luhn(match[0])
        if known and not is_something_else(page, *match.span()):
            yield Hit(Kind.BANK_CARD, *match.span(), f"{len(match[0])}位，符合银行卡号的校验规则")
    for run in runs(page.text):
        span = run[0][0], run[-1][1]
        sizes = [end - start for start, end in run]
        digits = "".join(page.text[slice(*figure)] for figure in run)
        if (
            sizes[:4] == [4, 4, 4, 4]
            and UNIONPAY.fullmatch(digits)
            and passes_luhn(digits)
            and not is_something_else(page, *span)
        ):
            yield Hit(Kind.BANK_CARD, *span, "分段书写的银行卡号，校验相符")


def labelled_card_size(page: Page, match: re.Match) -> int:
    """Return the length of the card number behind its label, with blanks, 0 if there is none.

    An account (账号) may be that of a school and public: it must look like a person's card.
    """
    places = [place for place in range(*match.span(2)) if page.text[place].isdigit()]
    is_account = match[1][0] in "账帐"
    mistyped = 0
    for size in (size for size in CARD_SIZES if size <= len(places)):
        end = places[size - 1] + 1
        digits = "".join(page.text[place] for place in places[:size])
        is_unionpay = UNIONPAY.fullmatch(digits) is not None
        if page.after(end, 1).isdigit() or (is_account and not is_unionpay):
            continue
        if passes_luhn(digits):
            return end - places[0]
        if is_unionpay and not is_account:
            mistyped = mistyped or end - places[0]
    return mistyped


# --- Everything else ----------------------------------------------------------------------------

EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,18}(?![A-Za-z0-9])"
)
OFFICIAL = re.compile(r"[.@](?:gov|edu)\.cn$", re.I)
TRAVEL_WORD = re.compile(r"护照|通行证|台胞证|回乡证|passport", re.I)
PASSPORT = re.compile(r"(?<![\dA-Za-z])(?:E[A-HJ-NP-Z]\d{7}|[EGHMC]\d{8})(?![\dA-Za-z])", re.I)
LABELLED_PASSPORT = re.compile(
    r"(?:护照|通行证|台胞证|回乡证|passport)(?:号码|证号|号|\s?no\.?|\s?number)?"
    r"[\s:为是]{0,4}([A-Z]{0,2}\d{6,10})(?![\dA-Za-z])",
    re.I,
)

YEAR = r"(?:19|20)\d\d"
DAY = rf"{YEAR}(?: ?年 ?\d{{1,2}} ?月 ?\d{{1,2}} ?日|[-./]\d{{1,2}}[-./]\d{{1,2}}|[01]\d[0-3]\d)"
MONTH = rf"{YEAR}(?: ?年 ?\d{{1,2}} ?月|[-./]\d{{1,2}})"
BORN = (
    re.compile(rf"(?:出生(?:日期|年月日?|时间)?|生日|生于)[\s:为是于]{{0,4}}({DAY}|{MONTH})"),
    re.compile(rf"({DAY}|{MONTH}) ?(?:出生|生人|生(?=[,。;、)\s]|$))"),
    re.compile(rf"[男女][\s,、|]{{1,3}}(?:[\u4e00-\u9fff]{{1,5}}族[\s,、|]{{1,3}})?({DAY})"),
)
LIMIT = re.compile(r" ?(?:\(?含|及?以?[前后]|之[前后]|[至到~-]|起|期间|之间)")  # who may enrol
NAME_BESIDE = re.compile(
    rf"(?:(?<![\u4e00-\u9fff])|姓名|学生|考生|幼儿|儿童|同学|家长|教师|老师|同志|申请人)"
    rf"{NAME}(?:同学|小朋友|同志|老师)?(?=[\s,、:;(|]|[男女]|出生|生于)"
)
SENTENCE_END = re.compile(r"[。;]|\n\s*\n")


def emails(page: Page) -> Iterator[Hit]:
    for match in EMAIL.finditer(page.text):
        if OFFICIAL.search(match[0]):
            yield Hit(Kind.EMAIL, *match.span(), "机关或学校的邮箱，可以公开", blocking=False)
        else:
            yield Hit(Kind.EMAIL, *match.span(), "个人或商业邮箱")


def passports(page: Page) -> Iterator[Hit]:
    """Numbers behind their label; without one only where the text speaks of such papers."""
    for match in LABELLED_PASSPORT.finditer(page.text):
        yield Hit(Kind.PASSPORT, *match.span(1), "标明是护照或通行证号")
    if TRAVEL_WORD.search(page.text):
        for match in PASSPORT.finditer(page.text):
            if not (is_compact_date(match[0][1:]) or page.is_public(*match.span())):
                yield Hit(Kind.PASSPORT, *match.span(), "文中提到护照或通行证，号码格式相符")


def birth_dates(page: Page) -> Iterator[Hit]:
    """A birth date beside a name; the days that bound an age group name nobody."""
    for pattern in BORN:
        for match in pattern.finditer(page.text):
            start, end = match.span(1)
            beside = SENTENCE_END.split(page.before(start, 60))[-1]
            if LIMIT.match(page.after(end)) or not NAME_BESIDE.search(beside):
                continue
            if re.fullmatch(DAY, match[1]):
                yield Hit(Kind.BIRTH_DATE, start, end, "姓名旁边的出生日期")
            else:
                yield Hit(Kind.BIRTH_DATE, start, end, "姓名旁边的出生年月", blocking=False)


FINDERS: tuple[Finder, ...] = (
    id_cards,
    emails,
    half_masked_id_cards,
    bank_cards,
    mobiles,
    old_id_cards,
    passports,
    landlines,
    birth_dates,
)
