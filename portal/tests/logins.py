"""Logging in as people do: password, then the code a phone shows."""

import base64

from django.utils import timezone
from django_otp.oath import TOTP

from portal.models import SecondFactor, User
from portal.models.second_factor import DIGITS, STEP
from portal.tests.factories import NOON, make_user, role_group

LOGIN, FACTOR = "/admin/login/", "/admin/second-factor/"
PASSWORD = "a-long-Passw0rd"


def make_person(username="wen", role="", **fields) -> User:
    """A member of staff whose password is PASSWORD."""
    person = make_user(username, **{"password": PASSWORD} | fields)
    if role:
        person.groups.add(role_group(role))
    return person


def give_phone(person: User) -> SecondFactor:
    """Set up a phone; the codes of the past are still unused."""
    factor = SecondFactor.objects.pending_for(person)
    factor.confirmed, factor.confirmed_at = True, NOON
    factor.save()
    return factor


def code_of(factor: SecondFactor, steps: int = 0) -> str:
    """Return what the phone shows now, or so many steps from now."""
    totp = TOTP(base64.b32decode(factor.secret), STEP, digits=DIGITS)
    totp.time = timezone.now().timestamp() + steps * STEP
    return f"{totp.token():06d}"


def wrong_code(factor: SecondFactor) -> str:
    """Return six digits the phone does not show around now."""
    shown = {code_of(factor, steps) for steps in (-2, -1, 0, 1, 2)}
    return next(text for text in map("{:06d}".format, range(6)) if text not in shown)


def type_password(client, person: User, password=PASSWORD, **where):
    return client.post(LOGIN, {"username": person.username, "password": password, **where})


def log_in(client, person: User) -> None:
    """Log in with password and code, as far as the work board."""
    factor = SecondFactor.objects.of(person) or give_phone(person)
    type_password(client, person)
    client.post(FACTOR, {"code": code_of(factor)})
