from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.ledger_days import parse_day

FIFTH_OF_JANUARY = date(2024, 1, 5)


@pytest.mark.parametrize(
    "value",
    [
        "2024-01-05",
        "2024-1-5",
        "2024/1/5",
        "2024/01/05",
        "2024.1.5",
        "2024年1月5日",
        "2024年01月05日",
        "20240105",
        "２０２４年１月５日",
        "２０２４－１－５",
        " 2024年 1月 5日　",
        "2024-01-05 00:00:00",
        "2024-01-05T00:00:00",
        "2024/1/5 0:00",
        "2024-01-05 16:30",
        "2024年1月5日 9:30:15",
        "2024-01-05T16:30:15+08:00",
        "二〇二四年一月五日",
        FIFTH_OF_JANUARY,
        datetime.fromisoformat("2024-01-05 00:00"),
        datetime.fromisoformat("2024-01-05 16:30"),
        45296,
        45296.0,
        45296.75,
        20240105,
    ],
)
def test_a_day_is_understood_as_people_and_excel_write_it(value):
    day = parse_day(value)

    assert day == FIFTH_OF_JANUARY
    assert type(day) is date


@pytest.mark.parametrize(
    "written, day",
    [
        ("二○一一年十月二十三日", date(2011, 10, 23)),
        ("二零一二年十二月三十一日", date(2012, 12, 31)),
        ("二〇〇八年二月十日", date(2008, 2, 10)),
    ],
)
def test_a_day_is_understood_as_documents_spelled_it_out(written, day):
    assert parse_day(written) == day


@pytest.mark.parametrize("value", [None, ""])
def test_an_empty_cell_is_no_day(value):
    assert parse_day(value) is None


@pytest.mark.parametrize(
    "value",
    [
        "昨天",
        "2024-01",
        "2024年1月",
        "2024年",
        "24-01-05",
        "2024-1/5",
        "2024-01-05 25:30",
        "二〇二四年一月",
        "2024年1月5",
        "01/05/2024",
        "2024-01-05前",
        "2024105",
        "-",
        "０",
        "45296",
        2024,
        103,
        0,
        -1,
        99999,
        1.5,
        float("inf"),
        float("nan"),
        True,
        time(8, 30),
        timedelta(days=45296),
    ],
)
def test_anything_else_is_refused_with_the_forms_that_are_understood(value):
    with pytest.raises(ValueError) as error:
        parse_day(value)

    assert "不是能识别的日期" in str(error.value)
    assert "2024-01-05、2024/1/5、2024.1.5、2024年1月5日或20240105" in str(error.value)


@pytest.mark.parametrize(
    "value", ["2024-02-30", "2023年2月29日", "20241301", "2024/4/31", 20240230]
)
def test_a_day_that_does_not_exist_is_refused_as_such(value):
    with pytest.raises(ValueError, match=f"“{value}”这一天不存在.*2024-01-05"):
        parse_day(value)


@pytest.mark.parametrize("value", ["1024-01-05", "2204年1月5日", "02010105"])
def test_a_year_out_of_reach_is_a_slip_of_the_finger(value):
    with pytest.raises(ValueError, match="1900至2100"):
        parse_day(value)


@pytest.mark.parametrize("serial, day", [(18_264, date(1950, 1, 1)), (73_415, date(2100, 12, 31))])
def test_serial_numbers_reach_from_1950_to_2100(serial, day):
    assert parse_day(serial) == day
    with pytest.raises(ValueError):
        parse_day(serial - 1 if day.year == 1950 else serial + 1)


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
@settings(deadline=None)
def test_every_form_of_a_day_means_that_day(day):
    serial = (day - date(1899, 12, 30)).days
    forms = [
        day.isoformat(),
        f"{day:%Y/%m/%d}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y%m%d}",
        int(f"{day:%Y%m%d}"),
        serial,
        float(serial),
    ]

    assert {parse_day(form) for form in forms} == {day}
