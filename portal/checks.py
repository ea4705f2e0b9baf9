"""What the operator is told before citizens are: by `migrate` and `check --database default`."""

from collections.abc import Iterator

from django.core.checks import Error, Tags, register
from django.db import DatabaseError

from portal.backup.marker import unfinished
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
        sentences = list(unreadable_tables()) if databases else []
    except DatabaseError:  # before the migration there is nothing to open
        sentences = []
    return [Error(sentence, id="portal.E002") for sentence in sentences]


@register(Tags.database)
def restore_is_finished(app_configs, databases=None, **kwargs):
    """Refuse the half of a restore."""
    sentence = unfinished() if databases else ""
    return [Error(sentence, id="portal.E003")] if sentence else []


def unreadable_tables() -> Iterator[str]:
    """Yield a sentence for each table whose newest values none of FIELD_KEYS opens."""
    for model, names in encrypted_models():
        if not opens(model, names):
            yield f"{model._meta.label}：{WRONG_KEY}"


def opens(model, names) -> bool:
    newest = model._base_manager.order_by("-pk")
    try:
        for name in names:
            newest.exclude(**{name: ""}).values_list(name).first()
    except Undecryptable:
        return False
    return True
