from django.db import transaction

from portal.errors import RuleViolation


@transaction.atomic
def move(obj, to, *, steps, by, note="", **changes):
    """Bring `obj` to status `to`, with `changes`, and write who did it in its history.

    `steps` maps each status to those that may follow it. The check and the write
    are one UPDATE: of two people acting at once, the second is refused.
    Raises RuleViolation when no step leads from the stored status to `to`.
    """
    allowed = [status for status in steps if to in steps[status]]
    rows = type(obj).objects.filter(pk=obj.pk, status__in=allowed)
    moved = rows.update(status=to, **changes)
    obj.refresh_from_db()
    if not moved:
        raise RuleViolation(f"“{obj.get_status_display()}”的事项不能转为“{to.label}”")
    obj.events.create(kind=to, by=by, note=note)
