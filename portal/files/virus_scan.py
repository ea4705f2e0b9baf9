"""What a ClamAV daemon says of an upload: asked over its socket, before anything is kept.

CLAMAV_SOCKET names it: unix:/run/clamav/clamd.ctl or host:port; empty is no scanner. A scanner
that is set and does not answer refuses every upload: an unread file is not a clean one.
"""

import logging
import socket
import struct
from contextlib import closing
from typing import BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError

logger = logging.getLogger(__name__)
CHUNK = 64 * 1024
LONGEST_ANSWER = 4096
CONNECT_SECONDS, SCAN_SECONDS = 3, 60
UNAVAILABLE = (
    "“{name}”没有被接受：病毒检查暂时不可用。填写的内容都还在，"
    "请过几分钟重新上传；急用的，可以当面提交或邮寄。"
)
FOUND = "“{name}”里查出病毒（{virus}），没有被接受；请先用杀毒软件清除，或换用干净的原件再上传。"


class ScannerUnavailable(Exception):
    """The scanner is not there, refuses, or answers what nobody understands."""


def check_virus(file: BinaryIO, name: str) -> None:
    """Raise ValidationError when the scanner finds something in the file, or cannot say."""
    if not settings.CLAMAV_SOCKET:
        return
    try:
        virus = virus_in(file)
    except ScannerUnavailable as error:
        logger.error("virus scanner: %s", error)
        raise ValidationError(UNAVAILABLE.format(name=name), code="scanner") from error
    if virus:
        logger.warning("an upload with %s was refused", virus)
        raise ValidationError(FOUND.format(name=name, virus=virus), code="virus")


def virus_in(file: BinaryIO) -> str:
    """Return the name of what the scanner finds, "" for a clean file (INSTREAM of clamd)."""

    def chunks():
        file.seek(0)
        while chunk := file.read(CHUNK):
            yield struct.pack(">I", len(chunk)) + chunk
        yield struct.pack(">I", 0)

    said = ask(b"zINSTREAM\0", chunks()).removeprefix("stream: ")
    if said == "OK":
        return ""
    if said.endswith(" FOUND"):
        return said.removesuffix(" FOUND")
    raise ScannerUnavailable(said or "no answer")


def fault() -> str:
    """Return what is wrong with the scanner that is set, "" when it answers or none is set."""
    try:
        said = ask(b"zPING\0") if settings.CLAMAV_SOCKET else "PONG"
    except ScannerUnavailable as error:
        return str(error)
    return "" if said == "PONG" else said or "no answer"


def ask(command: bytes, parts=()) -> str:
    try:
        with closing(connect(settings.CLAMAV_SOCKET)) as line:
            line.sendall(command)
            line.settimeout(SCAN_SECONDS)
            for part in parts:
                line.sendall(part)
            return answer_of(line)
    except BrokenPipeError as error:  # StreamMaxLength of clamd is below our own limit
        raise ScannerUnavailable("closed while it was fed, see StreamMaxLength") from error
    except (OSError, ValueError) as error:
        raise ScannerUnavailable(str(error)) from error


def connect(place: str) -> socket.socket:
    if place.startswith("unix:"):
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(CONNECT_SECONDS)
        try:
            line.connect(place.removeprefix("unix:"))
        except OSError:
            line.close()
            raise
        return line
    host, _, port = place.rpartition(":")
    return socket.create_connection((host, int(port)), CONNECT_SECONDS)


def answer_of(line: socket.socket) -> str:
    said = b""
    while len(said) < LONGEST_ANSWER and b"\0" not in said and (part := line.recv(1024)):
        said += part
    return said.split(b"\0")[0].decode("utf-8", "replace").strip()
