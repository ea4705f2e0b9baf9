"""Breach: what a rule of the checks found not to hold."""

from typing import NamedTuple


class Breach(NamedTuple):
    cells: tuple[str, ...]
    found: str
    expected: str
    sentence: str
