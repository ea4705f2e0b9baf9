"""Ledger jobs: imports, exports and acts on many rows, too long for a page to wait for."""

import json
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse

from portal import job_files
from portal.errors import RuleViolation
from portal.fields import EncryptedField
from portal.nudge import nudge

RUN_LEDGER_JOBS = "portal.run_ledger_jobs"
CLAIM = timedelta(minutes=5)  # a job that says nothing for so long has died
KEPT = timedelta(days=7)
ATTEMPTS = 2
INTERRUPTED = (
    "办理中断了两次，没有完成，也没有写入任何内容；请重新提交，仍不成功的请联系系统管理员。"
)

INTERRUPTED_ACT = "办理中断了两次，没有办完；已经办理的看各条的状态，其余请重新选择后再办理一次。"


class JobKind(models.TextChoices):
    IMPORT = "import", "导入"
    EXPORT = "export", "导出"
    ACT = "act", "批量办理"


class JobState(models.TextChoices):
    WAITING = "waiting", "排队"
    RUNNING = "running", "进行中"
    CHECKED = "checked", "检查通过，待确认"
    DONE = "done", "完成"
    FAILED = "failed", "未完成"


ENDED = [JobState.DONE, JobState.FAILED]


class LedgerJobQuerySet(models.QuerySet):
    def seen_by(self, user):
        """A person's own; those of all for who keeps the portal running, without their content."""
        return self if user.has_perm("portal.view_ledgerjob") else self.filter(by=user)

    def to_run(self, now: datetime):
        """What waits, or was left by a process that died; the oldest first."""
        left = Q(state=JobState.RUNNING, claimed_until__lte=now)
        return self.filter(Q(state=JobState.WAITING) | left).order_by("pk")

    def running(self, now: datetime):
        return self.filter(state=JobState.RUNNING, claimed_until__gt=now)


class LedgerJobManager(models.Manager.from_queryset(LedgerJobQuerySet)):
    @transaction.atomic
    def start(self, kind: JobKind, *, by, at: datetime, register: str, **fields) -> "LedgerJob":
        """Return a new job, which runs as soon as a worker hears of it."""
        job = self.create(kind=kind, by=by, created_at=at, register=register, **fields)
        nudge(RUN_LEDGER_JOBS)
        return job

    def claim(self, *, now: datetime) -> "LedgerJob | None":
        """Return the next job, for this process alone; None when there is none.

        One at a time: a second would only make both slower. A job interrupted too often fails.
        """
        for pk in self.to_run(now).values_list("pk", flat=True):
            job = self.filter(pk=pk)
            if self.running(now).exists():
                return None
            given_up = job.filter(attempts__gte=ATTEMPTS).to_run(now).order_by()
            acts = given_up.filter(kind=JobKind.ACT)
            if acts.update(**ending(INTERRUPTED_ACT, now)):
                continue
            if given_up.update(**ending(INTERRUPTED, now)):
                continue
            claimed = {"state": JobState.RUNNING, "claimed_until": now + CLAIM, "done": 0}
            if job.to_run(now).order_by().update(attempts=F("attempts") + 1, **claimed):
                return job.select_related("by").get()
        return None

    def forget(self, *, before: datetime) -> int:
        """Delete jobs with their files; return how many."""
        jobs = list(self.filter(created_at__lt=before).exclude(state=JobState.RUNNING))
        for job in jobs:
            job.delete_files()
            self.filter(pk=job.pk).delete()
        return len(jobs)


class LedgerJob(models.Model):
    """One import or export; what it read and made is encrypted, and its owner's alone."""

    kind = models.CharField("种类", max_length=8, choices=JobKind)
    register = models.CharField("登记簿", max_length=60)  # a model's label: disclosure.item
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="提交人"
    )
    created_at = models.DateTimeField("提交时间")
    state = models.CharField("状态", max_length=8, choices=JobState, default=JobState.WAITING)
    is_confirmed = models.BooleanField("已确认", default=False)  # of an import: write it
    step = models.CharField("步骤", max_length=10, blank=True)
    done = models.PositiveIntegerField("已办行数", default=0)
    total = models.PositiveIntegerField("总行数", default=0)
    attempts = models.PositiveSmallIntegerField("次数", default=0)
    claimed_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField("完成时间", null=True)

    file_name = models.CharField("文件名", max_length=200)
    file = models.CharField(max_length=32, blank=True)  # names for `portal.job_files`
    archive = models.CharField(max_length=32, blank=True)
    result = models.CharField(max_length=32, blank=True)
    query = models.TextField(blank=True)  # of an export: the filters of the list
    options = EncryptedField(blank=True)  # what the form said, or the act and its rows, as JSON
    findings = EncryptedField(blank=True)  # what the check found, as JSON
    error = models.TextField("未完成原因", blank=True)

    objects = LedgerJobManager()

    class Meta:
        verbose_name = "导入导出任务"
        verbose_name_plural = "导入导出任务"
        ordering = ["-pk"]
        default_permissions = ["view"]
        constraints = [
            models.CheckConstraint(
                name="ledger_job_kind_is_known", condition=Q(kind__in=JobKind.values)
            ),
            models.CheckConstraint(
                name="ledger_job_state_is_known", condition=Q(state__in=JobState.values)
            ),
            models.CheckConstraint(
                name="ledger_job_is_claimed_while_running",
                condition=~Q(state=JobState.RUNNING) | Q(claimed_until__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.file_name}"

    def get_absolute_url(self):
        return reverse("admin:portal_ledgerjob_change", args=[self.pk])

    @property
    def is_under_way(self) -> bool:
        return self.state in (JobState.WAITING, JobState.RUNNING)

    @property
    def found(self) -> dict:
        """What the check found: summary, complaints, the first rows."""
        return json.loads(self.findings) if self.findings else {}

    @property
    def chosen(self) -> dict:
        return json.loads(self.options) if self.options else {}

    def tell(self, step: str, done: int, total: int, *, now: datetime) -> None:
        """Say how far it is, and that it lives. Raises RuleViolation once another took it over."""
        changes = {"step": step, "done": done, "claimed_until": now + CLAIM}
        if total:
            changes["total"] = total
        if not self.mine().update(**changes):
            raise RuleViolation("停顿太久，已重新开始")

    def mine(self):
        """The row, as long as no other process has claimed it since."""
        claim = {"is_confirmed": self.is_confirmed, "attempts": self.attempts}
        return LedgerJob.objects.filter(pk=self.pk, state=JobState.RUNNING, **claim)

    def checked(self, findings: dict, *, is_good: bool, now: datetime) -> None:
        """Keep what the check found; a good ledger then waits for its owner's word."""
        changes = {"findings": json.dumps(findings, ensure_ascii=False), "attempts": 0}
        if is_good:
            self.mine().update(state=JobState.CHECKED, claimed_until=None, **changes)
        else:
            self.mine().update(**changes | ending("台账有错，没有导入任何内容。", now))

    @transaction.atomic
    def confirm(self, *, by) -> None:
        """Have a checked ledger written. Raises RuleViolation."""
        checked = LedgerJob.objects.filter(pk=self.pk, by=by, state=JobState.CHECKED)
        if not checked.update(state=JobState.WAITING, is_confirmed=True, done=0, step=""):
            raise RuleViolation("这份台账已经确认过，或者还没有检查完")
        nudge(RUN_LEDGER_JOBS)

    def finish(self, *, now: datetime, result: str = "") -> None:
        """In the act itself, so that it is done once. Raises RuleViolation when it is not ours."""
        done = {"state": JobState.DONE, "ended_at": now, "claimed_until": None, "error": ""}
        if not self.mine().update(result=result, done=F("total"), **done):
            raise RuleViolation("停顿太久，已重新开始")

    def acted(self, findings: dict, *, now: datetime) -> None:
        """Keep what became of each row of an act on many; it is done."""
        self.mine().update(findings=json.dumps(findings, ensure_ascii=False))
        self.finish(now=now)

    def fail(self, why: str, *, now: datetime) -> None:
        self.mine().update(**ending(why, now))

    def drop_input(self) -> None:
        """Delete what was uploaded as soon as nobody needs it any more."""
        if LedgerJob.objects.filter(pk=self.pk, state__in=ENDED).update(file="", archive=""):
            job_files.delete(self.file)
            job_files.delete(self.archive)

    def delete_files(self) -> None:
        for name in (self.file, self.archive, self.result):
            job_files.delete(name)


def ending(why: str, now: datetime) -> dict:
    return {"state": JobState.FAILED, "ended_at": now, "claimed_until": None, "error": why}
