"""What the operator is told before citizens are: by `migrate` and `check --database default`."""

from django.core.checks import Error, Tags, register
from django.db import DatabaseError

from portal.demo_logins import objection


@register(Tags.database)
def demo_logins_are_off(app_configs, databases=None, **kwargs):
    """Refuse a portal outside DEMO whose demo passwords work."""
    try:
        sentence = objection() if databases else ""
    except DatabaseError:  # before the first migration there are no accounts
        sentence = ""
    return [Error(sentence, id="portal.E001")] if sentence else []
