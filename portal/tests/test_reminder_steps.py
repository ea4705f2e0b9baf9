"""Which reminder a day makes: the most urgent one reached, never a flood of past ones."""

from datetime import date, timedelta

import pytest

from portal.reminder_steps import Ruler, Steps, term_in_words
from portal.workdays import WorkCalendar

CALENDAR = WorkCalendar(
    years=frozenset({2025}),
    holidays=frozenset(date(2025, 10, day) for day in range(1, 9)),
    makeup_days=frozenset({date(2025, 9, 28), date(2025, 10, 11)}),
)
ANSWER = Steps((5, 3, 1, 0), overdue_every=1, escalate_after=3)


@pytest.mark.parametrize(
    "left, step",
    [(6, None), (5, 5), (4, 5), (3, 3), (2, 3), (1, 1), (0, 0), (-1, -1), (-2, -2), (-40, -40)],
)
def test_the_most_urgent_step_reached_is_owed(left, step):
    assert ANSWER.reached(left) == step


@pytest.mark.parametrize("left, step", [(-1, -1), (-7, -1), (-8, -8), (-14, -8), (-15, -15)])
def test_overdue_is_said_again_as_often_as_the_rule_says(left, step):
    assert Steps((0,), overdue_every=7).reached(left) == step


def test_who_does_not_repeat_still_escalates_once():
    steps = Steps((0,), overdue_every=None, escalate_after=3)

    assert [steps.reached(left) for left in (-2, -3, -30)] == [0, -3, -3]
    assert [steps.is_escalated(step) for step in (0, -3)] == [False, True]


def test_nothing_ahead_is_owed_where_no_day_ahead_is_named():
    steps = Steps((), overdue_every=1)

    assert steps.reached(0) is None
    assert steps.reached(-1) == -1


@pytest.mark.parametrize(
    "today, due, left",
    [
        (date(2025, 9, 29), date(2025, 9, 30), 1),
        (date(2025, 9, 30), date(2025, 10, 9), 1),  # over the holidays
        (date(2025, 10, 10), date(2025, 10, 13), 2),  # Saturday the 11th is worked
        (date(2025, 10, 3), date(2025, 9, 30), 0),  # nothing is more overdue for a holiday
        (date(2025, 10, 9), date(2025, 9, 30), -1),
        (date(2024, 2, 28), date(2024, 2, 29), 1),
        (date(2024, 12, 31), date(2025, 1, 2), 2),
        (date(2026, 12, 31), date(2027, 1, 4), 2),  # no notice for 2027: Monday to Friday
    ],
)
def test_days_are_counted_as_they_are_worked(today, due, left):
    assert Ruler(today, CALENDAR).left(due, in_workdays=True) == left


@pytest.mark.parametrize("in_workdays", [True, False])
@pytest.mark.parametrize("earliest", [-1, 0, 1, 5])
def test_the_database_is_asked_for_exactly_the_days_that_may_be_owed(earliest, in_workdays):
    ruler = Ruler(date(2025, 9, 26), CALENDAR)

    last = ruler.last_with(earliest, in_workdays=in_workdays)

    following = last + timedelta(days=1)
    assert ruler.left(last, in_workdays=in_workdays) <= earliest
    assert ruler.left(following, in_workdays=in_workdays) > earliest


def test_the_sentence_stays_true_when_it_is_read_late():
    due, on = date(2026, 11, 30), date(2026, 11, 25)

    assert term_in_words(due, 3, on=on, in_workdays=True) == (
        "期限是2026年11月30日（从11月25日起还有3个工作日）。"
    )
    assert "（11月30日到期）" in term_in_words(due, 0, on=due, in_workdays=True)
    assert "已经超过2天" in term_in_words(due, -2, on=due, in_workdays=False)


def test_free_days_around_the_last_day_are_said_as_they_are():
    saturday = date(2025, 3, 8)

    before = term_in_words(saturday, 0, on=date(2025, 3, 7), in_workdays=True)
    after = term_in_words(saturday, 0, on=date(2025, 3, 9), in_workdays=True)

    assert "（从3月7日起已没有其他工作日）" in before
    assert "（到3月9日已到期）" in after
