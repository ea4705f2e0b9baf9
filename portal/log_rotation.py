"""Turning over the log of an embedded portal; elsewhere logrotate does it (deploy/logrotate.conf).

The file is renamed, and every process opens a new one with its next line: no line is lost.
"""

import gzip
import re
import shutil
from datetime import date, timedelta
from pathlib import Path

KEPT = timedelta(days=190)  # 网络安全法 art. 21 (3): not less than six months; 184 days at most
TURNED = re.compile(r"portal\.jsonl-(\d{8})(\.gz)?")


def turn_over(log: Path, *, today: date) -> None:
    """Put away the log of the days before `today`, compressed, and remove what is too old."""
    turned = log.with_name(f"{log.name}-{today:%Y%m%d}")
    packed = turned.with_name(f"{turned.name}.gz")
    if log.exists() and log.stat().st_size and not turned.exists() and not packed.exists():
        log.rename(turned)
    for path in sorted(log.parent.iterdir()):
        match = TURNED.fullmatch(path.name)
        if not match:
            continue
        if date.fromisoformat(match[1]) < today - KEPT:
            path.unlink()
        elif not match[2] and path != turned:  # a process may still write into today's
            compress(path)


def compress(path: Path) -> None:
    draft = path.with_name(f"{path.name}.part")
    with path.open("rb") as source, gzip.open(draft, "wb") as target:
        shutil.copyfileobj(source, target)
    draft.rename(path.with_name(f"{path.name}.gz"))
    path.unlink()
