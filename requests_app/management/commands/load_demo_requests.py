"""Loads the demo requests into a register without any, or takes them out again."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.errors import RuleViolation
from requests_app.demo.load import load
from requests_app.demo.removal import remove as take_out


class Command(BaseCommand):
    help = "载入演示申请（只能载入没有申请的数据库），由演示账号办理；或者用 --remove 删除"

    def add_arguments(self, parser):
        parser.add_argument("--if-empty", action="store_true", help="不能载入时只说明，不报错")
        parser.add_argument("--remove", action="store_true", help="删除；load_demo --remove会先做")

    def handle(self, *, if_empty, remove, **options):
        try:
            if remove:
                self.stdout.write(f"演示申请已删除：{take_out()} 件")
                return
            load(timezone.localdate(), tell=self.stdout.write)
        except RuleViolation as error:
            if not if_empty:
                raise CommandError(str(error)) from error
            self.stdout.write(f"没有载入演示申请：{error}")
