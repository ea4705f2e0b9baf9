"""The statistics board: figures of any period and office, always by the same few queries."""

import io
from datetime import date

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from disclosure.tests.factories import NOON, make_category, make_item
from portal.tests.factories import make_office
from reports import assessment, statistics
from reports.board import panels
from reports.models import AssessmentWeight, ChannelFigure
from reports.request_statistics import RequestCounts
from reports.resources import ChannelFigureResource, ChannelLedger
from reports.statistics import Period, quarter_of, year_of
from reports.tests import people
from reports.tests.people import text_of
from reports.tests.registers import register_cases
from reports.workflow import WEIGHTS, Measure
from requests_app.outcomes import Outcome

pytestmark = pytest.mark.django_db
BOARD = "/admin/statistics/"
YEAR, TODAY = year_of(2024), date(2025, 1, 10)


def closed_after(days: int, **fields) -> dict:
    received = date(2024, 3, 4)
    closed = date.fromordinal(received.toordinal() + days)
    return {"closed_on": closed, "outcome": Outcome.GRANT, "is_late": False} | fields


def test_days_used_are_told_by_the_middle_case_and_the_ninth_in_ten():
    register_cases(*(closed_after(days) for days in (1, 2, 3, 4, 5, 6, 7, 8, 9, 40)))

    figures = RequestCounts(YEAR, TODAY).figures

    assert (figures.median_days, figures.nine_tenths_days) == (5, 9)


def test_a_share_counts_only_cases_whose_day_is_known():
    register_cases(
        closed_after(5),
        closed_after(5),
        closed_after(50, is_late=True, extension_days=20),
        closed_after(9, is_late=None),
    )

    figures = RequestCounts(YEAR, TODAY).figures

    assert figures.on_time_share == "66.7%"
    assert figures.extended_share == "25.0%"
    assert (figures.closed, figures.late) == (4, 1)


def test_over_no_cases_there_is_no_share():
    figures = RequestCounts(YEAR, TODAY).figures

    assert figures.on_time_share == "—"
    assert figures.median_days is None


def test_open_cases_past_their_day_are_overdue_today():
    register_cases({"due_on": date(2025, 1, 9)}, {"due_on": TODAY}, {})

    assert RequestCounts(YEAR, TODAY).figures.overdue == 1


def test_an_office_sees_its_own_figures():
    basic, other = make_office(), make_office("finance", name="财务科")
    register_cases(closed_after(5, office=basic), closed_after(9, office=other))
    make_item(category=make_category("0601"), at=NOON.replace(year=2024), office=basic)

    assert RequestCounts(YEAR, TODAY, basic.pk).figures.closed == 1
    assert sum(n for _, n in statistics.items_by_category(YEAR, basic.pk)) == 1
    assert statistics.items_by_category(YEAR, other.pk) == []


def test_channel_totals_are_summed_over_the_months_of_the_period():
    for month, figure in ((3, 10), (4, 5), (6, 1), (7, 99)):
        ChannelFigure.objects.create(
            year=2024, month=month, outlet="WECHAT", unit="条", figure=figure, source="办公室"
        )

    rows = statistics.outlet_rows(Period(date(2024, 4, 1), date(2024, 6, 30)))

    assert rows == [("微信公众号", "条", 6)]


@pytest.mark.parametrize(
    "day, begins, ends",
    [
        (date(2024, 2, 29), date(2024, 1, 1), date(2024, 3, 31)),
        (date(2024, 6, 30), date(2024, 4, 1), date(2024, 6, 30)),
        (date(2024, 7, 1), date(2024, 7, 1), date(2024, 9, 30)),
        (date(2024, 12, 31), date(2024, 10, 1), date(2024, 12, 31)),
    ],
)
def test_quarters_are_those_of_the_calendar(day, begins, ends):
    assert quarter_of(day) == Period(begins, ends)


def test_a_month_to_come_is_not_shown_as_a_month_of_nothing():
    assert YEAR.until(date(2024, 3, 9)).months == [(2024, 1), (2024, 2), (2024, 3)]
    assert YEAR.until(TODAY) == YEAR


@pytest.mark.parametrize(
    "period, title",
    [
        (YEAR, "2024年信息公开统计"),
        (quarter_of(date(2024, 8, 5)), "2024年第三季度信息公开统计季报"),
        (Period(date(2024, 1, 1), date(2024, 1, 31)), "信息公开统计（2024-01-01至2024-01-31）"),
    ],
)
def test_a_quarter_gives_the_quarterly_return(period, title):
    assert period.title == title


def test_the_board_asks_as_often_for_many_cases_as_for_one(django_assert_num_queries):
    with django_assert_num_queries(9):
        panels(YEAR, TODAY)
    register_cases(*(closed_after(days % 30) for days in range(300)))

    with django_assert_num_queries(9):
        panels(YEAR, TODAY)


def test_the_board_shows_tables_charts_and_exports_them(client):
    register_cases(closed_after(5), closed_after(9, outcome=Outcome.PARTIAL))
    client.force_login(people.supervisor())
    period = {"begins": "2024-01-01", "ends": "2024-12-31"}

    page = client.get(BOARD, period)
    exported = client.get(reverse("admin:statistics_export"), period)

    assert "予以公开" in text_of(page) and "招生计划" in text_of(page)
    assert 'role="img"' in page.content.decode()
    book = load_workbook(io.BytesIO(exported.content))
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "予以公开" in cells and "按期办结率" in cells


def test_a_wrong_period_is_said_beside_its_field(client):
    client.force_login(people.supervisor())

    page = client.get(BOARD, {"begins": "2024-12-31", "ends": "2024-01-01"})

    assert "结束日期不能早于开始日期" in text_of(page)


def test_the_board_is_for_those_who_may_see_it(client):
    client.force_login(people.make_staff("cheng", "承办人"))

    assert client.get(BOARD).status_code == 403
    assert client.get(reverse("admin:statistics_export")).status_code == 403


def test_the_public_page_leaves_out_what_people_asked_about(client):
    register_cases(closed_after(5))

    page = client.get("/zfxxgk/statistics/")

    assert page.status_code == 200
    assert "招生计划" not in text_of(page)


def test_channel_figures_are_imported_and_the_same_month_is_replaced():
    def bring(text):
        dataset = ChannelLedger().create_dataset(text.encode(), "渠道.csv")
        return ChannelFigureResource().import_data(dataset)

    head = "年度,月份,渠道,数量,单位,数据来源\n"
    assert bring(f"{head}2024,1,微信公众号,30,,办公室\n2024,1,热线办件,4,,信访科\n").is_good
    assert bring(f"{head}2024,1,微信公众号,31,条,办公室\n").is_good
    bad = bring(f"{head}2024,13,微信,x,,\n2024,2,微博,1,,办公室\n")

    figures = ChannelFigure.objects.values_list("outlet", "unit", "figure")
    assert set(figures) == {("WECHAT", "条", 31), ("HOTLINE", "件", 4)}
    assert len(bad.invalid_rows) == 1
    assert set(bad.invalid_rows[0].error_dict) == {"月份", "渠道", "数量", "数据来源"}


def test_channel_figures_stand_in_the_text():
    by = people.officer()
    report = people.start_2024(by)
    for outlet, figure in (("WECHAT", 30), ("WEBSITE", 12), ("HOTLINE", 7)):
        unit = "件" if outlet == "HOTLINE" else "条"
        ChannelFigure.objects.create(
            year=2024, month=5, outlet=outlet, unit=unit, figure=figure, source="办公室"
        )

    report.write(
        {1: "共{CHANNEL.TOTAL}条，微信{CHANNEL.WECHAT}条，热线{CHANNEL.HOTLINE}件"},
        by=by,
        at=people.JANUARY,
    )

    assert report.content().texts[1] == "共42条，微信30条，热线7件"


def test_an_office_is_scored_by_what_it_can_be_measured_by():
    office = make_office()
    register_cases(closed_after(5, office=office), closed_after(50, office=office, is_late=True))
    shares = assessment.shares_of_requests(YEAR)[office.pk]

    assert assessment.points_of(shares, WEIGHTS) == 50.0
    both = shares | {Measure.COVERAGE: (3, 3)}
    assert assessment.points_of(both, WEIGHTS | {Measure.COVERAGE: 90}) == 87.5
    assert assessment.points_of({}, WEIGHTS) is None


def test_the_board_says_how_much_of_the_catalogue_holds_something(client):
    family = make_category("06", name="招生入学")
    make_item(category=make_category("0601", parent=family))
    make_category("0602", parent=family)
    client.force_login(people.supervisor())

    page = text_of(client.get(BOARD))

    assert "栏目覆盖" in page
    assert "招生入学 2 1 50.0%" in page


def test_the_score_sheet_uses_the_weights_the_office_set(client):
    make_category("0601", office=make_office())
    AssessmentWeight.objects.create(measure=Measure.COVERAGE, weight=55)
    client.force_login(people.supervisor())

    page = text_of(client.get(BOARD, {"begins": "2024-01-01", "ends": "2024-12-31"}))

    assert "科室考核" in page and "栏目有内容（权重55）" in page
    assert "0/1" in page
