"""Loads the demo content into an empty database, or takes it out again."""

from io import StringIO

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from disclosure import search
from disclosure.demo.load import load, remove_rows
from disclosure.demo.states import walk
from disclosure.models import Item
from portal.demo_logins import seat_demo_logins
from portal.errors import RuleViolation
from portal.models import User


class Command(BaseCommand):
    help = "载入演示内容（只能载入空的数据库），或者用 --remove 全部删除；不影响其他数据"

    def add_arguments(self, parser):
        parser.add_argument("--remove", action="store_true", help="删除演示内容")
        parser.add_argument(
            "--if-empty", action="store_true", help="已经有公开信息时不载入，也不报错"
        )
        parser.add_argument("--by", metavar="用户名", help="以谁的名义载入")

    def handle(self, *, remove, if_empty, by, **options):
        if if_empty and Item.objects.exists():
            self.stdout.write("已经有公开信息，没有载入演示内容")
            return
        act = self.take_out if remove else self.put_in
        try:
            act(find_user(by) if by else None)
        except RuleViolation as error:
            raise CommandError(str(error)) from error

    def put_in(self, by: User | None):
        today = timezone.localdate()
        count = load(today, by, tell=self.stdout.write)
        seat_demo_logins()
        if walked := walk(today):
            self.stdout.write(f"审核各环节的演示信息 {walked} 条")
            search.catch_up()
        self.stdout.write(f"演示内容已载入：{count} 条；删除用 manage.py load_demo --remove")

    def take_out(self, by: User | None):
        """Delete all of the demo or, where the office's own data hangs on it, nothing."""
        lines: list[str] = []
        requests = StringIO()
        with transaction.atomic():
            call_command("load_demo_reports", remove=True)  # they hang on the items
            call_command("load_demo_requests", remove=True, stdout=requests)
            count = remove_rows(tell=lines.append)
        search.catch_up()
        for line in (requests.getvalue().strip(), *lines, f"演示内容已删除：{count} 条"):
            self.stdout.write(line)


def find_user(username: str) -> User:
    try:
        return User.objects.get(username=username)
    except User.DoesNotExist:
        raise CommandError(f"没有名为“{username}”的账号；请核对用户名。") from None
