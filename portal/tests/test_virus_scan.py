"""What a virus scanner says of an upload; here a small one that speaks the protocol of clamd."""

import socket
import socketserver
import struct
import threading
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from portal import pulse
from portal.files import virus_scan
from portal.files.kinds import check_upload

PDF = b"%PDF-1.7\n" + b"x" * 200_000
EICAR_LIKE = b"%PDF-1.7\nTEST-VIRUS"
MOST = 1024 * 1024


class Clamd(socketserver.BaseRequestHandler):
    """PING and INSTREAM, each command ended by a zero byte."""

    def handle(self):
        command = self.take_until_zero()
        if command == b"zPING":
            self.request.sendall(b"PONG\0")
        elif command == b"zINSTREAM":
            self.request.sendall(self.judge() + b"\0")

    def judge(self) -> bytes:
        content = b""
        while size := struct.unpack(">I", self.take(4))[0]:
            content += self.take(size)
            if len(content) > MOST:
                return b"INSTREAM size limit exceeded. ERROR"
        return b"stream: Test.Virus FOUND" if b"TEST-VIRUS" in content else b"stream: OK"

    def take_until_zero(self) -> bytes:
        taken = b""
        while not taken.endswith(b"\0"):
            taken += self.take(1)
        return taken[:-1]

    def take(self, size: int) -> bytes:
        taken = b""
        while len(taken) < size:
            taken += self.request.recv(size - len(taken))
        return taken


@pytest.fixture
def scanner(settings, tmp_path):
    """A scanner that answers, at the place CLAMAV_SOCKET names."""
    path = str(tmp_path / "clamd.ctl")
    with socketserver.ThreadingUnixStreamServer(path, Clamd) as server:
        threading.Thread(target=server.serve_forever, args=[0.01]).start()
        settings.CLAMAV_SOCKET = f"unix:{path}"
        yield
        server.shutdown()


def refusal(content: bytes) -> ValidationError:
    with pytest.raises(ValidationError) as error:
        check_upload(BytesIO(content), "证明.pdf")
    return error.value


def test_a_clean_file_is_accepted_whole(scanner):
    file = BytesIO(PDF)

    assert check_upload(file, "证明.pdf") == "pdf"
    assert file.read() == PDF


def test_a_file_with_a_virus_is_refused_by_its_name(scanner):
    error = refusal(EICAR_LIKE)

    assert error.code == "virus"
    assert "“证明.pdf”里查出病毒（Test.Virus）" in error.messages[0]


def test_a_file_the_scanner_will_not_read_is_refused(scanner):
    assert refusal(b"%PDF-1.7" + b"x" * MOST * 2).code == "scanner"


def test_a_scanner_that_is_not_there_refuses_every_upload_in_words(settings, tmp_path):
    settings.CLAMAV_SOCKET = f"unix:{tmp_path}/nobody"

    error = refusal(PDF)

    assert error.code == "scanner"
    assert "病毒检查暂时不可用" in error.messages[0]


def test_a_scanner_that_hangs_up_refuses_too(settings):
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.CLAMAV_SOCKET = f"127.0.0.1:{server.getsockname()[1]}"
        hangs_up = threading.Thread(target=lambda: server.accept()[0].close())
        hangs_up.start()

        assert refusal(PDF).code == "scanner"
        hangs_up.join()


@pytest.mark.django_db
def test_the_state_of_the_scanner_is_a_sign_of_life(scanner, settings, tmp_path):
    now = timezone.now()
    well = {sign.name: sign.is_well for sign in pulse.signs(now)}

    settings.CLAMAV_SOCKET = f"unix:{tmp_path}/nobody"
    ill = {sign.name: sign for sign in pulse.signs(now)}["virus_scanner"]

    assert well["virus_scanner"]
    assert not ill.is_well
    assert "所有上传都会被拒绝" in ill.public_sentence
    assert "nobody" not in ill.public_sentence


def test_without_a_scanner_nothing_is_asked(settings):
    settings.CLAMAV_SOCKET = ""

    assert virus_scan.fault() == ""
    assert check_upload(BytesIO(EICAR_LIKE), "证明.pdf") == "pdf"
