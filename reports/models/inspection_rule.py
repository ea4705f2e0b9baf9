"""What the office decides about the inspection: its numbers and its words."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from reports.inspection_rules import BY_KEY, THRESHOLDS, Threshold


class InspectionRuleQuerySet(models.QuerySet):
    def numbers(self) -> dict[str, int | None]:
        """Return every number by its key; that of the notice where the office has set none."""
        return {each.key: each.value for each in THRESHOLDS} | dict(
            self.values_list("key", "value")
        )


class InspectionRule(models.Model):
    """One number of one check."""

    key = models.CharField("指标", max_length=24, unique=True)
    value = models.PositiveSmallIntegerField(
        "数值",
        null=True,
        blank=True,
        validators=[MaxValueValidator(3660)],
        help_text="留空表示不清楚，不据此扣分。",
    )

    objects = InspectionRuleQuerySet.as_manager()

    class Meta:
        verbose_name = "自查标准"
        verbose_name_plural = "自查标准"
        ordering = ["pk"]
        default_permissions = ["view", "change"]

    def __str__(self):
        known = self.threshold
        return f"{self.key.partition('.')[0]} {known.label}" if known else self.key

    @property
    def threshold(self) -> Threshold | None:
        return BY_KEY.get(self.key)


class InspectionTerm(models.Model):
    """A word that must not stand in what the office publishes.

    Common mistakes are the list of the writers, `disclosure.WrongWord`. `kind` and `correct` are
    left from the time when they stood here; the next version takes them away.
    """

    class Kind(models.TextChoices):
        WRONG = "wrong", "错误写法"
        FORBIDDEN = "forbidden", "禁用词语"

    kind = models.CharField("类别", max_length=12, choices=Kind, default=Kind.FORBIDDEN)
    text = models.CharField("词语", max_length=60, unique=True)
    correct = models.CharField("正确写法", max_length=60, blank=True)

    class Meta:
        verbose_name = "禁用词"
        verbose_name_plural = "禁用词"
        ordering = ["kind", "text"]
        constraints = [
            models.CheckConstraint(
                name="inspection_term_kind_is_known",
                condition=Q(kind__in=["wrong", "forbidden"]),
            )
        ]

    def __str__(self):
        return self.text
