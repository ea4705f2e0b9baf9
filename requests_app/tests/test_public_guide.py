"""The pages for everybody: how to ask, the form on paper, the calculator of working days."""

import re
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document

from disclosure.tests.factories import make_category
from portal.models import HolidayNotice
from requests_app.models import Channel

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("holidays")]
GUIDE = "/zfxxgk/ysqgk/"
CALCULATOR = "/zfxxgk/ysqgk/workdays/"


@pytest.fixture
def block():
    return make_category("9005", name="依申请公开")


def words(response) -> str:
    plain = re.sub(r"<[^>]+>", " ", response.content.decode().split("<main")[1])
    return re.sub(r"\s+", "", plain)


def test_the_guide_names_the_open_ways_in_and_their_conditions(client, block):
    Channel.objects.filter(pk="ems").update(conditions="请用挂号信或者特快专递")

    page = words(client.get(GUIDE))

    assert "请用挂号信或者特快专递" in page
    assert "网站在线申请" in page
    assert "传真" not in page.split("受理机构")[0]
    assert "不需要说明用途" in page


def test_a_closed_portal_channel_offers_no_button(client, block):
    Channel.objects.filter(pk="internet").update(is_open=False)

    page = client.get(GUIDE).content.decode()

    assert "在线提交申请" not in page
    assert "当面提交" in page


def test_the_old_short_address_still_leads_there(client):
    assert client.get("/ysqgk/").url == GUIDE


def test_the_guide_asks_a_constant_number_of_questions(client, block):
    with CaptureQueriesContext(connection) as captured:
        client.get(GUIDE)

    assert len(captured) <= 10


def test_the_paper_form_has_the_fields_of_the_law_and_no_purpose(client):
    response = client.get("/zfxxgk/ysqgk/form.docx")

    table = Document(BytesIO(response.content)).tables[0]
    cells = " ".join(cell.text for row in table.rows for cell in row.cells)
    assert all(word in cells for word in ("姓名", "证件", "联系电话", "信息名称", "获取方式"))
    assert "用途" not in cells
    assert client.get("/zfxxgk/ysqgk/form.exe").status_code == 404


@pytest.mark.parametrize(
    ("asked", "last"),
    [
        ({"start": "2025-03-03", "term": "answer"}, "2025年3月31日"),
        ({"start": "2025-03-03", "term": "correction"}, "2025年3月12日"),
        ({"start": "2025-03-10", "term": "review"}, "2025年5月9日"),
        ({"start": "2025-03-10", "term": "suit"}, "2025年9月10日"),
        ({"start": "2025-09-28", "term": "days", "days": "1"}, "2025年9月29日"),
        ({"start": "2025-09-30", "term": "days", "days": "1"}, "2025年10月9日"),
        ({"start": "2025-09-27", "term": "days", "days": "1"}, "2025年9月28日"),  # 调休
    ],
)
def test_the_calculator_counts_as_the_law_does(client, asked, last):
    assert last in words(client.get(CALCULATOR, asked))


def test_each_day_says_why_it_counts_or_not(client):
    page = words(client.get(CALCULATOR, {"start": "2025-09-26", "term": "answer"}))

    assert "2025-09-28周日调休上班，第1日" in page
    assert "2025-10-01周三放假（" in page
    assert "2025-09-27周六周末，不计" in page


def test_a_year_without_notice_is_an_estimate_that_says_why(client):
    HolidayNotice.objects.filter(year=2026).delete()

    page = words(client.get(CALCULATOR, {"start": "2025-12-22", "term": "answer"}))

    assert "暂估" in page
    assert "2026年的放假安排没有录入" in page


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"start": "", "term": "answer"}, "请填写起算日"),
        ({"start": "3月2日", "term": "answer"}, "日期请写成2026-03-02的样子"),
        ({"start": "1900-01-01", "term": "answer"}, "2000年至2099年"),
        ({"start": "2025-03-03", "term": "days"}, "请填写工作日天数"),
        ({"start": "2025-03-03", "term": "days", "days": "9999"}, "250"),
    ],
)
def test_the_calculator_says_what_is_wrong(client, asked, sentence):
    assert sentence in client.get(CALCULATOR, asked).content.decode()
