"""Personal data at rest: encrypted under FIELD_KEYS, matched under MATCH_KEY.

Keys    FIELD_KEYS, newest first: the first encrypts, all of them decrypt (MultiFernet: AES-128-CBC
        with HMAC-SHA256, so what was changed or cut is refused, not misread). How a key is
        replaced: README, “Environment”. MATCH_KEY is never replaced: what it made would match
        nothing any more.
Limits  It helps against a stolen database, backup or disk, not against who owns the running
        portal: that one has the keys as well.
"""

import hmac
import unicodedata
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

WRONG_KEY = (
    "加密数据无法解密：FIELD_KEYS 缺少当初使用的密钥，或者数据已损坏。"
    "请把原来的密钥加回 FIELD_KEYS 的末尾；没有原密钥的数据无法恢复。"
)


class Undecryptable(Exception):
    """None of FIELD_KEYS opens this, or it was damaged; its message is a sentence."""

    def __init__(self, sentence: str = WRONG_KEY):
        super().__init__(sentence)


def encrypt_bytes(clear: bytes) -> bytes:
    """Return `clear` encrypted under the newest key, as URL-safe ASCII."""
    return cipher(*settings.FIELD_KEYS).encrypt(clear)


def decrypt_bytes(token: bytes) -> bytes:
    """Return what `encrypt_bytes` was given; raise Undecryptable where no key fits."""
    try:
        return cipher(*settings.FIELD_KEYS).decrypt(token)
    except InvalidToken as error:
        raise Undecryptable from error


def renewed(token: bytes) -> bytes | None:
    """Return the same content under the newest key, None when it is so already."""
    try:
        cipher(settings.FIELD_KEYS[0]).decrypt(token)
    except InvalidToken:
        return encrypt_bytes(decrypt_bytes(token))
    return None


def applicant_key(text: str) -> str:
    """Return what tells that two texts are the same without telling the text, "" for an empty one.

    Case, width and blanks do not count: 11010519491231002x is the card ending in X. Whoever
    looks for the cases of one person must not look for "": nobody is everybody without a number.
    """
    same = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    return hmac.digest(settings.MATCH_KEY.encode(), same.encode(), "sha256").hex() if same else ""


@lru_cache(maxsize=16)
def cipher(*keys: str) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])
