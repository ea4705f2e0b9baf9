"""What one person was given is made public for everybody, from the page of the case (art. 44)."""

import pytest
from django.urls import reverse

from disclosure.tests.factories import make_category
from requests_app.models import Publication
from requests_app.outcomes import Outcome
from requests_app.tests import desk
from requests_app.tests.desk import act, acts_offered, address, text_of
from requests_app.tests.factories import answer, make_request, make_running_request

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("holidays", "each_act_by_itself"),
]

BUTTON = "转为主动公开"
OTHER = {"id_number": "", "name": "李某", "phone": "13900000000"}


@pytest.fixture
def officer(client):
    client.force_login(person := desk.officer("ban"))
    return person


def make_answered_request(outcome=Outcome.GRANT, **fields):
    info_request = make_running_request(**fields)
    details = {} if outcome == Outcome.GRANT else {"details": {"given": "人数", "withheld": "名单"}}
    answer(info_request, outcome=outcome, **details)
    return info_request


def urged(page) -> str:
    """What the page says and offers as the next thing to do."""
    return text_of(page).partition("期限")[0]


def test_what_was_given_becomes_a_draft_the_case_leads_to(client, officer):
    leaf = make_category()
    case = make_answered_request()

    page = act(client, case, "disclose", category=leaf.pk, title="招生计划，联系13812345678")

    item = Publication.objects.get(info_request=case).item
    assert (item.title, item.category) == ("招生计划，联系138****5678", leaf)
    assert "已办理：转为主动公开" in text_of(page)
    assert reverse("admin:disclosure_item_change", args=[item.pk]) in page.content.decode()
    assert BUTTON not in acts_offered(page)


def test_the_form_asks_for_a_leaf_and_proposes_the_name_of_what_was_wanted(client, officer):
    case = make_answered_request(wanted_name="2024年招生计划")

    page = act(client, case, "disclose", title="招生计划")

    assert page.context["form"]["title"].initial == "2024年招生计划"
    assert "请选择栏目" in text_of(page)
    assert not Publication.objects.exists()


@pytest.mark.parametrize(
    "fields, others, sentence",
    [
        ({}, 0, ""),
        ({}, 1, "有2名申请人申请同样的信息"),
        ({"suggests_publication": True}, 0, "申请人建议主动公开"),
    ],
    ids=["nobody else asked", "two asked", "the applicant suggests it"],
)
def test_publication_is_urged_where_others_want_it_and_always_possible(
    client, officer, fields, others, sentence
):
    for _ in range(others):
        make_request(applicant=OTHER)
    case = make_answered_request(outcome=Outcome.PARTIAL, **fields)

    page = client.get(address(case))

    assert BUTTON in acts_offered(page)
    assert (BUTTON in urged(page)) == bool(sentence)
    assert sentence in urged(page)


def test_nothing_is_made_public_before_it_was_given_nor_by_who_may_not(client, officer):
    running = make_running_request(suggests_publication=True)
    answered = make_answered_request(suggests_publication=True)

    before = client.get(address(running))
    client.force_login(desk.head("zhuren"))
    by_head = client.get(address(answered))
    refused = client.post(address(answered, "disclose"), {"title": "招生计划"})

    assert BUTTON not in acts_offered(before)
    assert BUTTON not in acts_offered(by_head)
    assert "申请人建议主动公开，可以" not in text_of(by_head)
    assert refused.status_code == 403
