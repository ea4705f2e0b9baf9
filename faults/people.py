"""Who works under a fault: staff with a password, and everybody at once."""

from django.test import override_settings

from disclosure.tests.factories import make_category
from faults.web import Load, Web

PASSWORD = "faults-need-a-long-passphrase"
ARGON2 = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTHOR = "ni"


def with_password(person):
    """Give a person the password the website knows; tests hash with something quicker."""
    with override_settings(PASSWORD_HASHERS=ARGON2):
        person.set_password(PASSWORD)
        person.save()
    return person


def load_on(web: Web, **changes) -> Load:
    """Return citizens and the author of the fixture `site`, ready to work."""
    return Load(web.port, login=(AUTHOR, PASSWORD), category=make_category().pk, **changes)
