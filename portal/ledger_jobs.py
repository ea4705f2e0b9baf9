"""Runs ledger jobs in a process of their own: `manage.py run_ledger_jobs`, started by a worker.

The register's own admin says how its ledger is read and written, who may, and which rows a list
shows; a job asks it as a page would, with its owner as the person at work.
"""

import logging
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from tempfile import TemporaryFile

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, QueryDict
from django.urls import resolve
from django.utils import timezone

from portal import job_files
from portal.encryption import Undecryptable
from portal.errors import RuleViolation
from portal.ledger_desks import desk_of, list_url
from portal.ledger_files import LedgerResult
from portal.ledgers import LedgerError
from portal.models import JobKind, LedgerJob

logger = logging.getLogger(__name__)
TOLD_EVERY = 1  # seconds
KEYS_AT_ONCE = 1_000  # SQLite takes so many in a statement, and more
NO_RIGHT = "您没有办理这项任务的权限（可能已被收回），没有办理。"
FILE_GONE = "上传的文件已经打不开了（可能更换过密钥），没有写入任何内容；请重新提交。"
UNEXPECTED = "出现意外错误，没有完成，也没有写入任何内容；请联系系统管理员查看日志。"
ACT_STOPPED = (
    "没有办完（权限可能已被收回，或者出现意外错误）：已经办理的看各条的状态，"
    "其余的请联系系统管理员后再办理。"
)


def start_process() -> None:
    """Start the process that runs what waits; it ends by itself."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "run_ledger_jobs"]
    subprocess.Popen(command, stdin=subprocess.DEVNULL, cwd=settings.BASE_DIR)  # noqa: S603


def run_waiting() -> int:
    """Run one job after the other until none is left; return how many."""
    count = 0
    while job := LedgerJob.objects.claim(now=timezone.now()):
        run(job)
        count += 1
    return count


def run(job: LedgerJob) -> None:
    """Do a claimed job; whatever goes wrong is written down for its owner."""
    try:
        RUNS[job.kind](job)
    except LedgerError as error:
        job.fail("\n".join(error.messages), now=timezone.now())
    except PermissionDenied:
        job.fail(why_stopped(job, NO_RIGHT), now=timezone.now())
    except (Undecryptable, FileNotFoundError):
        job.fail(FILE_GONE, now=timezone.now())
    except (RuleViolation, ValueError) as refusal:  # ValueError: a cell too long for Excel
        job.fail(f"{str(refusal).rstrip('。')}。", now=timezone.now())
    except Exception:
        logger.exception("Ledger job %s failed", job.pk)
        job.fail(why_stopped(job, UNEXPECTED), now=timezone.now())
    job.drop_input()


def why_stopped(job: LedgerJob, why: str) -> str:
    """Return why nothing was written; of an act, that some of its rows may be done."""
    return ACT_STOPPED if job.kind == JobKind.ACT else why


def run_import(job: LedgerJob) -> None:
    desk, request = desk_of(job), request_of(job)
    if not desk.has_import_permission(request):
        raise PermissionDenied
    with ExitStack() as at_the_end:
        file = at_the_end.enter_context(job_files.opened(job.file))
        job.tell("读取", 0, 0, now=timezone.now())
        dataset = desk.import_formats[0]().create_dataset(file, job.file_name)
        job.tell("检查", 0, len(dataset), now=timezone.now())
        archive = job.archive and at_the_end.enter_context(job_files.opened(job.archive))
        resource = desk.resource_classes[0](Teller(job), lambda: job.finish(now=timezone.now()))
        result = resource.import_data(
            dataset,
            dry_run=not job.is_confirmed,
            file_name=job.file_name,
            user=job.by,
            **desk.import_options(archive or None),
        )
    if not (job.is_confirmed and result.is_good):
        job.checked(findings(result), is_good=result.is_good, now=timezone.now())


def run_export(job: LedgerJob) -> None:
    desk, request = desk_of(job), request_of(job)
    desk.check_export(request, job.chosen)
    queryset = desk.get_export_queryset(request)
    job.tell("导出", 0, queryset.count(), now=timezone.now())
    with TemporaryFile() as file:
        resource = desk.resource_classes[0](Teller(job))
        desk.write_export(file, queryset, job.chosen, resource)
        result = job_files.store(job_files.pieces_of(file))
    try:
        with transaction.atomic():
            desk.record_export(request, queryset, job.chosen)
            job.finish(now=timezone.now(), result=result)
    except BaseException:
        job_files.delete(result)
        raise


def run_act(job: LedgerJob) -> None:
    """Do one act to each of the chosen rows; what the rules refuse is said, row by row.

    Each row is a transaction of its own: after an interruption the rest is done.
    """
    desk, request = desk_of(job), request_of(job)
    act = desk.bulk_acts[job.chosen["act"]]
    if not getattr(desk, f"has_{act.permission}_permission")(request):
        raise PermissionDenied
    asked, pks = job.chosen.get("asked", {}), list(still_to_do(desk, request, act, job))
    refused, tell = [], Teller(job)
    job.tell(act.label, 0, len(pks), now=timezone.now())
    for number, pk in enumerate(pks, start=1):
        row = desk.model.objects.filter(pk=pk).first()
        try:
            if row is not None:  # deleted since
                act.verb(row, by=job.by, at=timezone.now(), **asked)
        except RuleViolation as refusal:
            refused.append(f"“{row}”未办理：{str(refusal).rstrip('。')}。")
        tell(act.label, number, len(pks))
    count = len(pks) - len(refused)
    job.acted({"summary": f"{act.label} {count} 条", "complaints": refused}, now=timezone.now())


def still_to_do(desk, request, act, job: LedgerJob) -> Iterator[int]:
    """Yield the keys of the chosen rows the act is still to be done to, as their list has them."""
    chosen = sorted(job.chosen["pks"])
    for start in range(0, len(chosen), KEYS_AT_ONCE):
        some = chosen[start : start + KEYS_AT_ONCE]
        rows = desk.get_queryset(request).filter(act.to_do, pk__in=some)
        yield from rows.order_by("pk").values_list("pk", flat=True)


RUNS = {JobKind.IMPORT: run_import, JobKind.EXPORT: run_export, JobKind.ACT: run_act}


def request_of(job: LedgerJob):
    """Return a request for the list the job was asked for on, as its owner would make it."""
    request = HttpRequest()
    request.method, request.GET, request.user = "GET", QueryDict(job.query), job.by
    request.resolver_match = resolve(list_url(job))
    return request


class Teller:
    """Says now and then how far a job is, and keeps its claim."""

    def __init__(self, job: LedgerJob):
        self.job, self.told_at = job, time.monotonic()

    def __call__(self, step: str, done: int, total: int) -> None:
        if time.monotonic() - self.told_at > TOLD_EVERY:
            self.told_at = time.monotonic()
            self.job.tell(step, done, total, now=timezone.now())


def findings(result: LedgerResult) -> dict:
    """Return what the page of a job shows of a check."""
    return {
        "summary": result.summary,
        "bad_rows": result.bad_rows,
        "complaints": list(result.complaints()),
        "headers": list(result.diff_headers),
        "rows": [list(row.diff or []) for row in result.rows],
        "unused_files": list(result.unused_files),
    }
