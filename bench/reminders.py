"""How long one scan takes, and how much memory, over a million requests of which few are owing.

    bin/with-services .venv/bin/python bench/reminders.py --rows 1000000

Fills a database of its own (bin/with-services; nothing else is touched): requests with their
answers, 1 % of them open, 0.2 % owing. The limits of the project: 5 seconds, 300 MB, and for
1,000 rows always the same number of queries.
"""

import argparse
import os
import resource
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
AT_ONCE = 2000


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--open", type=int, default=10_000)
    parser.add_argument("--owing", type=int, default=2_000)
    options = parser.parse_args()
    if "DATABASE_URL" not in os.environ:
        sys.exit("Run it under bin/with-services: it fills the database it is given.")
    sys.path.insert(0, str(ROOT))
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    django.setup()
    run(options)


def run(options):
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from portal.models import Notice
    from portal.reminder_scan import scan

    call_command("migrate", verbosity=0)
    call_command("load_holidays", verbosity=0)
    fill(options)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    before = peak()
    for title in ("first scan", "second scan"):
        start, worked = time.perf_counter(), time.process_time()
        scan(timezone.now())
        seconds, worked = time.perf_counter() - start, time.process_time() - worked
        print(
            f"{title}: {seconds:.2f} s ({worked:.2f} s of them Python), "
            f"peak {peak()} MB (before: {before} MB), {Notice.objects.count()} notices"
        )
    with CaptureQueriesContext(connection) as captured:
        start = time.perf_counter()
        scan(timezone.now())
    print(f"queries of a scan: {len(captured)}, {time.perf_counter() - start:.2f} s")
    show(captured)


def peak() -> int:
    """Return the most memory this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def show(captured):
    """Print the slowest queries, and those that came more than once for each thousand rows."""
    slowest = sorted(captured, key=lambda query: float(query["time"]), reverse=True)
    for query in slowest[:5]:
        print(f"  {query['time']} s  {query['sql'][:100]} … {query['sql'][-160:]}")
    tables = Counter(query["sql"].partition(" FROM ")[2].partition(" ")[0] for query in captured)
    print(f"  by table: {dict(tables.most_common(6))}")


def fill(options):
    """Write closed requests of years past, with their answers; then the open ones."""
    from django.contrib.auth.models import Group
    from django.db import connection

    from portal.models import User
    from portal.roles import DISCLOSURE_HEAD
    from requests_app.models import Applicant, InformationRequest

    handler = User.objects.create_user("bench", email="bench@example.org")
    handler.groups.add(Group.objects.get_or_create(name=DISCLOSURE_HEAD)[0])
    closed = closed_request(handler)
    with connection.cursor() as cursor:
        copy_request(cursor, closed, options.rows - options.open)
        copy_answer(cursor, closed.decision)
    for start in range(0, options.open, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, options.open))
        rows = [open_request(n, handler, owes=n < options.owing) for n in numbers]
        InformationRequest.objects.bulk_create(rows)
        Applicant.objects.bulk_create(Applicant(info_request=row, name="申请人") for row in rows)


def open_request(n, handler, *, owes):
    from django.utils import timezone

    from requests_app.models import InformationRequest
    from requests_app.workflow import Status

    today = timezone.localdate()
    return InformationRequest(
        number=f"open-{n}",
        channel_id="in_person",
        applicant_kind="NAT",
        subject=f"申请{n}",
        status=Status.PROCESSING,
        handler=handler,
        submitted_on=today,
        received_on=today,
        started_on=today,
        due_on=today if owes else today + timedelta(days=60),
    )


def closed_request(handler):
    """Return the request all closed ones are copies of, with its answer."""
    from django.utils import timezone

    from requests_app.models import Decision
    from requests_app.outcomes import Outcome
    from requests_app.workflow import Status

    case, today = open_request(0, handler, owes=False), timezone.localdate()
    case.number, case.is_imported = "closed", True
    case.status, case.outcome, case.closed_on = Status.CLOSED, Outcome.GRANT, today
    case.save()
    days = {"proposed_at": timezone.now(), "approved_on": today, "served_on": today}
    fields = {"outcome": Outcome.GRANT, "remedy": "optional", "service_proof": "EMS"}
    Decision.objects.create(info_request=case, **days, **fields)
    return case


def copy_request(cursor, case, count):
    day = "current_date - 60 - n % 2000"
    changes = {
        "number": "'closed-' || n",
        **dict.fromkeys(("submitted_on", "received_on", "started_on", "closed_on"), day),
        "rereview_on": "CASE WHEN n % 20 = 0 THEN current_date + 100 + n % 300 END",
    }
    copy(cursor, case, changes, source=f"generate_series(2, {count}) n")


def copy_answer(cursor, decision):
    case = decision.info_request._meta.db_table
    changes = {"info_request_id": "r.id", "served_on": "r.closed_on", "approved_on": "r.closed_on"}
    source = f"{case} r"
    copy(cursor, decision, changes, source, f" AND r.id <> {decision.info_request_id}")


def copy(cursor, row, changes, source, condition=""):
    """Insert a copy of `row` for each line of `source`, with these columns of its own."""
    table = row._meta.db_table
    columns = [field.column for field in row._meta.fields if not field.primary_key]
    values = [changes.get(column, f"t.{column}") for column in columns]
    cursor.execute(
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} "
        f"FROM {table} t, {source} WHERE t.id = {row.pk}{condition}"
    )


if __name__ == "__main__":
    main()
