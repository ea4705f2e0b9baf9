"""What a work list is: a question about the rows of a register, asked for one person on one day.

The apps say which there are (`worklists.py` in each); the work board and the registers ask them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from portal.models import User


@dataclass(frozen=True)
class WorkList:
    """One list; `key` is its value in the address, `?work=key`."""

    key: str
    title: str
    rows: Callable[[QuerySet, User, date], QuerySet]
