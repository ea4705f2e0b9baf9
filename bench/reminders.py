"""How long one scan takes, and how much memory, over a million rows of which few are owing.

    bin/with-services .venv/bin/python bench/reminders.py --rows 1000000

Fills a database of its own (bin/with-services; nothing else is touched): items, 1 % of them under
way, 0.2 % owing. The limits of the project: 5 seconds, 300 MB, a constant number of queries for
1,000 rows.
"""

import argparse
import os
import resource
import sys
import time
from datetime import timedelta
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
AT_ONCE = 5000


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--under-way", type=int, default=10_000)
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
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for title in ("first scan", "second scan"):
        start = time.perf_counter()
        scan(timezone.now())
        seconds = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(
            f"{title}: {seconds:.2f} s, peak {peak} MB (before: {before // 1024} MB), "
            f"{Notice.objects.count()} notices"
        )
    with CaptureQueriesContext(connection) as captured:
        scan(timezone.now())
    print(f"queries of a scan: {len(captured)}")


def fill(options):
    from django.contrib.auth.models import Group
    from django.utils import timezone

    from disclosure.models import Category, Item
    from disclosure.workflow import Status
    from portal.models import User
    from portal.roles import DISCLOSURE_HEAD

    author = User.objects.create_user("bench", email="bench@example.org")
    author.groups.add(Group.objects.get_or_create(name=DISCLOSURE_HEAD)[0])
    leaf = Category.objects.create(code="9999", name="bench", limit_workdays=20)
    today, now = timezone.localdate(), timezone.now()

    def item(n):
        fields = {"title": f"信息{n}", "category": leaf, "author": author}
        if n >= options.under_way:  # public long ago
            number = f"bench-{n}"
            public = {"status": Status.PUBLISHED, "index_no": number, "slug": number}
            return Item(is_imported=True, published_at=now, **public, **fields)
        days = 0 if n < options.owing else 300
        return Item(due_on=today + timedelta(days=days), **fields)

    for start in range(0, options.rows, AT_ONCE):
        Item.objects.bulk_create(item(n) for n in range(start, min(start + AT_ONCE, options.rows)))


if __name__ == "__main__":
    main()
