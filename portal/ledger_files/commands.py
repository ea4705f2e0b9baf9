"""What the commands that import a ledger say and refuse alike."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.core.management.base import CommandError

from portal.ledger_files.results import LedgerResult
from portal.ledgers import LedgerError
from portal.models import User

SHOWN = 100
NOTHING = "没有导入任何内容。"


def find_user(username: str) -> User:
    """Return who imports. Raises CommandError."""
    try:
        return User.objects.get(username=username, is_active=True)
    except User.DoesNotExist:
        raise CommandError(f"没有名为“{username}”的在用账号；请核对用户名。") from None


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Open a file. Raises LedgerError."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise LedgerError(f"读不了“{path}”（{error.strerror}）；请检查路径和权限。") from error
    with file:
        yield file


def check(result: LedgerResult) -> None:
    """Raise CommandError with everything that is wrong, if anything is."""
    if not result.is_good:
        count = f"共{result.bad_rows}行有错，" if result.bad_rows else ""
        raise refusal(list(result.complaints()), f"{count}{NOTHING}")


def refusal(complaints: list[str], conclusion: str = NOTHING) -> CommandError:
    more = [f"以上是前{SHOWN}处，其余从略。"] if len(complaints) > SHOWN else []
    return CommandError("\n".join([*complaints[:SHOWN], *more, conclusion]))
