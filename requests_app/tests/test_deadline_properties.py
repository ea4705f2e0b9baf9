"""What must hold of every clock, whatever happened and in whatever order it was entered."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from requests_app.deadlines import DayKind, Event, Kind, Policy, reckon
from requests_app.tests.holidays import CALENDAR

days = st.dates(date(2025, 1, 6), date(2025, 6, 30))
spans = st.integers(0, 45).map(lambda n: timedelta(days=n))
policies = st.builds(
    Policy,
    fee_clock_rule=st.sampled_from(["restart_after_payment", "resume_after_payment"]),
    pause_end_event=st.sampled_from(["opinion_or_expiry", "opinion"]),
)


@st.composite
def cases(draw):
    """The events of one request, in the order in which they would be entered."""
    received = draw(days)
    events = [Event(Kind.RECEIVED, received)]
    if draw(st.booleans()):
        asked = received + draw(spans)
        events.append(Event(Kind.CORRECTION_NOTICE, asked, respond_by=asked + draw(spans)))
        events.append(Event(Kind.CORRECTION_RECEIVED, asked + draw(spans)))
    for party in draw(st.sampled_from(["", "A", "AB"])):
        sent = received + draw(spans)
        delivered = sent + draw(spans)
        events.append(Event(Kind.CONSULT_SENT, sent, party=party))
        events.append(Event(Kind.CONSULT_DELIVERED, delivered, party=party))
        if draw(st.integers(0, 4)):
            events.append(Event(Kind.CONSULT_OPINION, delivered + draw(spans), party=party))
    for _ in range(draw(st.integers(0, 2))):
        granted, length = received + draw(spans), draw(st.integers(1, 25))
        events.append(Event(Kind.EXTENSION_GRANTED, granted, working_days=length))
    if draw(st.booleans()):
        notice = received + draw(spans)
        events.append(Event(Kind.FEE_NOTICE_DELIVERED, notice))
        events.append(Event(Kind.FEE_PAID, notice + draw(spans)))
    return events


def is_worked(day):
    """Say it again without the calendar's own words."""
    if day in CALENDAR.makeup_days:
        return True
    return day.strftime("%a") not in ("Sat", "Sun") and day not in CALENDAR.holidays


def fifteenth_after(day):
    left = 15
    while left > 0:
        day = day + timedelta(days=1)
        left = left - 1 if is_worked(day) else left
    return day


def walk(start, limit, shut, doors):
    """Walk from day to day; `shut` are the days taken out, behind a door nothing counts."""
    day, left = start, limit
    while left > 0:
        if day in doors:
            return None
        day = day + timedelta(days=1)
        if is_worked(day) and day not in shut:
            left = left - 1
    return day


def naive_due(events, policy):
    """Find the due day a second time: slowly, and in other words than the clock does."""
    of = {kind: [event for event in events if event.kind == kind] for kind in Kind}
    received = of[Kind.RECEIVED][0].on
    corrected = [event.on for event in of[Kind.CORRECTION_RECEIVED]]
    paid = [event.on for event in of[Kind.FEE_PAID]]
    restarts = policy.fee_clock_rule == "restart_after_payment"
    shut, doors = set(), []
    for sent in of[Kind.CONSULT_SENT]:
        opinions = [e.on for e in of[Kind.CONSULT_OPINION] if e.party == sent.party]
        delivered = next(e.on for e in of[Kind.CONSULT_DELIVERED] if e.party == sent.party)
        if not opinions:
            doors.append(sent.on)
            continue
        last = opinions[0]
        if policy.pause_end_event == "opinion_or_expiry":
            last = min(last, fifteenth_after(delivered))
        shut |= {sent.on + timedelta(days=n + 1) for n in range((last - sent.on).days)}
    for notice in of[Kind.FEE_NOTICE_DELIVERED]:
        shut |= {notice.on + timedelta(days=n + 1) for n in range((paid[0] - notice.on).days)}

    extension, extended_on = 0, None
    for event in sorted(of[Kind.EXTENSION_GRANTED], key=lambda e: (e.on, repr(e))):
        begun = [received, *corrected, *(paid if restarts else [])]
        start = max(day for day in begun if day <= event.on)
        due = walk(start, 20 + extension, shut, [max(door, start) for door in doors])
        too_late = due is not None and event.on > due
        if extension == 0 and event.working_days <= 20 and not too_late:
            extension, extended_on = event.working_days, event.on
    if extended_on and any(extended_on < day for day in corrected):
        extension = 0
    start = max([received, *corrected, *(paid if restarts else [])])
    return walk(start, 20 + extension, shut, [max(door, start) for door in doors])


@given(cases(), policies)
def test_the_due_day_is_what_a_second_implementation_finds(events, policy):
    assert reckon(events, CALENDAR, policy).due == naive_due(events, policy)


@given(cases(), policies, st.randoms(use_true_random=False))
def test_the_order_of_entry_does_not_matter(events, policy, random):
    shuffled = random.sample(events, len(events))

    one, other = reckon(events, CALENDAR, policy), reckon(shuffled, CALENDAR, policy)

    assert other.as_json() == one.as_json()
    assert other.days == one.days


@given(cases(), policies, days)
def test_a_further_rest_day_never_makes_the_due_day_earlier(events, policy, rest):
    stricter = replace(
        CALENDAR, holidays=CALENDAR.holidays | {rest}, makeup_days=CALENDAR.makeup_days - {rest}
    )

    before, after = reckon(events, CALENDAR, policy).due, reckon(events, stricter, policy).due

    assert after is None or after >= before


@given(cases(), policies, days)
def test_a_pause_opened_and_closed_on_one_day_changes_nothing(events, policy, day):
    pause = [
        Event(Kind.CONSULT_SENT, day, party="C"),
        Event(Kind.CONSULT_DELIVERED, day, party="C"),
        Event(Kind.CONSULT_OPINION, day, party="C"),
    ]

    with_pause, without = reckon(events + pause, CALENDAR, policy), reckon(events, CALENDAR, policy)

    assert with_pause.due == without.due
    assert with_pause.excluded_days == without.excluded_days


@given(cases(), policies)
def test_the_explanation_counts_to_the_limit_and_ends_on_the_due_day(events, policy):
    clock = reckon(events, CALENDAR, policy)
    assume(clock.due is not None)

    numbers = [day.number for day in clock.days if day.number is not None]

    assert numbers == list(range(1, clock.limit + 1))
    assert clock.days[0].on == clock.started_on and clock.days[0].kind == DayKind.START
    assert clock.days[-1].on == clock.due
    assert clock.elapsed == clock.limit
    assert all(b.on - a.on == timedelta(days=1) for a, b in pairwise(clock.days))


@given(cases(), policies, st.integers(0, 10))
def test_an_open_pause_leaves_what_had_counted_before_it(events, policy, later):
    opened = reckon(events, CALENDAR, policy).started_on + timedelta(days=later)

    clock = reckon([*events, Event(Kind.CONSULT_SENT, opened, party="C")], CALENDAR, policy)

    assert clock.is_paused and clock.due is None
    assert clock.elapsed < clock.limit
    assert all(day.on <= opened for day in clock.days if day.number)
