import pytest
from django.contrib.auth.models import Group
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from portal.demo_logins import (
    DEMO_LOGINS,
    make_demo_logins,
    objection,
    working_demo_logins,
)
from portal.models import User
from portal.roles import AUTHOR
from portal.start import refuse_bad_start
from portal.tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def roles(db):
    call_command("sync_roles", verbosity=0)


def test_the_demonstration_has_an_administrator_and_one_login_for_each_role(roles, client):
    make_demo_logins()

    for login in DEMO_LOGINS:
        assert client.login(username=login.username, password=login.password)
    assert User.objects.get(username="admin").is_superuser
    assert not User.objects.get(username="editor").is_superuser
    assert Group.objects.get(name=AUTHOR).user_set.get().username == "editor"


def test_a_portal_somebody_works_in_gets_no_demo_logins(roles):
    make_user("clerk")

    make_demo_logins()

    assert User.objects.get().username == "clerk"


def test_a_login_whose_password_was_changed_is_no_longer_a_demo_login(roles):
    make_demo_logins()
    admin = User.objects.get(username="admin")
    admin.set_password("another-secret-word")
    admin.save()

    assert "admin" not in [login.username for login in working_demo_logins()]


def test_a_disabled_account_is_no_longer_a_demo_login(roles):
    make_demo_logins()
    User.objects.update(is_active=False)

    assert working_demo_logins() == []


def test_in_the_demonstration_nothing_speaks_against_starting(roles, settings):
    settings.DEMO = True
    make_demo_logins()

    assert objection() == ""


def test_outside_the_demonstration_a_web_process_refuses_to_start_with_demo_passwords(roles):
    make_demo_logins()

    with pytest.raises(ImproperlyConfigured, match="演示账号 admin、editor.*changepassword"):
        refuse_bad_start()


def test_the_operator_is_told_by_the_database_checks(roles):
    make_demo_logins()

    messages = checks.run_checks(tags=[checks.Tags.database], databases=["default"])

    assert [message.id for message in messages] == ["portal.E001"]


def test_a_portal_without_demo_logins_passes_the_database_checks(roles):
    make_user("admin")

    assert checks.run_checks(tags=[checks.Tags.database], databases=["default"]) == []
