"""Notes on what the checks found: why a warning may stand."""

from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings
from django.db import models

from reports.checks import ERROR, Finding

EXPLAINABLE = ["C5"]  # an error that may stand with an explanation (勾稽 with the year before)


def key_of(finding: Finding) -> str:
    """Return the mark of a finding; another figure in the same cell is another finding."""
    named = "|".join([finding.id, *finding.cells, finding.found, finding.expected])
    return sha256(named.encode()).hexdigest()


def blocks(finding: Finding) -> bool:
    """Tell whether a finding keeps a report from approval whatever is said about it."""
    return finding.level == ERROR and finding.id not in EXPLAINABLE


@dataclass(frozen=True)
class Judged:
    """A finding with what is said about it: it may stand, wants a note, or blocks approval."""

    finding: Finding
    note: str

    @property
    def key(self) -> str:
        return key_of(self.finding)

    @property
    def blocks(self) -> bool:
        return blocks(self.finding)

    @property
    def wants_note(self) -> bool:
        return not self.blocks and not self.note

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells a person is sent to."""
        return self.finding.cells[:3]

    @property
    def obstacle(self) -> str:
        return f"{self.finding.id}{'：' if self.blocks else '需要说明：'}{self.finding.sentence}"


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
