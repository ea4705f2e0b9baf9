"""The container of a backup: what goes in comes out; what was touched is refused in words."""

import io
import json
import os

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from hypothesis import given
from hypothesis import strategies as st

from portal.backup.archive import CHUNK, MAGIC, TAG, ArchiveReader, ArchiveWriter
from portal.backup.keys import (
    BadArchive,
    NeedsPassword,
    Passphrase,
    PrivateKey,
    PublicKey,
    passphrase_in,
    private_key_in,
    public_key_in,
)

OURS = Passphrase("correct horse battery", cost=2)
PARTS = {
    "database.pgdump": os.urandom(3 * CHUNK),
    "files/2025/附件 1.pdf": b"",
    "private/aa/b": b"x",
}


def archive(parts=PARTS, lock=OURS, **manifest):
    file = io.BytesIO()
    writer = ArchiveWriter(file, lock)
    for name, content in parts.items():
        writer.add(name, io.BytesIO(content))
    writer.close(manifest)
    return file.getvalue()


def content_of(archive, key=OURS):
    reader = ArchiveReader(io.BytesIO(archive), key)
    found = {name: b"".join(blocks) for name, blocks in reader.parts()}
    return found, reader.manifest


def refusal(archive, key=OURS):
    with pytest.raises(BadArchive) as refused:
        content_of(archive, key)
    return str(refused.value)


def first_chunk(archive):
    return len(MAGIC) + 4 + int.from_bytes(archive[len(MAGIC) :][:4]) + 32


def flipped(archive, at):
    changed = bytearray(archive)
    changed[at] ^= 1
    return bytes(changed)


@given(st.dictionaries(st.from_regex(r"[a-z]{1,9}(/[a-z]{1,9})?", fullmatch=True), st.binary()))
def test_what_goes_in_comes_out(parts):
    found, manifest = content_of(archive(parts, counts={"portal_user": 3}))

    assert found == parts
    assert manifest["counts"] == {"portal_user": 3}
    assert manifest["parts"]["count"] == len(parts)


@pytest.mark.parametrize("size", [0, 1, CHUNK - 20, CHUNK, 2 * CHUNK - 1, 2 * CHUNK + 1])
def test_a_part_of_any_size_comes_out_whole(size):
    content = os.urandom(size)

    assert content_of(archive({"part": content}))[0] == {"part": content}


def test_nothing_of_the_content_can_be_read_without_the_key():
    sealed = archive({"files/secret-name": b"secret content"})

    assert b"secret" not in sealed
    assert sealed != archive({"files/secret-name": b"secret content"})


def test_a_flipped_bit_anywhere_is_noticed():
    sealed = archive({"part": os.urandom(2 * CHUNK)})
    places = [0, 14, 17, 19, 30, first_chunk(sealed) - 1, first_chunk(sealed), len(sealed) // 2]

    sentences = [refusal(flipped(sealed, at)) for at in [*places, len(sealed) - 1]]

    assert all("备份" in sentence for sentence in sentences)
    assert "第 2 块" in sentences[-2]


def test_a_file_cut_short_anywhere_is_refused():
    sealed = archive()
    begin = first_chunk(sealed)
    ends = [0, 10, begin - 1, begin, begin + 9, begin + CHUNK + TAG, len(sealed) - 1]

    sentences = [refusal(sealed[:end]) for end in ends]

    assert "不完整" in sentences[-1]
    assert "不完整" in sentences[-2]


def test_chunks_that_changed_places_are_noticed():
    sealed = archive()
    begin, size = first_chunk(sealed), CHUNK + TAG
    chunks = [sealed[at : at + size] for at in range(begin, len(sealed), size)]
    orders = [[1, 0, 2, 3], [0, 2, 1, 3], [0, 0, 2, 3], [0, 2, 3], [0, 1, 2, 3, 3]]

    changed = [sealed[:begin] + b"".join(chunks[n] for n in order) for order in orders]

    assert len(chunks) == 4
    assert all("损坏" in refusal(each) for each in changed)


def test_chunks_of_another_backup_with_the_same_passphrase_are_noticed():
    one, other = archive(), archive()
    at = first_chunk(one) + CHUNK + TAG

    assert "第 2 块" in refusal(one[:at] + other[at:])


def test_what_follows_the_end_is_noticed():
    assert "损坏" in refusal(archive() + b"more")


def test_a_wrong_passphrase_is_told_from_a_damaged_file():
    assert "口令不对" in refusal(archive(), Passphrase("wrong horse battery", cost=2))


def test_a_header_may_not_ask_for_more_memory_than_a_machine_has():
    sealed = archive()
    begin = len(MAGIC) + 4
    header = json.loads(sealed[begin : first_chunk(sealed) - 32])
    for cost in (2**30, 3, 0, -2, "2", None):
        text = json.dumps(header | {"n": cost}).encode()
        forged = MAGIC + len(text).to_bytes(4) + text + sealed[first_chunk(sealed) - 32 :]

        assert "不是门户的备份" in refusal(forged)


@pytest.mark.parametrize("start", [b"", b"PK\x03\x04", MAGIC, MAGIC + b"\0\0\0\x02{}", b"\0" * 99])
def test_any_other_file_is_refused(start):
    assert "不是门户的备份" in refusal(start)


def test_a_newer_format_says_so():
    assert "比本版本新" in refusal(archive().replace(b"backup 1", b"backup 2", 1))


@pytest.mark.parametrize(
    "name", ["../etc/passwd", "/etc/passwd", "files/../../x", "a//b", "", "a\0b"]
)
def test_a_part_that_would_leave_its_place_is_refused(monkeypatch, name):
    monkeypatch.setattr("portal.backup.archive.checked_name", lambda text: text.decode())
    sealed = archive({name: b"x"})
    monkeypatch.undo()

    assert "前后不符" in refusal(sealed)


# --- Keys ----------------------------------------------------------------------------------------


@pytest.fixture
def pair(tmp_path):
    """A private and a public key, as openssl writes them."""
    key = X25519PrivateKey.generate()
    private, public = tmp_path / "backup.key", tmp_path / "backup.pub"
    private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    spki = PublicFormat.SubjectPublicKeyInfo
    public.write_bytes(key.public_key().public_bytes(Encoding.PEM, spki))
    return private, public


def test_what_is_locked_with_a_public_key_opens_with_its_private_key_only(pair):
    private, public = pair
    sealed = archive(lock=public_key_in(public))

    assert content_of(sealed, private_key_in(private))[0] == PARTS
    assert "打不开" in refusal(sealed, PrivateKey(X25519PrivateKey.generate()))
    assert "--identity" in refusal(sealed, OURS)
    assert "--passphrase-file" in refusal(archive(), private_key_in(private))


def test_a_private_key_may_have_a_password_of_its_own(tmp_path):
    key, file = X25519PrivateKey.generate(), tmp_path / "backup.key"
    encryption = BestAvailableEncryption(b"password")
    file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption))
    sealed = archive(lock=PublicKey(key.public_key()))

    with pytest.raises(NeedsPassword):
        private_key_in(file)
    with pytest.raises(BadArchive, match="口令不对"):
        private_key_in(file, b"wrong")
    assert content_of(sealed, private_key_in(file, b"password"))[0] == PARTS


def test_key_files_that_are_none_are_refused_in_words(pair, tmp_path):
    private, public = pair
    short = tmp_path / "short"
    short.write_text("12345678901\n")

    with pytest.raises(BadArchive, match="不足12个字符.*openssl rand"):
        passphrase_in(short)
    with pytest.raises(BadArchive, match="无法读取"):
        passphrase_in(tmp_path / "missing")
    with pytest.raises(BadArchive, match="不是公钥文件.*openssl genpkey"):
        public_key_in(private)
    with pytest.raises(BadArchive, match="不是 PEM 私钥"):
        private_key_in(public)
