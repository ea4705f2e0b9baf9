"""Reports that were published before the portal kept them join the series."""

import json

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from disclosure.models import Item
from disclosure.tests.factories import make_category, make_item
from reports.models import AnnualReport
from reports.readers.json_forms import read_json
from reports.tests import people
from reports.tests.people import text_of
from reports.tests.published import DATA, collected, parts_of, write_docx

pytestmark = pytest.mark.django_db
IMPORT = "/admin/reports/annualreport/import/"


@pytest.fixture(autouse=True)
def in_january():
    with time_machine.travel("2025-01-10T10:00:00+08:00"):
        yield


def send(client, path, **fields):
    file = SimpleUploadedFile(path.name, path.read_bytes())
    sent = {"file": file, "published_on": "2020-01-21"} | fields
    return client.post(IMPORT, sent, follow=True)


def test_a_report_of_2019_is_imported_and_shown_in_its_own_form(client):
    make_category("9004", name="政府信息公开年报")
    client.force_login(people.head())

    page = send(client, DATA / "gov-shanghai-office-2019.json")
    public = client.get("/zfxxgk/zfxxgknb/2019/")

    assert "已导入2019年政府信息公开工作年度报告" in text_of(page)
    assert "政府集中采购" in text_of(public) and "历史报告" in text_of(public)
    item = Item.objects.public().get(category__code="9004")
    assert f"{item.published_at:%Y-%m-%d}" == "2020-01-21"


def test_the_item_the_report_was_published_as_is_kept(client):
    item = make_item(
        category=make_category("9004", name="政府信息公开年报"),
        title="某市2019年政府信息公开工作年度报告",
    )
    client.force_login(people.head())

    send(client, DATA / "gov-shanghai-office-2019.json")

    assert AnnualReport.objects.get().item == item
    assert Item.objects.count() == 1


def test_a_word_file_is_imported_with_its_text(client, tmp_path):
    make_category("9004", name="政府信息公开年报")
    client.force_login(people.head())
    facts = read_json(json.dumps(collected("gov-huaian-city-2024"))).facts
    path = tmp_path / "年报.docx"
    write_docx(path, parts_of(facts.form, facts.cells, "某市教育局2023年政府信息公开工作年度报告"))

    send(client, path, published_on="2024-01-26")

    report = AnnualReport.objects.get()
    assert (report.year, report.body) == (2023, "某市教育局")
    assert report.content().cells["S3.NEW.TOTAL"] == facts.cells["S3.NEW.TOTAL"]
    assert "公开形式不够多样" in report.content().texts[5]


def test_a_file_that_is_no_report_is_refused_beside_the_field(client, tmp_path):
    path = tmp_path / "x.json"
    path.write_text("[1, 2")
    client.force_login(people.head())

    page = send(client, path)

    assert not AnnualReport.objects.exists()
    assert "没有保存，请先改正" in text_of(page)


def test_a_year_has_one_report_and_a_day_it_can_have_been_published_on(client):
    make_category("9004", name="政府信息公开年报")
    client.force_login(people.head())

    early = send(client, DATA / "gov-shanghai-office-2019.json", published_on="2019-12-01")
    send(client, DATA / "gov-shanghai-office-2019.json")
    again = send(client, DATA / "gov-shanghai-office-2019.json")

    assert "公布日期应在报告年度之后" in text_of(early)
    assert "已经有了，不能再导入" in text_of(again)


def test_import_is_for_those_who_may_publish(client):
    client.force_login(people.leader())

    assert client.get(IMPORT).status_code == 403
