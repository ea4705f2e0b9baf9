"""What the operator is told before citizens are: by `migrate` and `check --database default`."""

from django.core.checks import Error, Tags, register
from django.db import DatabaseError

from portal.demo_logins import objection
from portal.encryption import WRONG_KEY, Undecryptable
from portal.fields import encrypted_models


@register(Tags.database)
def demo_logins_are_off(app_configs, databases=None, **kwargs):
    """Refuse a portal outside DEMO whose demo passwords work."""
    try:
        sentence = objection() if databases else ""
    except DatabaseError:  # before the first migration there are no accounts
        sentence = ""
    return [Error(sentence, id="portal.E001")] if sentence else []


@register(Tags.database)
def field_keys_fit(app_configs, databases=None, **kwargs):
    """Refuse keys that do not open what is stored: the newest value of each field tells."""
    try:
        unreadable = [table for table in encrypted_models() if databases and not opens(*table)]
    except DatabaseError:  # before the migration there is nothing to open
        unreadable = []
    labels = [model._meta.label for model, _ in unreadable]
    return [Error(f"{label}：{WRONG_KEY}", id="portal.E002") for label in labels]


def opens(model, names) -> bool:
    newest = model._base_manager.order_by("-pk")
    try:
        for name in names:
            newest.exclude(**{name: ""}).values_list(name).first()
    except Undecryptable:
        return False
    return True
