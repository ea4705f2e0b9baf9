"""Two people, or two workers, at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection, connections


def at_once(*works: Callable) -> list:
    """Return what each returned, run in a thread and on a database connection of its own.

    SQLite's test database lives in memory and lets no two write: there they run in turn.
    """
    if connection.vendor == "sqlite":
        return [work() for work in works]
    start = Barrier(len(works))

    def run(work):
        start.wait()
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return [future.result() for future in [pool.submit(run, work) for work in works]]
