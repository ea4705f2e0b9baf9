"""The logins of the demonstration: made and shown only while DEMO=1, refused outside it."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction

from portal import roles
from portal.models import Office, User


@dataclass(frozen=True)
class DemoLogin:
    username: str
    name: str
    role: str = ""  # without one: administrator
    office: str = ""  # code of an office of the demo content

    @property
    def password(self) -> str:
        return f"yunxi-demo-{self.username}"


BASIC_EDUCATION, GENERAL = "yunxi-basic-education", "yunxi-general-office"
DEMO_EDITOR = DemoLogin("editor", "拟稿", roles.AUTHOR, BASIC_EDUCATION)
DEMO_LOGINS = (
    DemoLogin("admin", "管理员"),
    DEMO_EDITOR,
    DemoLogin("section_head", "科长", roles.SECTION_HEAD, BASIC_EDUCATION),
    DemoLogin("general_office", "复审", roles.GENERAL_OFFICE, GENERAL),
    DemoLogin("secrecy", "保密", roles.SECRECY_REVIEWER, GENERAL),
    DemoLogin("leader", "分管", roles.LEADER),
    DemoLogin("head", "局长", roles.BUREAU_HEAD),
    DemoLogin("officer", "公开经办", roles.DISCLOSURE_OFFICER, GENERAL),
    DemoLogin("disclosure_head", "公开主任", roles.DISCLOSURE_HEAD, GENERAL),
    DemoLogin("handler", "承办", roles.CASE_HANDLER, BASIC_EDUCATION),
    DemoLogin("supervisor", "监审", roles.SUPERVISOR),
    DemoLogin("system_admin", "系统", roles.SYSTEM_ADMIN),
    DemoLogin("security_admin", "安全", roles.SECURITY_ADMIN),
    DemoLogin("auditor", "审计", roles.AUDITOR),
)


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


@transaction.atomic
def seat_demo_logins() -> None:
    """Give the demo logins their offices, once the demo content has brought them."""
    for login in DEMO_LOGINS:
        office = Office.objects.filter(code=login.office).first()
        user = User.objects.filter(username=login.username, office=None).first()
        if office and user:
            user.office = office
            user.save(update_fields=["office"])


def unseat_demo_logins() -> None:
    """Take the demo logins out of the offices, so that these can go with the demo content."""
    for user in User.objects.filter(username__in=[login.username for login in DEMO_LOGINS]):
        if user.office and user.office.code in {login.office for login in DEMO_LOGINS}:
            user.office = None
            user.save(update_fields=["office"])


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
