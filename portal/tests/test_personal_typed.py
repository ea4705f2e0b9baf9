import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from portal.personal_data import (
    typed_credit_code,
    typed_document,
    typed_id_card,
    typed_name,
    typed_phone,
)
from portal.personal_data.numbers import id_check_digit

CARD = "11010519491231002X"  # the example of GB 11643
CODE = "91350100M000100Y43"  # the example of GB 32100


def refusal(check, text):
    with pytest.raises(ValidationError) as error:
        check(text)
    assert error.value.message.endswith("。")
    return error.value.code


@pytest.mark.parametrize(
    "name",
    ["张", "欧阳明", "阿卜杜·热合曼", "𠮷", "㛃\U000e0100", "\ue863", "﨑", "Anne-Marie O’Neil"]
    + ["云溪县第一中学（东校区）", "1公司", "字" * 100],
)
def test_a_name_is_accepted_as_it_is_written(name):
    assert typed_name(name) == name


@pytest.mark.parametrize(
    "typed, name",
    [("  张 三\u3000", "张 三"), ("张\u200b三", "张三"), ("阿卜杜 • 热合曼", "阿卜杜·热合曼")]
    + [("迪丽・热巴", "迪丽·热巴"), ("张\t三\n", "张 三")],
)
def test_stray_blanks_and_other_dots_are_put_right(typed, name):
    assert typed_name(typed) == name


@pytest.mark.parametrize(
    "name, code",
    [("", "empty"), (" \u200b\n", "empty"), ("张\x00三", "control"), ("张\x1b", "control")]
    + [("张\ud800", "control"), ("字" * 101, "long")],
)
def test_only_emptiness_control_characters_and_length_refuse_a_name(name, code):
    assert refusal(typed_name, name) == code


@pytest.mark.parametrize(
    "typed", [CARD, CARD.lower(), "110105 19491231 002x", "１１０１０５１９４９１２３１００２Ｘ"]
)
def test_an_identity_card_is_accepted_however_it_is_typed(typed):
    assert typed_id_card(typed) == CARD


@pytest.mark.parametrize("first17", ["81000019491231002", "93000019491231002"])
def test_residence_cards_are_checked_like_identity_cards(first17):
    number = first17 + id_check_digit(first17)

    assert typed_id_card(number) == number


@pytest.mark.parametrize(
    "number, code",
    [
        ("370102750307123", "old"),
        (CARD[:-1], "length"),
        (CARD + "1", "length"),
        ("", "length"),
        ("1101051949123100XX", "characters"),
        ("11010519491331002X", "date"),
        ("110105194912310021", "check_digit"),
        ("110105194912310" + "²" + "2X", "check_digit"),
    ],
)
def test_a_wrong_identity_card_is_told_what_is_wrong(number, code):
    assert refusal(typed_id_card, number) == code


@given(st.integers(min_value=0, max_value=16), st.integers(min_value=1, max_value=9))
def test_one_wrong_digit_of_a_card_is_always_noticed(place, change):
    wrong = str((int(CARD[place]) + change) % 10)

    assert refusal(typed_id_card, CARD[:place] + wrong + CARD[place + 1 :])


@pytest.mark.parametrize("typed", [CODE, CODE.lower(), "91350100 M000100Y-43"])
def test_the_code_of_an_organisation_is_accepted_however_it_is_typed(typed):
    assert typed_credit_code(typed) == CODE


@pytest.mark.parametrize(
    "code, mistake",
    [(CODE[:-1], "length"), ("O" + CODE[1:], "characters"), (CODE[:-1] + "4", "check_digit")],
)
def test_a_wrong_code_of_an_organisation_is_told_what_is_wrong(code, mistake):
    assert refusal(typed_credit_code, code) == mistake


@pytest.mark.parametrize(
    "typed, number",
    [
        ("13800138000", "13800138000"),
        ("+86 138-0013-8000", "13800138000"),
        ("１３８００１３８０００", "13800138000"),
        ("0371-23456789", "0371-23456789"),
        ("(0371) 2345-6789", "0371-23456789"),
        ("010 23456789转801", "010-23456789-801"),
        ("+86-371-2345678", "0371-2345678"),
        ("400-123-4567", "400-123-4567"),
        ("+852 2345 6789", "+85223456789"),
    ],
)
def test_a_telephone_is_brought_into_one_form(typed, number):
    assert typed_phone(typed) == number
    assert typed_phone(number) == number


@pytest.mark.parametrize(
    "phone, code",
    [("1380013800", "phone"), ("138001380001", "phone"), ("12800138000", "phone")]
    + [("", "phone"), ("无", "phone"), ("23456789", "area"), ("+8612345", "phone")]
    + [("١٣٨٠٠١٣٨٠٠٠", "phone")],
)
def test_a_wrong_telephone_is_told_what_is_missing(phone, code):
    assert refusal(typed_phone, phone) == code


@pytest.mark.parametrize(
    "typed, number", [("e12345678", "E12345678"), ("军字第1234567号", "军字第1234567号")]
)
def test_a_document_without_check_digit_is_taken_as_it_is(typed, number):
    assert typed_document(typed) == number


@pytest.mark.parametrize("number", ["", "E1", "E1234<script>", "1" * 31])
def test_what_cannot_be_the_number_of_a_document_is_refused(number):
    assert refusal(typed_document, number) == "document"
