"""Forget what need not be kept any longer: `manage.py purge [--dry-run] [--as-of DAY]`."""

from datetime import date

from django.core.management.base import BaseCommand
from django.utils import timezone

from requests_app import retention
from requests_app.models import RequestRules


class Command(BaseCommand):
    help = "按保存期限清除申请人的个人信息；年报的数字不受影响"

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="只列出数量，不清除")
        parser.add_argument("--as-of", type=date.fromisoformat, help="按这一天计算，默认今天")

    def handle(self, *args, **options):
        today = options["as_of"] or timezone.localdate()
        if options["dry_run"]:
            rules = RequestRules.objects.current()
            files = retention.identity_proofs_to_forget(today, rules).count()
            cases = retention.cases_to_forget(today, rules).count()
            self.stdout.write(f"将清除身份证明 {files} 份、申请案卷 {cases} 件")
            return
        now = timezone.now()
        left = retention.forget_left_uploads(now)
        files = retention.forget_identity_proofs(today, at=now)
        cases = sum(1 for _ in retention.forget_cases(today, at=now))
        self.stdout.write(
            f"已清除身份证明 {files} 份、申请案卷 {cases} 件、未提交的表单留下的文件 {left} 个"
        )
