"""How long the annual report takes over a register of 100,000 requests in five years.

    bin/with-services .venv/bin/python bench/annual_report.py --rows 100000

The limits of the project: all cells 2 s and one query a table, DOCX 2 s, XLSX 1 s, PDF 5 s, 300 MB.
"""

import argparse
import os
import random
import resource
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
AT_ONCE = 2000
FIRST_DAY = date(2021, 1, 1)
YEAR = 2025


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    options = parser.parse_args()
    if "DATABASE_URL" not in os.environ:
        sys.exit("Run it under bin/with-services: it fills the database it is given.")
    sys.path.insert(0, str(ROOT))
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    django.setup()
    run(options.rows)


def run(count):
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from reports.counting import count as count_cells
    from reports.exports import content_of_year, render
    from reports.formats import form_for

    call_command("migrate", verbosity=0)
    fill(count)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    with CaptureQueriesContext(connection) as captured:
        timed("all cells", lambda: count_cells(form_for(YEAR), YEAR))
    print(f"queries: {len(captured)}")
    content = timed("the report as it stands", lambda: content_of_year(YEAR))
    for form in ("json", "html", "xlsx", "docx", "pdf"):
        timed(form, lambda form=form: render(content, form))
        timed(f"{form} again", lambda form=form: render(content, form))
    print(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def timed(title, work):
    start = time.perf_counter()
    result = work()
    print(f"{title}: {time.perf_counter() - start:.2f} s")
    return result


def fill(count):
    """Write closed requests of random kinds, days and outcomes, the same in every run."""
    from requests_app.models import ApplicantKind, InformationRequest
    from requests_app.outcomes import Outcome
    from requests_app.workflow import Status

    chance = random.Random(1)
    for start in range(0, count, AT_ONCE):
        rows = []
        for number in range(start, min(start + AT_ONCE, count)):
            received_on = FIRST_DAY + timedelta(days=chance.randrange(5 * 365))
            rows.append(
                InformationRequest(
                    number=f"bench-{number}",
                    is_imported=True,
                    channel_id="in_person",
                    applicant_kind=chance.choice(ApplicantKind.values),
                    subject=f"申请{number}",
                    submitted_on=received_on,
                    received_on=received_on,
                    closed_on=received_on + timedelta(days=chance.randrange(40)),
                    outcome=chance.choice(Outcome.values),
                    status=Status.CLOSED,
                )
            )
        InformationRequest.objects.bulk_create(rows)


if __name__ == "__main__":
    main()
