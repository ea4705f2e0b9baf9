"""An annual report from its first count to the public page, and what keeps it honest."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from disclosure.models import Item
from disclosure.tests.factories import make_category, make_item
from portal.errors import RuleViolation
from reports import counting
from reports.formats import form_for
from reports.models import AnnualReport
from reports.tests import people
from reports.tests.people import JANUARY, OFFICE_FIGURES
from reports.tests.registers import make_case
from reports.workflow import Origin, Status
from requests_app.models import InformationRequest

pytestmark = pytest.mark.django_db
FEE = "S2_20_8.FEE.AMOUNT"


def test_a_report_begins_with_what_the_registers_count():
    report = people.start_2024(people.officer())

    cells = report.content().cells
    assert {code: n for code, n in cells.items() if n} == {
        "S3.NEW.NAT": 2,
        "S3.NEW.ORG_BUS": 1,
        "S3.NEW.TOTAL": 3,
        "S3.CARRY_IN.NAT": 1,
        "S3.CARRY_IN.TOTAL": 1,
        "S3.R1.NAT": 1,
        "S3.R1.TOTAL": 1,
        "S3.R2.NAT": 1,
        "S3.R2.TOTAL": 1,
        "S3.R4_1.ORG_BUS": 1,
        "S3.R4_1.TOTAL": 1,
        "S3.R7.NAT": 2,
        "S3.R7.ORG_BUS": 1,
        "S3.R7.TOTAL": 3,
        "S3.CARRY_OUT.NAT": 1,
        "S3.CARRY_OUT.TOTAL": 1,
    }
    assert {code for code, n in cells.items() if n is None} == set(OFFICE_FIGURES)
    assert report.filled["S3.NEW.NAT"].origin == Origin.COMPUTED


def test_the_year_of_a_report_is_over_and_has_one_report():
    by = people.officer()
    people.start_2024(by)

    with pytest.raises(RuleViolation, match="已经在编制"):
        AnnualReport.objects.start(2024, by=by, at=JANUARY)
    with pytest.raises(RuleViolation, match="还没有结束"):
        AnnualReport.objects.start(2025, by=by, at=JANUARY)
    with pytest.raises(PermissionDenied):
        AnnualReport.objects.start(2023, by=people.leader(), at=JANUARY)


def test_without_a_register_nothing_is_counted_as_nil():
    by = people.officer()
    report = AnnualReport.objects.start(2022, by=by, at=JANUARY)
    assert report.content().cells["S3.NEW.NAT"] is None
    assert any("空着" in finding.sentence for finding in report.findings())

    report.fill_blanks("查阅2022年纸质台账，没有申请", by=by, at=JANUARY)

    cells = report.content().cells
    assert cells["S3.NEW.TOTAL"] == 0 and cells["S3.R7.TOTAL"] == 0
    assert report.filled["S3.NEW.NAT"].origin == Origin.ENTERED
    assert report.findings() == [] or {each.id for each in report.findings()} <= {"W1"}


def test_a_counted_figure_is_corrected_with_a_reason_and_sums_follow():
    by = people.officer()
    report = people.start_2024(by)

    with pytest.raises(RuleViolation, match="更正须写明理由"):
        report.enter("S3.NEW.NAT", 3, " ", by=by, at=JANUARY)
    report.enter("S3.NEW.NAT", 3, "邮寄的一件漏登", by=by, at=JANUARY)

    cell = report.filled["S3.NEW.NAT"]
    entry = report.entries.get()
    assert (cell.value, cell.counted, cell.origin) == (3, 2, Origin.CORRECTED)
    assert (entry.old_value, entry.reason, entry.by) == ("2", "邮寄的一件漏登", by)
    assert report.filled["S3.NEW.TOTAL"].value == 4
    assert {each.id for each in report.findings()} >= {"C1", "C10"}


def test_a_figure_taken_back_is_counted_again():
    by = people.officer()
    report = people.start_2024(by)
    report.enter("S3.NEW.NAT", 3, "漏登", by=by, at=JANUARY)

    report.restore("S3.NEW.NAT", by=by, at=JANUARY)

    assert report.filled["S3.NEW.TOTAL"].value == 3
    assert report.entries.count() == 2


@pytest.mark.parametrize(
    "code, value",
    [
        ("S3.NEW.TOTAL", 5),
        ("S3.R7.NAT", 5),
        ("S3.NEW.NAT", -1),
        ("S3.NEW.NAT", Decimal("1.5")),
        ("S3.NEW.NAT", "3件"),
        (FEE, Decimal("1.1234567")),
        (FEE, Decimal("-1")),
        ("S3.NOWHERE.NAT", 1),
    ],
)
def test_what_cannot_stand_in_a_cell_is_refused(code, value):
    by = people.officer()
    report = people.start_2024(by)

    with pytest.raises(RuleViolation):
        report.enter(code, value, "理由", by=by, at=JANUARY)


def test_an_amount_keeps_six_decimals_and_no_zeros():
    by = people.officer()
    report = people.start_2024(by)

    report.enter(FEE, Decimal("0.040300"), "财务科", by=by, at=JANUARY)

    report = AnnualReport.objects.get()
    assert report.content().as_json()["cells"][FEE] == "0.0403"


def test_an_error_keeps_a_report_from_approval():
    by = people.officer()
    report = people.start_2024(by)
    people.fill(report, by)
    report.enter("S3.NEW.NAT", 3, "漏登", by=by, at=JANUARY)
    report.submit_check(by=by, at=JANUARY)

    with pytest.raises(RuleViolation, match="C1"):
        report.approve(by=people.head(), at=JANUARY)

    assert AnnualReport.objects.get().status == Status.OFFICE_CHECK


def test_a_warning_wants_a_note_and_a_corrected_cell_has_its_reason():
    by, approver = people.officer(), people.head()
    report = people.start_2024(by)
    people.fill(report, by, **{"S2_20_1.RULE.ISSUED": 1, "S2_20_1.RULE.EFFECTIVE": 1})
    report.enter("S3.NEW.NAT", 3, "漏登一件", by=by, at=JANUARY)
    report.enter("S3.R1.NAT", 2, "漏登一件", by=by, at=JANUARY)
    report.submit_check(by=by, at=JANUARY)

    with pytest.raises(RuleViolation, match="W4需要说明"):
        report.approve(by=approver, at=JANUARY)
    (finding,) = (each for each in report.findings() if each.id == "W4")
    report.explain(finding, "与县政府联合制定", by=approver, at=JANUARY)
    report.approve(by=approver, at=JANUARY)

    assert report.status == Status.APPROVED


def test_carry_over_that_differs_from_the_year_before_may_be_explained():
    by, approver = people.officer(), people.head()
    report = AnnualReport.objects.start(2023, by=by, at=JANUARY)
    report.fill_blanks("纸质台账", by=by, at=JANUARY)
    report = people.start_2024(by)
    people.fill(report, by)
    report.submit_check(by=by, at=JANUARY)
    with pytest.raises(RuleViolation, match="C5需要说明"):
        report.approve(by=approver, at=JANUARY)

    for finding in report.findings():
        report.explain(finding, "上年统计口径不同", by=by, at=JANUARY)
    report.approve(by=approver, at=JANUARY)

    assert report.is_frozen


def test_whoever_worked_on_a_report_does_not_approve_it():
    first, second = people.head("yi"), people.head("er")
    report = people.start_2024(first)
    people.fill(report, first)
    report.submit_check(by=second, at=JANUARY)

    for person in (first, second):
        with pytest.raises(RuleViolation, match="另一位负责人"):
            report.approve(by=person, at=JANUARY)
    with pytest.raises(PermissionDenied):
        report.approve(by=people.officer(), at=JANUARY)
    report.approve(by=people.leader(), at=JANUARY)

    assert report.status == Status.APPROVED


def test_the_database_refuses_one_person_with_two_signatures():
    report = people.approved_2024()

    with pytest.raises(IntegrityError), transaction.atomic():
        AnnualReport.objects.update(approved_by=report.submitted_by)


def test_a_frozen_report_does_not_move_when_the_register_does():
    report = people.approved_2024()
    before = report.content()

    InformationRequest.objects.filter(outcome="GRANT").update(outcome="PARTIAL")
    report = AnnualReport.objects.get()

    assert report.content() == before
    assert report.is_intact
    assert [each for each in report.drift() if each[0].endswith(".NAT")] == [
        ("S3.R1.NAT", 1, 0),
        ("S3.R2.NAT", 1, 2),
    ]


def test_a_frozen_report_takes_no_more_figures_or_texts():
    by = people.officer()
    report = people.approved_2024(by)

    for act in (
        lambda: report.enter("S3.NEW.NAT", 9, "改", by=by, at=JANUARY),
        lambda: report.write({1: "改"}, by=by, at=JANUARY),
        lambda: report.recompute(by=by, at=JANUARY),
        lambda: report.send_back("改", by=by, at=JANUARY),
    ):
        with pytest.raises(RuleViolation):
            act()


def test_figures_in_the_text_are_those_of_the_table():
    by = people.officer()
    report = people.start_2024(by)
    report.write({1: "全年新收{S3.NEW.TOTAL}件，收费{S2_20_8.FEE.AMOUNT}万元。"}, by=by, at=JANUARY)
    assert report.content().texts[1] == "全年新收3件，收费（待填）万元。"

    people.fill(report, by)

    assert report.content().texts[1] == "全年新收3件，收费282.1万元。"
    with pytest.raises(RuleViolation, match="S3.NEW.ALL"):
        report.write({1: "{S3.NEW.ALL}"}, by=by, at=JANUARY)


def test_section_six_states_the_fee():
    by = people.officer()
    report = people.start_2024(by)
    people.fill(report, by)
    report.write({6: "无其他需要报告的事项。"}, by=by, at=JANUARY)

    with pytest.raises(RuleViolation, match="信息处理费"):
        report.submit_check(by=by, at=JANUARY)


def test_publishing_puts_one_item_on_the_list_of_annual_reports():
    report = people.published_2024()

    item = Item.objects.public().get(category__code="9004")
    assert report.item == item
    assert item.title == "云溪县教育局2024年政府信息公开工作年度报告"
    assert "/zfxxgk/zfxxgknb/2024/" in item.body
    assert item.category.published_count == 1


def test_a_correction_is_a_further_version_with_its_reason():
    by = people.officer()
    first = people.published_2024(by)
    frozen = first.content()

    second = first.correct("行政许可数量统计有误", by=by, at=JANUARY)
    assert second.content().cells == frozen.cells
    second.enter("S2_20_5.LICENSE.DECISIONS", 127, "人事科更正", by=by, at=JANUARY)
    second.submit_check(by=by, at=JANUARY)
    second.approve(by=people.leader(), at=JANUARY)
    second.publish(by=by, at=JANUARY)

    assert AnnualReport.objects.get(version=1).content() == frozen
    assert AnnualReport.objects.current().get() == second
    assert second.content().cells["S2_20_5.LICENSE.DECISIONS"] == 127
    assert Item.objects.filter(category__code="9004").count() == 1
    with pytest.raises(RuleViolation, match="更新的版本"):
        first.correct("再改", by=by, at=JANUARY)


def test_a_correction_keeps_what_was_frozen_though_the_register_moved():
    by = people.officer()
    first = people.published_2024(by)
    make_case(99, received_on=date(2024, 6, 3)).save()

    second = first.correct("更正许可数量", by=by, at=JANUARY)

    assert second.content().cells == first.content().cells
    assert second.filled["S3.NEW.NAT"].counted == 3


def test_all_cells_are_counted_in_one_query_for_each_table(django_assert_num_queries):
    people.register_2024()

    with django_assert_num_queries(4):  # is there a register; 表三; 表四; 规范性文件
        counting.count(form_for(2024), 2024)


def test_normative_documents_are_proposed_from_the_items():
    leaf = make_category("0202", name="行政规范性文件")
    for written, fields in (
        ("2022-05-06", {"validity": "valid"}),
        ("2022-05-06", {"validity": "repealed", "abolished_on": date(2024, 7, 1)}),
        ("2021-05-06", {"validity": "expired", "expires_on": date(2023, 7, 1)}),
        ("2024-05-06", {"validity": "valid"}),
        ("2024-05-07", {"validity": "repealed", "abolished_on": date(2025, 1, 3)}),
        ("2025-01-02", {"validity": "valid"}),
    ):
        day = date.fromisoformat(written)
        make_item(category=leaf, written_on=day, title=f"{written} {fields}", **fields)

    counted = counting.count(form_for(2024), 2024)

    stem = "S2_20_1.NORM"
    assert {code: counted[code] for code in counted if code.startswith(stem)} == {
        f"{stem}.ISSUED": 2,
        f"{stem}.ABOLISHED": 1,
        f"{stem}.EFFECTIVE": 3,
    }
    assert all(
        counting.behind(form_for(2024), 2024, code).count() == counted[code]
        for code in counted
        if code.startswith(stem)
    )
