"""How far a ledger is, on a terminal."""

from django.core.management.base import OutputWrapper


class OnTerminal:
    """Writes one line over and over; says nothing where nobody looks (a file, a pipe)."""

    def __init__(self, out: OutputWrapper):
        self.out, self.begun = out, False

    def __call__(self, step: str, done: int, total: int) -> None:
        if self.out.isatty():
            self.out.write(f"\r{step} {done:,} / {total:,} 行", ending="  ")
            self.out.flush()
            self.begun = True

    def end(self) -> None:
        if self.begun:
            self.out.write("")
