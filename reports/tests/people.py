"""People who make the annual report, and a year for them to report on."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

from django.urls import reverse
from lxml import html

from disclosure.tests.factories import make_category
from portal.roles import DISCLOSURE_HEAD, DISCLOSURE_OFFICER, LEADER, SUPERVISOR
from portal.tests.factories import make_office, make_user, role_group
from reports.content import ReportContent
from reports.models import AnnualReport
from reports.readers import read_report
from reports.tests.published import collected
from reports.tests.registers import register_cases
from requests_app.outcomes import Outcome

JANUARY = datetime(2025, 1, 10, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai
PROBLEMS = "一是公开形式不够多样。针对存在问题，下一步将加强政策解读。"
OFFICE_FIGURES = {
    "S2_20_1.RULE.ISSUED": 0,
    "S2_20_1.RULE.ABOLISHED": 0,
    "S2_20_1.RULE.EFFECTIVE": 0,
    "S2_20_1.NORM.ISSUED": 2,
    "S2_20_1.NORM.ABOLISHED": 1,
    "S2_20_1.NORM.EFFECTIVE": 9,
    "S2_20_5.LICENSE.DECISIONS": 126,
    "S2_20_6.PENALTY.DECISIONS": 1,
    "S2_20_6.COERCION.DECISIONS": 0,
    "S2_20_8.FEE.AMOUNT": "282.1",
}


def make_staff(username, role):
    """A member of staff of an office; the roles are set up once."""
    person = make_user(username, office=make_office())
    person.groups.add(role_group(role))
    return person


def officer(name="ban"):
    return make_staff(name, DISCLOSURE_OFFICER)


def head(name="zhuren"):
    return make_staff(name, DISCLOSURE_HEAD)


def leader(name="juzhang"):
    return make_staff(name, LEADER)


def supervisor(name="jian"):
    return make_staff(name, SUPERVISOR)


def register_2024():
    """Four requests: one carried in and ended, one ended, one of a company, one still open."""
    register_cases(
        {
            "received_on": date(2023, 12, 20),
            "submitted_on": date(2023, 12, 20),
            "closed_on": date(2024, 1, 12),
            "outcome": Outcome.PARTIAL,
        },
        {"closed_on": date(2024, 3, 20), "outcome": Outcome.GRANT},
        {
            "applicant_kind": "ORG_BUS",
            "closed_on": date(2024, 3, 29),
            "outcome": Outcome.UNABLE_NOT_HELD,
        },
        {"received_on": date(2024, 12, 25), "submitted_on": date(2024, 12, 25)},
    )


def start_2024(by) -> AnnualReport:
    register_2024()
    make_category("9004", name="政府信息公开年报")
    return AnnualReport.objects.start(2024, by=by, at=JANUARY)


def fill(report, by, **figures):
    """Enter what the offices hand in, and the problems of the year."""
    values = OFFICE_FIGURES | figures
    values["S2_20_8.FEE.AMOUNT"] = Decimal(values["S2_20_8.FEE.AMOUNT"])
    report.enter_all(values, "财务科、人事科提供", by=by, at=JANUARY)
    report.write({5: PROBLEMS}, by=by, at=JANUARY)


def approved_2024(by=None, approver=None) -> AnnualReport:
    by = by or officer()
    report = start_2024(by)
    fill(report, by)
    report.submit_check(by=by, at=JANUARY)
    report.approve(by=approver or head(), at=JANUARY)
    return report


def published_2024(by=None, approver=None) -> AnnualReport:
    by = by or officer()
    report = approved_2024(by, approver)
    report.publish(by=by, at=JANUARY)
    return report


def address(report, page="change", *args) -> str:
    return reverse(f"admin:reports_annualreport_{page}", args=[report.pk, *args])


def text_of(page) -> str:
    return " ".join(html.fromstring(page.content.decode()).text_content().split())


def published_file(name, folder):
    """A report somebody published, as a file of its own."""
    path = folder / f"{name}.json"
    path.write_text(json.dumps(collected(name), ensure_ascii=False))
    return path


def import_file(path, by) -> AnnualReport:
    facts = read_report(path).facts
    content = ReportContent(
        facts.year, facts.form, facts.body or "某局", dict(facts.cells), dict(facts.texts)
    )
    return AnnualReport.objects.import_published(
        content,
        published_on=date(facts.year + 1, 1, 26),
        by=by,
        at=JANUARY,
        source=path.name,
    )
