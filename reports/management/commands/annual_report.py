"""Prints the annual report of a year: as frozen, as it stands, or straight from the registers."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from portal.documents import PdfUnavailable
from reports.counting import has_register, left_out
from reports.exports import FORMS, content_of_year, render
from reports.models import AnnualReport

FIRST, LAST = 2008, 2100  # the Regulation came into force in 2008
BINARY = ["docx", "xlsx", "pdf"]


class Command(BaseCommand):
    help = "输出某一年度的政府信息公开工作年度报告；还没有编制的年度直接按登记台账统计"

    def add_arguments(self, parser):
        parser.add_argument("year", type=int, help="报告年度")
        parser.add_argument("--format", choices=FORMS, default="json", help="格式，默认json")
        parser.add_argument(
            "--output", type=Path, metavar="FILE", help="写入文件；默认写到标准输出"
        )

    def handle(self, *, year, format, output, **options):
        if not FIRST <= year <= LAST:
            raise CommandError(f"年度应在{FIRST}至{LAST}之间。")
        try:
            data = render(content_of_year(year), format)
        except PdfUnavailable as error:
            raise CommandError(str(error)) from error
        if not AnnualReport.objects.filter(year=year).exists():
            self.say_what_is_missing(year)
        self.deliver(data, format, output)

    def say_what_is_missing(self, year: int) -> None:
        if not has_register(year):
            self.stderr.write(f"{year}年没有依申请公开登记，表三、表四没有数据，不能当作0。")
        for group in left_out(year):
            self.stderr.write(f"{group.why}：{group.number}件。{group.advice}")

    def deliver(self, data: bytes, format: str, output: Path | None) -> None:
        if output:
            try:
                output.write_bytes(data)
            except OSError as error:
                raise CommandError(f"写不了“{output}”（{error.strerror}）。") from error
            self.stderr.write(f"已写入 {output}")
        elif format in BINARY:
            if sys.stdout.isatty():
                raise CommandError(f"{format}是二进制文件，请用 --output 写入文件。")
            sys.stdout.buffer.write(data)
        else:
            self.stdout.write(data.decode(), ending="")
