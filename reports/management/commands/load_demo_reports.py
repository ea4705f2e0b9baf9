"""Loads the annual reports of the demo bureau, the years before the one its head is to make."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.errors import RuleViolation
from reports.demo.load import load
from reports.demo.load import remove as take_out


class Command(BaseCommand):
    help = "载入演示的历年年度报告和渠道数据（load_demo、load_demo_requests之后）"

    def add_arguments(self, parser):
        parser.add_argument("--if-empty", action="store_true", help="不能载入时只说明，不报错")
        parser.add_argument("--remove", action="store_true", help="删除；load_demo --remove会先做")

    def handle(self, *, if_empty, remove, **options):
        if remove:
            take_out()
            return
        try:
            load(timezone.localdate(), tell=self.stdout.write)
        except RuleViolation as error:
            if not if_empty:
                raise CommandError(str(error)) from error
            self.stdout.write(f"没有载入演示的年度报告：{error}")
