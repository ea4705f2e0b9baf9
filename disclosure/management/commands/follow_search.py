import logging
import signal
from threading import Event

from django.core.management.base import BaseCommand
from django.db import Error, close_old_connections

from disclosure.search import catch_up

logger = logging.getLogger(__name__)


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
        self.follow()
        while not once and not stopped.wait(interval):
            close_old_connections()
            self.follow()

    def follow(self):
        """Catch up once; a database that is away for a while is waited for."""
        try:
            if applied := catch_up():
                self.stdout.write(f"检索索引已更新：{applied} 条")
        except Error as error:
            logger.warning("The database does not answer: %s", error)
