"""Wake a task by its name, after commit. A nudge may be lost: the next scan does the work."""

import logging

from celery import current_app
from django.db import transaction

logger = logging.getLogger(__name__)
ONE_SECOND = 1


def nudge(task_name: str) -> None:
    """Ask a worker to run `task_name` once this transaction is committed."""
    transaction.on_commit(lambda: send(task_name))


def send(task_name: str) -> None:
    """Put one message on the broker, waiting a second at most; a broker that is down is logged."""
    try:
        with current_app.connection_for_write(connect_timeout=ONE_SECOND) as connection:
            current_app.send_task(task_name, connection=connection, retry=False)
    except Exception as error:  # any broker, any fault: the scan catches up
        logger.warning("nudge %s not sent: %s", task_name, error)
