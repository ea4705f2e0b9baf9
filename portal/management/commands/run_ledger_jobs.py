"""Runs the imports and exports that wait; a worker starts it, nobody else need."""

import os

from django.core.management.base import BaseCommand

from portal.ledger_jobs import run_waiting

POLITE = 5  # pages come first


class Command(BaseCommand):
    help = "办理排队的导入导出任务，办完即退出（由后台进程启动）"

    def handle(self, **options):
        os.nice(POLITE)
        count = run_waiting()
        self.stdout.write(f"办理了 {count} 项任务")
