import errno
import hashlib
import stat

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.encryption import Undecryptable
from portal.files import private_files

PNG = b"\x89PNG\r\n\x1a\n" + b"a picture of an identity card"


@pytest.fixture
def folder(settings):
    return settings.DATA_DIR / "private"


def test_a_file_is_kept_encrypted_and_comes_back_as_it_was(folder):
    kept = private_files.store(PNG)

    file = folder / kept.path

    assert b"identity" not in file.read_bytes()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert private_files.read(kept.path) == PNG
    assert (kept.size, kept.sha256) == (len(PNG), hashlib.sha256(PNG).hexdigest())


def test_two_files_of_one_content_have_nothing_in_common(folder):
    one, other = private_files.store(PNG), private_files.store(PNG)

    assert one.path != other.path
    assert (folder / one.path).read_bytes() != (folder / other.path).read_bytes()


def test_an_upload_is_kept_under_a_name_that_says_nothing(folder):
    kept = private_files.store(SimpleUploadedFile("陈㛃身份证.png", PNG))

    assert private_files.read(kept.path) == PNG
    assert private_files.PATH.fullmatch(kept.path)


def test_an_upload_that_is_not_what_it_says_is_refused_and_not_kept(folder):
    with pytest.raises(ValidationError):
        private_files.store(SimpleUploadedFile("证件.png", b"MZ program"))

    assert list(private_files.stored_paths()) == []


def test_an_upload_above_the_limit_is_refused_in_words(folder):
    upload = SimpleUploadedFile("证件.png", PNG + bytes(1024 * 1024))

    with pytest.raises(ValidationError, match="上限"):
        private_files.store(upload, megabytes=1)


def test_a_deleted_file_is_gone_and_may_be_deleted_again(folder):
    kept = private_files.store(PNG)

    private_files.delete(kept.path)
    private_files.delete(kept.path)

    with pytest.raises(FileNotFoundError):
        private_files.read(kept.path)


@pytest.mark.parametrize("path", ["../secret_key", "/etc/passwd", "ab/../../field_keys", ""])
@pytest.mark.parametrize("act", [private_files.read, private_files.delete, private_files.renew])
def test_only_what_was_stored_is_touched(act, path):
    with pytest.raises(ValueError, match="not the path of a private file"):
        act(path)


def test_a_file_of_another_key_or_a_changed_one_is_refused(folder, settings):
    kept, changed = private_files.store(PNG), private_files.store(PNG)
    (folder / changed.path).write_bytes((folder / changed.path).read_bytes()[:-4])

    with pytest.raises(Undecryptable):
        private_files.read(changed.path)
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(Undecryptable):
        private_files.read(kept.path)


def test_a_file_deleted_meanwhile_is_not_brought_back_by_a_new_key(folder, settings):
    kept = private_files.store(PNG)
    paths = private_files.stored_paths()
    settings.FIELD_KEYS = [Fernet.generate_key().decode(), *settings.FIELD_KEYS]
    private_files.delete(kept.path)

    assert not any(private_files.renew(path) for path in paths)
    assert not private_files.renew(kept.path)
    assert list(private_files.stored_paths()) == []


def full_disk(*arguments):
    raise OSError(errno.ENOSPC, "No space left on device")


def test_an_upload_the_disk_does_not_take_is_refused_in_words(monkeypatch, settings):
    monkeypatch.setattr("os.fsync", full_disk)
    upload = SimpleUploadedFile("身份证.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 64)

    with pytest.raises(ValidationError, match="存储空间不足，或者不能写入"):
        private_files.store(upload)

    assert not [path for path in settings.DATA_DIR.rglob("private/*/*") if path.is_file()]


def test_half_of_a_public_file_does_not_stay_when_the_disk_is_full(settings):
    class Broken(ContentFile):
        def chunks(self, chunk_size=None):
            yield b"half"
            full_disk()

    with pytest.raises(OSError, match="No space"):
        default_storage.save("items/half.pdf", Broken(b"half and half"))

    assert not default_storage.exists("items/half.pdf")
