from dataclasses import replace
from decimal import Decimal

import pytest

from reports.checks import CHECKS, ERROR, check_report
from reports.facts import Breakdown, Figure
from reports.formats import form_named
from reports.tests.filled import TEXTS, empty, facts_of_2023


def found(facts):
    return [(one.id, one.cells, one.found, one.expected) for one in check_report(facts)]


def ids(facts):
    return [one.id for one in check_report(facts)]


def test_a_good_report_has_no_finding():
    assert check_report(facts_of_2023()) == []


def test_a_report_of_nil_has_no_finding():
    nothing = TEXTS | {1: "2023年，我局未收到政府信息公开申请。"}

    assert check_report(empty(facts_of_2023(nothing))) == []


def test_c1_to_c5_c7_and_c8_are_errors_and_the_others_warnings():
    errors = [check.id for check in CHECKS if check.level == ERROR]

    assert errors == ["C1", "C2", "C3", "C4", "C5", "C7", "C8"]


def test_c1_names_the_column_that_does_not_balance():
    facts = facts_of_2023(S3__CARRY_OUT__NAT=1, S3__CARRY_OUT__TOTAL=1)

    first, second = check_report(facts)

    assert (first.id, first.found, first.expected) == ("C1", "28", "27")
    assert first.cells == ("S3.NEW.NAT", "S3.CARRY_IN.NAT", "S3.R7.NAT", "S3.CARRY_OUT.NAT")
    assert "26＋2＝28" in first.sentence and "26＋1＝27" in first.sentence
    assert "自然人" in first.sentence and "总计" in second.sentence


def test_c2_says_what_the_results_add_up_to():
    facts = facts_of_2023(S3__R2__NAT=4, S3__R2__TOTAL=4)

    assert [one[::2] for one in found(facts)] == [("C2", "26"), ("C2", "26")]
    assert "15＋4＋1＋1＋4＋1＋1＝27" in check_report(facts)[0].sentence


def test_c3_says_what_the_applicants_add_up_to():
    facts = facts_of_2023(S3__R4_1__ORG_LAW=1, S3__R1__ORG_LAW=-1)

    rows = [one.cells[0] for one in check_report(facts) if one.id == "C3"]

    assert rows == ["S3.R1.TOTAL", "S3.R4_1.TOTAL"]


def test_c4_finds_a_total_of_nil_over_parts_that_are_not():
    facts = facts_of_2023(S4__CASES__REV_TOTAL=0)

    assert found(facts) == [("C4", ("S4.CASES.REV_TOTAL", "S4.CASES.REV_UPHELD"), "0", "1")]


def test_c5_compares_with_what_the_year_before_carried_out():
    before = facts_of_2023(S3__CARRY_OUT__NAT=3, S3__CARRY_OUT__TOTAL=3).cells
    facts = replace(facts_of_2023(S2_20_1__NORM__EFFECTIVE=11), previous=before)

    assert found(facts) == [
        ("C5", ("S3.CARRY_IN.NAT",), "2", "3"),
        ("C5", ("S3.CARRY_IN.TOTAL",), "2", "3"),
    ]


def test_c6_counts_what_is_in_force_from_the_year_before():
    before = facts_of_2023().cells
    good = replace(facts_of_2023(S2_20_1__NORM__EFFECTIVE=11), previous=before)
    bad = replace(facts_of_2023(), previous=before)

    assert check_report(good) == []
    assert [(one.id, one.found, one.expected) for one in check_report(bad)] == [("C6", "9", "11")]
    assert "9＋本年制发2－本年废止0应为11" in check_report(bad)[0].sentence


def test_c6_needs_no_year_before_to_see_the_impossible():
    facts = facts_of_2023(S2_20_1__NORM__EFFECTIVE=1)

    assert [(one.id, one.expected) for one in check_report(facts)] == [("C6", "不少于2")]


def test_c7_gathers_the_blanks_of_a_table_and_says_what_a_sum_should_be():
    facts = facts_of_2023(S3__R2__TOTAL="", S3__R2__ORG_BUS="", S3__R3_1__NAT="　")

    (finding,) = check_report(facts)

    assert finding.id == "C7"
    assert finding.cells == ("S3.R2.ORG_BUS", "S3.R2.TOTAL", "S3.R3_1.NAT")
    assert "“总计”列应为3" in finding.sentence


@pytest.mark.parametrize("stroke", ["/", "／", "-", "—", "无"])
def test_c7_finds_strokes(stroke):
    facts = facts_of_2023(S2_20_6__COERCION__DECISIONS=stroke)

    assert found(facts) == [("C7", ("S2_20_6.COERCION.DECISIONS",), stroke, "0")]


@pytest.mark.parametrize(
    "value, word", [(-1, "负数"), (Decimal("0.5"), "整数"), ("3.2万元", "金额"), ("若干", "整数")]
)
def test_c7_finds_what_is_no_count(value, word):
    facts = facts_of_2023(S2_20_5__LICENSE__DECISIONS=value)

    (finding,) = check_report(facts)

    assert finding.id == "C7"
    assert word in finding.sentence


def test_c7_lets_a_change_be_negative():
    form = form_named("2019")
    cells = dict.fromkeys((code for table in form.layout for code in table.codes), 0)
    cells |= {"S2_20_5.LICENSE.DELTA": -3, "S2_20_9.PROCUREMENT.AMOUNT": "251000元"}
    facts = replace(empty(facts_of_2023({})), form=form, year=2020, cells=cells)

    assert check_report(facts) == []


@pytest.mark.parametrize("value", [0, Decimal("172.5"), "282.1万元"])
def test_c8_takes_amounts(value):
    assert check_report(facts_of_2023(S2_20_8__FEE__AMOUNT=value)) == []


@pytest.mark.parametrize("value", ["", "/", -1, "251000元", "三万"])
def test_c8_finds_what_is_no_amount_in_its_unit(value):
    assert ids(facts_of_2023(S2_20_8__FEE__AMOUNT=value)) == ["C8"]


def test_c9_compares_figures_whose_meaning_is_known():
    new, r7 = "S3.NEW.TOTAL", "S3.R7.TOTAL"
    figures = (
        Figure("收到申请", (new,), 26),
        Figure("办结申请", (r7,), 25),
        Figure("予以公开", ("S3.R1.TOTAL",), Decimal("57.6"), share_of=(r7,)),
        Figure("部分公开", ("S3.R2.TOTAL",), Decimal("11.0"), share_of=(r7,)),
    )
    facts = replace(facts_of_2023(), figures=figures)

    assert found(facts) == [
        ("C9", (r7,), "25", "26"),
        ("C9", ("S3.R2.TOTAL",), "11.0%", "11.5%"),
    ]


def test_c9_adds_up_the_parts_of_a_total():
    facts = replace(facts_of_2023(), breakdowns=(Breakdown("公开总数", 249, (9, 240, 1)),))

    assert found(facts) == [("C9", (), "249", "250")]


def test_c10_compares_with_the_register():
    facts = facts_of_2023()
    counted = {code: n for code, n in facts.cells.items() if code.startswith("S3.")}
    facts = replace(facts, register=counted | {"S3.R1.NAT": 14})

    assert found(facts) == [("C10", ("S3.R1.NAT",), "15", "14")]


def test_c11_asks_for_the_fee_once_somebody_was_asked_to_pay():
    unpaid = {"S3__R6_3__NAT": 0, "S3__R6_3__TOTAL": 0, "S3__R6_2__NAT": 1, "S3__R6_2__TOTAL": 1}

    assert ids(facts_of_2023(TEXTS | {6: "无其他需要报告的事项。"}, **unpaid)) == ["C11"]
    assert ids(facts_of_2023(**unpaid)) == []


def test_c11_asks_for_the_fee_once_money_came_in():
    told = TEXTS | {1: "全年收取政府信息公开信息处理费400元。", 6: "无。"}

    assert ids(facts_of_2023(told)) == ["C11"]


@pytest.mark.parametrize("text", ["", "无", "暂无。"])
def test_w1_finds_a_section_five_that_tells_nothing(text):
    assert ids(facts_of_2023(TEXTS | {5: text})) == ["W1"]


def test_w3_finds_single_rows_of_the_older_form():
    facts = facts_of_2023(S2_20_1__NORM__MADE=2, S3__R6__TOTAL=1)

    (finding,) = check_report(facts)

    assert (finding.id, finding.cells) == ("W3", ("S2_20_1.NORM.MADE", "S3.R6.TOTAL"))
    assert "混有2019年格式" in finding.sentence


def test_w4_finds_rules_of_a_body_that_makes_none():
    facts = facts_of_2023(S2_20_1__RULE__ISSUED=1, S2_20_1__RULE__EFFECTIVE=1)

    assert ids(facts) == ["W4"]
    assert ids(replace(facts, body="云溪市人民政府")) == []


def test_an_unknown_cell_is_no_finding():
    facts = facts_of_2023(S3__NEW__NAT=None, S4__CASES__REV_UPHELD=None, S2_20_1__RULE__ISSUED=None)

    assert check_report(facts) == []
