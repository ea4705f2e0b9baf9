"""Takes the file of one case out, for archive and court."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from requests_app import case_file
from requests_app.models import InformationRequest


class Command(BaseCommand):
    help = "导出一件申请的案卷（ZIP：申请表、期限计算表、文书、材料、办理情况、目录和校验值）"

    def add_arguments(self, parser):
        parser.add_argument("number", help="申请编号")
        parser.add_argument("--output", type=Path, required=True, metavar="F", help="写到哪个文件")
        parser.add_argument("--reason", default="运维人员用命令导出", help="理由，记入审计")

    def handle(self, *, number, output, reason, **options):
        info_request = InformationRequest.objects.filter(number=number).first()
        if info_request is None:
            raise CommandError(f"没有编号为“{number}”的申请")
        try:
            with output.open("xb") as file:
                lines = case_file.export(
                    info_request, file, by=None, at=timezone.now(), reason=reason
                )
        except FileExistsError as error:
            raise CommandError(f"{output} 已经存在，请换一个文件名") from error
        self.stdout.write(f"案卷 {number} 已写入 {output}，共 {len(lines)} 件")
        for line in lines:
            if line.doubt:
                self.stderr.write(f"{line.title}：{line.doubt}")
