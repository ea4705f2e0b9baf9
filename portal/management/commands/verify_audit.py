import json
import sys
from dataclasses import asdict
from itertools import islice
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.audit import audit_head, check, head_log, read_heads
from portal.models import AuditEntry

SHOWN = 100
WHAT_NOW = (
    "请保留数据库、日志和备份的现状，不要清理，并报告审计员和主要负责人。"
    "如果几乎每条都不符，先核对 AUDIT_KEY 是否仍是原来的密钥。"
)


class Command(BaseCommand):
    help = "Check that the audit trail is whole and unchanged; exit 1 and say so when it is not."

    def add_arguments(self, parser):
        parser.add_argument(
            "--heads",
            metavar="FILE",
            type=Path,
            action="append",
            default=[],
            help="a copy of audit-heads.log kept elsewhere; may be given several times",
        )
        parser.add_argument("--json", action="store_true", help="the same for programs")

    def handle(self, **options):
        heads, damaged = self.read_logs(options["heads"])
        found = check(heads, at=timezone.now())
        shown = [*damaged, *islice(found, SHOWN)]
        count = len(shown) + sum(1 for _ in found)
        if options["json"]:
            self.tell_programs(heads, shown, count)
        else:
            self.tell_people(heads, shown, count)
        if count:
            sys.exit(1)

    def read_logs(self, copies):
        heads, damaged = [], []
        for path in [*filter(Path.exists, [head_log()]), *copies]:
            try:
                read = read_heads(path)
            except OSError as error:
                raise CommandError(f"链头日志 {path} 无法读取：{error.strerror}。") from error
            heads += read[0]
            damaged += read[1]
        return heads, damaged

    def tell_programs(self, heads, shown, count):
        head = audit_head()
        result = {
            "ok": not count,
            "head": head and head._asdict(),
            "unsealed": AuditEntry.objects.unsealed().count(),
            "heads_compared": len(heads),
            "count": count,
            "findings": [asdict(finding) for finding in shown],
        }
        self.stdout.write(json.dumps(result, ensure_ascii=False, indent=2))

    def tell_people(self, heads, shown, count):
        for finding in shown:
            self.stdout.write(finding.sentence)
        if count > len(shown):
            self.stdout.write(f"另有 {count - len(shown)} 处问题未列出。")
        if count:
            self.stdout.write(f"审计记录有 {count} 处问题。{WHAT_NOW}")
            return
        head = audit_head()
        state = f"第 1 号至第 {head.number} 号，链头 {head.mac}" if head else "尚无已入链的记录"
        self.stdout.write(f"审计记录完整：{state}。与链头日志中的 {len(heads)} 处登记一致。")
        if pending := AuditEntry.objects.unsealed().count():
            self.stdout.write(f"另有 {pending} 条刚写入，将在一分钟内入链。")
