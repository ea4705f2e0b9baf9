from getpass import getpass
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.backup.configured import NO_FOLDER, NO_LOCK, configured_lock
from portal.backup.keys import BadArchive, Passphrase
from portal.backup.making import BackupFailed, back_up
from portal.backup.retention import Retention


class Command(BaseCommand):
    help = "Write one encrypted file with the database, all files and a manifest; no keys in it."

    def add_arguments(self, parser):
        parser.add_argument(
            "--to", metavar="FOLDER", type=Path, help="where it goes; default: BACKUP_DIR"
        )
        parser.add_argument("--passphrase-file", metavar="FILE", type=Path)
        parser.add_argument("--public-key", metavar="FILE", type=Path, help="X25519, PEM")
        parser.add_argument("--ask", action="store_true", help="ask for a passphrase here")
        for name, number in vars(settings_retention()).items():
            parser.add_argument(
                f"--{name}",
                metavar="N",
                type=int,
                default=number,
                help=f"keep the newest of each of the last N {name} periods (default {number})",
            )

    def handle(self, **options):
        folder = options["to"] or settings.BACKUP_DIR
        if not folder:
            raise CommandError(NO_FOLDER)
        retention = Retention(options["daily"], options["weekly"], options["monthly"])
        try:
            lock = typed_passphrase() if options["ask"] else self.lock(options)
            made = back_up(Path(folder), lock, at=timezone.now(), retention=retention)
        except (BackupFailed, BadArchive) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(made.sentence)

    def lock(self, options):
        lock = configured_lock(options["passphrase_file"], options["public_key"])
        if lock is None:
            raise CommandError(NO_LOCK)
        return lock


def settings_retention() -> Retention:
    return Retention(**settings.BACKUP_KEEP)


def typed_passphrase() -> Passphrase:
    """Ask twice: what was mistyped here would open nothing later."""
    first, second = getpass("备份口令："), getpass("再输入一次：")
    if first != second:
        raise CommandError("两次输入的口令不一样，没有备份。")
    return Passphrase.of(first)
