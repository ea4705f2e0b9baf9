import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.personal_data import (
    mask_address,
    mask_email,
    mask_id_number,
    mask_name,
    mask_phone,
)


@pytest.mark.parametrize(
    "name, shown",
    [("张三", "张*"), ("张三丰", "张*"), ("欧阳明", "欧阳*"), ("欧阳", "欧*"), ("张", "*")]
    + [("阿卜杜·热合曼", "阿*"), ("𠮷田", "𠮷*"), ("㛃\U000e0100", "*"), ("", ""), (" ", "")],
)
def test_of_a_name_the_surname_is_shown_and_never_all_of_it(name, shown):
    assert mask_name(name) == shown


@pytest.mark.parametrize(
    "phone, shown",
    [
        ("13800138000", "138****8000"),
        ("+86 138-0013-8000", "138****8000"),
        ("0371-23456789", "0371-****6789"),
        ("010-23456789", "010-****6789"),
        ("23456789", "****6789"),
        ("12345", "*****"),
        ("+852 2345 6789", "+*** **** 6789"),
        ("", ""),
    ],
)
def test_of_a_telephone_the_middle_is_hidden(phone, shown):
    assert mask_phone(phone) == shown


@pytest.mark.parametrize("number", ["11010519491231002x", "370102750307123", "E12345678", "军1"])
def test_of_a_persons_document_nothing_is_shown(number):
    assert mask_id_number(number) == "******"


def test_of_an_organisations_code_the_registering_office_is_shown():
    assert mask_id_number("91350100m000100y43") == "91350100*********3"
    assert mask_id_number("") == ""


@pytest.mark.parametrize(
    "email, shown",
    [("zhang@example.org", "z***@example.org"), ("z@example.org", "***@example.org")]
    + [("zhang＠example.org", "z***@example.org"), ("zhang", "***"), ("", "")],
)
def test_of_an_e_mail_the_first_letter_and_the_provider_are_shown(email, shown):
    assert mask_email(email) == shown


@pytest.mark.parametrize(
    "address, shown",
    [("云溪县城关镇人民路12号2单元301室", "云溪县城关镇***"), ("幸福小区3栋", "***"), ("", "")],
)
def test_an_address_is_shown_down_to_the_street_at_most(address, shown):
    assert mask_address(address) == shown


@given(st.text("0123456789+-() 转", min_size=1).filter(lambda text: any(map(str.isdigit, text))))
def test_no_telephone_however_written_is_shown_whole(phone):
    digits = [char for char in phone if char.isdigit()]

    shown = [char for char in mask_phone(phone) if char.isdigit()]

    assert len(shown) < len(digits)
