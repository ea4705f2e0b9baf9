"""The demo bureau has a series of reports in which every check holds, and one left to make."""

from datetime import date
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command

from disclosure.models import Item
from disclosure.tests.factories import make_category, make_item
from disclosure.workflow import EventKind
from portal.demo_logins import make_demo_logins
from portal.models import User
from reports.demo.load import at, load
from reports.models import AnnualReport, ChannelFigure
from reports.tests.people import register_2024

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 18)


def load_what_reports_stand_on():
    """People, items of the demo for the older reports, a normative document, requests."""
    call_command("sync_roles", verbosity=0)
    make_demo_logins()
    make_item(
        category=make_category("0202", name="行政规范性文件"),
        title="校外培训管理办法",
        written_on=date(2022, 5, 6),
        validity="valid",
    )
    leaf = make_category("9004", name="政府信息公开年报")
    for year in range(2020, 2024):
        title = f"云溪县教育局{year}年政府信息公开工作年度报告"
        item = make_item(category=leaf, title=title, at=at(date(year + 1, 1, 19)))
        item.events.create(kind=EventKind.DEMO, by=None, at=item.published_at)
    register_2024()


def test_the_demo_series_is_whole_holds_and_goes_without_a_trace(settings):
    settings.ZEAL_ALLOWLIST = [{"model": "*"}]  # the demo is played act by act
    load_what_reports_stand_on()

    with time_machine.travel(at(DAY), tick=False):
        count = load(DAY)

    check_series(count)
    check_the_year_left_to_the_head()
    check_that_a_refusal_leaves_everything()
    call_command("load_demo", remove=True, stdout=StringIO())
    assert [report.year for report in AnnualReport.objects.all()] == [2025]
    assert not ChannelFigure.objects.exists()
    assert not Item.objects.filter(category__code="9004").exists()


def check_that_a_refusal_leaves_everything():
    demo = Item.objects.filter(category__code="9004").first()
    own = make_item(title="延期公告", category=demo.category, postpones=demo)
    before = AnnualReport.objects.count(), ChannelFigure.objects.count(), Item.objects.count()
    out = StringIO()

    with pytest.raises(CommandError, match="延期公告"):
        call_command("load_demo", remove=True, stdout=out)

    after = AnnualReport.objects.count(), ChannelFigure.objects.count(), Item.objects.count()
    assert after == before
    assert out.getvalue() == ""
    Item.objects.filter(pk=own.pk).delete()


def check_series(count):
    reports = AnnualReport.objects.current().order_by("year")
    assert [(each.year, each.format, each.is_imported) for each in reports] == [
        (2020, "2019", True),
        (2021, "2021", True),
        (2022, "2021", True),
        (2023, "2021", True),
        (2024, "2021", False),
    ]
    assert count == len(reports)
    for report in reports:
        assert (report.year, report.findings()) == (report.year, [])
        assert report.is_intact
        assert report.drift() == []
        assert str(report.year) in report.item.title
        assert report.published_on.year == report.year + 1
    assert Item.objects.public().filter(category__code="9004").count() == count


def check_the_year_left_to_the_head():
    head = User.objects.get(username="disclosure_head")
    report = AnnualReport.objects.start(2025, by=head, at=at(DAY))
    assert report.content().cells["S3.CARRY_IN.TOTAL"] == 1
    assert "微信公众号" in report.content().texts[1]
    # Blanks the offices fill and a section nobody has written: nothing else is found.
    assert {finding.id for finding in report.findings()} == {"C7", "C8", "W1"}


def test_without_the_demo_there_is_nothing_to_report_on():
    with pytest.raises(CommandError, match="load_demo"):
        call_command("load_demo_reports", stdout=StringIO())
