"""The guide for the first day: every role has one, and nobody is sent where they may not go."""

import pytest
from lxml import html

from portal.first_day_guides import FIRST_DAYS
from portal.roles import ROLES
from portal.tests.factories import make_user, role_group

pytestmark = pytest.mark.django_db


def test_every_role_has_its_guide():
    assert set(FIRST_DAYS) == set(ROLES)


@pytest.mark.parametrize("role", ROLES)
def test_every_link_of_a_guide_opens_for_who_holds_the_role(client, role):
    user = make_user("xin")
    user.groups.add(role_group(role))
    client.force_login(user)

    page = html.fromstring(client.get("/admin/first-day/").content.decode())

    links = page.xpath("//div[@class='first-day']//li//a/@href")
    answers = [client.get(link, follow=True).status_code for link in links]
    assert page.xpath("//div[@class='first-day']//h2/text()") == [role]
    assert len(links) >= 2
    assert set(answers) == {200}
