"""A mail server on a real socket, for tests: keeps what it accepts, refuses or hangs when told."""

import email
import email.policy
import socketserver
from contextlib import contextmanager
from threading import Event, Thread


class Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        if self.server.is_hanging:
            self.server.is_over.wait()
            return
        self.say("220 sink")
        while line := self.rfile.readline().decode().strip():
            verb, _, words = line.partition(" ")
            self.answer(verb.upper(), words)

    def answer(self, verb: str, words: str) -> None:
        if verb == "RCPT":
            address = words.partition("<")[2].partition(">")[0]
            self.say(self.server.refusals.get(address, "250 ok"))
        elif verb == "DATA":
            self.say("354 go on")
            self.accept()
            self.say("250 kept")
        else:
            self.say("221 bye" if verb == "QUIT" else "250 ok")

    def accept(self) -> None:
        lines = iter(self.rfile.readline, b".\r\n")
        mail = email.message_from_bytes(b"".join(lines), policy=email.policy.default)
        self.server.on_mail(mail)
        self.server.mails.append(mail)

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class SmtpSink(socketserver.ThreadingTCPServer):
    def __init__(self):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.mails = []
        self.refusals = {}  # address: the reply to who writes to it
        self.on_mail = lambda mail: None
        self.is_hanging = False
        self.is_over = Event()

    @property
    def port(self) -> int:
        return self.server_address[1]

    @property
    def addresses(self) -> list[str]:
        return sorted(mail["To"] for mail in self.mails)


@contextmanager
def smtp_sink():
    with SmtpSink() as sink:
        server = Thread(target=sink.serve_forever, kwargs={"poll_interval": 0.01})
        server.start()
        try:
            yield sink
        finally:
            sink.is_over.set()
            sink.shutdown()
            server.join()
