"""The requests on the work board: each once, under what is most urgent about it."""

from datetime import date

import pytest
from django.urls import reverse

from disclosure.tests.staff import make_author
from portal.board import board
from requests_app.tests import desk
from requests_app.tests.factories import (
    LATER,
    MONDAY,
    answer,
    head,
    make_request,
    make_running_request,
    propose,
)
from requests_app.tests.factories import handler as case_handler

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("holidays", "each_act_by_itself"),
]

DUE = date(2025, 3, 31)
EARLY = date(2025, 3, 10)


def requests_column(user, today):
    return next(column for column in board(user, today=today) if column.title == "依申请公开")


def shown(user, today) -> dict[str, list[str]]:
    """The column as words: group → subjects."""
    groups = requests_column(user, today).groups
    return {group.title: [row.what for row in group.rows] for group in groups}


@pytest.mark.parametrize(
    "today, title",
    [
        (date(2025, 3, 25), None),
        (date(2025, 3, 26), "5天内到期"),
        (date(2025, 3, 30), "5天内到期"),
        (DUE, "今天到期"),
        (date(2025, 4, 1), "已逾期"),
    ],
    ids=["six days before", "five days before", "the day before", "the day", "the day after"],
)
def test_a_request_is_in_exactly_one_list_of_terms_on_every_day(today, title):
    make_running_request(subject="招生计划")

    assert shown(desk.officer(), today) == ({title: ["招生计划"]} if title else {})


def test_what_waits_for_the_officer_is_listed_by_what_is_to_be_done():
    make_request(subject="待确认", channel="online")
    make_request(subject="待分办")
    propose(make_running_request(subject="待批准"))
    propose(make_running_request(subject="待送达")).approve(by=head(), on=EARLY, at=LATER)
    answer(make_running_request(subject="已办结"), on=EARLY)

    assert shown(desk.officer(), EARLY) == {
        "待送达": ["待送达"],
        "待确认收到": ["待确认"],
        "待分办": ["待分办"],
    }
    assert shown(desk.head(), EARLY) == {
        "待我批准": ["待批准"],
        "待送达": ["待送达"],
        "待分办": ["待分办"],
    }


def test_what_is_late_stands_once_under_late_with_the_act_that_is_due():
    info_request = make_running_request(subject="招生计划")
    propose(info_request)
    today = date(2025, 4, 2)

    [group] = requests_column(desk.head(), today).groups
    [row] = group.rows

    assert (group.title, row.button) == ("已逾期", "审批")
    assert row.alert == "答复期限2025-03-31，已过2天"
    assert row.url == reverse(
        "admin:requests_app_informationrequest_change", args=[info_request.pk]
    )


def test_a_handler_sees_their_own_cases_and_nobody_elses():
    make_running_request(subject="我的")
    make_request(subject="别人的")

    assert shown(case_handler(), MONDAY) == {"我承办的": ["我的"]}
    assert shown(desk.case_handler("other"), MONDAY) == {}


def test_a_subject_is_shown_masked():
    make_running_request(subject="请致电13800000000")

    assert shown(desk.officer(), DUE) == {"今天到期": ["请致电138****0000"]}


def test_who_deals_with_no_requests_has_no_column_of_them():
    titles = [column.title for column in board(make_author(), today=DUE)]

    assert "依申请公开" not in titles


def test_whoever_has_nothing_waiting_is_told_what_to_do_next():
    column = requests_column(desk.officer(), DUE)

    assert column.groups == []
    assert column.next_step[0] == "登记申请"
