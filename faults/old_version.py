"""The version before, as the database sees it: reads and writes its tables with its columns.

Run by faults/test_upgrade.py while the new version migrates. Prints one line of JSON when its
standard input ends: how often it asked, what failed, the slowest answer in seconds.
"""

import json
import select
import sys
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


def main() -> None:
    statements = statements_of_old()
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
    print(json.dumps({"asked": asked, "slowest": slowest, "failed": failed[:20]}), flush=True)


if __name__ == "__main__":
    main()
