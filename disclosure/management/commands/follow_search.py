import logging
import signal
from threading import Event
from time import monotonic

from django.core.management.base import BaseCommand
from django.db import Error, close_old_connections
from filelock import Timeout

from disclosure.search import catch_up, repair
from disclosure.search_engine import IndexUnusable

logger = logging.getLogger(__name__)
COMPARE_EVERY = 24 * 60 * 60  # seconds between two comparisons of every item with the index


class Command(BaseCommand):
    help = "Keep this machine's search index up to date until stopped: one per web machine."

    def add_arguments(self, parser):
        parser.add_argument("--interval", type=float, default=1.0, help="两次检查之间的秒数")
        parser.add_argument("--once", action="store_true", help="只检查一次")

    def handle(self, *, interval, once, **options):
        stopped = Event()
        if not once:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: stopped.set())
        self.compared_at = monotonic()
        self.follow()
        while not once and not stopped.wait(interval):
            close_old_connections()
            self.follow()

    def follow(self):
        """Catch up once; a database that is away for a while is waited for."""
        try:
            if applied := catch_up():
                self.stdout.write(f"检索索引已更新：{applied} 条")
            if monotonic() - self.compared_at > COMPARE_EVERY:
                self.compared_at = monotonic()
                self.compare()
        except Error as error:
            logger.warning("The database does not answer: %s", error)

    def compare(self):
        """Mend what differs without a stamp, as the nightly task does on the worker's machine."""
        try:
            if mended := repair():
                self.stdout.write(f"检索索引与数据库有{mended}条不一致，已更正")
        except (Timeout, IndexUnusable) as error:
            logger.info("The search index was not compared: %s", error)
