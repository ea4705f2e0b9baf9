"""Looks through the site as inspectors do; exit 1 when a veto item is failed."""

from collections import Counter

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reports import outside_links
from reports.inspection import BY_CODE, CHECKS
from reports.inspector import inspect, vetoes
from reports.models import InspectionFinding, OutsideLink

SHOWN = 20


class Command(BaseCommand):
    help = "按检查指标自查网站，列出问题；有单项否决的，退出码为1"

    def add_arguments(self, parser):
        parser.add_argument("--only", nargs="+", metavar="指标", help="只查这些指标，如 V3 D5")
        parser.add_argument(
            "--outside", action="store_true", help="先检查到期的站外链接（每个网站之间有停顿）"
        )
        parser.add_argument("--all", action="store_true", help="每项列出全部问题")

    def handle(self, *, only, outside, all, **options):
        if unknown := set(only or ()) - set(BY_CODE):
            raise CommandError(f"没有指标{'、'.join(sorted(unknown))}；可以是{'、'.join(BY_CODE)}")
        if outside:
            OutsideLink.objects.keep(outside_links.links_in_texts())
            self.stdout.write(f"站外链接：检查了{outside_links.check_links()}个")
        checks = [BY_CODE[code] for code in only] if only else CHECKS
        run = inspect(timezone.now(), checks)
        for check in checks:
            self.show(check, limit=None if all else SHOWN)
        failed = [check for check in vetoes() if check in checks]
        if failed or run.unfinished:
            raise CommandError(self.verdict(failed, run.unfinished), returncode=1)
        self.stdout.write("没有单项否决的问题。")

    def show(self, check, limit):
        rows = InspectionFinding.objects.open().filter(check_code=check.code)
        self.stdout.write(f"{check.code} {check.title}（{check.kind}）：{len(rows) or '没有问题'}")
        for row in rows[:limit]:
            self.stdout.write(f"    {row.place}：{row.sentence}")
        if limit and len(rows) > limit:
            kinds = Counter(row.office_id for row in rows)
            more = len(rows) - limit
            self.stdout.write(f"    另有{more}处（共涉及{len(kinds)}个单位），用 --all 全部列出")

    def verdict(self, failed, unfinished) -> str:
        sentences = [f"单项否决：{'、'.join(check.code for check in failed)}"] if failed else []
        if unfinished:
            sentences.append(f"没有查完：{'、'.join(unfinished)}，请看日志")
        return "；".join(sentences)
