import sys
from getpass import getpass
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.backup.keys import BadArchive, NeedsPassword, Passphrase, passphrase_in, private_key_in
from portal.backup.restoring import RestoreRefused, described, restore, verify

NO_KEY = (
    "请给出打开备份的口令文件（--passphrase-file 或 BACKUP_PASSPHRASE_FILE）、"
    "私钥文件（--identity），或者用 --ask 当场输入口令。"
)


class Command(BaseCommand):
    help = "Verify a backup and put it back into an empty database and data directory."
    requires_system_checks = []  # the tables are not there yet

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--passphrase-file", metavar="FILE", type=Path)
        parser.add_argument("--identity", metavar="FILE", type=Path, help="private key, PEM")
        parser.add_argument("--ask", action="store_true", help="ask for the passphrase here")
        parser.add_argument("--check", action="store_true", help="verify only, restore nothing")

    def handle(self, **options):
        try:
            key = self.key(options)
            if options["check"]:
                self.stdout.write(described(verify(options["file"], key)))
                return
            done = restore(options["file"], key, at=timezone.now(), say=self.say)
        except (BadArchive, RestoreRefused) as error:
            raise CommandError(str(error)) from error
        self.tell(done)

    def key(self, options):
        if options["identity"]:
            try:
                return private_key_in(options["identity"])
            except NeedsPassword as error:
                return private_key_in(options["identity"], getpass(str(error)).encode())
        if options["ask"]:
            return Passphrase(getpass("备份口令："))
        file = options["passphrase_file"] or settings.BACKUP_PASSPHRASE_FILE
        if not file:
            raise CommandError(NO_KEY)
        return passphrase_in(Path(file))

    def tell(self, done):
        manifest = done.manifest
        self.say(
            f"已恢复 {manifest['made_at']} 的备份：{sum(manifest['counts'].values())} 行、"
            f"{manifest['files']} 个文件，行数和校验值全部相符。"
        )
        for sentence in done.findings:
            self.say(sentence)
        if done.findings:
            sys.exit(
                f"数据已经恢复，但核对发现 {len(done.findings)} 处问题，见上。启用前请先查明。"
            )
        self.say("审计记录完整，密钥相符。现在可以启动门户。")

    def say(self, line):
        self.stdout.write(line)
        self.stdout.flush()
