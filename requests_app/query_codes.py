"""The query code with which a person follows a request: made, typed, and kept as a mark only.

Ten characters of an alphabet without look-alikes: 49 bits. The code itself is stored nowhere.
"""

import hmac
import re
import secrets
import unicodedata

from django.utils.crypto import salted_hmac

from portal.encryption import applicant_key

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without 0 O 1 I L
LENGTH = 10


def new_code() -> str:
    """Return a code nobody can guess."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def code_of_form(nonce: str) -> str:
    """Return the code of the request filed with one form: sent twice, it gets the same code."""
    number = int.from_bytes(
        salted_hmac("requests_app.query_codes", nonce, algorithm="sha256").digest()
    )
    digits = []
    for _ in range(LENGTH):
        number, digit = divmod(number, len(ALPHABET))
        digits.append(ALPHABET[digit])
    return "".join(digits)


def typed_code(text: str) -> str:
    """Return a code as it was made, however it was typed: small letters, blanks, dashes."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return re.sub(r"[\s\-–—]", "", plain)


def shown_code(code: str) -> str:
    """Return the code in two halves, to be copied by hand."""
    return f"{code[:5]}-{code[5:]}"


def code_mark(code: str) -> str:
    """Return what is stored of a code: an HMAC under a key the database does not hold."""
    return applicant_key(f"query-code:{code}")


def fits(code: str, mark: str) -> bool:
    """Tell whether `mark` was made of `code`, in the same time for every wrong one."""
    return hmac.compare_digest(code_mark(code).encode(), mark.encode())
