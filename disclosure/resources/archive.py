"""The ZIP with the attachments that a ledger names."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import PurePosixPath
from tempfile import TemporaryFile
from typing import BinaryIO
from zipfile import ZipFile, ZipInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File

from disclosure.models import Attachment, Item, TextStatus
from disclosure.models.attachment import IMAGES
from portal.files.kinds import BROKEN_ZIP, check_upload, is_readable, safe_name, sha256_of
from portal.ledgers import LedgerError

MAX_MEGABYTES = 500
# Windows writes Chinese names in GBK without saying so, macOS in UTF-8 without saying so.
NAME_ENCODINGS = ("utf-8", "gb18030")


class Archive:
    """Finds the files of a ZIP by the names people write, and hands them out one by one."""

    def __init__(self, file: BinaryIO, name: str):
        """Raises LedgerError when the ZIP cannot be used."""
        try:
            check_upload(file, name, megabytes=MAX_MEGABYTES)
            self.zip = open_zip(file)
        except ValidationError as error:
            raise LedgerError(error.messages) from error
        except BROKEN_ZIP as error:
            sentence = f"“{name}”里的文件名读不出来；请用UTF-8或GBK编码的压缩软件重新压缩。"
            raise LedgerError(sentence) from error
        self.entries: dict[str, list[ZipInfo]] = {}
        for entry in self.zip.infolist():
            if not entry.is_dir():
                for known_as in {entry.filename, safe_name(entry.filename)}:
                    self.entries.setdefault(known_as, []).append(entry)
        self.checked: dict[str, str] = {}

    def complaint(self, name: str) -> str:
        """Return what is wrong with the file of that name, "" when it can be attached."""
        if name not in self.checked:
            self.checked[name] = self.check(name)
        return self.checked[name]

    def check(self, name: str) -> str:
        entries = self.find(name)
        if not entries:
            return f"压缩包里没有“{name}”；请核对文件名（含扩展名），或把文件放进压缩包。"
        if len(entries) > 1:
            return f"压缩包里有{len(entries)}个“{name}”；请写出文件夹，如“{entries[0].filename}”。"
        try:
            with self.open(name) as file:
                check_upload(file, name, megabytes=settings.MAX_UPLOAD_MEGABYTES)
        except ValidationError as error:
            return error.messages[0]
        except BROKEN_ZIP:
            return f"压缩包里的“{name}”已损坏或设有密码，读不出来；请重新压缩，不要设密码。"
        return ""

    def find(self, name: str) -> list[ZipInfo]:
        return self.entries.get(name.replace("\\", "/")) or self.entries.get(safe_name(name), [])

    @contextmanager
    def open(self, name: str) -> Iterator[File]:
        with TemporaryFile() as copy:
            with self.zip.open(self.find(name)[0]) as packed:
                shutil.copyfileobj(packed, copy)
            copy.flush()
            yield File(copy, name=name)

    def take(self, name: str, item: Item, position: int, on_failure: ExitStack) -> Attachment:
        """Return the attachment with its files stored, but not yet in the database."""
        shown = safe_name(name)
        with self.open(name) as file:
            kind = check_upload(file, shown, megabytes=settings.MAX_UPLOAD_MEGABYTES)
            attachment = Attachment(
                item=item,
                position=position,
                name=shown,
                kind=kind,
                size=file.size,
                sha256=sha256_of(file),
                alt_text=PurePosixPath(shown).stem if kind in IMAGES else "",
                text_status=TextStatus.WAITING if is_readable(kind) else TextStatus.BY_EYE,
            )
            attachment.file.save(shown, file, save=False)
        on_failure.callback(attachment.file.delete, save=False)
        attachment.make_public_copy()
        on_failure.callback(attachment.public_file.delete, save=False)
        return attachment

    def unused(self) -> list[str]:
        """Return the files no row asked for."""
        used = {entry.filename for name in self.checked for entry in self.find(name)}
        return [
            entry.filename
            for entry in self.zip.infolist()
            if not entry.is_dir() and entry.filename not in used
        ]


def open_zip(file: BinaryIO) -> ZipFile:
    for encoding in NAME_ENCODINGS[:-1]:
        try:
            return ZipFile(file, metadata_encoding=encoding)
        except UnicodeDecodeError:
            continue
    return ZipFile(file, metadata_encoding=NAME_ENCODINGS[-1])
