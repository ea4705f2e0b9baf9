"""January: the annual report is called to mind until it is public."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from disclosure.models.catalogue import Cadence
from disclosure.tests.factories import make_category, make_item
from portal.models import Notice
from portal.reminder_scan import scan
from portal.roles import DISCLOSURE_HEAD, LEADER
from portal.tests.reminding import make_holder
from reports.models import AnnualReport
from reports.workflow import FROZEN, Status

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def leaf():
    make_holder(DISCLOSURE_HEAD, "head")
    make_holder(LEADER, "leader")
    return make_category("9004", name="政府信息公开年报", cadence=Cadence.BY_31_JANUARY)


def on(month, day):
    return datetime(2026, month, day, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


def told():
    notices = Notice.objects.filter(event__startswith="reports.")
    return set(notices.values_list("event", "step", "recipient__username"))


@pytest.mark.parametrize(
    "day, owed",
    [
        (1, set()),
        (2, {("reports.figures_due", 3)}),
        (5, {("reports.figures_due", 0)}),
        (20, {("reports.figures_due", -15), ("reports.approval_due", 0)}),
        (31, {("reports.publication_due", 0), ("reports.approval_due", -11)}),
    ],
)
def test_each_date_of_january_is_called_to_mind(day, owed):
    scan(on(1, day))

    assert owed <= {(event, step) for event, step, who in told() if who == "head"}
    assert bool(owed) == bool(told())


def test_the_words_name_the_year_and_the_article(leaf):
    scan(on(1, 31))

    notice = Notice.objects.filter(event="reports.publication_due").first()
    assert notice.subject == "公布2025年年度报告"
    assert "期限是2026年1月31日" in notice.text
    assert "第四十九条" in notice.text


def test_a_report_of_this_year_ends_it_and_one_of_last_year_does_not(leaf):
    make_item(category=leaf, at=on(1, 20).replace(year=2025))
    scan(on(1, 5))
    assert told()

    make_item(category=leaf, at=on(1, 6), title="年报")
    scan(on(1, 31))

    assert {step for _, step, _ in told()} == {0}


@pytest.mark.parametrize(
    "status, owed",
    [
        (Status.DRAFT, {"figures_due", "approval_due", "publication_due"}),
        (Status.OFFICE_CHECK, {"approval_due", "publication_due"}),
        (Status.APPROVED, {"publication_due"}),
        (Status.PUBLISHED, set()),
    ],
)
def test_how_far_the_report_is_says_what_is_still_owed(status, owed):
    frozen = {"frozen": {}, "frozen_hash": "x", "approved_at": on(1, 15)}
    more = frozen if status in FROZEN else {}
    if status == Status.PUBLISHED:
        more = more | {"published_on": on(1, 20).date()}
    AnnualReport.objects.create(year=2025, format="2021", body="局", status=status, **more)

    scan(on(1, 31))

    assert {event.removeprefix("reports.") for event, _, _ in told()} == owed


def test_out_of_january_nothing_is_asked():
    scan(on(12, 31))

    assert not told()
