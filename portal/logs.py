"""Log lines with the number of their request and nothing personal in them.

File     LOG_DIR/portal.jsonl, one JSON object a line, from every process of this machine.
Console  the same facts in one line for people.
Out      query strings, forms, addresses of cases; in what an exception says, Chinese text, whatever
         stands in quotes and is no identifier, long numbers, the second line on (PostgreSQL puts
         the row there); values in a traceback. What is left is where it happened, and of what kind.
"""

import json
import logging
import re
import sys
import traceback
from contextlib import suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from logging.handlers import WatchedFileHandler

from django.http import HttpRequest

from portal.personal_data import mask

request_id: ContextVar[str] = ContextVar("request_id", default="")

QUOTED = re.compile(r"""(["'“‘])(.*?)(["'”’])""", re.DOTALL)
IDENTIFIER = re.compile(r"[a-z_][a-z_.]*\d{0,3}[a-z_.]*", re.ASCII)
LONG_NUMBER = re.compile(r"\d[\d\- ]{4,}\d[Xx]?")
CHINESE = re.compile(r"[\u3400-\u9fff]+")
EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+")
QUERY = re.compile(r"(?<=[\w/])\?\S+")
LONGEST_MESSAGE = 2000
# Their messages repeat what an exception says, or what somebody sent.
OURS = ("portal.backup", "portal.encryption")
QUOTING = ("celery", "gunicorn", "django.security")


def address_of(request: HttpRequest) -> str:
    """Return an address without what it says of a person: of a case the pattern only."""
    match = request.resolver_match
    if match is None:
        return "-"
    is_free_text = "<path:" in match.route
    is_case = match.namespace == "requests_app"
    return f"/{match.route}" if is_free_text or is_case else request.path


def cleaned(text: str) -> str:
    """Return what an exception says without the values in it; it speaks English, people do not."""
    first = text.partition("\n")[0]
    first = QUOTED.sub(lambda quoted: quoted[0] if is_identifier(quoted[2]) else "“…”", first)
    return LONG_NUMBER.sub("…", EMAIL.sub("…", QUERY.sub("", CHINESE.sub("…", first))))


def words_of(error: BaseException) -> str:
    """Return what an exception says; a sentence of our own is written without values."""
    is_ours = type(error).__module__.startswith(OURS)
    return mask(str(error)) if is_ours else cleaned(str(error))


def is_identifier(text: str) -> bool:
    return IDENTIFIER.fullmatch(text) is not None


def message_of(record: logging.LogRecord) -> str:
    """Return the message; where Django puts the path of a request, its address."""
    request = getattr(record, "request", None)
    args = record.args
    if isinstance(request, HttpRequest) and isinstance(args, tuple):
        args = tuple(address_of(request) if each == request.path else each for each in args)
    try:
        text = str(record.msg) % args if args else str(record.msg)
    except (TypeError, ValueError):
        text = str(record.msg)
    if record.name.startswith(QUOTING):
        text = cleaned(text)
    return mask(QUERY.sub("", text[:LONGEST_MESSAGE]))


def faults_of(error: BaseException | None) -> list[dict]:
    """Return an exception and what it came from: kind, cleaned words, where; no values."""
    found, seen = [], set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        frames = traceback.extract_tb(error.__traceback__)
        found.append(
            {
                "kind": f"{type(error).__module__}.{type(error).__qualname__}",
                "says": words_of(error),
                "at": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
            }
        )
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return found


def facts_of(record: logging.LogRecord) -> dict:
    """Return what a line says, in its order."""
    moment = datetime.fromtimestamp(record.created, UTC)
    request = getattr(record, "request", None)
    number = request_id.get() or getattr(request, "request_id", "")
    facts = {
        "at": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "level": record.levelname,
        "logger": record.name,
        "process": record.process,
    }
    if number:
        facts["id"] = number
    facts["message"] = message_of(record)
    facts |= getattr(record, "facts", {})
    if record.exc_info and record.exc_info[1]:
        facts["faults"] = faults_of(record.exc_info[1])
    return facts


class JsonFormatter(logging.Formatter):
    """One JSON object a line, for programs and for the archive."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(facts_of(record), ensure_ascii=False, default=str)


class LineFormatter(logging.Formatter):
    """One line for people, and the traceback below it."""

    def format(self, record: logging.LogRecord) -> str:
        facts = facts_of(record)
        number = f" [{facts['id']}]" if "id" in facts else ""
        lines = [
            f"{self.formatTime(record)} {record.levelname} {record.name}{number} {facts['message']}"
        ]
        for fault in facts.get("faults", []):
            lines += [f"    {place}" for place in fault["at"]]
            lines.append(f"  {fault['kind']}: {fault['says']}")
        return "\n".join(lines)


class LogFile(WatchedFileHandler):
    """The log file; where it cannot be written, the portal goes on and says so on the console."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            super().emit(record)
        except OSError:  # it could not be opened
            self.handleError(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  (logging's name)
        error = sys.exception()
        with suppress(OSError, ValueError):
            sys.stderr.write(f"{self.baseFilename} 无法写入：{type(error).__name__}\n")
