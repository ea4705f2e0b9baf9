"""The demo requests out of the register again, without touching a case of the office."""

from django.db import models, transaction
from django.db.models import ProtectedError, Q

from portal.errors import RuleViolation
from portal.files import private_files
from portal.models import Notice
from requests_app.demo.old import FILE_NAME
from requests_app.models import Decision, InformationRequest, Letter, RequestFile
from requests_app.workflow import EventKind


def demo_cases():
    """The cases the demo registered, those of its ledger, and what was answered anew of them."""
    kind, note = EventKind.DEMO, f"台账“{FILE_NAME}”"
    made = Q(events__kind=kind) | Q(events__note__startswith=note)
    made |= Q(reopened_from__events__kind=kind) | Q(reopened_from__events__note__startswith=note)
    pks = InformationRequest.objects.filter(made).values_list("pk", flat=True)
    return InformationRequest.objects.filter(pk__in=list(pks))


@transaction.atomic
def remove() -> int:
    """Delete the demo cases with all that hangs on them; return how many there were.

    Raises RuleViolation when something of the office itself hangs on one of them.
    """
    cases = demo_cases()
    pks = list(cases.values_list("pk", flat=True))
    count, paths = len(pks), stored_paths(pks)
    about = {"about_app": "requests_app", "about_model": "informationrequest"}
    Notice.objects.filter(**about, about_pk__in=[str(pk) for pk in pks]).delete()
    cases.update(reopened_from=None)
    Decision.objects.filter(info_request__in=pks).update(letter=None)
    try:
        for part in parts():
            part._base_manager.filter(info_request__in=pks).delete()
        cases.delete()
    except ProtectedError as error:
        raise RuleViolation(f"演示申请没有删除：还有别的数据与它们相连（{error}）") from error
    transaction.on_commit(lambda: [private_files.delete(path) for path in paths])
    return count


def stored_paths(pks: list[int]) -> list[str]:
    kept = [RequestFile.objects, Letter.objects.exclude(path="")]
    return [
        path
        for rows in kept
        for path in rows.filter(info_request__in=pks).values_list("path", flat=True)
    ]


def parts() -> list[type[models.Model]]:
    """Return every model whose rows belong to one case."""
    return [
        relation.related_model
        for relation in InformationRequest._meta.related_objects
        if relation.field.name == "info_request"
    ]
