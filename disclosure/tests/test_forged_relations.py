"""A number typed into the form of an item leads to no text of another office."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from disclosure.models import Review
from disclosure.tests.factories import make_draft, make_item, make_item_at
from disclosure.tests.staff import errors_beside, fields_of, make_author, make_editor
from disclosure.workflow import Status
from portal.tests.factories import make_office, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("each_act_by_itself")]
RELATIONS = ["replaces", "interprets", "postpones"]


@pytest.fixture
def author(client):
    author = make_author()
    client.force_login(author)
    return author


@pytest.fixture
def foreign():
    """A draft of another office."""
    return make_draft(title="别科室的草稿", author=make_author("ta", office=make_office("safety")))


def save(client, draft, **typed):
    address = reverse("admin:disclosure_item_change", args=[draft.pk])
    return client.post(address, fields_of(client.get(address), _continue="1", **typed))


@pytest.mark.parametrize("field", RELATIONS)
def test_the_draft_of_another_office_cannot_be_referred_to(client, author, foreign, field):
    draft = make_draft(author=author)

    page = save(client, draft, **{field: [foreign.pk]})

    assert page.status_code == 200
    assert errors_beside(page, field)
    assert "别科室的草稿" not in page.content.decode()


@pytest.mark.parametrize("field", RELATIONS)
def test_it_is_refused_as_a_number_that_does_not_exist(client, author, foreign, field):
    draft = make_draft(author=author)

    refused = errors_beside(save(client, draft, **{field: [foreign.pk]}), field)
    missing = errors_beside(save(client, draft, **{field: [999_999]}), field)

    assert refused.replace(str(foreign.pk), "") == missing.replace("999999", "")


def test_what_is_public_what_is_ones_own_and_what_stands_there_is_taken(client, author, foreign):
    draft, own, public = make_draft(author=author), make_draft(author=author), make_item()
    draft.replaces.add(foreign)  # by somebody who sees all offices

    answer = save(client, draft, replaces=[foreign.pk, own.pk], interprets=[public.pk])

    assert answer.status_code == 302
    assert set(draft.replaces.all()) == {foreign, own}
    assert set(draft.interprets.all()) == {public}


def test_who_sees_all_offices_may_refer_to_all(client, foreign):
    client.force_login(editor := make_editor())
    draft = make_draft(author=editor)

    assert save(client, draft, replaces=[foreign.pk]).status_code == 302


def test_a_review_cannot_be_changed_in_the_database():
    make_item_at(Status.OFFICE_REVIEW)

    with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
        Review.objects.update(opinion="改过的意见")


@pytest.mark.parametrize("junk", ["abc", "٣", "9" * 5000])
@pytest.mark.parametrize(
    "register", ["disclosure_category", "disclosure_yearlytask", "portal_office", "portal_user"]
)
def test_what_is_no_number_at_all_is_refused_beside_its_field(client, register, junk):
    client.force_login(make_user("all", is_superuser=True))
    field = "parent" if register in ("disclosure_category", "portal_office") else "office"

    page = client.post(reverse(f"admin:{register}_add"), {field: junk, "national_rows": junk})

    assert page.status_code == 200
    assert page.context["adminform"].form.errors[field]
