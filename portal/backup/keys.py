"""PURE  What locks and opens a backup: a passphrase, or a pair of X25519 keys.

Keys come as PEM, as openssl makes them:
    openssl genpkey -algorithm X25519 -out backup.key    kept far from this machine
    openssl pkey -in backup.key -pubout -out backup.pub  all that is needed to make backups
Errors  BadArchive with a sentence.
"""

import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

SCRYPT_COST = 2**17  # with r=8: 128 MB and half a second, once
DEAREST_SCRYPT = 2**20  # what a forged header may ask of this machine
SHORTEST_PASSPHRASE = 12

NOT_OURS = "这个文件不是门户的备份，或者开头已经损坏。"
WRONG_PASSPHRASE = "备份口令不对，或者备份文件的开头已经损坏。"
WRONG_IDENTITY = "这把私钥打不开这个备份：它是加密给另一把公钥的，或者文件的开头已经损坏。"
NEEDS_PASSPHRASE = "这个备份是用口令加密的。请给出口令文件（--passphrase-file）。"
NEEDS_IDENTITY = "这个备份是加密给公钥的。请给出对应的私钥文件（--identity）。"
HOW_TO_MAKE_KEYS = (
    "生成一对：openssl genpkey -algorithm X25519 -out backup.key；"
    "openssl pkey -in backup.key -pubout -out backup.pub"
)


class BadArchive(Exception):
    """This file cannot be restored from; its message is a sentence for the operator."""


class NeedsPassword(BadArchive):
    """The private key has a password of its own, and none was given."""


@dataclass(frozen=True)
class Passphrase:
    """Locks and opens with a passphrase."""

    text: str
    cost: int = SCRYPT_COST

    @classmethod
    def of(cls, text: str) -> "Passphrase":
        """Return a new passphrase; refuse one that can be guessed."""
        if len(text) < SHORTEST_PASSPHRASE:
            raise BadArchive(
                f"备份口令不足{SHORTEST_PASSPHRASE}个字符。"
                "可以这样生成一个：openssl rand -base64 24"
            )
        return cls(text)

    def lock(self) -> tuple[dict, bytes]:
        salt = secrets.token_bytes(16)
        header = {"lock": "passphrase", "n": self.cost, "r": 8, "p": 1, "salt": salt.hex()}
        return header, self.secret(salt, self.cost)

    def open(self, header: dict) -> bytes:
        if header["lock"] != "passphrase":
            raise BadArchive(NEEDS_IDENTITY)
        cost = header["n"]
        is_possible = 2 <= cost <= DEAREST_SCRYPT and cost.bit_count() == 1
        if (header["r"], header["p"]) != (8, 1) or not is_possible:
            raise BadArchive(NOT_OURS)
        return self.secret(bytes.fromhex(header["salt"]), cost)

    def secret(self, salt: bytes, cost: int) -> bytes:
        return Scrypt(salt=salt, length=32, n=cost, r=8, p=1).derive(self.text.encode())

    refusal = WRONG_PASSPHRASE


@dataclass(frozen=True)
class PublicKey:
    """Locks for whoever has the private key: the machine that makes backups cannot read them."""

    key: X25519PublicKey

    def lock(self) -> tuple[dict, bytes]:
        once = X25519PrivateKey.generate()
        own, theirs = once.public_key().public_bytes_raw(), self.key.public_bytes_raw()
        header = {"lock": "public key", "once": own.hex(), "recipient": theirs.hex()}
        return header, once.exchange(self.key)


@dataclass(frozen=True)
class PrivateKey:
    """Opens what was locked with its public key."""

    key: X25519PrivateKey

    def open(self, header: dict) -> bytes:
        if header["lock"] != "public key":
            raise BadArchive(NEEDS_PASSPHRASE)
        if header["recipient"] != self.key.public_key().public_bytes_raw().hex():
            raise BadArchive(WRONG_IDENTITY)
        once = X25519PublicKey.from_public_bytes(bytes.fromhex(header["once"]))
        try:
            return self.key.exchange(once)
        except ValueError as error:  # a point that yields the same secret for everybody
            raise BadArchive(NOT_OURS) from error

    refusal = WRONG_IDENTITY


def passphrase_in(path: Path) -> Passphrase:
    """Return the passphrase that stands in a file; refuse one that can be guessed."""
    return Passphrase.of(readable(path, "口令文件").decode(errors="replace").strip())


def public_key_in(path: Path) -> PublicKey:
    """Return the X25519 public key of a PEM file."""
    try:
        key = load_pem_public_key(readable(path, "公钥文件"))
    except ValueError as error:
        raise BadArchive(f"{path} 不是公钥文件（PEM）。{HOW_TO_MAKE_KEYS}") from error
    if not isinstance(key, X25519PublicKey):
        raise BadArchive(f"{path} 不是 X25519 公钥。{HOW_TO_MAKE_KEYS}")
    return PublicKey(key)


def private_key_in(path: Path, password: bytes | None = None) -> PrivateKey:
    """Return the X25519 private key of a PEM file, which may have a password of its own."""
    try:
        key = load_pem_private_key(readable(path, "私钥文件"), password)
    except TypeError as error:
        raise NeedsPassword(f"私钥文件 {path} 受口令保护，请输入它的口令。") from error
    except ValueError as error:
        raise BadArchive(f"私钥文件 {path} 不是 PEM 私钥，或者它的口令不对。") from error
    if not isinstance(key, X25519PrivateKey):
        raise BadArchive(f"{path} 不是 X25519 私钥。{HOW_TO_MAKE_KEYS}")
    return PrivateKey(key)


def readable(path: Path, what: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadArchive(f"{what} {path} 无法读取：{error.strerror}。") from error
