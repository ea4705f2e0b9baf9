"""Wake a task by its name, after commit. A nudge may be lost: the next scan does the work.

A burst of changes is one message, or two: the first at once, and one for all that came after it.
"""

import logging
import time
from threading import Thread, Timer

from celery import current_app
from django.db import transaction

logger = logging.getLogger(__name__)
LONGEST_WAIT = 0.8  # seconds a web request may be held up by a broker that does not answer
UNTRIED = 10  # seconds in which a broker that failed is not asked again
ONE_MESSAGE = 0.5  # seconds in which what was sent for a task holds for all that follows


class Broker:
    """The broker as this process knows it: until when it is not worth asking."""

    silent_until = 0.0

    def __init__(self):
        self.next_at: dict[str, float] = {}  # by task: until then nothing, or one more, is sent

    def send(self, task_name: str) -> None:
        """Put one message on the broker; of many in a row only the first and one after them."""
        now = time.monotonic()
        if now < self.silent_until or now < self.next_at.get(task_name, 0) - ONE_MESSAGE:
            return  # silent; or one is on its way that comes after this change
        if wait := max(0.0, self.next_at.get(task_name, 0) - now):
            self.next_at[task_name] = now + wait + ONE_MESSAGE
            later = Timer(wait, self.publish, [task_name])
            later.daemon = True
            later.start()
            return
        self.next_at[task_name] = now + ONE_MESSAGE
        self.send_now(task_name)

    def send_now(self, task_name: str) -> None:
        """Send it in a thread: the broker's own patience is longer than ours."""
        messenger = Thread(target=self.publish, args=[task_name], daemon=True)
        messenger.start()
        messenger.join(LONGEST_WAIT)
        if messenger.is_alive():
            self.is_silent(task_name, "no answer yet")

    def publish(self, task_name: str) -> None:
        try:
            with current_app.connection_for_write(connect_timeout=1) as connection:
                current_app.send_task(task_name, connection=connection, retry=False)
        except Exception as error:  # any broker, any fault: the scan catches up
            self.is_silent(task_name, error)

    def is_silent(self, task_name: str, why: object) -> None:
        self.silent_until = time.monotonic() + UNTRIED
        logger.warning("nudge %s not sent: %s", task_name, why)


broker = Broker()


def nudge(task_name: str) -> None:
    """Ask a worker to run `task_name` once this transaction is committed."""
    transaction.on_commit(lambda: broker.send(task_name))
