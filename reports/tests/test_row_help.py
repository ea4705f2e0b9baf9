"""The office's own notes on how a row is filled stand beside its figures."""

import pytest

from reports.models import RowHelp
from reports.tests import people
from reports.tests.people import address, start_2024, text_of

pytestmark = pytest.mark.django_db
NOTE = "按合同签订日期统计，由基建科提供。"


def test_a_note_stands_on_the_page_of_its_cell_and_beside_its_field(client):
    officer = people.officer()
    report = start_2024(officer)
    RowHelp.objects.update_or_create(code="S2_20_5.LICENSE", defaults={"text": NOTE})
    client.force_login(officer)

    pages = [
        address(report, "cell", "S2_20_5.LICENSE.DECISIONS"),
        address(report, "figures"),
        address(report),
    ]

    assert all(NOTE in text_of(client.get(page)) for page in pages)
    assert "单位是元" in text_of(client.get(address(report, "texts")))


def test_whoever_prepares_reports_keeps_the_notes(client):
    client.force_login(people.officer())

    client.post("/admin/reports/rowhelp/add/", {"code": "S3.R1", "text": NOTE})

    assert RowHelp.objects.get(code="S3.R1").text == NOTE
    client.force_login(people.leader())
    assert client.get("/admin/reports/rowhelp/").status_code == 403
