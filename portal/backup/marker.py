"""The sign that a restore is under way, or was broken off: no portal starts beside it."""

import os
from pathlib import Path

from django.conf import settings

UNFINISHED = (
    "数据目录 {} 中的恢复没有完成，数据不完整，门户不能启动。"
    "请重新运行 manage.py restore；放弃恢复的，换一个新的数据目录和空数据库。"
)


def marker() -> Path:
    return settings.DATA_DIR / "restoring"


def set_marker(path: Path) -> None:
    """Write down, safely on the disk, that the backup `path` is being put back here."""
    with marker().open("w", encoding="utf-8") as file:
        file.write(f"{path}\n")
        file.flush()
        os.fsync(file.fileno())


def unfinished() -> str:
    """Return why this portal must not start: a restore was broken off. Else ""."""
    return UNFINISHED.format(settings.DATA_DIR) if marker().exists() else ""
