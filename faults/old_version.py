"""The version before, as the database sees it: reads and writes its tables with its columns.

Run by faults/test_upgrade.py while the new version migrates. Prints one line of JSON when its
standard input ends: how often it asked, what failed, the slowest answer and the longest wait for
a lock in seconds.
"""

import json
import select
import sys
import threading
import time

import django

django.setup()

from django.db import DatabaseError, connection  # noqa: E402
from django.db.migrations.loader import MigrationLoader  # noqa: E402

PREVIOUS = [
    ("portal", "0007_reminders_digests_and_channels"),
    ("disclosure", "0003_duty"),
    ("requests_app", "0003_letters_are_immutable"),
    ("reports", "0001_initial"),
]


def statements_of_old() -> list[str]:
    """Return what the old version may ask of each of its tables: its columns, by its names."""
    loader = MigrationLoader(connection)
    targets = [key for key in loader.graph.nodes if key in PREVIOUS]
    apps = loader.project_state(targets).apps
    found = []
    for model in apps.get_models():
        if model._meta.app_label not in dict(PREVIOUS):
            continue
        table = model._meta.db_table
        columns = [field.column for field in model._meta.local_concrete_fields]
        names = ", ".join(f'"{column}"' for column in columns)
        found.append(f'SELECT {names} FROM "{table}" LIMIT 5')
        # Takes the locks of a writer and changes nothing.
        found.append(f'UPDATE "{table}" SET "{columns[-1]}" = "{columns[-1]}" WHERE false')
    return found


class LockWatch(threading.Thread):
    """Sees how long anybody waits for a lock; a busy machine answers late, but locks nobody."""

    WAITING = """
        SELECT extract(epoch FROM clock_timestamp() - waitstart), pid, relation::regclass::text
        FROM pg_locks WHERE NOT granted AND waitstart IS NOT NULL AND relation IS NOT NULL"""

    def __init__(self):
        super().__init__(daemon=True)
        self.longest: tuple[float, str] = (0.0, "")
        self.must_stop = threading.Event()

    def run(self) -> None:
        while not self.must_stop.wait(0.02):
            with connection.cursor() as cursor:
                cursor.execute(self.WAITING)
                for seconds, _, table in cursor.fetchall():
                    self.longest = max(self.longest, (float(seconds), table))


def main() -> None:
    statements = statements_of_old()
    watch = LockWatch()
    watch.start()
    asked, slowest, failed = 0, (0.0, ""), []
    print("ready", flush=True)
    while not select.select([sys.stdin], [], [], 0)[0]:
        for statement in statements:
            begin = time.perf_counter()
            try:
                with connection.cursor() as cursor:
                    cursor.execute(statement)
            except DatabaseError as error:
                failed.append(f"{statement[:80]}: {error}".strip())
            slowest = max(slowest, (time.perf_counter() - begin, statement[:60]))
            asked += 1
    watch.must_stop.set()
    watch.join()
    told = {"asked": asked, "slowest": slowest, "waited": watch.longest, "failed": failed[:20]}
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
