"""Checks an annual report, our own or a published one, and says what does not hold."""

import logging
import sys
from dataclasses import asdict, replace
from json import dumps
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from reports.checks import ERROR, Finding, check_report
from reports.readers import Gap, ReadReport, UnreadableReport, read_report

UNREADABLE = 2
LEVEL_WORDS = {"error": "错误", "warning": "提醒", "note": "未读取"}


class Command(BaseCommand):
    help = (
        "检查年度报告（json、docx、xlsx、pdf、html、txt），列出不成立之处；"
        "有错误时退出码为1，读不了为2"
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="报告文件")
        parser.add_argument("--json", action="store_true", help="以JSON列出")
        parser.add_argument("--previous", type=Path, metavar="FILE", help="上一年度的报告")

    def handle(self, *, file, previous, json, **options):
        report = read(file)
        notes = [*report.gaps]
        if previous:
            report, more = with_year_before(report, read(previous), previous)
            notes += more
        findings = check_report(report.facts)
        listed = [*findings, *(note(gap) for gap in notes)]
        if json:
            self.tell_programs(listed)
        else:
            self.tell_people(report, listed)
        if any(finding.level == ERROR for finding in findings):
            sys.exit(1)

    def tell_programs(self, listed: list[Finding]) -> None:
        self.stdout.write(dumps([asdict(one) for one in listed], ensure_ascii=False, indent=1))

    def tell_people(self, report: ReadReport, listed: list[Finding]) -> None:
        facts = report.facts
        title = (
            f"{facts.body}{facts.year or '（未注明年度）'}年度报告，按{facts.form.name}年格式检查"
        )
        self.stdout.write(f"{title}：")
        for one in listed:
            self.stdout.write(f"[{one.id} {LEVEL_WORDS[one.level]}] {one.sentence}")
        counts = {level: sum(one.level == level for one in listed) for level in LEVEL_WORDS}
        summary = "，".join(f"{LEVEL_WORDS[level]}{count}处" for level, count in counts.items())
        self.stdout.write(f"共{len(listed)}条：{summary}。")


def read(path: Path) -> ReadReport:
    # What the reading process says of a broken file is for the log of uploads, not for people.
    logging.getLogger("portal.files.text").disabled = True
    try:
        return read_report(path)
    except UnreadableReport as error:
        raise CommandError(str(error), returncode=UNREADABLE) from error
    finally:
        logging.getLogger("portal.files.text").disabled = False


def with_year_before(
    report: ReadReport, before: ReadReport, path: Path
) -> tuple[ReadReport, list[Gap]]:
    year, year_before = report.facts.year, before.facts.year
    if year is None or year_before != year - 1:
        told = f"{year_before}年度" if year_before else "没有注明年度"
        why = f"不是上一年度的报告（{told}），没有核对结转和现行有效"
        return report, [Gap(f"“{path.name}”", why)]
    return replace(report, facts=replace(report.facts, previous=before.facts.cells)), []


def note(gap: Gap) -> Finding:
    return Finding("READ", "note", (), "", "", str(gap))
