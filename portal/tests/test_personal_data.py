from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.personal_data import Kind, mask, scan
from portal.personal_data.numbers import PROVINCES, id_check_digit, passes_luhn

ID_CARD = "370199199003072838"
HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)
PROSE = st.text(HAN | st.sampled_from("，。、；：！？（）《》“”…\n "), max_size=30)
NEUTRAL = st.text(st.sampled_from("张老师请周一到教务处领取表格，。：（）"), max_size=20)
SEPARATOR = st.sampled_from(["", "", "", " ", "\n", "-", "　", "—", "\u200b", "\u00a0", "\r\n  "])


def digits(count):
    return st.text("0123456789", min_size=count, max_size=count)


@st.composite
def id_cards(draw):
    province = draw(st.sampled_from(sorted(PROVINCES)))
    day = draw(st.dates(date(1900, 1, 1), date(2049, 12, 31)))
    first = f"{province}{draw(digits(4))}{day:%Y%m%d}{draw(digits(3))}"
    return first + id_check_digit(first)


@st.composite
def mobiles(draw):
    return "1" + draw(st.sampled_from("3456789")) + draw(digits(9))


@st.composite
def bank_cards(draw):
    first = "62" + draw(st.integers(13, 16).flatmap(digits))
    return next(first + last for last in "0123456789" if passes_luhn(first + last))


@st.composite
def written(draw, numbers, separators=SEPARATOR):
    """A number as people write it: digits in full or half width, set apart at will."""
    signs = [
        draw(st.sampled_from([sign, sign.lower(), chr(ord(sign) + 0xFEE0)]))
        for sign in draw(numbers)
    ]
    gaps = [draw(separators) for _ in signs[1:]]
    return "".join(sign + gap for sign, gap in zip(signs, [*gaps, ""], strict=True))


def found(text, kind):
    return [finding.text for finding in scan(text) if finding.kind == kind]


# --- What is found ------------------------------------------------------------------------------


@given(number=written(id_cards()), before=PROSE, after=PROSE)
@settings(max_examples=300, deadline=None)
def test_every_identity_card_is_found_however_it_is_written(number, before, after):
    assert number in found(before + number + after, Kind.ID_CARD)


@given(number=id_cards(), before=PROSE, after=PROSE)
@settings(deadline=None)
def test_an_identity_card_with_another_check_digit_is_not_taken_for_one(number, before, after):
    wrong = number[:17] + ("1" if number[17] != "1" else "2")

    assert found(f"{before}甲{wrong}乙{after}", Kind.ID_CARD) == []


@given(number=written(mobiles(), st.just("")), before=NEUTRAL, after=NEUTRAL)
@settings(deadline=None)
def test_every_mobile_number_is_found_in_prose(number, before, after):
    assert number in found(before + number + after, Kind.MOBILE)


@given(number=written(mobiles()), after=NEUTRAL)
@settings(deadline=None)
def test_every_mobile_number_behind_its_label_is_found_however_it_is_written(number, after):
    assert number in found(f"联系电话：{number}{after}", Kind.MOBILE)


@given(number=written(bank_cards(), st.just("")), before=NEUTRAL, after=NEUTRAL)
@settings(deadline=None)
def test_every_unionpay_card_is_found_in_prose(number, before, after):
    seen = scan(before + number + after)

    # Some cards are identity cards by their digits too: that is the stricter alarm.
    assert number in [finding.text for finding in seen if finding.blocking]


@given(number=written(bank_cards()), after=NEUTRAL)
@settings(deadline=None)
def test_every_card_behind_its_label_is_found_however_it_is_written(number, after):
    seen = scan(f"银行卡号：{number}{after}")

    assert number in [finding.text for finding in seen if finding.blocking]


@given(st.text(st.characters(codec="utf-8") | st.sampled_from("0123456789Xx -\n"), max_size=200))
@settings(deadline=None)
def test_findings_stand_in_order_without_overlap_and_quote_the_text(text):
    findings = scan(text)

    assert all(text[hit.start : hit.end] == hit.text for hit in findings)
    assert all(left.end <= right.start for left, right in zip(findings, findings[1:], strict=False))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "云溪县教育局2024年政府信息公开工作年度报告",
        "电话：400-678-1234、12345",
        "身份证号码：123456789012345678",
        "手机号：138****0000，身份证号：******",
        "0" * 5000,
        "1 " * 5000,
        "1\n" * 5000,
    ],
)
def test_a_text_without_personal_data_has_no_findings(text):
    assert scan(text) == []


def test_an_eighteen_digit_credit_code_is_no_bank_card():
    assert scan("统一社会信用代码：123701004955730249") == []


def test_what_an_office_publishes_is_shown_but_does_not_block():
    findings = scan("电话：0532-85912345，邮箱：jyj@example.gov.cn，赵刚，男，1975年8月出生")

    assert [finding.kind for finding in findings] == [Kind.LANDLINE, Kind.EMAIL, Kind.BIRTH_DATE]
    assert not any(finding.blocking for finding in findings)


def test_a_number_masked_too_little_is_shown():
    findings = scan("370199199003****38、370199**********38")

    assert [(finding.text, finding.blocking) for finding in findings] == [
        ("370199199003****38", False)
    ]


def test_a_finding_says_what_it_is_and_why_in_words():
    finding = scan(f"身份证号{ID_CARD}")[0]

    assert finding.kind.label == "身份证号"
    assert finding.reason == "18位，出生日期和校验码相符"


def test_every_kind_has_a_name_people_read():
    assert all(kind.label for kind in Kind)


# --- What is masked -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, masked",
    [
        (f"身份证号{ID_CARD}。", "身份证号******。"),
        ("身份证号370199 19900307 2838。", "身份证号******。"),
        ("身份证号：370102750307123", "身份证号：******"),
        ("手机13800138000", "手机138****8000"),
        ("手机：138-0013-8000", "手机：138****8000"),
        ("手机：１３８００１３８０００", "手机：１３８****８０００"),
        ("卡号6222000000000000016", "卡号***************0016"),
        ("卡号6222 0000 0000 0000 016", "卡号***************0016"),
        ("护照号E12345678", "护照号******"),
        ("zhangsan@example.com", "z***@example.com"),
        ("李明，女，2012年5月6日出生", "李明，女，****年*月*日出生"),
        ("电话：0532-85912345", "电话：0532-85912345"),
        ("jyj@example.gov.cn", "jyj@example.gov.cn"),
        ("没有个人信息", "没有个人信息"),
        (f"{ID_CARD}、13800138000", "******、138****8000"),
    ],
)
def test_each_kind_is_masked_by_its_rule(text, masked):
    assert mask(text) == masked


def test_a_landline_is_proposed_with_its_middle_masked():
    assert scan("电话：0532-85912345")[0].masked == "0532-8***2345"


@given(
    pieces=st.lists(
        written(id_cards()) | written(mobiles()) | written(bank_cards()) | PROSE | NEUTRAL,
        max_size=6,
    )
)
@settings(deadline=None)
def test_a_masked_text_holds_nothing_that_would_block_it(pieces):
    masked = mask("，".join(pieces))

    assert not [finding for finding in scan(masked) if finding.blocking]
    assert mask(masked) == masked
