"""Imports the ledger of requests (design: 依申请公开台账) from the command line."""

from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.ledgers import LedgerError
from portal.models import User
from requests_app.resources import RequestLedger, RequestLedgerResult, RequestResource

SHOWN = 100


class Command(BaseCommand):
    help = "导入依申请公开台账（CSV或XLSX）：有办理结果的为已办结，没有的为在办；一行有错全不导入"

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="台账文件")
        parser.add_argument("--dry-run", action="store_true", help="只检查，不写入")
        parser.add_argument("--by", metavar="用户名", help="以谁的名义导入，须有导入权限")

    def handle(self, *, file, dry_run, by, **options):
        user = find_user(by) if by else None
        try:
            result = import_ledger(file, dry_run=dry_run, user=user)
        except LedgerError as error:
            raise refusal(error.messages, "没有导入任何内容。") from error
        except PermissionDenied as error:
            raise CommandError(f"“{by}”没有导入申请台账的权限，没有导入任何内容。") from error
        if not result.is_good:
            count = f"共{result.bad_rows}行有错，" if result.bad_rows else ""
            raise refusal(list(result.complaints()), f"{count}没有导入任何内容。")
        done = "检查通过（没有写入）" if dry_run else "导入完成"
        self.stdout.write(f"{done}：{result.summary}")


def import_ledger(file: Path, **options) -> RequestLedgerResult:
    try:
        with file.open("rb") as opened:
            dataset = RequestLedger().create_dataset(opened, file.name)
    except OSError as error:
        raise LedgerError(f"读不了“{file}”（{error.strerror}）；请检查路径和权限。") from error
    today = timezone.localdate()
    return RequestResource().import_data(dataset, today=today, file_name=file.name, **options)


def find_user(username: str) -> User:
    try:
        return User.objects.get(username=username, is_active=True)
    except User.DoesNotExist:
        raise CommandError(f"没有名为“{username}”的在用账号；请核对用户名。") from None


def refusal(complaints: list[str], conclusion: str) -> CommandError:
    more = [f"以上是前{SHOWN}处，其余从略。"] if len(complaints) > SHOWN else []
    return CommandError("\n".join([*complaints[:SHOWN], *more, conclusion]))
