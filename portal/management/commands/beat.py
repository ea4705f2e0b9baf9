import sys

from django.conf import settings
from django.core.management.base import BaseCommand
from filelock import FileLock, Timeout

from portal.celery import app

SECONDS_TO_WAIT = 10  # an older scheduler may just be ending


class Command(BaseCommand):
    help = "Run the scheduler (Celery beat); there is one at most for each data directory."

    def handle(self, **options):
        try:
            with FileLock(settings.DATA_DIR / "beat.lock", timeout=SECONDS_TO_WAIT):
                app.Beat(loglevel="WARNING", quiet=True).run()
        except Timeout:
            sys.exit(f"数据目录 {settings.DATA_DIR} 已有一个定时调度进程在运行，不能再启动一个。")
