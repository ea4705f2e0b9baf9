"""The annual report at the desk and in public, as each person sees it."""

import json

import pytest
import time_machine
from django.urls import reverse
from lxml import html

from portal.models import AuditAct, AuditEntry
from reports.models import AnnualReport
from reports.tests import people
from reports.tests.people import JANUARY, OFFICE_FIGURES, address, text_of
from reports.workflow import Status
from requests_app.models import InformationRequest

pytestmark = pytest.mark.django_db
PUBLIC = "/zfxxgk/zfxxgknb/2024/"


def form_of(client, to, form_id):
    form = html.fromstring(client.get(to).content.decode()).get_element_by_id(form_id)
    return {name: (value or "").removeprefix("\n") for name, value in form.form_values()}


@time_machine.travel("2025-01-10T10:00:00+08:00")
def test_a_head_makes_a_report_and_another_person_approves_and_publishes_it(client):
    people.register_2024()
    people.make_category("9004", name="政府信息公开年报")
    client.force_login(people.head("yi"))
    page = client.post(reverse("admin:reports_annualreport_add"), {"year": 2024}, follow=True)
    report = AnnualReport.objects.get()
    assert "没有填的 10 格" in text_of(page)

    sent = form_of(client, address(report, "figures"), "figures_form")
    page = client.post(
        address(report, "figures"), sent | OFFICE_FIGURES | {"reason": "各科室提供"}, follow=True
    )
    assert "已保存10格数据" in text_of(page)
    sent = form_of(client, address(report, "texts"), "texts_form")
    page = client.post(address(report, "texts"), sent | {"section_5": people.PROBLEMS}, follow=True)
    assert "新收政府信息公开申请3件" in text_of(page)
    assert "没有发现问题" in text_of(client.get(address(report, "checks")))
    client.post(address(report, "submit"))
    page = client.post(address(report, "approve"))
    assert "另一位负责人" in text_of(page)

    client.force_login(people.leader())
    client.post(address(report, "approve"))
    client.force_login(people.head("er"))
    client.post(address(report, "publish"))

    report = AnnualReport.objects.get()
    assert report.status == Status.PUBLISHED
    assert client.get(PUBLIC).status_code == 200


def test_a_cell_shows_its_cases_to_whoever_may_see_cases(client):
    report = people.start_2024(people.officer())

    client.force_login(people.supervisor())
    page = text_of(client.get(address(report, "cell", "S3.NEW.NAT")))
    client.force_login(people.leader())
    hidden = text_of(client.get(address(report, "cell", "S3.NEW.NAT")))

    assert "2024-00001" in page and "2024-00003" in page and "2024-00002" not in page
    assert "2024-00001" not in hidden and "需要查看全部申请的权限" in hidden


def test_a_figure_is_corrected_on_the_page_of_its_cell(client):
    client.force_login(people.officer())
    report = people.start_2024(people.officer("er"))
    to = address(report, "cell", "S3.NEW.NAT")

    page = client.post(to, {"S3.NEW.NAT": "3", "reason": ""})
    assert "更正须写明理由" in text_of(page)
    client.post(to, {"S3.NEW.NAT": "３件", "reason": "漏登一件"})
    page = text_of(client.get(to))

    assert "漏登一件" in page and "统计数为 2" in page
    client.post(to, {"restore": "1"})
    assert AnnualReport.objects.get().filled["S3.NEW.NAT"].value == 2


def test_an_unknown_placeholder_and_a_missing_fee_sentence_are_said_beside_the_field(client):
    client.force_login(people.officer())
    report = people.start_2024(people.officer("er"))

    page = client.post(
        address(report, "texts"),
        {"section_1": "收到{S3.NEW.ALL}件", "section_5": "", "section_6": "无其他事项。"},
    )

    assert "没有名为{S3.NEW.ALL}的数据" in text_of(page)
    assert "本年度未收取信息处理费" in text_of(page)


def test_a_note_settles_a_warning(client):
    by = people.officer()
    report = people.start_2024(by)
    people.fill(report, by, **{"S2_20_1.RULE.ISSUED": 1, "S2_20_1.RULE.EFFECTIVE": 1})
    client.force_login(by)
    page = html.fromstring(client.get(address(report, "checks")).content.decode())
    (key,) = page.xpath("//input[@name='key']/@value")

    page = client.post(address(report, "checks"), {"key": key, "note": "联合制定"}, follow=True)

    assert "已说明" in text_of(page)
    assert report.obstacles() == []


def test_what_no_cell_counts_is_listed(client):
    report = people.start_2024(people.officer())
    InformationRequest.objects.filter(number="2024-00001").update(received_on=None)
    client.force_login(people.supervisor())

    page = text_of(client.get(address(report)))

    assert "当年办结，但没有收到日期：1件" in page
    assert "2024-00001" in page


def test_drift_is_shown_beside_the_frozen_figures(client):
    report = people.approved_2024()
    InformationRequest.objects.filter(outcome="GRANT").update(outcome="PARTIAL")
    client.force_login(people.leader())

    page = text_of(client.get(address(report)))

    assert "批准之后登记台账有变动，报告不随之改变" in page


@pytest.mark.parametrize("page", ["figures", "texts", "submit", "recompute", "fill-blanks"])
def test_only_who_prepares_reports_gets_at_their_pages(client, page):
    report = people.start_2024(people.officer())
    client.force_login(people.supervisor())

    assert client.get(address(report)).status_code == 200
    assert client.get(address(report, page)).status_code == 403
    assert client.post(address(report, page)).status_code == 403


def test_export_is_for_those_who_may_and_goes_on_record(client):
    report = people.approved_2024()
    client.force_login(people.supervisor())
    assert client.get(address(report, "export", "json")).status_code == 403

    client.force_login(people.leader())
    answer = client.get(address(report, "export", "json"))

    assert json.loads(answer.content)["cells"]["S3.NEW.TOTAL"] == 3
    assert AuditEntry.objects.filter(act=AuditAct.EXPORT, by__username="juzhang").count() == 1


def test_the_public_page_has_three_rows_of_headers_and_the_frozen_figures(client):
    people.published_2024()

    answer = client.get(PUBLIC)
    page = html.fromstring(answer.content.decode())

    table = page.xpath("//table[caption[contains(.,'收到和处理')]]")[0]
    assert len(table.xpath("thead/tr")) == 3
    cells = table.xpath("tbody//td")
    assert len(cells) == 175
    assert all(cell.get("headers") for cell in cells)
    assert "统计期限自2024年1月1日起至2024年12月31日止" in text_of(answer)


def test_a_report_that_is_not_public_is_a_404(client):
    people.approved_2024()

    for path in (PUBLIC, f"{PUBLIC}report.json", "/zfxxgk/zfxxgknb/2020/"):
        assert client.get(path).status_code == 404


def test_the_public_page_says_which_version_and_why(client):
    by = people.officer()
    first = people.published_2024(by)
    second = first.correct("行政许可数量统计有误", by=by, at=JANUARY)
    assert "行政许可数量" not in text_of(client.get(PUBLIC))
    second.submit_check(by=by, at=JANUARY)
    second.approve(by=people.leader(), at=JANUARY)
    second.publish(by=by, at=JANUARY)

    page = text_of(client.get(PUBLIC))

    assert "第2版" in page and "行政许可数量统计有误" in page


def test_a_frozen_page_costs_the_same_few_queries_each_time(client, django_assert_max_num_queries):
    people.published_2024()
    client.get(PUBLIC)

    with django_assert_max_num_queries(6):
        client.get(PUBLIC)


def test_a_published_report_stands_in_the_sitemap_and_carries_the_tags_of_a_content_page(client):
    report = people.published_2024()

    listed = client.get("/sitemap-reports.xml").content.decode()
    page = client.get(report.get_absolute_url()).content.decode()

    assert "/zfxxgk/zfxxgknb/2024/</loc>" in listed
    assert '<meta name="PubDate" content="2025-01-10 10:00">' in page
    assert '<meta name="ColumnType" content="信息公开' in page
