from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_app.fees import (
    Basis,
    Tariff,
    Tier,
    fee_by_pages,
    fee_by_pieces,
    in_capitals,
    national,
)

PIECES, PAGES = national(Basis.PIECES), national(Basis.PAGES)
COUNTS = st.integers(min_value=0, max_value=400)
FREE = Decimal(0)


def price_of_piece(n):
    """The price of the n-th piece, as the rule tells it in words."""
    if n <= 10:
        return 0
    return 100 if n <= 30 else 100 * (2 + (n - 31) // 10)


def price_of_page(n):
    return 0 if n <= 30 else 10 if n <= 100 else 20 if n <= 200 else 40


@pytest.mark.parametrize(
    "pieces, yuan",
    [(0, 0), (1, 0), (10, 0), (11, 100), (12, 200), (30, 2_000), (31, 2_200), (40, 4_000)]
    + [(41, 4_300), (50, 7_000), (51, 7_400), (60, 11_000), (61, 11_500)],
)
def test_the_pieces_of_a_month_cost_what_the_rule_says(pieces, yuan):
    assert fee_by_pieces(0, pieces, PIECES).total == yuan


@pytest.mark.parametrize(
    "pages, yuan",
    [(0, 0), (1, 0), (30, 0), (31, 10), (100, 700), (101, 720), (200, 2_700), (201, 2_740)]
    + [(1_500, 54_700)],
)
def test_the_pages_of_a_request_cost_what_the_rule_says(pages, yuan):
    assert fee_by_pages(pages, PAGES).total == yuan


@pytest.mark.parametrize(
    "earlier, pieces, yuan",
    [(9, 1, 0), (10, 1, 100), (29, 2, 300), (30, 1, 200), (40, 1, 300), (8, 4, 200)],
)
def test_pieces_go_on_from_those_earlier_in_the_month(earlier, pieces, yuan):
    assert fee_by_pieces(earlier, pieces, PIECES).total == yuan


def test_a_letter_can_print_band_by_band_how_the_sum_comes_about():
    fee = fee_by_pieces(8, 33, PIECES)

    assert [str(line) for line in fee.lines] == [
        "第9件至第10件，共2件，免费",
        "第11件至第30件，共20件，每件100元，计2000元",
        "第31件至第40件，共10件，每件200元，计2000元",
        "第41件，共1件，每件300元，计300元",
    ]
    assert fee.total == 4_300
    assert fee.basis == Basis.PIECES


def test_amounts_are_exact_and_printed_without_empty_decimals():
    tiers = (Tier(1, None, Decimal("0.10")),)

    fee = fee_by_pages(3, Tariff(Basis.PAGES, tiers))

    assert fee.total == Decimal("0.30")
    assert str(fee.lines[0]) == "第1页至第3页，共3页，每页0.1元，计0.3元"


@given(COUNTS, COUNTS)
def test_pieces_cost_the_sum_of_each_ones_price(earlier, pieces):
    fee = fee_by_pieces(earlier, pieces, PIECES)

    assert fee.total == sum(price_of_piece(earlier + n) for n in range(1, pieces + 1))
    assert sum(line.count for line in fee.lines) == pieces


@given(st.integers(min_value=0, max_value=2_000))
def test_pages_cost_the_sum_of_each_ones_price(pages):
    fee = fee_by_pages(pages, PAGES)

    assert fee.total == sum(map(price_of_page, range(1, pages + 1)))
    assert sum(line.count for line in fee.lines) == pages


@given(COUNTS, COUNTS, COUNTS)
def test_asking_in_two_parts_costs_the_same_and_more_never_costs_less(earlier, one, other):
    first = fee_by_pieces(earlier, one, PIECES)
    second = fee_by_pieces(earlier + one, other, PIECES)
    together = fee_by_pieces(earlier, one + other, PIECES)

    assert first.total + second.total == together.total
    assert together.total >= first.total


def test_a_band_may_be_a_single_piece():
    tiers = (Tier(1, 1, Decimal(7)), Tier(2, 2, Decimal(5)), Tier(3, None, FREE))

    assert fee_by_pieces(0, 9, replace(PIECES, tiers=tiers)).total == 12


def test_one_request_is_never_charged_by_the_other_basis():
    with pytest.raises(ValueError, match="按量计收的标准不能用于按件计收"):
        fee_by_pieces(0, 11, PAGES)
    with pytest.raises(ValueError, match="按件计收的标准不能用于按量计收"):
        fee_by_pages(31, PIECES)


@pytest.mark.parametrize("earlier, pieces", [(-1, 5), (5, -1)])
def test_a_negative_count_is_refused(earlier, pieces):
    with pytest.raises(ValueError, match="不能是负数"):
        fee_by_pieces(earlier, pieces, PIECES)


@pytest.mark.parametrize(
    "tiers, sentence",
    [
        ((), "缺少第1起、不设上限的一档"),
        ((Tier(1, 10, FREE),), "缺少第11起、不设上限的一档"),
        ((Tier(2, None, FREE),), "在第2起的一档前后不连续"),
        ((Tier(1, 10, FREE), Tier(12, None, FREE)), "在第12起的一档前后不连续"),
        ((Tier(1, 10, FREE), Tier(10, None, FREE)), "在第10起的一档前后不连续"),
        ((Tier(1, None, FREE), Tier(11, None, FREE)), "在第11起的一档前后不连续"),
        ((Tier(1, 0, FREE), Tier(1, None, FREE)), "第1起的一档，止数或递增有误"),
        ((Tier(1, 10, FREE, step=5), Tier(11, None, FREE)), "第1起的一档，止数或递增有误"),
    ],
)
def test_nobody_is_charged_by_bands_that_do_not_fit_together(tiers, sentence):
    with pytest.raises(ValueError, match=sentence):
        replace(PIECES, tiers=tiers)


@pytest.mark.parametrize(
    "amount, written",
    [
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角整"),
        ("10", "壹拾元整"),
        ("105", "壹佰零伍元整"),
        ("1050", "壹仟零伍拾元整"),
        ("2700.00", "贰仟柒佰元整"),
        ("10005", "壹万零伍元整"),
        ("100500", "壹拾万零伍佰元整"),
        ("100010001", "壹亿零壹万零壹元整"),
        ("500.05", "伍佰元零伍分"),
        ("123456789.12", "壹亿贰仟叁佰肆拾伍万陆仟柒佰捌拾玖元壹角贰分"),
    ],
)
def test_an_amount_is_written_in_characters_that_cannot_be_altered(amount, written):
    assert in_capitals(Decimal(amount)) == written


@pytest.mark.parametrize("amount", ["-1", "0.001", "1000000000000"])
def test_what_no_fee_can_be_is_not_written(amount):
    with pytest.raises(ValueError, match="大写金额"):
        in_capitals(Decimal(amount))
