"""The annual report (政府信息公开工作年度报告) of one year, in one or more versions.

While it is made, its cells are what the registers count and what people enter (`ReportSheet`).
Approved, its cells and texts are frozen with their hash: whatever the registers say later shows as
drift. What was approved is corrected by a further version only, which says why.
"""

from datetime import date, datetime
from functools import cached_property

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import F, Max, Q
from django.urls import reverse
from django.utils import timezone

from disclosure.models import Item
from portal.errors import RuleViolation
from portal.models import AuditAct, AuditEntry, User
from portal.moves import move
from portal.permissions import require
from reports.checks import Finding
from reports.content import ReportContent, from_json
from reports.formats import FORMS
from reports.models.finding_note import Judged, blocks, key_of
from reports.models.report_item import put_on_the_list
from reports.models.report_queries import AnnualReportManager
from reports.models.report_sheet import ReportSheet
from reports.tables import Value
from reports.text_checks import FEE_WORDS
from reports.workflow import (
    APPROVE,
    CHANGED,
    DUE,
    FROZEN,
    NEXT,
    PREPARE,
    PUBLISH,
    UNDER_WAY,
    EventKind,
    Status,
)


class AnnualReport(ReportSheet):
    """One version of one year's report."""

    frozen = models.JSONField("冻结的内容", null=True)
    frozen_hash = models.CharField("冻结内容的校验码", max_length=64, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="核对人"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="批准人"
    )
    approved_at = models.DateTimeField("批准时间", null=True)
    published_on = models.DateField("公布日期", null=True)
    item = models.ForeignKey(
        Item, models.PROTECT, null=True, related_name="+", verbose_name="公开信息"
    )
    correction_of = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="correction", verbose_name="更正的版本"
    )
    correction_reason = models.TextField("更正理由", blank=True)
    is_imported = models.BooleanField("历史导入", default=False)

    objects = AnnualReportManager()

    class Meta:
        verbose_name = "年度报告"
        verbose_name_plural = "年度报告"
        ordering = ["-year", "-version"]
        default_permissions = ["view"]
        permissions = [
            ("prepare_annualreport", "可以编制年度报告"),
            ("approve_annualreport", "可以批准年度报告"),
            ("publish_annualreport", "可以公开年度报告"),
            ("export_annualreport", "可以导出年度报告"),
            ("view_statistics", "可以查看统计看板"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="report_version_is_given_once", fields=["year", "version"]
            ),
            models.UniqueConstraint(
                name="report_of_a_year_is_under_way_once",
                fields=["year"],
                condition=Q(status__in=UNDER_WAY),
            ),
            models.CheckConstraint(
                name="report_status_is_known", condition=Q(status__in=Status.values)
            ),
            models.CheckConstraint(
                name="report_format_is_known", condition=Q(format__in=[f.name for f in FORMS])
            ),
            models.CheckConstraint(
                name="report_is_frozen_once_approved",
                condition=Q(status__in=UNDER_WAY, frozen__isnull=True, frozen_hash="")
                | Q(status__in=FROZEN, frozen__isnull=False, approved_at__isnull=False)
                & ~Q(frozen_hash=""),
            ),
            models.CheckConstraint(
                name="report_is_approved_by_another_person",
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("submitted_by")),
            ),
            models.CheckConstraint(
                name="report_public_says_when",
                condition=Q(published_on__isnull=False) | ~Q(status=Status.PUBLISHED),
            ),
            models.CheckConstraint(
                name="report_correction_says_why",
                condition=Q(correction_of__isnull=True) | ~Q(correction_reason=""),
            ),
        ]

    def __str__(self):
        version = f"（第{self.version}版）" if self.version > 1 else ""
        return f"{self.year}年政府信息公开工作年度报告{version}"

    def get_absolute_url(self):
        return reverse("reports:annual_report", args=[self.year])

    # --- questions -------------------------------------------------------------------------

    @property
    def is_frozen(self) -> bool:
        return self.status in FROZEN

    @property
    def is_intact(self) -> bool:
        """Tell whether the frozen content still is what its hash was taken of."""
        return self.frozen_content.digest == self.frozen_hash

    @property
    def due_on(self) -> date:
        return date(self.year + 1, *DUE)

    @cached_property
    def frozen_content(self) -> ReportContent:
        return from_json(self.frozen, self.form)

    def content(self) -> ReportContent:
        """Return what the report says: as frozen, or as it stands."""
        return self.frozen_content if self.is_frozen else self.draft_content()

    def previous(self) -> ReportContent | None:
        """Return the report of the year before, as frozen or as it stands."""
        report = AnnualReport.objects.of_year(self.year - 1)
        return report.content() if report else None

    def findings(self) -> list[Finding]:
        """Return what does not hold; figures corrected by hand are held against the register."""
        before = self.previous()
        single = {
            code: cell.counted
            for code, cell in self.filled.items()
            if code[:2] in ("S3", "S4") and cell.counted is not None
        }
        return self.content().findings(previous=before.cells if before else None, register=single)

    def judged(self) -> list[Judged]:
        """Return what the checks found with what is said about it, the gravest first."""
        notes = dict(self.notes.values_list("key", "note"))
        found = [Judged(each, self.explanation_of(each, notes)) for each in self.findings()]
        return sorted(found, key=lambda each: (not each.blocks, not each.wants_note))

    def explanation_of(self, finding: Finding, notes: dict[str, str]) -> str:
        """Return why a finding may stand: its note, or the reason its cell was corrected for."""
        if note := notes.get(key_of(finding)):
            return note
        if finding.id == "C10" and (entry := self.last_entries.get(finding.cells[0])):
            return entry.reason
        return ""

    def obstacles(self) -> list[str]:
        """Return what keeps the report from being approved, in a sentence each."""
        found = [each.obstacle for each in self.judged() if each.blocks or each.wants_note]
        if not FEE_WORDS.search(self.texts.get("6", "")):
            found.append("第六部分应当写明信息处理费的收取情况")
        return found

    def touched_by(self) -> set[int]:
        """Return who filled cells, wrote texts or submitted: none of them may approve."""
        lines = self.events.filter(kind__in=CHANGED, by__isnull=False)
        return {self.submitted_by_id, *lines.values_list("by", flat=True)} - {None}

    def drift(self) -> list[tuple[str, Value, Value]]:
        """Return (cell, what was counted, what is counted now) where the two differ."""
        return [] if self.is_imported else super().drift()

    # --- acts ------------------------------------------------------------------------------

    @transaction.atomic
    def explain(self, finding: Finding, note: str, *, by: User, at: datetime):
        """Keep why a finding may stand; empty text takes the note back."""
        if not (by.has_perm(PREPARE) or by.has_perm(APPROVE)):
            raise PermissionDenied(f"需要权限 {PREPARE}")
        self.lock(UNDER_WAY)
        if blocks(finding):
            raise RuleViolation("错误不能用说明代替，请改正数据")
        key = key_of(finding)
        self.notes.filter(key=key).delete()
        if note.strip():
            fields = {"check_id": finding.id, "sentence": finding.sentence, "note": note.strip()}
            self.notes.create(key=key, by=by, at=at, **fields)
        self.log(EventKind.NOTED, by=by, at=at, note=f"{finding.id} {note.strip()}".strip())

    @transaction.atomic
    def submit_check(self, *, by: User, at: datetime):
        """Hand the report in for approval, counted afresh; who did so may not approve it."""
        require(by, PREPARE)
        self.lock_draft()
        self.count_registers(at)
        self.save(update_fields=["counted", "counted_at"])
        if not FEE_WORDS.search(self.texts.get("6", "")):
            raise RuleViolation(
                "第六部分应当写明信息处理费的收取情况（国办函〔2020〕109号）；没有收取的，"
                "写“本年度未收取信息处理费”"
            )
        line = {"kind": EventKind.SUBMITTED, "at": at}
        move(self, Status.OFFICE_CHECK, steps=NEXT, by=by, line=line, submitted_by=by)
        self.audit(AuditAct.SUBMISSION, by=by, at=at)

    @transaction.atomic
    def send_back(self, reason: str, *, by: User, at: datetime):
        """Give the report back to be worked on, with the reason."""
        if not (by.has_perm(APPROVE) or by.has_perm(PREPARE)):
            raise PermissionDenied(f"需要权限 {APPROVE}")
        if not reason.strip():
            raise RuleViolation("退回须写明理由")
        line = {"kind": EventKind.RETURNED, "at": at}
        move(self, Status.DRAFT, steps=NEXT, by=by, note=reason.strip(), line=line)
        self.audit(AuditAct.RETURN, by=by, at=at)

    @transaction.atomic
    def approve(self, *, by: User, at: datetime):
        """Sign the report and freeze it: cells, texts and their hash."""
        require(by, APPROVE)
        self.lock([Status.OFFICE_CHECK])
        if by.pk in self.touched_by():
            raise RuleViolation("填写数据、修改正文或送核对的人不能批准，请由另一位负责人批准")
        if obstacles := self.obstacles():
            more = f"；另有{len(obstacles) - 3}处" if len(obstacles) > 3 else ""
            raise RuleViolation("还不能批准。" + "；".join(obstacles[:3]) + more)
        content = self.content()
        frozen = {"frozen": content.as_json(), "frozen_hash": content.digest}
        line = {"kind": EventKind.APPROVED, "at": at}
        fields = frozen | {"approved_by": by, "approved_at": at}
        move(self, Status.APPROVED, steps=NEXT, by=by, line=line, **fields)
        self.audit(AuditAct.RELEASE, by=by, at=at, hash=self.frozen_hash)

    @transaction.atomic
    def publish(self, *, by: User, at: datetime):
        """Make the frozen report public, with its item on the list of annual reports."""
        require(by, PUBLISH)
        self.lock([Status.APPROVED])
        if not self.is_intact:
            raise RuleViolation("冻结的内容与校验码不符，不能公开，请联系系统管理员")
        today = timezone.localdate(at)
        line = {"kind": EventKind.PUBLISHED, "at": at}
        move(self, Status.PUBLISHED, steps=NEXT, by=by, line=line, published_on=today)
        put_on_the_list(self, by=by, at=at)
        self.audit(AuditAct.PUBLICATION, by=by, at=at, hash=self.frozen_hash)

    @transaction.atomic
    def correct(self, reason: str, *, by: User, at: datetime) -> "AnnualReport":
        """Begin a further version of a frozen report, which stays as it is; return the new one."""
        require(by, PREPARE)
        if not reason.strip():
            raise RuleViolation("更正须写明理由，该理由会随新版本一并公布")
        self.lock(FROZEN)
        if AnnualReport.objects.filter(year=self.year, version__gt=self.version).exists():
            raise RuleViolation("已经有更新的版本，请在那一版上更正")
        last = AnnualReport.objects.filter(year=self.year).aggregate(n=Max("version"))["n"]
        new = AnnualReport(
            year=self.year,
            version=last + 1,
            format=self.format,
            body=self.body,
            texts=self.texts or {str(n): text for n, text in self.frozen_content.texts.items()},
            correction_of=self,
            correction_reason=reason.strip(),
        )
        new.count_registers(at)
        new.save()
        new.take_over(self, by=by, at=at)
        new.log(EventKind.CORRECTED, by=by, at=at, note=reason.strip())
        return new

    def audit(self, act: AuditAct, *, by: User, at: datetime, **data):
        data = {"year": self.year, "version": self.version} | data
        AuditEntry.objects.record(act=act, by=by, at=at, obj=self, data=data)
