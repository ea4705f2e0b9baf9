"""What locks backups when nobody says otherwise: BACKUP_PUBLIC_KEY or BACKUP_PASSPHRASE_FILE."""

from pathlib import Path

from django.conf import settings

from portal.backup.keys import Passphrase, PublicKey, passphrase_in, public_key_in

NO_FOLDER = "没有说明备份写到哪里。请用 --to 目录，或者设置环境变量 BACKUP_DIR。"
NO_LOCK = (
    "备份必须加密。请给出口令文件（--passphrase-file 或 BACKUP_PASSPHRASE_FILE）、"
    "公钥文件（--public-key 或 BACKUP_PUBLIC_KEY），或者用 --ask 当场输入口令。"
)


def configured_lock(
    passphrase_file: Path | str | None = None, public_key: Path | str | None = None
) -> Passphrase | PublicKey | None:
    """Return what the operator named; where nothing was, what the environment names."""
    if not (passphrase_file or public_key):
        passphrase_file = settings.BACKUP_PASSPHRASE_FILE
        public_key = settings.BACKUP_PUBLIC_KEY
    if public_key:
        return public_key_in(Path(public_key))
    return passphrase_in(Path(passphrase_file)) if passphrase_file else None
