"""Imports the ledger of requests (design: 依申请公开台账) from the command line."""

from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.ledger_files.commands import check, find_user, opened, refusal
from portal.ledger_files.progress import OnTerminal
from portal.ledger_files.resources import Progress
from portal.ledgers import LedgerError
from requests_app.resources import RequestLedger, RequestLedgerResult, RequestResource


class Command(BaseCommand):
    help = "导入依申请公开台账（CSV或XLSX）：有办理结果的为已办结，没有的为在办；一行有错全不导入"

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="台账文件")
        parser.add_argument("--dry-run", action="store_true", help="只检查，不写入")
        parser.add_argument("--by", metavar="用户名", help="以谁的名义导入，须有导入权限")

    def handle(self, *, file, dry_run, by, **options):
        user = find_user(by) if by else None
        try:
            progress = OnTerminal(self.stdout)
            result = import_ledger(file, progress, dry_run=dry_run, user=user)
            progress.end()
        except LedgerError as error:
            raise refusal(error.messages) from error
        except PermissionDenied as error:
            raise CommandError(f"“{by}”没有导入申请台账的权限，没有导入任何内容。") from error
        check(result)
        done = "检查通过（没有写入）" if dry_run else "导入完成"
        self.stdout.write(f"{done}：{result.summary}")


def import_ledger(file: Path, progress: Progress, **options) -> RequestLedgerResult:
    with opened(file) as ledger:
        dataset = RequestLedger().create_dataset(ledger, file.name)
    today = timezone.localdate()
    return RequestResource(progress).import_data(
        dataset, today=today, file_name=file.name, **options
    )
