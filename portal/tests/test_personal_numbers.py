import pytest

from portal.personal_data.numbers import (
    has_known_region,
    id_check_digit,
    is_compact_date,
    is_credit_code,
    is_id_card,
    is_old_id_card,
    passes_luhn,
)


@pytest.mark.parametrize("number", ["11010519491231002X", "11010519491231002x"])
def test_the_example_of_gb_11643_is_an_identity_card(number):
    assert is_id_card(number)


def test_the_check_digit_is_that_of_the_standard():
    assert id_check_digit("44052418800101001") == "4"


@pytest.mark.parametrize(
    "number",
    [
        "110105194912310021",  # wrong check digit
        "440524188001010014",  # born in 1880
        "11010520500101" + "001" + id_check_digit("11010520500101001"),  # born in 2050
        "11010519900230" + "001" + id_check_digit("11010519900230001"),  # on 30 February
    ],
)
def test_another_check_digit_or_an_impossible_birth_is_none(number):
    assert not is_id_card(number)


@pytest.mark.parametrize(
    "number, known",
    [("11", True), ("54", True), ("65", True), ("71", True), ("83", True), ("937", True)]
    + [("10", False), ("16", False), ("55", False), ("70", False), ("84", False), ("999", False)],
)
def test_regions_are_provinces_and_those_on_foreigners_cards(number, known):
    assert has_known_region(number.ljust(18, "0")) == known


@pytest.mark.parametrize(
    "number, possible",
    [
        ("370102750307123", True),
        ("370102100307123", True),  # 1910
        ("370102090307123", False),  # 1909
        ("370102750230123", False),
        ("375402750307123", False),  # no such prefecture
        ("379002750307123", True),
        ("160102750307123", False),
    ],
)
def test_fifteen_digits_need_a_region_and_a_birth_date(number, possible):
    assert is_old_id_card(number) == possible


@pytest.mark.parametrize("number", ["4111111111111111", "79927398713"])
def test_luhn_knows_the_usual_examples(number):
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)

    assert passes_luhn(number)
    assert not passes_luhn(wrong)


@pytest.mark.parametrize(
    "code", ["113707840042950377", "11370100004188661G", "11500111009347932X", "11341602003165628D"]
)
def test_credit_codes_of_bureaus_pass_their_check(code):
    wrong = code[:-1] + ("A" if code[-1] != "A" else "B")

    assert is_credit_code(code)
    assert not is_credit_code(wrong)


@pytest.mark.parametrize(
    "code", ["1137078400429503", "11370784004295037I", "11370784004295037x", ""]
)
def test_other_lengths_and_letters_are_no_credit_codes(code):
    assert not is_credit_code(code)


@pytest.mark.parametrize(
    "digits, is_day",
    [
        ("20240105", True),
        ("19900307", True),
        ("20240230", False),
        ("21000101", False),
        ("202401", False),
    ],
)
def test_eight_digits_may_be_a_day(digits, is_day):
    assert is_compact_date(digits) == is_day
