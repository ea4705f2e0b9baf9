"""Imports the ledger of items (design: 台账) from the command line."""

from contextlib import ExitStack
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from disclosure import search
from disclosure.resources import Archive, ItemLedger, ItemResource, LedgerResult
from portal.ledgers import LedgerError
from portal.models import User

SHOWN = 100


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
            result = import_ledger(file, files, dry_run=dry_run, user=user)
        except LedgerError as error:
            raise refusal(error.messages, "没有导入任何内容。") from error
        if not result.is_good:
            count = f"共{result.bad_rows}行有错，" if result.bad_rows else ""
            raise refusal(list(result.complaints()), f"{count}没有导入任何内容。")
        done = "检查通过（没有写入）" if dry_run else "导入完成"
        self.stdout.write(f"{done}：{result.published} 条已公开，{result.drafts} 条草稿")
        if result.unused_files:
            names = "、".join(result.unused_files[:SHOWN])
            self.stdout.write(f"压缩包里没有哪一行用到的文件：{names}")
        if not dry_run:
            search.catch_up()


def import_ledger(file: Path, files: Path | None, **options) -> LedgerResult:
    with ExitStack() as opened:
        dataset = ItemLedger().create_dataset(opened.enter_context(open_file(file)), file.name)
        if files:
            options["archive"] = Archive(opened.enter_context(open_file(files)), files.name)
        return ItemResource().import_data(
            dataset, today=timezone.localdate(), file_name=file.name, **options
        )


def open_file(path: Path):
    try:
        return path.open("rb")
    except OSError as error:
        raise LedgerError(f"读不了“{path}”（{error.strerror}）；请检查路径和权限。") from error


def find_user(username: str) -> User:
    try:
        return User.objects.get(username=username, is_active=True)
    except User.DoesNotExist:
        raise CommandError(f"没有名为“{username}”的在用账号；请核对用户名。") from None


def refusal(complaints: list[str], conclusion: str) -> CommandError:
    more = [f"以上是前{SHOWN}处，其余从略。"] if len(complaints) > SHOWN else []
    return CommandError("\n".join([*complaints[:SHOWN], *more, conclusion]))
