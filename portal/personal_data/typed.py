"""What a person typed about themselves: put into one form, or refused in a sentence.

Refusals are ValidationErrors that say what is wrong and what to type. Numbers with a check digit
are held to it. Names are not judged: people are called by one character, by names with ·, and by
characters no font knows; they are written as they are.
"""

import re
import unicodedata

from django.core.exceptions import ValidationError

from portal.personal_data.numbers import CREDIT_ALPHABET, has_birth_date, is_credit_code, is_id_card

LONGEST_NAME, LONGEST_DOCUMENT = 100, 30
DOTS = re.compile(r"\s*[•・‧∙⋅･]\s*")  # what keyboards have instead of ·
MOBILE = re.compile(r"(?:(?:\+|00)?86-?)?(1[3-9]\d)-?(\d{4})-?(\d{4})", re.ASCII)
LANDLINE = re.compile(
    r"(?:(?:\+|00)86-?0?|0)(10|2\d|[3-9]\d\d)-?([1-9]\d{2,3})-?(\d{4})"
    r"(?:(?:转|-|ext|x)(\d{1,6}))?",
    re.ASCII,
)
SERVICE = re.compile(r"[48]00-?\d{3}-?\d{4}", re.ASCII)
ABROAD = re.compile(r"(?:\+|00)(?!86)[1-9][\d-]{5,18}", re.ASCII)


def typed_name(text: str, *, longest: int = LONGEST_NAME) -> str:
    """Return a name without stray blanks and with · as its dot; nothing else of it is changed."""
    visible = "".join(char for char in text if unicodedata.category(char) != "Cf")
    name = DOTS.sub("·", " ".join(visible.split()))
    if not name:
        raise ValidationError("请填写姓名或名称。", code="empty")
    if any(unicodedata.category(char) in ("Cc", "Cs") for char in name):
        sentence = "姓名或名称中有看不见的控制字符，请删去后重新输入。"
        raise ValidationError(sentence, code="control")
    if len(name) > longest:
        sentence = f"姓名或名称有{len(name)}个字，最多{longest}个字；请填写证件上的姓名或名称。"
        raise ValidationError(sentence, code="long")
    return name


def typed_id_card(text: str) -> str:
    """Return the 18 characters of an identity card or residence card, X in upper case."""
    number = compact(text)
    if len(number) == 15 and number.isdigit():
        sentence = "15位的旧身份证号已停用，请填写现在的18位公民身份号码。"
        raise ValidationError(sentence, code="old")
    if len(number) != 18:
        sentence = f"身份证号应为18位，现在是{len(number)}位，请对照证件检查。"
        raise ValidationError(sentence, code="length")
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        sentence = "身份证号前17位应是数字，最后一位是数字或者字母X，请对照证件检查。"
        raise ValidationError(sentence, code="characters")
    if not has_birth_date(number):
        sentence = "身份证号第7至14位不是一个日期，请对照证件检查。"
        raise ValidationError(sentence, code="date")
    if not is_id_card(number):
        sentence = "身份证号的校验码不对，可能有一位输错，请对照证件检查。"
        raise ValidationError(sentence, code="check_digit")
    return number


def typed_credit_code(text: str) -> str:
    """Return the 18 characters of a 统一社会信用代码 in upper case (GB 32100)."""
    code = compact(text)
    if len(code) != 18:
        sentence = f"统一社会信用代码应为18位，现在是{len(code)}位，请对照证照检查。"
        raise ValidationError(sentence, code="length")
    if wrong := sorted(set(code) - set(CREDIT_ALPHABET)):
        sentence = (
            f"统一社会信用代码中没有“{'、'.join(wrong)}”：只用数字和除I、O、S、V、Z以外的大写字母，"
            "请检查是否把0写成了O、把1写成了I。"
        )
        raise ValidationError(sentence, code="characters")
    if not is_credit_code(code):
        sentence = "统一社会信用代码的校验码不对，可能有一位输错，请对照证照检查。"
        raise ValidationError(sentence, code="check_digit")
    return code


def typed_document(text: str) -> str:
    """Return the number of a document without a check digit: passport, travel permit …"""
    number = compact(text)
    if not 5 <= len(number) <= LONGEST_DOCUMENT or not number.isalnum():
        sentence = f"证件号码应为5至{LONGEST_DOCUMENT}位的数字、字母或汉字，请对照证件检查。"
        raise ValidationError(sentence, code="document")
    return number


def typed_phone(text: str) -> str:
    """Return a telephone in one form: 13800138000, 0371-12345678-801, +85212345678."""
    number = re.sub(r"[\s.()]", "", unicodedata.normalize("NFKC", text)).lower()
    number = re.sub(r"[–—−‐‑]", "-", number)
    if mobile := MOBILE.fullmatch(number):
        return "".join(mobile.groups())
    if landline := LANDLINE.fullmatch(number):
        area, head, tail, extension = landline.groups()
        return f"0{area}-{head}{tail}" + (f"-{extension}" if extension else "")
    if SERVICE.fullmatch(number) or ABROAD.fullmatch(number):
        return number
    if re.fullmatch(r"[2-9]\d{2,3}-?\d{4}", number):
        raise ValidationError("固定电话请加上区号，例如0371-12345678。", code="area")
    sentence = "电话号码不对：手机号为11位数字，固定电话带区号，境外号码以+和国家或地区代码开头。"
    raise ValidationError(sentence, code="phone")


def compact(text: str) -> str:
    """Return a number in half-width capitals without blanks and dashes."""
    return re.sub(r"[\s\-–—−‐‑]", "", unicodedata.normalize("NFKC", text)).upper()
