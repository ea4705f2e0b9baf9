"""Events and settings read from a file: what is good, what is refused and in what words."""

from datetime import date

import pytest

from requests_app.deadlines import Event, EventError, Kind, Policy


def test_an_event_is_read_with_all_its_fields():
    event = Event.from_json(
        {
            "type": "decision_served",
            "date": "2025-04-03",
            "method": "post",
            "posted": "2025-04-01",
            "delivered": "2025-04-03",
            "note": "a remark",
        }
    )

    assert event == Event(
        Kind.DECISION_SERVED,
        date(2025, 4, 3),
        method="post",
        posted=date(2025, 4, 1),
        delivered=date(2025, 4, 3),
    )


@pytest.mark.parametrize(
    "data, sentence",
    [
        ("received", "每个事件应当是一组名称和取值"),
        ({"date": "2025-03-03"}, "不认识的事件类型“None”"),
        ({"type": "receive", "date": "2025-03-03"}, "不认识的事件类型“receive”"),
        ({"type": "received"}, "事件“received”没有日期（date）"),
        ({"type": "received", "posted": "2025-03-03"}, "事件“received”没有日期（date）"),
        ({"type": "decision_served", "method": "post"}, "没有日期"),
        ({"type": "report_year"}, "没有日期"),
        ({"type": "received", "date": "2025-02-29"}, "“date”应当是2025-03-03这样的日期"),
        ({"type": "received", "date": 20250303}, "不能是“20250303”"),
        ({"type": "received", "date": "1999-12-31"}, "“date”应当在2000年至2100年之间"),
        ({"type": "received", "date": "2101-01-01"}, "不能是2101年"),
        ({"type": "report_year", "year": 9999}, "“year”应当在2000年至2100年之间"),
        ({"type": "extension_granted", "date": "2025-03-03"}, "没有“working_days”"),
        (
            {"type": "extension_granted", "date": "2025-03-03", "working_days": -1},
            "“working_days”应当是不小于0的整数",
        ),
        (
            {"type": "extension_granted", "date": "2025-03-03", "working_days": "10"},
            "不能是“10”",
        ),
        ({"type": "reasons_accepted_delay_set", "date": "2025-03-03"}, "没有“new_due”"),
    ],
)
def test_an_event_that_cannot_be_read_is_refused_in_a_sentence(data, sentence):
    with pytest.raises(EventError, match=sentence):
        Event.from_json(data)


@pytest.mark.parametrize("day", ["2000-01-01", "2100-12-31"])
def test_the_first_and_the_last_year_are_good(day):
    assert Event.from_json({"type": "received", "date": day}).on == date.fromisoformat(day)


def test_an_extension_of_no_days_is_one():
    data = {"type": "extension_granted", "date": "2025-03-03", "working_days": 0}

    assert Event.from_json(data).working_days == 0


def test_settings_that_move_no_day_are_left_aside():
    policy = Policy.from_json({"fee_pay_working_days": 10, "fee_late_payment": "staff_decides"})

    assert policy == Policy(fee_pay_working_days=10)
    assert Policy.from_json({}) == Policy()


@pytest.mark.parametrize(
    "data, sentence",
    [
        (["fee_clock_rule"], "“policy”应当是设置名称和取值"),
        ({"fee_clock_rule": "stop"}, "“fee_clock_rule”只能是restart_after_payment、resume"),
        ({"count_start_day": None}, "不能是“None”"),
        ({"fee_pay_working_days": None}, "“fee_pay_working_days”应当是不小于0的整数"),
        ({"fee_pay_working_days": 2.5}, "不能是“2.5”"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_in_a_sentence(data, sentence):
    with pytest.raises(EventError, match=sentence):
        Policy.from_json(data)


@pytest.mark.parametrize(
    "event, policy, served",
    [
        (Event(Kind.DECISION_SERVED, date(2025, 4, 3)), Policy(), date(2025, 4, 3)),
        (
            Event(Kind.DECISION_SERVED, date(2025, 4, 3), method="in_person"),
            Policy(online_service_date="account"),
            date(2025, 4, 3),
        ),
        (Event(Kind.DECISION_SERVED, date(2025, 4, 3), method="post"), Policy(), date(2025, 4, 3)),
        (
            Event(Kind.DECISION_SERVED, method="post", delivered=date(2025, 4, 4)),
            Policy(),
            date(2025, 4, 4),
        ),
        (
            Event(Kind.DECISION_SERVED, date(2025, 4, 3), method="online"),
            Policy(online_service_date="message"),
            date(2025, 4, 3),
        ),
        (
            Event(
                Kind.DECISION_SERVED,
                method="online",
                account=date(2025, 4, 1),
                message=date(2025, 4, 2),
            ),
            Policy(online_service_date="message"),
            date(2025, 4, 2),
        ),
        (
            Event(Kind.DECISION_SERVED, method="online", account=date(2025, 4, 1)),
            Policy(),
            date(2025, 4, 1),
        ),
        (
            Event(Kind.DECISION_SERVED, method="online", message=date(2025, 4, 1)),
            Policy(),
            date(2025, 4, 1),
        ),
    ],
)
def test_the_day_of_service_follows_the_way_of_service(event, policy, served):
    assert event.served_on(policy) == served
