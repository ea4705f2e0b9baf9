"""Open data and calendar files: what is public and nothing else, readable by programs."""

import csv
import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.utils import timezone
from icalendar import Calendar

from disclosure.tests.factories import make_draft, make_item, withdrawer

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def text_of(response) -> str:
    return b"".join(response.streaming_content).decode()


def make_period(**fields):
    today = TODAY()
    period = {
        "period_kind": "registration",
        "begins_on": today,
        "ends_on": today + timedelta(days=9),
    }
    return make_item(**period | fields)


def test_the_items_of_a_year_come_as_table_and_as_json(client):
    item = make_item(title="小学招生公告", summary="=1+1", doc_no="云教〔2025〕1号")
    address = f"/open-data/items-{item.year}"

    table = text_of(client.get(f"{address}.csv"))
    objects = json.loads(text_of(client.get(f"{address}.json")))

    header, row = csv.reader(StringIO(table.removeprefix("\ufeff")))
    cells = dict(zip(header, row, strict=True))
    assert (cells["标题"], cells["索引号"]) == ("小学招生公告", item.index_no)
    assert cells["内容概述"] == "'=1+1"  # a spreadsheet shows it and does not run it
    assert [found["title"] for found in objects] == ["小学招生公告"]
    assert objects[0]["summary"] == "=1+1"
    assert objects[0]["url"].endswith(item.get_absolute_url())


def test_open_data_hold_what_is_public_and_nothing_else(client):
    shown, hidden = make_item(title="仍然公开"), make_item(title="已经撤回")
    hidden.withdraw(by=withdrawer(), reason="有误", at=timezone.now())
    make_draft(title="尚未公开")

    objects = json.loads(text_of(client.get(f"/open-data/items-{shown.year}.json")))

    assert [found["title"] for found in objects] == ["仍然公开"]


def test_the_catalogue_is_open_data(client):
    item = make_item()

    objects = json.loads(text_of(client.get("/open-data/catalogue.json")))

    [category] = [found for found in objects if found["code"] == item.category.code]
    assert (category["name"], category["items"]) == (item.category.name, 1)


def test_the_overview_offers_each_year_and_names_every_column(client):
    item = make_item()

    page = client.get("/open-data/").content.decode()

    assert f"items-{item.year}.csv" in page and "catalogue.json" in page
    assert "doc_no" in page and "发文字号" in page


@pytest.mark.parametrize("address", ["items-1999.csv", "items-2025.xlsx", "items-.csv"])
def test_there_is_no_file_without_data(client, address):
    assert client.get(f"/open-data/{address}").status_code == 404


def test_a_year_without_items_is_an_empty_list(client):
    item = make_item()
    item.withdraw(by=withdrawer(), reason="有误", at=timezone.now())

    assert json.loads(text_of(client.get(f"/open-data/items-{item.year}.json"))) == []


def test_a_large_year_asks_no_more_than_a_small_one(client, django_assert_max_num_queries):
    for _ in range(3):
        item = make_item()

    with django_assert_max_num_queries(4):
        text_of(client.get(f"/open-data/items-{item.year}.csv"))


def test_a_period_goes_into_the_calendar_up_to_its_last_day(client):
    item = make_period(title="小学报名", summary="带户口簿；逗号,分号;")

    calendar = Calendar.from_ical(client.get(f"/items/{item.slug}/period.ics").content)

    [event] = calendar.walk("VEVENT")
    assert "小学报名" in event["summary"] and item.slug in event["uid"]
    assert event.decoded("dtstart") == item.begins_on
    assert event.decoded("dtend") == item.ends_on + timedelta(days=1)  # the first day after it
    assert "带户口簿；逗号,分号;" in event["description"]


def test_the_common_calendar_holds_what_is_not_over(client):
    later = TODAY() + timedelta(days=30)
    make_period(title="正在报名")
    make_period(title="下月报名", begins_on=later, ends_on=later)
    make_period(title="已经结束", begins_on=date(2024, 5, 1), ends_on=date(2024, 5, 9))
    make_item(title="没有起止")

    calendar = Calendar.from_ical(client.get("/now/calendar.ics").content)

    titles = [str(event["summary"]).split("：")[1] for event in calendar.walk("VEVENT")]
    assert titles == ["正在报名", "下月报名"]


def test_an_item_without_period_or_not_public_has_no_calendar_file(client):
    plain, gone = make_item(), make_period()
    gone.withdraw(by=withdrawer(), reason="有误", at=timezone.now())

    assert client.get(f"/items/{plain.slug}/period.ics").status_code == 404
    assert client.get(f"/items/{gone.slug}/period.ics").status_code == 404
