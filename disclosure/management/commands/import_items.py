"""Imports the ledger of items (design: 台账) from the command line."""

from contextlib import ExitStack
from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils import timezone

from disclosure import search
from disclosure.resources import Archive, ItemLedger, ItemLedgerResult, ItemResource
from portal.ledger_files.commands import SHOWN, check, find_user, opened, refusal
from portal.ledger_files.progress import OnTerminal
from portal.ledger_files.resources import Progress
from portal.ledgers import LedgerError


class Command(BaseCommand):
    help = (
        "导入公开信息台账（CSV或XLSX）：有发布日期的行为已公开，没有的为草稿；一行有错，全部不导入"
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="台账文件")
        parser.add_argument("--files", type=Path, metavar="ZIP", help="附件压缩包")
        parser.add_argument("--dry-run", action="store_true", help="只检查，不写入")
        parser.add_argument("--by", metavar="用户名", help="以谁的名义导入，须有导入权限")

    def handle(self, *, file, files, dry_run, by, **options):
        user = find_user(by) if by else None
        try:
            progress = OnTerminal(self.stdout)
            result = import_ledger(file, files, progress, dry_run=dry_run, user=user)
            progress.end()
        except LedgerError as error:
            raise refusal(error.messages) from error
        check(result)
        done = "检查通过（没有写入）" if dry_run else "导入完成"
        self.stdout.write(f"{done}：{result.published} 条已公开，{result.drafts} 条草稿")
        if result.unused_files:
            names = "、".join(result.unused_files[:SHOWN])
            self.stdout.write(f"压缩包里没有哪一行用到的文件：{names}")
        if not dry_run:
            search.catch_up()


def import_ledger(
    file: Path, files: Path | None, progress: Progress, **options
) -> ItemLedgerResult:
    with ExitStack() as closing:
        with opened(file) as ledger:
            dataset = ItemLedger().create_dataset(ledger, file.name)
        if files:
            options["archive"] = Archive(closing.enter_context(opened(files)), files.name)
        return ItemResource(progress).import_data(
            dataset, today=timezone.localdate(), file_name=file.name, **options
        )
