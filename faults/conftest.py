"""Real faults on a real stack: PostgreSQL, Redis, worker and scheduler processes, a mail server.

Run by `make test`, or alone: bin/with-services .venv/bin/pytest faults. Each test says which
fault it makes, what is expected and what was seen; the table in deploy/INSTALL.md is made of that
by a whole run without a failure. WRITE_FAULTS=1 enters the rows of any run into it: a row is told
only by a test that went well.
"""

import os
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from disclosure.tests.factories import make_item_at
from disclosure.tests.staff import make_author
from disclosure.workflow import Status
from faults.people import AUTHOR, with_password
from faults.processes import Clock, Stack
from faults.services import PostgreSQL, Redis, end
from faults.web import HOST, Web
from portal.tests.smtp_sink import smtp_sink
from requests_app.models import Channel
from requests_app.tests.factories import the_channel

TABLE = Path(settings.BASE_DIR) / "deploy" / "INSTALL.md"
BEGIN, END = "<!-- faults: begin -->", "<!-- faults: end -->"
KEYS = ("SECRET_KEY", "AUDIT_KEY", "FIELD_KEYS", "MATCH_KEY")  # of bin/with-services
ON_ONE_MACHINE = {"DEMO": "1", "HTTPS": "0", "ALLOWED_HOSTS": HOST}  # no limits, no second factor
rows = pytest.StashKey[list]()


def pytest_configure(config):
    config.stash[rows] = []


@pytest.fixture
def fault(request):
    """Write down a line of the table: the fault, what is expected, what was seen."""

    def write(name: str, *, expected: str, seen: str) -> None:
        request.config.stash[rows].append((name, expected, seen))

    return write


def pytest_sessionfinish(session, exitstatus):
    """Bring the table up to date after a whole run without a failure, or when asked to."""
    paths = [Path(each) for each in session.config.args]
    whole = not session.config.getoption("keyword") and paths == [Path("faults")]
    told = session.config.stash[rows]
    if exitstatus == 0 and whole:
        write_table(told)
    elif os.environ.get("WRITE_FAULTS"):
        write_table(list({row[0]: row for row in [*written(), *told]}.values()))


def written() -> list[tuple[str, ...]]:
    """Return the rows of the table as it stands."""
    block = TABLE.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]
    lines = [line for line in block.splitlines() if line.startswith("| ")][1:]
    return [tuple(cell.strip() for cell in line.strip("|").split(" | ")) for line in lines]


def write_table(lines: list[tuple[str, str, str]]) -> None:
    table = ["| 故障 | 应当 | 实测 |", "|---|---|---|"]
    table += [f"| {' | '.join(line)} |" for line in lines]
    text = TABLE.read_text(encoding="utf-8") if TABLE.exists() else f"{BEGIN}\n{END}\n"
    block = "\n".join([BEGIN, "", *table, "", END])
    made = re.sub(f"{BEGIN}.*{END}", lambda _: block, text, flags=re.DOTALL)
    if made != text:
        TABLE.parent.mkdir(exist_ok=True)
        TABLE.write_text(made, encoding="utf-8")


@pytest.fixture
def mail_server():
    with smtp_sink() as sink:
        yield sink


@pytest.fixture(scope="session")
def postgres():
    server = PostgreSQL(os.environ["DATABASE_URL"])
    yield server
    end(server.server)


@pytest.fixture(scope="session")
def redis():
    server = Redis(os.environ["REDIS_URL"])
    yield server
    end(server.server)


@pytest.fixture
def clock(tmp_path):
    """The clock of every process of the stack; it can be set while they run."""
    return Clock(tmp_path / "clock")


@pytest.fixture
def stack(transactional_db, postgres, redis, mail_server, clock, tmp_path):
    """Workers and schedulers on the test database; none of them outlives the test."""
    redis.flush()
    call_command("load_holidays", verbosity=0)
    environment = {
        "DATABASE_URL": postgres.url_of(connection.settings_dict["NAME"]),
        "REDIS_URL": redis.url,
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_server.port}",
        "PORTAL_DATA_DIR": str(tmp_path / "data"),
        "HTTPS": "0",
        "TZ": "UTC",
        **keys(),
        **clock.environment,
    }
    with Stack(environment, redis.url) as stack:
        yield stack


def keys() -> dict[str, str]:
    return {name: os.environ[name] for name in KEYS}


@pytest.fixture(scope="session")
def prepared(tmp_path_factory):
    """A data directory with the static files, collected once."""
    folder = tmp_path_factory.mktemp("web") / "data"
    with Stack({"PORTAL_DATA_DIR": str(folder), **keys()}, "unix://none") as stack:
        folder.mkdir()
        assert stack.start("manage.py", "collectstatic", "--noinput", "-v0").wait() == 0
    return folder


@pytest.fixture
def site(transactional_db, postgres, redis, prepared):
    """Public items, the calendar, an author; and the environment of every process."""
    redis.flush()
    call_command("load_holidays", verbosity=0)
    make_item_at(Status.PUBLISHED)
    the_channel(Channel.PORTAL)
    with_password(make_author(AUTHOR))
    name = connection.settings_dict["NAME"]
    with connection.cursor() as cursor:  # bin/with-services trades safety for speed
        cursor.execute(f"ALTER DATABASE {name} SET synchronous_commit = on")
    environment = {
        "DATABASE_URL": postgres.url_of(name),
        "REDIS_URL": redis.url,
        "PORTAL_DATA_DIR": str(prepared),
        "TZ": "UTC",
        **ON_ONE_MACHINE,
        **keys(),
    }
    with Stack(environment, redis.url) as stack:
        yield stack
    connection.close()


@pytest.fixture
def web(site):
    return Web(site)
