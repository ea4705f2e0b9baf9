"""The demo requests: every state, every ending, on any day, by the portal's own verbs."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from portal.demo_logins import make_demo_logins
from portal.models import Notice
from requests_app.demo.load import QUERY_CODE, load
from requests_app.models import Consultation, Extension, FeeNotice, InformationRequest, Remedy
from requests_app.outcomes import Outcome
from requests_app.query_codes import fits
from requests_app.repeats import asked_by_several, similar_to
from requests_app.tests.factories import make_closed_request
from requests_app.workflow import ConsultationKind, RemedyKind, RemedyResult, Status

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("holidays", "each_act_by_itself"),
]
DAY = date(2026, 11, 18)  # a Wednesday; what is extended now ends in a year without notice


@pytest.fixture
def people(db):
    call_command("sync_roles", verbosity=0)
    make_demo_logins()


@pytest.mark.usefixtures("people")
def test_the_demo_shows_everything_a_register_can_hold():
    count = load(DAY)

    assert count == InformationRequest.objects.count() >= 60
    check_states_and_endings()
    check_steps()
    check_repeats()
    check_visitors()
    check_removal()


def check_removal():
    own = make_closed_request()

    call_command("load_demo_requests", remove=True, stdout=StringIO())

    assert list(InformationRequest.objects.all()) == [own]
    assert not Notice.objects.filter(about_model="informationrequest").exclude(about_pk=str(own.pk))


def check_states_and_endings():
    cases = InformationRequest.objects
    outcomes = set(cases.closed().values_list("outcome", flat=True))
    late = cases.overdue(DAY)
    assert set(cases.values_list("status", flat=True)) == set(Status)
    assert outcomes == set(Outcome)
    assert late.count() >= 2
    assert cases.due_today(DAY).exists()
    assert cases.filter(due_on=None).exclude(provisional_due_on=None).exists()
    assert cases.filter(is_late=True).exists()
    assert cases.filter(is_imported=True).count() == 13
    assert len(set(cases.values_list("submitted_on__year", flat=True))) >= 3


def check_steps():
    cases = InformationRequest.objects
    consulted = Consultation.objects.values_list("kind", flat=True)
    results = set(Remedy.objects.values_list("result", flat=True))
    assert set(consulted) == set(ConsultationKind)
    assert {"silent", "objects", "agrees", ""} <= set(
        Consultation.objects.values_list("opinion", flat=True)
    )
    assert set(Remedy.objects.values_list("kind", flat=True)) == set(RemedyKind)
    assert {RemedyResult.UPHELD, RemedyResult.CORRECTED, ""} <= results
    assert cases.exclude(reopened_from=None).exists()
    assert cases.filter(correction__received_on=None, status=Status.CORRECTION).exists()
    assert cases.exclude(correction__received_on=None).exists()
    assert cases.filter(outcome=Outcome.OTHER_NO_CORRECTION).exists()
    assert Extension.objects.filter(approved_on=None).exists()
    assert FeeNotice.objects.filter(approved_on=None).exists()
    assert FeeNotice.objects.exclude(paid_on=None).exists()


def check_repeats():
    asked = InformationRequest.objects.filter(subject__startswith="城区小学学区划分")
    repeated = InformationRequest.objects.filter(outcome=Outcome.REFUSE_DUPLICATE)
    assert {asked_by_several(info_request) for info_request in asked} == {3}
    for info_request in repeated:
        assert similar_to(info_request)[0].is_same_text


def check_visitors():
    online = InformationRequest.objects.filter(channel="internet", is_imported=False).first()
    assert fits(QUERY_CODE, online.query_code_hash)
    assert not Notice.objects.filter(to_applicant=True).exists()
    assert Notice.objects.count() < 60


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("day", [date(2028, 2, 29)])
def test_the_demo_stands_in_years_without_holiday_notices(day):
    load(day)

    statuses = set(InformationRequest.objects.values_list("status", flat=True))
    assert statuses == set(Status)
    assert not InformationRequest.objects.filter(submitted_on__gt=day).exists()
    assert not InformationRequest.objects.filter(closed_on__gt=day).exists()


def test_a_register_with_requests_is_refused_or_with_if_empty_left_alone():
    make_closed_request()
    said = StringIO()

    with pytest.raises(CommandError, match="只能载入没有申请的数据库"):
        call_command("load_demo_requests", stdout=StringIO())
    call_command("load_demo_requests", if_empty=True, stdout=said)

    assert "没有载入演示申请：已经有公开申请" in said.getvalue()
    assert InformationRequest.objects.count() == 1


def test_without_the_demo_logins_it_says_who_is_missing():
    with pytest.raises(CommandError, match="没有演示账号officer、handler、disclosure_head"):
        call_command("load_demo_requests", stdout=StringIO())
