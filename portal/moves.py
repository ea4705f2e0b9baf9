from django.db import transaction
from django.db.models import Q

from portal.errors import RuleViolation


@transaction.atomic
def move(obj, to, *, steps, by, note="", only_if=None, line=None, **changes):
    """Bring `obj` to status `to`, with `changes`, and write who did it in its history.

    `steps` maps each status to those that may follow it; `only_if` is a further condition on
    the stored row; `line` holds further fields of the history line, such as the kind of act
    where that says more than the status reached. The check and the write are one UPDATE: of
    two people acting at once, the second is refused. Raises RuleViolation when no step leads
    from the stored status to `to`, or the condition no longer holds.
    """
    allowed = [status for status in steps if to in steps[status]]
    rows = type(obj).objects.filter(only_if or Q(), pk=obj.pk, status__in=allowed)
    moved = rows.update(status=to, **changes)
    obj.refresh_from_db()
    if not moved:
        raise RuleViolation(refusal(obj, to, allowed))
    obj.events.create(**{"kind": to, "by": by, "note": note} | (line or {}))


def refusal(obj, to, allowed) -> str:
    if obj.status in allowed:  # the status would do, so it was the condition
        return "内容在您打开之后已有变化，请刷新页面，看过现在的内容再办理"
    return f"“{obj.get_status_display()}”的事项不能转为“{to.label}”"
