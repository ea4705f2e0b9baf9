"""The chain of the audit trail: lengthening it, writing down its head, checking it.

Order   One sealer at a time works: it holds the lock of the one AuditHead row (on SQLite, the
        write lock of its transaction). It sees committed entries only and takes them in the order
        they were written. On PostgreSQL an entry may be committed after one written later; if the
        sealer passed in between, the late one simply gets the next number. So numbers are dense,
        nothing is skipped, and what was committed before a pass stands before what came after it.
Proof   Without the key nobody can mend a link, so a change, a gap or another order shows. Cutting
        off the tail would not: that is why the head is written down outside the database, daily
        in a log and in each backup manifest, and compared. Copies of that log on another machine
        (`verify_audit --heads FILE`) also hold against somebody who owns this one.
Limits  Whoever has both database and key can write what they like up to the last head kept
        elsewhere. An entry removed in the seconds before it is linked leaves no trace here.
"""

import logging
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from portal.models import AuditEntry, AuditHead

BATCH = 1000
SEALED_WITHIN = timedelta(minutes=5)
HEAD_LINE = re.compile(r"([1-9]\d*) ([0-9a-f]{64}) (\S+)")

logger = logging.getLogger(__name__)


class Head(NamedTuple):
    """The last entry of the chain at some moment: all before it stand or fall with its HMAC."""

    number: int
    mac: str
    sealed_at: str


NO_HEAD = Head(0, "", "")


@dataclass(frozen=True)
class Finding:
    """Something that is wrong with the trail, in a sentence for the auditor."""

    kind: str  # gap, changed, rewritten, cut, head, foreign, unsealed, log
    number: int | None
    sentence: str


# --- Lengthening the chain -----------------------------------------------------------------------


def seal(*, at: datetime) -> int:
    """Link every committed entry that is not linked yet; return how many were."""
    count = last = 0
    while batch := seal_batch(after=last, at=at):
        last = batch[-1].pk
        count += sum(entry.number is not None for entry in batch)
    return count


@transaction.atomic
def seal_batch(*, after: int, at: datetime) -> list[AuditEntry]:
    """Link the next unlinked entries; return them, and those among them nobody here wrote."""
    head, _ = AuditHead.objects.select_for_update().get_or_create(pk=1)
    batch = list(AuditEntry.objects.unsealed().filter(pk__gt=after)[:BATCH])
    own = [entry for entry in batch if entry.agrees()]
    for entry in own:
        entry.link(number=head.number + 1, previous=head.mac)
        head.number, head.mac, head.sealed_at = entry.number, entry.mac, at
    if own:
        write_links(own)
        head.save()
    if foreign := len(batch) - len(own):
        logger.error("%d audit entries have a wrong HMAC and stay unlinked", foreign)
    return batch


def write_links(entries: list[AuditEntry]) -> None:
    """Store the places of entries in the chain: the one time a stored entry is written to.

    As an upsert, which is ten times as fast as `bulk_update`; no row is ever inserted here.
    """
    AuditEntry._base_manager.bulk_create(
        entries, update_conflicts=True, unique_fields=["pk"], update_fields=["number", "mac"]
    )


# --- The head, kept outside the database ---------------------------------------------------------


def audit_head() -> Head | None:
    """Return the head of the chain, for a manifest; None before the first link."""
    head = AuditHead.objects.filter(pk=1, number__gt=0).first()
    return head and Head(head.number, head.mac, in_words(head.sealed_at))


def head_log() -> Path:
    return settings.DATA_DIR / "logs" / "audit-heads.log"


def log_head() -> None:
    """Add the head of the chain to the log, safely on the disk."""
    if head := audit_head():
        head_log().parent.mkdir(exist_ok=True)
        with head_log().open("a", encoding="utf-8") as log:
            log.write(f"{head.number} {head.mac} {head.sealed_at}\n")
            log.flush()
            os.fsync(log.fileno())


def read_heads(path: Path) -> tuple[list[Head], list[Finding]]:
    """Return the heads a log holds, and what is wrong with its lines."""
    heads, damaged = [], []
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    for row, line in enumerate(lines, start=1):
        if match := HEAD_LINE.fullmatch(line):
            heads.append(Head(int(match[1]), match[2], match[3]))
        else:
            sentence = f"链头日志 {path.name} 第 {row} 行无法识别：被改动过，或者当时没有写完。"
            damaged.append(Finding("log", None, sentence))
    return heads, damaged


# --- Checking ------------------------------------------------------------------------------------


def check(heads: Iterable[Head], *, at: datetime) -> Iterator[Finding]:
    """Find whatever is wrong with the trail; `heads` are those written down elsewhere."""
    yield from check_chain([*heads, *filter(None, [audit_head()])])
    yield from check_unsealed(at=at)


def check_chain(heads: Iterable[Head]) -> Iterator[Finding]:
    """Walk the chain once; compare every link with its entry, and every head with the chain."""
    heads_by_number = defaultdict(list)
    for head in heads:
        heads_by_number[head.number].append(head)
    number, mac = 0, ""
    for entry in linked_entries():
        if entry.number > number + 1:
            yield gap(number + 1, entry.number - 1)
        elif entry.number <= number or not entry.agrees(mac):
            yield changed(entry)
        for head in heads_by_number.get(entry.number, []):
            if head.mac != entry.mac:
                yield rewritten(head)
        number, mac = entry.number, entry.mac
    last = max(heads_by_number, default=0)
    if last > number:
        yield cut(number, heads_by_number[last][0])
    if number > (head := audit_head() or NO_HEAD).number:
        yield overtaken(number, head)


def linked_entries() -> Iterator[AuditEntry]:
    """Walk the chain, a batch in memory at a time."""
    last = 0
    while batch := list(AuditEntry.objects.sealed().filter(number__gt=last)[:BATCH]):
        yield from batch
        last = batch[-1].number


def check_unsealed(*, at: datetime) -> Iterator[Finding]:
    """Find entries no sealer linked in time, and those that nobody here wrote."""
    late = []
    for entry in AuditEntry.objects.unsealed().iterator(chunk_size=BATCH):
        if not entry.agrees():
            yield foreign(entry)
        elif entry.at < at - SEALED_WITHIN:
            late.append(entry.at)
    if late:
        yield unsealed(len(late), min(late))


def in_words(moment: datetime) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds")


def gap(first: int, last: int) -> Finding:
    which = f"第 {first} 号" if first == last else f"第 {first} 号至第 {last} 号"
    return Finding("gap", first, f"缺少{which}记录，第 {last + 1} 号因此无法核对。")


def changed(entry: AuditEntry) -> Finding:
    sentence = "的内容或次序被改动过，或者它的前一条记录被替换。"
    return Finding("changed", entry.number, f"第 {entry.number} 号记录{sentence}")


def rewritten(head: Head) -> Finding:
    return Finding(
        "rewritten",
        head.number,
        f"第 {head.number} 号记录与 {head.sealed_at} 的链头不符："
        "到这一号为止的记录被整段改写，或者链头日志被改动过。",
    )


def cut(number: int, head: Head) -> Finding:
    return Finding(
        "cut",
        number + 1,
        f"记录只到第 {number} 号，而 {head.sealed_at} 的链头是第 {head.number} 号："
        f"末尾至少 {head.number - number} 条记录被删去。",
    )


def overtaken(number: int, head: Head) -> Finding:
    return Finding(
        "head",
        number,
        f"数据库中的链头停在第 {head.number} 号，而记录已到第 {number} 号："
        "链头被改动过，新的记录因此不能入链。",
    )


def foreign(entry: AuditEntry) -> Finding:
    return Finding(
        "foreign",
        None,
        f"一条尚未入链的记录（{in_words(entry.at)}，{entry}，内部编号 {entry.pk}）"
        "不是门户写入的，或者写入后被改动过。",
    )


def unsealed(count: int, since: datetime) -> Finding:
    return Finding(
        "unsealed",
        None,
        f"{count} 条记录超过5分钟仍未入链，最早的写于 {in_words(since)}。"
        "请检查后台任务和定时调度（worker、beat）是否在运行。",
    )
