"""The office's own rules: found in the register, changed there, counted from then on."""

import pytest

from disclosure.tests.staff import errors_beside, fields_of, make_system_admin
from portal.models import GroupRobot, ReminderRule
from portal.roles import LEADER
from portal.tests.factories import make_user

pytestmark = pytest.mark.django_db
RULES = "/admin/portal/reminderrule/"
KIND = "disclosure.publication_due"


@pytest.fixture(autouse=True)
def keeper(client):
    client.force_login(make_system_admin())


def form_of(client):
    client.get(RULES)
    page = client.get(f"{RULES}{ReminderRule.objects.get(kind=KIND).pk}/change/")
    return page, page.request["PATH_INFO"]


def test_every_kind_stands_in_the_register_from_the_first_look(client):
    page = client.get(RULES).content.decode()

    assert "公开期限" in page
    assert ReminderRule.objects.get(kind=KIND).thresholds == "5,3,1,0"


def test_a_rule_is_called_by_its_name_and_not_by_its_key(client):
    page, _ = form_of(client)

    assert "<h1>公开期限</h1>" in page.content.decode()
    assert KIND not in page.content.decode()


def test_days_and_receivers_are_changed(client):
    page, address = form_of(client)

    client.post(address, fields_of(page, "reminderrule_form", thresholds="7,0", roles=[LEADER]))

    rule = ReminderRule.objects.get(kind=KIND)
    assert (rule.thresholds, rule.roles) == ("7,0", [LEADER])
    assert rule.history.count() == 1


@pytest.mark.parametrize("text", ["5，3", "-1", "a", "5,", "400"])
def test_what_is_no_list_of_days_is_refused(client, text):
    page, address = form_of(client)

    answer = client.post(address, fields_of(page, "reminderrule_form", thresholds=text))

    assert "整数" in errors_beside(answer, "thresholds")


def test_no_rule_is_added_or_deleted(client):
    _, address = form_of(client)

    assert client.get(f"{RULES}add/").status_code == 403
    assert client.get(address.replace("change", "delete")).status_code == 403


def test_who_keeps_no_settings_does_not_see_them(client):
    client.force_login(make_user("somebody"))

    assert client.get(RULES).status_code == 403


def test_the_address_of_a_robot_is_never_shown_and_stays_when_left_empty(client):
    url = "https://robot.example/send?key=secret"
    robot = GroupRobot.objects.create(name="工作群", url=url)
    address = f"/admin/portal/grouprobot/{robot.pk}/change/"

    page = client.get(address)
    client.post(address, fields_of(page, "grouprobot_form", name="新工作群", kinds=[KIND]))

    robot.refresh_from_db()
    assert "secret" not in page.content.decode()
    assert (robot.name, robot.url, robot.kinds) == ("新工作群", url, [KIND])


def test_a_robot_without_a_web_address_is_refused(client):
    address = "/admin/portal/grouprobot/add/"
    page = client.get(address)

    answer = client.post(address, fields_of(page, "grouprobot_form", name="群", url="ftp://x"))

    assert "https://" in errors_beside(answer, "url")
