"""What speaks against starting this portal, in sentences for the operator.

Settings refuse what can be seen without the database; this is what only the data tells.
"""

from collections.abc import Iterator

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection

from portal import demo_logins
from portal.backup.marker import unfinished
from portal.checks import unreadable_tables
from portal.models import AuditEntry

WRONG_AUDIT_KEY = (
    "AUDIT_KEY 不是写入审计记录时使用的密钥，新的记录将无法与旧的相连。"
    "请恢复原来的密钥（环境变量 AUDIT_KEY 或数据目录的 audit_key 文件）。"
)


def objections() -> Iterator[str]:
    """Yield each reason; the database is asked for a few rows."""
    if sentence := unfinished():
        yield sentence
    if sentence := demo_logins.objection():
        yield sentence
    yield from unreadable_tables()
    if not audit_key_fits():
        yield WRONG_AUDIT_KEY


def audit_key_fits() -> bool:
    """False when none of the last entries was written under our key; one alone may be forged."""
    last = list(AuditEntry.objects.unsealed().order_by("-pk")[:3])
    linked = AuditEntry.objects.sealed().order_by("-number")[:4]
    pairs = list(zip(linked, list(linked)[1:], strict=False))
    fitting = [entry.agrees() for entry in last]
    fitting += [entry.agrees(before.mac) for entry, before in pairs]
    return any(fitting) or not fitting


def refuse_bad_start() -> None:
    """Raise ImproperlyConfigured when there is an objection; for a web process that starts.

    A database that is down or not yet migrated is no objection: nothing is served from it.
    """
    try:
        sentences = list(objections())
    except DatabaseError:
        sentences = [unfinished()] if unfinished() else []
    finally:
        connection.close()
    if sentences:
        raise ImproperlyConfigured("".join(sentences))
