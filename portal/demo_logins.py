"""The logins of the demonstration: made and shown only while DEMO=1, refused outside it."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection, transaction

from portal.models import User
from portal.roles import EDITOR


@dataclass(frozen=True)
class DemoLogin:
    username: str
    name: str
    password: str
    role: str = ""  # without one: administrator


DEMO_EDITOR = DemoLogin("editor", "编辑", "yunxi-demo-editor", role=EDITOR)
DEMO_LOGINS = (DemoLogin("admin", "管理员", "yunxi-demo-admin"), DEMO_EDITOR)


@transaction.atomic
def make_demo_logins() -> None:
    """Make the demo logins where nobody has an account yet; leave every other portal alone."""
    if User.objects.exists():
        return
    for login in DEMO_LOGINS:
        user = User.objects.create_user(
            login.username,
            password=login.password,
            last_name=f"演示{login.name}",
            is_staff=True,
            is_superuser=not login.role,
        )
        user.groups.set(Group.objects.filter(name=login.role))


def working_demo_logins() -> list[DemoLogin]:
    """Return the demo logins somebody could log in with now."""
    users = {
        user.username: user
        for user in User.objects.filter(
            username__in=[login.username for login in DEMO_LOGINS], is_active=True
        )
    }
    return [
        login
        for login in DEMO_LOGINS
        if login.username in users and users[login.username].check_password(login.password)
    ]


def objection() -> str:
    """Return why this portal must not start: outside DEMO a demo password works. Else ""."""
    names = "" if settings.DEMO else "、".join(login.username for login in working_demo_logins())
    if not names:
        return ""
    return (
        f"演示账号 {names} 的公开密码仍然有效，正式运行前必须更换。"
        "请逐个运行 manage.py changepassword 用户名；不再需要的账号请停用。"
    )


def refuse_demo_logins() -> None:
    """Raise ImproperlyConfigured when there is an objection; for a web process that starts.

    A database that is down or not yet migrated is no objection: nobody logs in there.
    """
    try:
        sentence = objection()
    except DatabaseError:
        sentence = ""
    finally:
        connection.close()
    if sentence:
        raise ImproperlyConfigured(sentence)
