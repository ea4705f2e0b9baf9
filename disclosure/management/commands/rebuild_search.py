from time import monotonic

from django.core.management.base import BaseCommand, CommandError
from filelock import Timeout

from disclosure.models import Item
from disclosure.search import rebuild

EVERY = 0.5  # seconds between two lines of progress


class Command(BaseCommand):
    help = (
        "Build the search index anew beside the running one, then swap. Searches go on meanwhile."
    )

    def handle(self, **options):
        self.total = Item.objects.public().count()
        self.shown_at = monotonic()
        try:
            count = rebuild(self.show)
        except Timeout as error:
            raise CommandError("另一个进程正在重建检索索引，请等它完成后再试。") from error
        self.stdout.write(f"检索索引已重建：{count} 条公开信息")

    def show(self, count: int):
        """Show how far the work is, a few times a second at most."""
        if monotonic() - self.shown_at < EVERY:
            return
        self.shown_at = monotonic()
        percent = min(100 * count // max(self.total, 1), 100)
        end = "\r" if self.stdout.isatty() else "\n"
        self.stdout.write(f"{percent:3}%  {count} / {self.total} 条", ending=end)
        self.stdout.flush()
