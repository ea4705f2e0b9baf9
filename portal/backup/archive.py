"""PURE  The container of a backup: encrypted, each chunk authenticated, order and end too.

File    MAGIC, four bytes (big endian): the length of the header, the header as JSON, 32 bytes: the
        header's HMAC, then chunks to the end of the file.
Key     `secret` is scrypt(passphrase, salt) or X25519(one-time key, recipient); HKDF-SHA256 of it,
        bound to MAGIC and header, gives the keys of the HMAC and of the chunks.
Chunks  CHUNK bytes of content each, the last one fewer; AES-256-GCM with the nonce
        number (11 bytes) + 1 for the last chunk, else 0. So a chunk that was changed, moved, taken
        out or cut off fits nowhere, nor does a file that ends early or goes on.
Content records: one byte for the kind, four for the length, the bytes. A part is PART (its name),
        DATA …, END (its size and SHA-256, as JSON); after all parts one MANIFEST (JSON, with
        their number and the SHA-256 of all their names, sizes and hashes).
Errors  BadArchive with a sentence. Nothing is trusted before its chunk is authenticated.
Memory  A few chunks, whatever the size; scrypt takes 128 × n × r bytes for a moment.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from portal.backup.keys import NOT_OURS, BadArchive, Passphrase, PrivateKey, PublicKey

MAGIC = b"portal backup 1\n"
CHUNK = 64 * 1024
TAG = 16
LONGEST_HEADER = 4096
LONGEST_MANIFEST = 64 * 1024 * 1024
PART, DATA, END, MANIFEST = b"P", b"D", b"E", b"M"

NEWER_FORMAT = "这个备份的格式比本版本新。请用制作它的版本恢复。"
DAMAGED = "备份文件在第 {} 块（每块 64 KB）损坏、被改动或者缺失，不能使用。请换另一份备份。"
CUT_SHORT = "备份文件不完整：没有写完，或者末尾损坏、被截去。请换另一份备份。"
UNTIDY = "备份文件的内容前后不符，不能使用。请换另一份备份。"


def derived(secret: bytes, preamble: bytes) -> tuple[bytes, bytes]:
    """Return the keys of the header's HMAC and of the chunks, bound to this very header."""
    salt = hashlib.sha256(preamble).digest()
    keys = HKDF(algorithm=SHA256(), length=64, salt=salt, info=MAGIC).derive(secret)
    return keys[:32], keys[32:]


def nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11) + bytes([is_last])


# --- Writing -------------------------------------------------------------------------------------


@dataclass
class Sealer:
    """Encrypts what is written into it; the file is whole once `close` has returned."""

    file: BinaryIO
    lock: Passphrase | PublicKey
    number: int = 0
    waiting: bytearray = field(default_factory=bytearray)

    def __post_init__(self):
        header, secret = self.lock.lock()
        text = json.dumps(header).encode()
        preamble = MAGIC + len(text).to_bytes(4) + text
        mac_key, key = derived(secret, preamble)
        self.cipher = AESGCM(key)
        self.file.write(preamble + hmac.digest(mac_key, preamble, "sha256"))

    def write(self, content: bytes) -> None:
        self.waiting += content
        while len(self.waiting) > CHUNK:  # the last chunk waits for `close`
            self.put(bytes(self.waiting[:CHUNK]), is_last=False)
            del self.waiting[:CHUNK]

    def put(self, chunk: bytes, *, is_last: bool) -> None:
        self.file.write(self.cipher.encrypt(nonce(self.number, is_last=is_last), chunk, None))
        self.number += 1

    def close(self) -> None:
        self.put(bytes(self.waiting), is_last=True)


@dataclass
class Tally:
    """What is told of one part at its end, and of all parts in the manifest."""

    count: int = 0
    size: int = 0
    all_parts: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def begin(self, name: str) -> None:
        self.name, self.size, self.digest = name, 0, hashlib.sha256()

    def take(self, block: bytes) -> None:
        self.digest.update(block)
        self.size += len(block)

    def end(self) -> bytes:
        """Return what the END record of this part holds."""
        facts = json.dumps({"size": self.size, "sha256": self.digest.hexdigest()}).encode()
        self.all_parts.update(json.dumps(self.name).encode() + b" " + facts + b"\n")
        self.count += 1
        return facts

    @property
    def total(self) -> dict:
        return {"count": self.count, "sha256": self.all_parts.hexdigest()}


class ArchiveWriter:
    """Writes parts and, at last, the manifest."""

    def __init__(self, file: BinaryIO, lock: Passphrase | PublicKey):
        self.sealer = Sealer(file, lock)
        self.tally = Tally()

    def add(self, name: str, source: BinaryIO) -> None:
        """Write one part to the end of `source`, whose size need not be known."""
        self.record(PART, checked_name(name.encode()).encode())
        self.tally.begin(name)
        while block := source.read(CHUNK):
            self.record(DATA, block)
            self.tally.take(block)
        self.record(END, self.tally.end())

    def close(self, manifest: dict) -> None:
        """End the archive with the manifest; the count of the parts is added to it."""
        self.record(MANIFEST, json.dumps(manifest | {"parts": self.tally.total}).encode())
        self.sealer.close()

    def record(self, kind: bytes, content: bytes) -> None:
        self.sealer.write(kind + len(content).to_bytes(4) + content)


# --- Reading -------------------------------------------------------------------------------------


class Opener:
    """Decrypts; every byte it returns is authentic and in its place."""

    def __init__(self, file: BinaryIO, key: Passphrase | PrivateKey):
        self.file = file
        preamble, header = read_header(file)
        mac_key, chunk_key = derived(key.open(header), preamble)
        mac = file.read(32)
        if not hmac.compare_digest(mac, hmac.digest(mac_key, preamble, "sha256")):
            raise BadArchive(key.refusal)
        self.cipher = AESGCM(chunk_key)
        self.number = 0
        self.clear = bytearray()
        self.ahead = file.read(CHUNK + TAG)

    def next_chunk(self) -> None:
        """Decrypt one more chunk; the last one is the one nothing follows."""
        chunk, self.ahead = self.ahead, self.file.read(CHUNK + TAG)
        if not chunk:
            raise BadArchive(UNTIDY)
        is_last = not self.ahead
        try:
            self.clear += self.cipher.decrypt(nonce(self.number, is_last=is_last), chunk, None)
        except InvalidTag as error:
            sentence = CUT_SHORT if is_last else DAMAGED.format(self.number + 1)
            raise BadArchive(sentence) from error
        self.number += 1

    def read(self, count: int) -> bytes:
        """Return exactly so many bytes."""
        while len(self.clear) < count:
            self.next_chunk()
        taken = bytes(self.clear[:count])
        del self.clear[:count]
        return taken

    def has_ended(self) -> bool:
        while self.ahead and not self.clear:
            self.next_chunk()
        return not self.clear and not self.ahead


def read_header(file: BinaryIO) -> tuple[bytes, dict]:
    """Return the bytes up to the HMAC, and the header in them; not authenticated yet."""
    magic = file.read(len(MAGIC))
    if magic != MAGIC:
        is_newer = magic[:14] == MAGIC[:14] and magic[14:15].isdigit()
        raise BadArchive(NEWER_FORMAT if is_newer else NOT_OURS)
    length = file.read(4)
    size = int.from_bytes(length)
    text = file.read(size) if size <= LONGEST_HEADER else b""
    try:
        header = json.loads(text)
        is_known = has_fields(header)
    except (ValueError, KeyError, TypeError) as error:
        raise BadArchive(NOT_OURS) from error
    if not is_known:
        raise BadArchive(NOT_OURS)
    return MAGIC + length + text, header


def has_fields(header: dict) -> bool:
    """Tell whether the header has what its lock needs; the length of each hex text is known."""
    hex_texts = {"passphrase": {"salt": 32}, "public key": {"once": 64, "recipient": 64}}
    wanted = hex_texts.get(header["lock"], {"lock": -1})
    numbers = ("n", "r", "p") if header["lock"] == "passphrase" else ()
    return all(is_hex(header.get(name), length) for name, length in wanted.items()) and all(
        type(header.get(name)) is int for name in numbers
    )


def is_hex(text: object, length: int) -> bool:
    return isinstance(text, str) and len(text) == length and not text.strip("0123456789abcdef")


@dataclass
class ArchiveReader:
    """Reads an archive once, from beginning to end: `parts`, then `manifest` is there."""

    file: BinaryIO
    key: Passphrase | PrivateKey
    manifest: dict | None = None
    tally: Tally = field(default_factory=Tally)

    def __post_init__(self):
        self.opener = Opener(self.file, self.key)

    def parts(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        """Yield each part's name and its blocks; then check manifest and end of the file.

        Blocks that were not taken are read over.
        """
        while (record := self.record())[0] == PART:
            name = checked_name(record[1])
            blocks = self.blocks(name)
            yield name, blocks
            for _ in blocks:
                pass
        kind, content = record
        if kind != MANIFEST or not self.opener.has_ended():
            raise BadArchive(UNTIDY)
        self.manifest = json.loads(content)
        if self.manifest["parts"] != self.tally.total:
            raise BadArchive(UNTIDY)

    def blocks(self, name: str) -> Iterator[bytes]:
        self.tally.begin(name)
        while (record := self.record())[0] == DATA:
            self.tally.take(record[1])
            yield record[1]
        if record != (END, self.tally.end()):
            raise BadArchive(UNTIDY)

    def record(self) -> tuple[bytes, bytes]:
        kind, length = self.opener.read(1), int.from_bytes(self.opener.read(4))
        if length > (LONGEST_MANIFEST if kind == MANIFEST else CHUNK):
            raise BadArchive(UNTIDY)
        return kind, self.opener.read(length)


def checked_name(text: bytes) -> str:
    """Return the name of a part; refuse one that would lead out of the place of restoring."""
    name = text.decode(errors="replace")
    path = PurePosixPath(name)
    if not name or path.is_absolute() or ".." in path.parts or "\x00" in name or str(path) != name:
        raise BadArchive(UNTIDY)
    return name
