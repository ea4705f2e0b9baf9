"""The pages of the register: what is open by urgency, then what is closed, without a gap."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.urls import reverse

from requests_app.admin import requests as register
from requests_app.models import InformationRequest
from requests_app.tests import desk
from requests_app.tests.factories import (
    MONDAY,
    make_closed_request,
    make_request,
    make_running_request,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("holidays")]

REGISTER = reverse("admin:requests_app_informationrequest_changelist")


@pytest.fixture(autouse=True)
def cases(client, monkeypatch, settings):
    settings.ZEAL_ALLOWLIST = [{"model": "*"}]
    for number in range(2):
        make_closed_request(received_on=MONDAY + timedelta(days=number))
        make_running_request(submitted_on=MONDAY + timedelta(days=number))
        make_request(subject=f"食堂{number}")
    monkeypatch.setattr(register.InformationRequestAdmin, "list_per_page", 4)
    client.force_login(desk.officer())


def numbers(client, **asked) -> list[str]:
    return [row.number for row in client.get(REGISTER, asked).context["cl"].result_list]


def test_the_pages_together_are_the_whole_register_in_its_order(client):
    order = [F("closed_on").desc(nulls_first=True), register.URGENCY.asc(nulls_last=True), "-pk"]

    pages = [numbers(client, p=number) for number in (1, 2)]

    whole = InformationRequest.objects.order_by(*order).values_list("number", flat=True)
    assert [number for page in pages for number in page] == list(whole)


def test_pages_of_what_is_closed_alone_begin_with_the_last_one(client, monkeypatch):
    monkeypatch.setattr(register.InformationRequestAdmin, "list_per_page", 1)

    pages = [numbers(client, status__exact="closed", p=number) for number in (1, 2)]

    closed = InformationRequest.objects.closed().order_by("-closed_on", "-pk")
    assert [number for page in pages for number in page] == [row.number for row in closed]


def test_a_search_shows_the_newest_of_what_it_finds(client, monkeypatch):
    monkeypatch.setattr(register, "FOUND", 1)
    last = InformationRequest.objects.filter(subject__contains="食堂").order_by("pk").last()

    assert numbers(client, q="食堂") == [last.number]
    assert len(numbers(client)) == 4
