"""What the self-inspection found: a row from the day it was seen to the day it was mended."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from portal.errors import RuleViolation
from portal.models import AuditAct, AuditEntry, Office, User
from portal.permissions import require

SEE_ALL = "reports.see_all_inspectionfindings"
EXPLAIN = "reports.explain_inspectionfinding"
AT_ONCE = 500


class State(models.TextChoices):
    OPEN = "open", "待整改"
    EXPLAINED = "explained", "已说明"
    MENDED = "mended", "已整改"


class InspectionFindingQuerySet(models.QuerySet):
    def standing(self):
        """What was there when last looked at, explained or not."""
        return self.filter(mended_on=None)

    def open(self):
        return self.standing().filter(explained_at=None)

    def visible_to(self, user: User):
        """All of them, or those a person's own office has to mend."""
        if user.has_perm(SEE_ALL):
            return self
        return self.filter(office=user.office_id) if user.office_id else self.none()

    @transaction.atomic
    def take(self, check: str, faults: Iterable, *, at: datetime) -> list["InspectionFinding"]:
        """Bring the rows of a check to what it found now; return those that are new."""
        found = {mark_of(fault.key): fault for fault in faults}
        known = {row.mark: row for row in self.standing().filter(check_code=check)}
        gone = [row.pk for mark, row in known.items() if mark not in found]
        self.filter(pk__in=gone).update(mended_on=timezone.localdate(at))
        for mark, row in known.items():
            if mark in found:
                row.describe(found[mark], at)
        still = [row for mark, row in known.items() if mark in found]
        self.bulk_update(still, [*DESCRIBED, "last_seen"], batch_size=AT_ONCE)
        new = [
            self.model(check_code=check, mark=mark, first_seen=at).describe(fault, at)
            for mark, fault in found.items()
            if mark not in known
        ]
        return self.bulk_create(new, batch_size=AT_ONCE)


def mark_of(key: str) -> str:
    return sha256(key.encode()).hexdigest()


DESCRIBED = ["place", "sentence", "url", "office"]


class InspectionFinding(models.Model):
    """One fault of the website, whose it is, and what became of it."""

    check_code = models.CharField("指标", max_length=4)
    mark = models.CharField(max_length=64, editable=False)
    place = models.CharField("位置", max_length=400)
    sentence = models.TextField("问题描述")
    url = models.CharField("网址", max_length=500, blank=True)
    office = models.ForeignKey(
        Office, models.SET_NULL, null=True, related_name="+", verbose_name="责任单位"
    )
    first_seen = models.DateTimeField("发现时间")
    last_seen = models.DateTimeField("最近检查")
    mended_on = models.DateField("整改日期", null=True)
    explanation = models.TextField(
        "说明", blank=True, help_text="不需要整改，或者暂时不能整改的理由。"
    )
    explained_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="说明人"
    )
    explained_at = models.DateTimeField("说明时间", null=True)

    objects = InspectionFindingQuerySet.as_manager()

    class Meta:
        verbose_name = "自查问题"
        verbose_name_plural = "自查问题"
        ordering = ["check_code", "-first_seen", "pk"]
        default_permissions = ["view"]
        permissions = [
            ("see_all_inspectionfindings", "可以查看所有单位的自查问题"),
            ("explain_inspectionfinding", "可以说明自查问题"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="finding_stands_once",
                fields=["check_code", "mark"],
                condition=Q(mended_on=None),
            ),
            models.CheckConstraint(
                name="explained_finding_says_who_and_why",
                condition=Q(explained_at=None, explained_by=None, explanation="")
                | Q(explained_at__isnull=False, explained_by__isnull=False) & ~Q(explanation=""),
            ),
        ]
        indexes = [
            models.Index(
                name="finding_standing", fields=["check_code"], condition=Q(mended_on=None)
            )
        ]

    def __str__(self):
        return f"{self.check_code} {self.place}"

    @property
    def state(self) -> State:
        if self.mended_on:
            return State.MENDED
        return State.EXPLAINED if self.explained_at else State.OPEN

    @property
    def progress(self) -> str:
        """Return 整改情况 in words."""
        if self.mended_on:
            return f"{self.mended_on:%Y-%m-%d}已整改"
        return f"已说明：{self.explanation}" if self.explained_at else "待整改"

    def describe(self, fault, at: datetime) -> "InspectionFinding":
        """Take over the words of a fault as it was seen now; return the row."""
        self.place, self.sentence = fault.place[:400], fault.sentence
        self.url, self.office_id, self.last_seen = fault.url[:500], fault.office_id, at
        return self

    @transaction.atomic
    def explain(self, reason: str, *, by: User, at: datetime):
        """Say why a fault may stand; without a reason, take the explanation back."""
        require(by, EXPLAIN)
        if not InspectionFinding.objects.visible_to(by).filter(pk=self.pk).exists():
            raise RuleViolation("这是其他单位的问题，由责任单位说明")
        reason = reason.strip()
        self.explanation = reason
        self.explained_by, self.explained_at = (by, at) if reason else (None, None)
        fields = ["explanation", "explained_by", "explained_at"]
        rows = InspectionFinding.objects.standing().filter(pk=self.pk)
        if not rows.update(**{name: getattr(self, name) for name in fields}):
            raise RuleViolation("这个问题已经整改，不需要再说明")
        data = {"check": self.check_code, "reason": reason}
        AuditEntry.objects.record(act=AuditAct.SETTINGS_CHANGE, by=by, at=at, obj=self, data=data)
