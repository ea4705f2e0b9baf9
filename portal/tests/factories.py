from datetime import UTC, datetime

from django.contrib.auth.models import Group
from django.core.management import call_command

from portal.models import AuditAct, AuditEntry, Notice, Office, User

NOON = datetime(2025, 3, 3, 4, 0, tzinfo=UTC)  # Monday 3 March 2025, 12:00 in Shanghai


def make_office(code="basic", **fields):
    defaults = {"name": "基础教育科", "full_name": "云溪县教育局基础教育科"}
    office, _ = Office.objects.get_or_create(code=code, defaults=defaults | fields)
    return office


def make_user(username="editor", **fields):
    return User.objects.create_user(username, **{"last_name": "编", "is_staff": True} | fields)


def role_group(role) -> Group:
    """The group of a role, with its rights; the first one asked for in a test sets up all."""
    if not Group.objects.filter(name=role).exists():
        call_command("sync_roles", verbosity=0)
    return Group.objects.get(name=role)


def make_entry(**fields):
    """An entry of the audit trail, not yet linked."""
    defaults = {"act": AuditAct.REVIEW, "by": None, "at": NOON, "data": {"version": 1}}
    return AuditEntry.objects.record(**defaults | fields)


def make_notice(to=None, about=None, **fields):
    """An unread notice of the event “hello”, about an office, its mail still owed."""
    about = about or make_office()
    to = to or make_user("reader", email="reader@example.org")
    defaults = {
        "key": f"hello-{Notice.objects.count()}",
        "event": "hello",
        "recipient": to,
        "about_app": "portal",
        "about_model": "office",
        "about_pk": about.pk,
        "path": f"/admin/portal/office/{about.pk}/change/",
        "context": {"step": "初审"},
    }
    return Notice.objects.create(**defaults | fields)
