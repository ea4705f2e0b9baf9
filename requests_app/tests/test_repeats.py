"""Repeats (art. 36(6)) and information several people ask for (art. 44)."""

import pytest

from disclosure.tests.factories import make_category, make_person
from disclosure.workflow import Status as ItemStatus
from portal.errors import RuleViolation
from requests_app.models import Publication
from requests_app.repeats import asked_by_several, similar_to
from requests_app.tests.factories import (
    LATER,
    answer,
    make_closed_request,
    make_request,
    make_running_request,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("holidays", "each_act_by_itself"),
]
OTHER = {"id_number": "", "name": "李某", "phone": "13900000000"}


def publisher():
    return make_person("publisher", "requests_app.disclose_informationrequest")


def test_the_same_text_is_found_whatever_its_blanks_and_punctuation():
    first = make_request(wanted="各小学 招生人数。")
    second = make_request(wanted="各小学招生人数", applicant=OTHER)

    [repeat] = similar_to(second)

    assert repeat.info_request == first
    assert repeat.is_same_text
    assert not repeat.is_same_applicant


def test_requests_of_one_applicant_are_found_by_the_number_not_by_the_name():
    first = make_request(wanted_name="校车", wanted="校车安全检查", applicant={"name": "王 小明"})
    second = make_request(wanted_name="食堂", wanted="食堂招标")

    [repeat] = similar_to(second)

    assert repeat.info_request == first
    assert repeat.is_same_applicant


def test_what_nobody_can_be_told_by_is_nobody():
    nameless = make_closed_request()
    nameless.applicant.purge(at=LATER)
    other = make_closed_request(wanted="别的事情")
    other.applicant.purge(at=LATER)

    assert similar_to(other) == []


def test_several_askers_are_counted_as_people():
    for _ in range(2):
        make_request()
    info_request = make_request(applicant=OTHER)

    assert asked_by_several(info_request) == 2


def test_what_was_given_becomes_a_draft_without_personal_data():
    info_request = make_running_request()
    given = "联系人电话13812345678，招生计划如下"
    answer(info_request, details={"given": given}, sub_outcome="GRANT.PROVIDED")

    publication = Publication.objects.draft(
        info_request, category=make_category(), title="招生计划", by=publisher(), at=LATER
    )

    assert publication.item.status == ItemStatus.DRAFT
    assert "13812345678" not in publication.item.body
    assert "招生计划如下" in publication.item.body


def test_only_what_was_given_becomes_public():
    info_request = make_running_request()

    with pytest.raises(RuleViolation, match="第四十四条"):
        Publication.objects.draft(
            info_request, category=make_category(), title="招生计划", by=publisher(), at=LATER
        )
