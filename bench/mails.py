"""How many notices two workers mail in a minute, and whether each arrives once.

bin/with-services .venv/bin/python bench/mails.py --notices 10000
"""

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
WORKERS = 2


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notices", type=int, default=10_000)
    options = parser.parse_args()
    if "DATABASE_URL" not in os.environ:
        sys.exit("Run it under bin/with-services: it fills the database it is given.")
    sys.path.insert(0, str(ROOT))
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    django.setup()
    run(options.notices)


def run(count):
    from django.core.management import call_command

    from faults.processes import Stack
    from portal.models import Notice
    from portal.models.notice import UNSENT
    from portal.notices import DELIVER
    from portal.tests.smtp_sink import smtp_sink

    call_command("migrate", verbosity=0)
    fill(count)
    keys = ("SECRET_KEY", "AUDIT_KEY", "FIELD_KEYS", "MATCH_KEY")
    names = ("DATABASE_URL", "REDIS_URL", "HTTPS", *keys)
    with smtp_sink() as sink, tempfile.TemporaryDirectory() as folder:
        environment = {name: os.environ[name] for name in names}
        environment["EMAIL_URL"] = f"smtp://127.0.0.1:{sink.port}"
        environment["PORTAL_DATA_DIR"] = f"{folder}/data"
        with Stack(environment, os.environ["REDIS_URL"]) as stack:
            for number in range(WORKERS):
                stack.worker(PORTAL_DATA_DIR=f"{folder}/data{number}")
            unsent = Notice.objects.filter(status__in=UNSENT)
            stack.wake_until(DELIVER, lambda: sink.mails, seconds=60)
            start = time.perf_counter()
            stack.wake_until(DELIVER, lambda: not unsent.exists(), seconds=3600)
            seconds = time.perf_counter() - start
        ids = Counter(mail["Message-ID"] for mail in sink.mails)
    lost, doubled = count - len(ids), sum(ids.values()) - len(ids)
    rate = count / seconds
    print(f"{count} notices, {WORKERS} workers: {seconds:.1f} s, {rate:.0f} a second")
    print(f"lost {lost}, doubled {doubled}")


def fill(count):
    from portal.models import Notice, Office, User
    from portal.notices import names_of

    office = Office.objects.create(code="bench", name="科室", full_name="科室")
    people = User.objects.bulk_create(
        User(username=f"reader{n}", email=f"reader{n}@example.org") for n in range(count)
    )
    facts = {"event": "terms_uncountable", "path": "/admin/", **names_of(office)}
    Notice.objects.bulk_create(
        Notice(key=f"bench-{n}", recipient=person, **facts) for n, person in enumerate(people)
    )


if __name__ == "__main__":
    main()
