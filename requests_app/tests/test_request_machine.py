"""Whoever does whatever in whatever order: the register stays lawful.

Random acts on random cases, on days that only go forward. What the rules refuse is fine; after
each act every case is in a legal state, every closed one has exactly one outcome, and the days it
shows are those a clock gives that is counted anew from its facts.
"""

from collections import Counter
from datetime import date, datetime, time, timedelta
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import transaction
from django.test import TestCase
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from portal.errors import RuleViolation
from portal.models import HolidayNotice
from requests_app.deadlines import MAX_EXTENSION
from requests_app.models import (
    Consultation,
    Correction,
    Decision,
    Extension,
    FeeNotice,
    InformationRequest,
    ReasonsInquiry,
    RequestRules,
)
from requests_app.outcomes import DETAILS, SUB_OUTCOMES, Outcome
from requests_app.tests.factories import handler, head, make_request, officer
from requests_app.workflow import ConsultationKind, Opinion, ServiceMethod, Status

CHANNELS = ["in_person", "ems", "ordinary_mail", "internet"]
ALL_DETAILS = dict.fromkeys(DETAILS, "写明")
DONE = Counter()  # what the machine really did, over all its runs
few = st.integers(0, 40)


class Bureau(RuleBasedStateMachine):
    """An office at work in the spring of 2025."""

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.today = date(2025, 3, 3)
        self.officer, self.handler, self.head = officer(), handler(), head()
        self.calendar = HolidayNotice.objects.calendar()

        make_request(channel="internet", at=self.now)
        for _ in range(2):
            running = make_request(at=self.now)
            running.assign(by=self.officer, handler=self.handler, at=self.now)

    def teardown(self):
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @property
    def now(self):
        return timezone.make_aware(datetime.combine(self.today, time(12)))

    def case(self, index):
        rows = InformationRequest.objects.order_by("-pk")
        count = rows.count()
        return rows[index % count] if count else None

    def attempt(self, name, act, **arguments):
        try:
            with transaction.atomic():
                act(**arguments)
        except RuleViolation:
            DONE[f"{name} refused"] += 1
        except PermissionDenied:  # not in the handler's hands yet
            DONE[f"{name} denied"] += 1
        else:
            DONE[name] += 1

    def on_case(self, index, name, act_of, **arguments):
        """Do the act `act_of(case)` gives; None where the case has no such thing."""
        info_request = self.case(index)
        act = act_of(info_request) if info_request else None
        if act is not None:
            self.attempt(name, act, **arguments)

    @precondition(lambda self: InformationRequest.objects.count() < 5)
    @rule(channel=st.sampled_from(CHANNELS))
    def arrive(self, channel):
        make_request(channel=channel, submitted_on=self.today, at=self.now)
        DONE["arrive"] += 1

    @rule(days=st.integers(0, 12))
    def time_passes(self, days):
        self.today += timedelta(days=days)

    @rule(index=few, back=st.integers(-1, 2))
    def confirm(self, index, back):
        on = self.today - timedelta(days=back)
        self.on_case(
            index, "confirm", lambda case: case.confirm, by=self.officer, on=on, at=self.now
        )

    @rule(index=few)
    def assign(self, index):
        people = {"by": self.officer, "handler": self.handler}
        self.on_case(index, "assign", lambda case: case.assign, at=self.now, **people)

    @rule(index=few, days=st.integers(0, 20))
    def ask_correction(self, index, days):
        self.on_case(
            index,
            "ask correction",
            lambda case: partial(Correction.objects.ask, case),
            by=self.handler,
            on=self.today,
            at=self.now,
            items="请写明年份",
            respond_by=self.today + timedelta(days=days),
        )

    @rule(index=few, reason=st.sampled_from(["", "住院"]))
    def receive_correction(self, index, reason):
        def act_of(case):
            correction = case.part("correction")
            return correction and correction.receive

        self.on_case(
            index,
            "receive correction",
            act_of,
            by=self.officer,
            on=self.today,
            at=self.now,
            answer="2024年",
            good_reason=reason,
        )

    @rule(index=few, part=st.sampled_from(["correction", "fee_notice"]))
    def lapse(self, index, part):
        def act_of(case):
            row = case.part(part)
            return row and row.lapse

        self.on_case(index, f"lapse {part}", act_of, by=self.officer, on=self.today, at=self.now)

    @rule(index=few, kind=st.sampled_from(ConsultationKind))
    def consult(self, index, kind):
        self.on_case(
            index,
            "consult",
            lambda case: partial(Consultation.objects.send, case),
            kind=kind,
            party="某单位",
            question="是否同意公开",
            by=self.handler,
            on=self.today,
            at=self.now,
        )

    @rule(index=few, act=st.sampled_from(["deliver", "expire"]))
    def consultation_goes_on(self, index, act):
        def act_of(case):
            row = case.consultations.open().first()
            return row and getattr(row, act)

        self.on_case(index, act, act_of, by=self.handler, on=self.today, at=self.now)

    @rule(index=few, opinion=st.sampled_from(Opinion))
    def give_opinion(self, index, opinion):
        def act_of(case):
            row = case.consultations.open().first()
            return row and row.answer

        self.on_case(
            index,
            "opinion",
            act_of,
            by=self.handler,
            on=self.today,
            at=self.now,
            opinion=opinion,
            reason="理由",
        )

    @rule(index=few, days=st.integers(0, 22))
    def propose_extension(self, index, days):
        self.on_case(
            index,
            "propose extension",
            lambda case: partial(Extension.objects.propose, case),
            by=self.handler,
            on=self.today,
            at=self.now,
            days=days,
            reason="材料多",
        )

    @rule(index=few)
    def approve_extension(self, index):
        def act_of(case):
            row = case.part("extension")
            return row and row.approve

        self.on_case(index, "extend", act_of, by=self.head, on=self.today, at=self.now)

    @rule(index=few, delay=st.sampled_from([None, 60]))
    def reasons(self, index, delay):
        info_request = self.case(index)
        inquiry = info_request and info_request.part("reasons_inquiry")
        day = {"on": self.today, "at": self.now}
        if info_request and not inquiry:
            ask = partial(ReasonsInquiry.objects.ask, info_request, facts="41件", **day)
            respond_by = self.today + timedelta(days=7)
            self.attempt("ask reasons", ask, by=self.handler, respond_by=respond_by)
        elif inquiry and delay:
            new_due_on = self.today + timedelta(days=delay)
            accept = partial(inquiry.accept, finding="合理", new_due_on=new_due_on)
            self.attempt("accept reasons", accept, by=self.head, **day)
        elif inquiry:
            self.attempt("reject reasons", inquiry.reject, by=self.head, finding="不合理", **day)

    @rule(index=few, pages=st.integers(1, 300))
    def fee(self, index, pages):
        info_request = self.case(index)
        notice = info_request and info_request.part("fee_notice")
        day = {"on": self.today, "at": self.now}
        if info_request and not notice:
            propose = partial(FeeNotice.objects.propose, info_request, basis="pages")
            self.attempt("propose fee", propose, by=self.handler, quantity=pages, **day)
        elif notice and not notice.approved_on:
            self.attempt("approve fee", notice.approve, by=self.head, **day)
        elif notice and not notice.delivered_on:
            self.attempt("deliver fee", notice.deliver, by=self.officer, **day)
        elif notice:
            self.attempt("pay", notice.pay, by=self.officer, **day)

    @rule(index=few, outcome=st.sampled_from(Outcome))
    def propose_answer(self, index, outcome):
        subs = SUB_OUTCOMES.get(outcome, [""])
        self.on_case(
            index,
            "propose answer",
            lambda case: partial(Decision.objects.propose, case),
            by=self.handler,
            at=self.now,
            outcome=outcome,
            sub_outcome=subs[0],
            reasons="理由",
            details=ALL_DETAILS,
        )

    @rule(index=few, back=st.booleans())
    def judge_answer(self, index, back):
        info_request = self.case(index)
        decision = info_request and info_request.decision
        if decision and back:
            self.attempt("return", decision.send_back, by=self.head, at=self.now, reason="再写")
        elif decision:
            self.attempt("approve", decision.approve, by=self.head, on=self.today, at=self.now)

    @rule(index=few, method=st.sampled_from(ServiceMethod))
    def serve(self, index, method):
        def act_of(case):
            return case.decision and case.decision.serve

        self.on_case(
            index,
            "serve",
            act_of,
            by=self.officer,
            at=self.now,
            on=self.today,
            method=method,
            proof="EMS-1",
        )

    @rule(index=few)
    def withdraw(self, index):
        if index % 8 == 0:
            self.on_case(
                index,
                "withdraw",
                lambda case: case.withdraw,
                by=self.officer,
                on=self.today,
                at=self.now,
                note="书面撤回",
            )

    @invariant()
    def the_register_is_lawful(self):
        rules = RequestRules.objects.current()
        for case in InformationRequest.objects.with_clock():
            closed = case.status == Status.CLOSED
            assert closed == bool(case.outcome) == bool(case.closed_on)
            assert case.extension_days <= MAX_EXTENSION
            if case.received_on:
                assert case.submitted_on <= case.received_on <= case.started_on
            if closed:
                assert case.closed_on >= case.received_on
            open_consultations = [row for row in case.consultations.all() if row.is_open]
            assert (case.status == Status.CONSULTING) <= bool(open_consultations)
            if not closed:
                before = case.started_on, case.due_on, case.provisional_due_on
                case.recount(self.calendar, rules)
                assert before == (case.started_on, case.due_on, case.provisional_due_on)

    @invariant()
    def every_act_is_in_the_history(self):
        for case in InformationRequest.objects.prefetch_related("events"):
            kinds = [event.kind for event in case.events.all()]
            assert kinds[0] == "registered"
            assert ("confirmed" in kinds) == (case.received_on is not None) or case.outcome


@pytest.mark.usefixtures("each_act_by_itself")
class TestRandomActs(TestCase):
    @classmethod
    def setUpTestData(cls):
        call_command("load_holidays", verbosity=0)

    def test_the_register_stays_lawful_whatever_people_do(self):
        DONE.clear()
        run_state_machine_as_test(
            Bureau,
            settings=settings(
                max_examples=10,
                stateful_step_count=30,
                deadline=None,
                derandomize=True,
                suppress_health_check=list(HealthCheck),
            ),
        )

        never = [
            name for name in ("confirm", "assign", "consult", "propose answer") if not DONE[name]
        ]
        assert never == []
