"""Who holds which rights, in the audit trail.

The admin records a change in its own transaction, with the person who made it. A scan finds what
changed any other way (a command, the shell, SQL): it compares everybody's rights with those last
recorded, so there is no hook to forget or to go around.
"""

from datetime import datetime

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import CharField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat

from portal.models import AuditAct, AuditEntry, Login, LoginEnd, User


def rights_of(holder: User | Group) -> dict:
    """Return what a person or a role may do, as the trail keeps it."""
    if isinstance(holder, Group):
        return {"permissions": names_of(holder.permissions)}
    return {
        "is_active": holder.is_active,
        "is_staff": holder.is_staff,
        "is_superuser": holder.is_superuser,
        "office": holder.office.code if holder.office else "",
        "roles": sorted(group.name for group in holder.groups.all()),
        "permissions": names_of(holder.user_permissions),
    }


def names_of(permissions) -> list[str]:
    return sorted(f"{each.content_type.app_label}.{each.codename}" for each in permissions.all())


@transaction.atomic
def record_rights(holder: User | Group, *, by: User | None, at: datetime) -> AuditEntry | None:
    """Record the rights of a person or a role as they are now; None if that is on record."""
    now = type(holder).objects.select_for_update().get(pk=holder.pk)
    last = AuditEntry.objects.about(holder).filter(act=AuditAct.ROLE_CHANGE).first()
    before, after = last.data["after"] if last else None, rights_of(now)
    if before == after:
        return None
    if last and isinstance(now, User):
        end_logins(now, by=by, at=at)
    data = {"before": before, "after": after}
    return AuditEntry.objects.record(act=AuditAct.ROLE_CHANGE, by=by, at=at, obj=now, data=data)


def end_logins(user: User, *, by: User | None, at: datetime) -> None:
    """Log a person out everywhere: what they may do is another thing now."""
    Login.objects.all().end_all(user=user, because=LoginEnd.RIGHTS, by=by, at=at)


def record_unrecorded_rights(*, at: datetime) -> int:
    """Record every change of rights that nobody recorded; return how many there were."""
    holders = [
        *with_last_record(Group.objects.prefetch_related("permissions__content_type")),
        *with_last_record(
            User.objects.select_related("office").prefetch_related(
                "groups", "user_permissions__content_type"
            )
        ),
    ]
    changed = [each for each in holders if (each.last or {}).get("after") != rights_of(each)]
    return len([each for each in changed if record_rights(each, by=None, at=at)])


def with_last_record(holders: QuerySet) -> QuerySet:
    """Give each person or role what was last recorded of its rights, as `last`."""
    prefix = Value(f"{holders.model._meta.label_lower}:")
    label = Concat(prefix, Cast(OuterRef("pk"), CharField()))
    entries = AuditEntry.objects.filter(act=AuditAct.ROLE_CHANGE, object_label=label)
    return holders.annotate(last=Subquery(entries.order_by("-pk").values("data")[:1]))
