"""Several programs in one terminal: all of them run, or none does.

Each line a program writes comes out behind its name. Each program leads a process group of its
own, so Ctrl-C reaches only the supervisor, and gets SIGTERM when the supervisor dies, even by
kill -9: none outlives it.
"""

import os
import selectors
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

DIE_WITH_PARENT = ["setpriv", "--pdeathsig", "TERM"]
CHUNK = 64 * 1024
BEAT = 0.2  # seconds


@dataclass
class Program:
    name: str
    process: subprocess.Popen
    unfinished: bytes = b""  # the line it is still writing


class Supervisor:
    def __init__(self, say: Callable[[str], None]):
        self.say = say
        self.programs: list[Program] = []
        self.output = selectors.DefaultSelector()
        self.is_hurried = False

    def start(self, name: str, command: list[str]) -> None:
        process = subprocess.Popen(
            [*DIE_WITH_PARENT, *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        program = Program(name, process)
        self.programs.append(program)
        self.output.register(process.stdout, selectors.EVENT_READ, program)

    def relay(self, seconds: float = BEAT) -> None:
        """Pass on what the programs write; wait for it so long at most."""
        for key, _ in self.output.select(seconds):
            self.read(key.data)

    def read(self, program: Program) -> None:
        chunk = os.read(program.process.stdout.fileno(), CHUNK)
        *lines, program.unfinished = (program.unfinished + chunk).split(b"\n")
        if not chunk:
            self.output.unregister(program.process.stdout)
            lines = [program.unfinished] if program.unfinished else []
        for line in lines:
            self.say(f"{program.name:<6} | {line.decode(errors='replace')}")

    def ended(self) -> Program | None:
        """Return the first program that is not running any more."""
        return next((one for one in self.programs if one.process.poll() is not None), None)

    def stop(self, patience: float) -> None:
        """Ask every program to end, wait so many seconds, then end what is left by force."""
        for program in self.programs:
            program.process.terminate()
        give_up_at = time.monotonic() + patience
        # A pipe is closed when the last process of its program is gone.
        while self.output.get_map() and time.monotonic() < give_up_at and not self.is_hurried:
            self.relay()
        for program in self.programs:
            with suppress(ProcessLookupError):
                os.killpg(program.process.pid, signal.SIGKILL)
            program.process.wait()
            program.process.stdout.close()
        self.output.close()
