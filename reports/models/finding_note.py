"""Notes on what the checks found: why a warning may stand."""

from hashlib import sha256

from django.conf import settings
from django.db import models

from reports.checks import Finding


def key_of(finding: Finding) -> str:
    """Return the mark of a finding; another figure in the same cell is another finding."""
    named = "|".join([finding.id, *finding.cells, finding.found, finding.expected])
    return sha256(named.encode()).hexdigest()


class FindingNote(models.Model):
    report = models.ForeignKey("reports.AnnualReport", models.CASCADE, related_name="notes")
    key = models.CharField(max_length=64)
    check_id = models.CharField("检查", max_length=8)
    sentence = models.TextField("检查结果")
    note = models.TextField("说明")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "检查说明"
        verbose_name_plural = "检查说明"
        ordering = ["pk"]
        default_permissions = []
        constraints = [
            models.UniqueConstraint(name="finding_has_one_note", fields=["report", "key"])
        ]

    def __str__(self):
        return f"{self.check_id} {self.note}"
