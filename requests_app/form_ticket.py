"""What one opened form is known by: so that it counts once, and that a person filled it in.

A ticket is a random nonce and the moment the form was opened, signed. No cookie, no session:
it travels in the form, so nothing is lost when a session ends.
"""

import re
import secrets
import time
import unicodedata
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.utils.crypto import salted_hmac

SALT = "requests_app.form_ticket"
SECONDS_TO_FILL_IN = 3  # nobody reads, fills in and sends the form faster
SECONDS_OPEN = 24 * 60 * 60
NUMERALS = "零一二三四五六七八九"


@dataclass(frozen=True)
class Ticket:
    """One opened form."""

    nonce: str
    text: str  # as it stands in the form
    age: float = 0.0  # seconds
    is_forged: bool = False

    @property
    def key(self) -> str:
        """What the database keeps of it: the form cannot be told from this."""
        return salted_hmac(SALT, self.nonce, algorithm="sha256").hexdigest()

    @property
    def is_expired(self) -> bool:
        return self.age > SECONDS_OPEN

    @property
    def is_too_fast(self) -> bool:
        return self.age < SECONDS_TO_FILL_IN and not settings.DEMO

    @property
    def numbers(self) -> tuple[int, int]:
        """Return the two numbers of this form's question."""
        digest = salted_hmac(SALT + ".question", self.nonce, algorithm="sha256").digest()
        return digest[0] % 9 + 1, digest[1] % 9 + 1

    @property
    def question(self) -> str:
        """Return a question anybody can answer who can read or hear."""
        first, second = self.numbers
        return f"{NUMERALS[first]}加{NUMERALS[second]}等于几？"

    def is_answered_by(self, text: str) -> bool:
        return number_in(text) == sum(self.numbers)


def open_ticket(nonce: str = "") -> Ticket:
    """Return a ticket for a form that is opened now; with `nonce` for one opened anew."""
    nonce = nonce or secrets.token_urlsafe(16)
    return Ticket(nonce, signing.TimestampSigner(salt=SALT).sign(nonce))


def read_ticket(text: str) -> Ticket:
    """Return the ticket a form came with; one not of ours is replaced and marked as forged."""
    signer = signing.TimestampSigner(salt=SALT)
    try:
        nonce = signer.unsign(text)
        timestamp = signing.b62_decode(text.rsplit(":", 2)[1])
    except (signing.BadSignature, ValueError, IndexError):
        fresh = open_ticket()
        return Ticket(fresh.nonce, fresh.text, is_forged=True)
    return Ticket(nonce, text, age=time.time() - timestamp)


def number_in(text: str) -> int | None:
    """Return the number somebody typed: 8, ８, 八, 十二."""
    text = unicodedata.normalize("NFKC", text).strip()
    if re.fullmatch(r"[0-9]{1,3}", text):
        return int(text)
    tens = re.fullmatch(r"十([一二三四五六七八九]?)", text)
    if tens:
        return 10 + (NUMERALS.index(tens[1]) if tens[1] else 0)
    return NUMERALS.index(text) if len(text) == 1 and text in NUMERALS else None
