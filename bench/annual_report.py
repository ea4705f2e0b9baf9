"""How long the annual report takes over a register of 100,000 requests in five years.

    bin/with-services .venv/bin/python bench/annual_report.py --rows 100000

Prints a table: each piece of work the first and the second time, with its limit. Fills a database
of its own (bin/with-services; nothing else is touched).
"""

import argparse
import os
import random
import resource
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import django

ROOT = Path(__file__).resolve().parent.parent
AT_ONCE = 2000
FIRST_DAY = date(2021, 1, 1)
YEAR = 2025


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--fill-only", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if "DATABASE_URL" not in os.environ:
        sys.exit("Run it under bin/with-services: it fills the database it is given.")
    sys.path.insert(0, str(ROOT))
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    os.environ["DEMO"] = "1"  # the desk asks for no second factor
    if options.fill_only:  # in a process of its own: the memory it takes is not measured
        django.setup()
        fill(options.rows)
        return
    with TemporaryDirectory(prefix="bench-") as folder:
        os.environ["PORTAL_DATA_DIR"] = folder
        django.setup()
        run(options.rows)


def run(count):
    from django.db import connection

    command = [sys.executable, __file__, "--rows", str(count), "--fill-only"]
    subprocess.run(command, check=True)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    before = peak()
    print(f"{count} requests; peak before measuring {before} MB")
    print("| what | seconds | again | queries | limit |")
    print("|---|---|---|---|---|")
    pdf_peak = measure_report()
    measure_pages()
    measure_statistics()
    print(f"peak {peak()} MB, the process that prints a PDF {pdf_peak} MB (limit 300 each)")


def peak() -> int:
    """Return the most memory this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def measured(title, work, limit=""):
    """Print one line of the table: the first time, the second, and how many queries it takes."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        first, result = timed(work)
    again, _ = timed(work)
    print(f"| {title} | {first:.3f} | {again:.3f} | {len(captured)} | {limit} |")
    return result, captured


def timed(work):
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def measure_report():
    from reports.counting import count as count_cells
    from reports.exports import content_of_year, render
    from reports.formats import form_for

    measured("all cells", lambda: count_cells(form_for(YEAR), YEAR), "2 s, one a table")
    content, _ = measured("the report as it stands", lambda: content_of_year(YEAR), "3 s")
    limits = {"json": "", "html": "", "xlsx": "1 s", "docx": "2 s", "pdf": "5 s"}
    for form, limit in limits.items():
        measured(form, lambda form=form: render(content, form), limit)
    return peak_of_pdf(content)


def peak_of_pdf(content) -> int:
    """Return the most memory the process holds that makes the PDF, in MB."""
    from portal.documents.html import document_page
    from portal.documents.pdf import COMMAND
    from reports.documents import report_document

    page = document_page(report_document(content)).encode()
    process = subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    process.stdin.write(page)
    process.stdin.close()
    _, _, used = os.wait4(process.pid, 0)
    return used.ru_maxrss // 1024


def measure_pages():
    """A draft at the desk, and the page of the frozen report as a citizen gets it."""
    from django.test import Client
    from django.utils import timezone

    from portal.models import Login, User
    from reports.models import AnnualReport
    from reports.models.report_item import put_on_the_list
    from reports.workflow import Status

    head = User.objects.create_superuser("bench", "bench@example.org")
    now = timezone.now()
    report = AnnualReport.objects.start(YEAR, by=head, at=now)
    client = Client(SERVER_NAME="localhost")
    client.force_login(head)
    Login.objects.filter(user=head).update(verified_at=now)  # as if the second factor was given
    address = f"/admin/reports/annualreport/{report.pk}/change/"
    measured("page of the draft", lambda: fetch(client, address), "3 s")
    content = report.content()
    report.status, report.published_on = Status.PUBLISHED, timezone.localdate()
    report.frozen, report.frozen_hash = content.as_json(), content.digest
    report.approved_at = now
    report.save()
    put_on_the_list(report, by=head, at=now)
    public = Client(SERVER_NAME="localhost", HTTP_COOKIE="sessionid=none")  # past the page cache
    measured("page of the frozen report", lambda: fetch(public, report.get_absolute_url()), "50 ms")


def fetch(client, address):
    response = client.get(address)
    if response.status_code != 200:
        sys.exit(f"{address}: {response.status_code} {response.get('Location', '')}")


def measure_statistics():
    from django.utils import timezone

    from reports.board import panels
    from reports.statistics import Period

    today = timezone.localdate()
    period = Period(FIRST_DAY, today)
    _, captured = measured("statistics of five years", lambda: panels(period, today), "1.5 s")
    slowest = sorted(captured, key=lambda query: float(query["time"]), reverse=True)
    for query in slowest[:4]:
        print(f"    {query['time']} s  {query['sql'][:90]} … {query['sql'][-110:]}")


def fill(count):
    """Set up; write closed requests of random kinds, days and outcomes, the same in every run."""
    from django.core.management import call_command

    from requests_app.models import ApplicantKind, InformationRequest
    from requests_app.outcomes import Outcome
    from requests_app.workflow import Status

    call_command("migrate", verbosity=0)
    call_command("load_catalogue", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
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
